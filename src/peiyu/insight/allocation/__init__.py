"""Decomposes a number over departments, parks and people: whole numbers that add up exactly, with a reason each."""

from peiyu.insight.allocation.allocate import allocate
from peiyu.insight.allocation.model import Allocation, Cell, Share, Unit, Weight
from peiyu.insight.allocation.weigh import weigh

__all__ = ["Allocation", "Cell", "Share", "Unit", "Weight", "allocate", "weigh"]
