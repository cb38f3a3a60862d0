"""A form that comes back is held against what was filled in, whoever saved it last."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from tests.paper.form import blanks

from peiyu.paper.form.compare import Changed, compare
from peiyu.paper.form.entries import NO_DATA, Entry
from peiyu.paper.form.fill import fill
from peiyu.paper.form.grid import CellAddress
from peiyu.problems import InputError

MONTHLY = "月报 (一)"


def monthly(place: str, value: Decimal | int | dt.date | None = None, text: str = "") -> Entry:
    return Entry(CellAddress.read(f"{MONTHLY}!{place}"), value, text)


ENTRIES = (
    monthly("C5", 1067), monthly("C6", Decimal("0.784")), monthly("C7", text=NO_DATA), monthly("D5", 12345),
    monthly("F5", text="见附件（一）"), monthly("F6", dt.date(2026, 5, 31)),
)  # fmt: skip


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    return fill(blanks.monthly(tmp_path / "blank.xlsx"), ENTRIES, tmp_path / "filled.xlsx").path


def edited(path: Path, **cells: object) -> Path:
    book = openpyxl.load_workbook(path)
    for place, said in cells.items():
        book[MONTHLY][place] = said
    book.save(path.with_name("back.xlsx"))
    return path.with_name("back.xlsx")


def test_every_entry_is_the_same_changed_or_missing(filled: Path) -> None:
    back = edited(filled, C5=1068, C6=None, F5="见附件二")
    found = compare(ENTRIES, back)
    assert found.same == (ENTRIES[2], ENTRIES[3], ENTRIES[5])
    assert found.changed == (Changed(ENTRIES[0], "1068", Decimal(1068)), Changed(ENTRIES[4], "见附件二"))
    assert found.missing == (ENTRIES[1],)


def test_another_way_of_writing_the_same_is_the_same(filled: Path) -> None:
    back = edited(
        filled, C5="１,067 ", C6="78.4%", C7=None, D5=12345.000000000001, F5="见附件(一)\n", F6=dt.datetime(2026, 5, 31)
    )
    assert compare(ENTRIES, back).same == ENTRIES


@pytest.mark.parametrize("said", ["1067.5", "约1067", "无", "-1067", "1067%"])
def test_another_value_is_another(filled: Path, said: str) -> None:
    assert [one.text for one in compare(ENTRIES, edited(filled, C5=said)).changed] == [said]


def test_what_was_filled_in_where_there_was_no_datum_is_a_change(filled: Path) -> None:
    assert [one.number for one in compare(ENTRIES, edited(filled, C7=3)).changed] == [3]


def test_cells_that_moved_are_found_where_they_are(filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    book[MONTHLY].insert_rows(5)
    book.save(filled)
    moved = {one.cell: CellAddress(MONTHLY, one.cell.row + 1, one.cell.column) for one in ENTRIES}
    assert compare(ENTRIES, filled, moved=moved).same == ENTRIES
    assert compare(ENTRIES, filled).same != ENTRIES


def test_a_sheet_that_is_gone_has_lost_its_entries(filled: Path, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(filled)
    book[MONTHLY].title = "改名"
    book.save(filled)
    assert compare(ENTRIES, filled).missing == ENTRIES
    for name in ("汇总", "空表"):
        del book[name]
    book.save(filled)
    assert compare(ENTRIES, filled).same == ENTRIES


def test_a_file_that_is_no_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(b"%PDF-1.4\n")
    with pytest.raises(InputError):
        compare(ENTRIES, tmp_path / "scan.pdf")
