"""Rows and columns that moved in a form that came back are found by their words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet
from tests.paper.form import blanks

from peiyu.paper.form.compare import compare
from peiyu.paper.form.entries import NO_DATA, Entry
from peiyu.paper.form.fill import fill
from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.moves import Shift, aligned, moves
from peiyu.paper.form.opening import open_form

SHEET = "月报 (一)"
ENTRIES = tuple(
    Entry(CellAddress.read(f"{SHEET}!{place}"), value, text)
    for place, value, text in (
        ("C5", 1067, ""), ("C6", 35, ""), ("C7", None, NO_DATA), ("D5", 12, ""), ("D6", 13, ""), ("D7", 0, ""),
        ("F5", None, "见附件"),
    )
)  # fmt: skip


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    return fill(blanks.monthly(tmp_path / "blank.xlsx"), ENTRIES, tmp_path / "filled.xlsx").path


def edited(filled: Path, change: Callable[[Worksheet], object]) -> Path:
    book = openpyxl.load_workbook(filled)
    for block in [str(one) for one in book[SHEET].merged_cells.ranges]:
        book[SHEET].unmerge_cells(block)  # inserting rows with openpyxl leaves merged blocks behind
    change(book[SHEET])
    out = filled.with_name("back.xlsx")
    book.save(out)
    return out


def told(filled: Path, back: Path) -> tuple[int, int, int, tuple[Shift, ...]]:
    found = moves(open_form(filled), ENTRIES, open_form(back))
    compared = compare(ENTRIES, back, moved=found.cells)
    return len(compared.same), len(compared.changed), len(found.cells), found.shifts


def test_rows_put_in_are_a_move_and_no_change(filled: Path) -> None:
    back = edited(filled, lambda sheet: sheet.insert_rows(5, 2))
    assert told(filled, back) == (7, 0, 7, (Shift(SHEET, "row", 4, 6, 6),))


def test_a_changed_figure_is_found_where_it_stands_now(filled: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["C6"] = 36
        sheet.insert_rows(3)

    assert told(filled, edited(filled, change))[:3] == (6, 1, 7)


def test_columns_put_in_are_a_move(filled: Path) -> None:
    same, changed, moved, shifts = told(filled, edited(filled, lambda sheet: sheet.insert_cols(3)))
    assert (same, changed, moved) == (7, 0, 7)
    assert {(one.axis, one.to - one.first) for one in shifts} == {("column", 1)}


def test_rows_sorted_anew_are_followed(filled: Path) -> None:
    def change(sheet: Worksheet) -> None:
        for column in range(1, 7):
            first, second = sheet.cell(5, column).value, sheet.cell(6, column).value
            sheet.cell(5, column).value, sheet.cell(6, column).value = second, first

    same, changed, moved, _ = told(filled, edited(filled, change))
    assert (same, changed, moved) == (7, 0, 5)


def test_what_did_not_move_is_told_nothing_of(filled: Path) -> None:
    assert told(filled, filled) == (7, 0, 0, ())


def test_a_sheet_with_a_new_name_is_found(filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    book[SHEET].title = "月报"
    book.save(filled.with_name("back.xlsx"))
    assert told(filled, filled.with_name("back.xlsx"))[:3] == (7, 0, 7)


LINES = st.lists(st.frozensets(st.text("甲乙丙丁", min_size=1, max_size=2), max_size=3), max_size=9)


@settings(deadline=None, max_examples=60)
@given(before=LINES, put=st.integers(0, 9), count=st.integers(0, 3))
def test_lines_put_in_move_all_below_them(before: list[frozenset[str]], put: int, count: int) -> None:
    put = min(put, len(before))
    fresh = [frozenset({f"新{one}"}) for one in range(count)]
    found = aligned(before, [*before[:put], *fresh, *before[put:]])
    for at, now in found.items():
        if before[at]:
            assert now == (at if at < put else at + count)
