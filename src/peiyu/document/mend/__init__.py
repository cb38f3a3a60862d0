"""From the raw text to the mended text (整理本): repairs with evidence, questions where there is none."""

from peiyu.document.mend.mending import Mended, mend

__all__ = ["Mended", "mend"]
