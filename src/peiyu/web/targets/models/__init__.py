"""Tables of targets: readings with their lines and records, month closings, allocations with their negotiation."""

from peiyu.web.targets.models.allocations import Allocation, Move, Share
from peiyu.web.targets.models.closings import Closing
from peiyu.web.targets.models.readings import FigureRecord, KeyFirm, Line, Reading

__all__ = ["Allocation", "Closing", "FigureRecord", "KeyFirm", "Line", "Move", "Reading", "Share"]
