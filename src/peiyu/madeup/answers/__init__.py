"""Returned workbooks of a made-up month, with a list of the defects in them.

Who made them knows no check: what is planted is what is met in offices (docs/explanation/collection.md).
"""

from peiyu.madeup.answers.kinds import KINDS, Kind
from peiyu.madeup.answers.make import returned_month, send_back
from peiyu.madeup.answers.model import Defect, Returned, ReturnedMonth

__all__ = ["KINDS", "Defect", "Kind", "Returned", "ReturnedMonth", "returned_month", "send_back"]
