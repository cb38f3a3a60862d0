"""Hides small and dominated cells of a table that goes out, and further cells so that none can be worked out."""

from peiyu.insight.statistics.suppression.audit import ranges
from peiyu.insight.statistics.suppression.hide import Suppressed, suppress
from peiyu.insight.statistics.suppression.table import Cell, Relation, Table, crossed, listed

__all__ = ["Cell", "Relation", "Suppressed", "Table", "crossed", "listed", "ranges", "suppress"]
