"""Whatever a blank looks like: filled at random, it differs in the filled cells alone and holds what was filled in."""

from __future__ import annotations

import contextlib
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

import openpyxl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet
from tests.paper.form import blanks

from peiyu.paper.form.compare import compare
from peiyu.paper.form.differences import differences
from peiyu.paper.form.entries import Entry
from peiyu.paper.form.fill import fill
from peiyu.paper.form.grid import CellAddress, Form
from peiyu.paper.form.opening import open_form
from peiyu.problems import InputError

FORMULAS = (
    "=SUM(A1:C3)",
    "=A1+B2",
    "=IFERROR(A2/B1,0)",
    "=SUM(甲!A:A)",
    "=乙!B2*2",
    '=A1&"家"',
    "=A1/(B1-B1)",
    "=TODAY()",
)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Co")), max_size=12)
WORDS = (
    *(b"<", b">", b'"', b"x", b"9", b"-1", b"A0", b"/>", b"&", b"\xff"),
    *(b"<c/>", b' r="', b"</row>", b' s="99999"', b" t='s'"),
)
"""What is written over the bytes of a part."""
PARTS = (
    *((blanks.shared, f"xl/{name}") for name in ("worksheets/sheet1.xml", "workbook.xml", "styles.xml")),
    (blanks.shared, "xl/_rels/workbook.xml.rels"),
    (blanks.document, "word/document.xml"),
)
PLACES = st.tuples(st.integers(1, 9), st.integers(1, 6))


@st.composite
def decoration(draw: st.DrawFn) -> list[tuple[str, object]]:
    """What a sheet is made of, in the order in which it is done."""
    steps = st.one_of(
        st.tuples(st.just("text"), st.tuples(PLACES, TEXTS)),
        st.tuples(st.just("number"), st.tuples(PLACES, st.integers(-(10**6), 10**6))),
        st.tuples(st.just("formula"), st.tuples(PLACES, st.sampled_from(FORMULAS))),
        st.tuples(st.just("merge"), st.tuples(PLACES, st.integers(0, 2), st.integers(0, 2))),
        st.tuples(st.just("style"), PLACES),
        st.tuples(st.just("row"), st.integers(1, 12)),
        st.tuples(st.just("column"), st.integers(1, 6)),
        st.tuples(st.just("rule"), PLACES),
        st.tuples(st.just("comment"), PLACES),
        st.tuples(st.just("unlock"), PLACES),
        st.tuples(st.just("protect"), st.none()),
    )
    return draw(st.lists(steps, max_size=14))


def decorate(sheet: Worksheet, steps: list[tuple[str, object]]) -> None:
    for kind, given_ in steps:
        match kind, given_:
            case (("text" | "number" | "formula"), ((row, column), said)):
                if not isinstance(sheet.cell(row, column), openpyxl.cell.MergedCell):
                    sheet.cell(row, column).value = _writable(said)
            case "merge", ((row, column), down, right):
                block = openpyxl.worksheet.cell_range.CellRange(
                    min_row=row, min_col=column, max_row=row + down, max_col=column + right
                )
                if all(block.isdisjoint(other) for other in sheet.merged_cells.ranges) and down + right:
                    sheet.merge_cells(block.coord)
            case "style", (row, column):
                sheet.cell(row, column).font, sheet.cell(row, column).border = Font(bold=True), blanks.THIN
            case "row", row:
                sheet.row_dimensions[row].height, sheet.row_dimensions[row].hidden = 20, row % 3 == 0
            case "column", column:
                letter = openpyxl.utils.get_column_letter(column)
                sheet.column_dimensions[letter].number_format = "0.00"
            case "rule", (row, column):
                place = f"A1:{openpyxl.utils.get_column_letter(column)}{row}"
                red = PatternFill("solid", "FFC7CE")
                sheet.conditional_formatting.add(place, CellIsRule(operator="lessThan", formula=["0"], fill=red))
                choice = DataValidation(type="whole", operator="between", formula1="0", formula2="9")
                choice.add(place)
                sheet.add_data_validation(choice)
            case "comment", (row, column):
                if not isinstance(sheet.cell(row, column), openpyxl.cell.MergedCell):
                    sheet.cell(row, column).comment = Comment("口径", "省厅")
            case "unlock", (row, column):
                sheet.cell(row, column).protection = Protection(locked=False)
            case "protect", _:
                sheet.protection.sheet = True


def _writable(said: object) -> object:
    return "".join(sign for sign in said if sign.isprintable()) if isinstance(said, str) else said


def open_places(form: Form) -> list[CellAddress]:
    """The cells that may be filled."""
    return [
        sheet.address(cell) for sheet in form.sheets for cell in sheet.cells if not cell.locked and not cell.formula
    ]


def contents() -> st.SearchStrategy[tuple[Decimal | int | None, str]]:
    numbers = st.one_of(
        st.integers(-(10**15), 10**15),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=4),
    )
    return st.one_of(st.tuples(numbers, st.just("")), st.tuples(st.none(), TEXTS))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(first=decoration(), second=decoration(), made_up=st.booleans(), data=st.data())
def test_a_workbook_differs_in_the_filled_cells_alone(
    first: list[tuple[str, object]], second: list[tuple[str, object]], made_up: bool, data: st.DataObject
) -> None:
    book = openpyxl.Workbook()
    book.active.title, book.active["F9"] = "甲", "完"
    decorate(book.active, first)
    decorate(book.create_sheet("乙"), second)
    with tempfile.TemporaryDirectory() as folder:
        blank, out = Path(folder, "blank.xlsx"), Path(folder, "out.xlsx")
        book.save(blank)
        places = open_places(open_form(blank))
        chosen = data.draw(st.lists(st.sampled_from(places), unique=True, max_size=12)) if places else []
        entries = tuple(Entry(place, *data.draw(contents())) for place in chosen)
        done = fill(blank, entries, out, made_up=made_up)
        assert differences(blank, out, (*done.cells, *done.marks), made_up=made_up) == ()
        found = compare(entries, out)
        assert (found.changed, found.missing) == ((), ())
        openpyxl.load_workbook(out)


@settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_a_document_differs_in_the_filled_cells_alone(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        blank, out = blanks.document(Path(folder, "blank.docx")), Path(folder, "out.docx")
        places = open_places(open_form(blank))
        chosen = data.draw(st.lists(st.sampled_from(places), unique=True, max_size=12))
        entries = tuple(Entry(place, *data.draw(contents())) for place in chosen)
        done = fill(blank, entries, out)
        assert differences(blank, out, done.cells) == ()
        found = compare(entries, out)
        assert (found.changed, found.missing) == ((), ())


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_whatever_became_of_a_file_it_is_read_or_refused(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        make, part = data.draw(st.sampled_from(PARTS))
        blank = make(Path(folder, "blank.docx" if make is blanks.document else "blank.xlsx"))
        words = data.draw(st.lists(st.tuples(st.integers(0, 10**6), st.sampled_from(WORDS)), min_size=1, max_size=3))
        broken = Path(folder, "broken" + blank.suffix)
        with zipfile.ZipFile(blank) as given_, zipfile.ZipFile(broken, "w") as made:
            for info in given_.infolist():
                held = given_.read(info)
                for at, word in words if info.filename == part else ():
                    held = held[: at % len(held)] + word + held[at % len(held) + len(word) :]
                made.writestr(info.filename, held)
        with contextlib.suppress(InputError):
            form = open_form(broken)
            fill(broken, [Entry(place, 7) for place in open_places(form)[:3]], Path(folder, "out"))
