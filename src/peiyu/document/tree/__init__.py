"""From the mended text to the frame of the document and its clauses with stable addresses."""

from peiyu.document.tree.grow import Grown, grow

__all__ = ["Grown", "grow"]
