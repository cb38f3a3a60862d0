"""The ways in which returned workbooks are not as they went out, each with what has to become of it."""

from peiyu.madeup.answers.kinds.files import FILES
from peiyu.madeup.answers.kinds.kind import Kind, Spoiled
from peiyu.madeup.answers.kinds.moved import MOVED
from peiyu.madeup.answers.kinds.written import WRITTEN
from peiyu.madeup.answers.kinds.wrong import WRONG

KINDS: tuple[Kind, ...] = (*MOVED, *WRITTEN, *WRONG, *FILES)
"""Every kind of defect, in a fixed order."""

__all__ = ["KINDS", "Kind", "Spoiled"]
