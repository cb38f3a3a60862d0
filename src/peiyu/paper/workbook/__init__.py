"""The check-up as one workbook that an office prints."""

from peiyu.paper.workbook.write import SHEETS, write_workbook

__all__ = ["SHEETS", "write_workbook"]
