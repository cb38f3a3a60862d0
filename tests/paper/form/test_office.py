"""LibreOffice opens what was filled without repairing it, computes the same, and what it saves is read the same."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from tests.paper.brief.editing import converted
from tests.paper.form import blanks, listing

from peiyu.paper.form.compare import compare
from peiyu.paper.form.differences import differences
from peiyu.paper.form.entries import NO_DATA, Entry
from peiyu.paper.form.fill import fill
from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.growing.grow import grow
from peiyu.paper.form.growing.references import Insertion
from peiyu.paper.form.opening import open_form

ENTRIES = tuple(
    Entry(CellAddress.read(f"月报 (一)!{place}"), value, text)
    for place, value, text in (
        ("C5", 1067, ""), ("C6", 35, ""), ("D5", Decimal("1067.25"), ""), ("D6", Decimal("0.1"), ""),
        ("D7", None, NO_DATA), ("C7", None, NO_DATA),
        ("F5", None, "见附件"), ("B9", 12, ""), ("C2", None, "甲市高新区"),
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A filled form, and what LibreOffice saves of it."""
    folder = tmp_path_factory.mktemp("forms")
    filled = fill(blanks.monthly(folder / "blank.xlsx"), ENTRIES, folder / "filled.xlsx").path
    converted(filled, "xlsx", folder / "saved")
    return filled, folder / "saved" / "filled.xlsx"


def test_what_libreoffice_saves_is_read_the_same(saved: tuple[Path, Path]) -> None:
    found = compare(ENTRIES, saved[1])
    assert (found.changed, found.missing) == ((), ())


def test_libreoffice_computes_what_was_stored(saved: tuple[Path, Path]) -> None:
    ours, theirs = (openpyxl.load_workbook(path, data_only=True) for path in saved)
    for sheet in ours:
        for row in sheet.iter_rows():
            for cell in row:
                other = theirs[sheet.title][cell.coordinate].value
                if cell.coordinate == "F8":
                    assert (cell.value, other) == (None, "1067家")
                elif isinstance(cell.value, float):
                    assert other == pytest.approx(cell.value, rel=1e-14)
                else:
                    assert other == cell.value


def test_it_prints_with_its_figures(saved: tuple[Path, Path]) -> None:
    folder = saved[0].parent / "printed"
    converted(saved[0], "pdf", folder)
    said = pypdfium2.PdfDocument(folder / "filled.pdf")[0].get_textpage().get_text_bounded()
    assert all(one in said for one in ("1067", "1,067.25", "1,067.35", "见附件", "甲市高新区"))


def test_a_blank_that_libreoffice_saved_is_filled_in_place(saved: tuple[Path, Path], tmp_path: Path) -> None:
    converted(saved[0].with_name("blank.xlsx"), "xlsx", tmp_path / "blank")
    blank = tmp_path / "blank" / "blank.xlsx"
    done = fill(blank, ENTRIES, tmp_path / "filled.xlsx")
    assert differences(blank, done.path, done.cells) == ()
    assert compare(ENTRIES, done.path).same == ENTRIES
    assert open_form(blank).sheets[0].at(0, 3) == open_form(blank).sheets[0].at(0, 0)


def test_a_document_is_opened_and_comes_back(tmp_path: Path) -> None:
    blank = blanks.document(tmp_path / "blank.docx")
    entries = tuple(
        Entry(CellAddress.read(place), value, text)
        for place, value, text in (("表1!B3", 1067, ""), ("表1!C3", Decimal("12.5"), "12.50"), ("表3!B1", None, "张三"))
    )
    filled = fill(blank, entries, tmp_path / "filled.docx").path
    converted(filled, "odt", tmp_path / "trip")
    converted(tmp_path / "trip" / "filled.odt", "docx", tmp_path / "trip")
    found = compare(entries, tmp_path / "trip" / "filled.docx")
    assert (found.changed, found.missing) == ((), ())


def test_a_list_with_rows_put_in_opens_and_adds_up(tmp_path: Path) -> None:
    blank = listing.workbook(tmp_path / "名单.xlsx")
    grown = grow(blank, (Insertion(listing.SHEET, listing.LAST - 1, 4),), tmp_path / "长.xlsx")
    cells = {(row, column): row * 10 + column for row in range(3, 10) for column in (3, 4)}
    entries = [Entry(CellAddress(listing.SHEET, *place), value) for place, value in cells.items()]
    fill(grown, entries, tmp_path / "填.xlsx")
    converted(tmp_path / "填.xlsx", "xlsx", tmp_path / "saved")
    ours, theirs = (openpyxl.load_workbook(path, data_only=True) for path in (
        tmp_path / "填.xlsx", tmp_path / "saved" / "填.xlsx"))  # fmt: skip
    total = sum(value for (_, column), value in cells.items() if column == 3)
    for book in (ours, theirs):
        assert book[listing.SHEET]["D11"].value == total
        assert [book["汇总"][place].value for place in ("B1", "B2")] == [total + 1, total]
    assert theirs[listing.SHEET]["F9"].value == pytest.approx(83 / 84)
