"""The tables of a brief as a workbook: numbers are numbers, and say what the document says."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.paper.brief.issues import RATE, TOTAL, brief, notice

from peiyu.paper.brief.values import Number, Table
from peiyu.paper.brief.workbook import form_of, write_workbook


def test_every_table_is_a_sheet_and_figures_are_numbers(tmp_path: Path) -> None:
    issue = notice()
    path = write_workbook(issue, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(path)
    tables = [block for block in issue.blocks() if isinstance(block, Table)]
    assert len(book.sheetnames) == len(tables)
    sheet = book.worksheets[0]
    assert [cell.value for cell in sheet[3]] == [column.header for column in tables[0].columns]
    for row, held in zip(tables[0].rows, sheet.iter_rows(min_row=4), strict=False):
        for line, cell in zip(row.cells, held, strict=True):
            if len(line) == 1 and isinstance(line[0], Number) and line[0].value is not None:
                assert cell.value == pytest.approx(float(line[0].value))
    said = "".join(str(cell.value) for row in sheet.iter_rows(max_row=2) for cell in row if cell.value)
    assert issue.number in said
    assert "虚构数据" in said


def test_a_figure_is_shown_with_the_unit_that_its_text_has() -> None:
    assert form_of(TOTAL) == f'#,##0"{TOTAL.unit}"'
    assert form_of(RATE) == "0.0%"


def test_a_brief_without_a_table_is_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="津简"):
        write_workbook(brief(), tmp_path / "out.xlsx")
    assert not (tmp_path / "out.xlsx").exists()
