"""Counts every indicator of a programme over a fact base, and opens each figure to its records."""

from peiyu.insight.measure.difference import difference
from peiyu.insight.measure.measure import bound, measure
from peiyu.insight.measure.opening import open_figure

__all__ = ["bound", "difference", "measure", "open_figure"]
