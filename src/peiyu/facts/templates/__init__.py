"""Workbooks to fill in, one sheet an entity, that intake reads back without loss."""

from peiyu.facts.templates.cells import UNITS
from peiyu.facts.templates.write import write

__all__ = ["UNITS", "write"]
