"""整理对照: a document as found beside its mended text, with every repair, question and target marked."""

from peiyu.paper.comparison.page import comparison_page
from peiyu.paper.comparison.values import Asked, Comparison, Mended, Piece, Promised, Row

__all__ = ["Asked", "Comparison", "Mended", "Piece", "Promised", "Row", "comparison_page"]
"""What the commands put on a page of comparison."""
