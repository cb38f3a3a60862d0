"""A page per enterprise, as HTML and as a Word document, and the index that finds them."""

from peiyu.paper.page.html import PageWriter
from peiyu.paper.page.word import write_docx

__all__ = ["PageWriter", "write_docx"]
