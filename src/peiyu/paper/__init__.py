"""What goes out on paper: the check-up workbook and the enterprise pages. Fed value objects only."""

from peiyu.paper.page import PageWriter, write_docx
from peiyu.paper.workbook import write_workbook

__all__ = ["PageWriter", "write_docx", "write_workbook"]
