"""A returned file is known by its mark, by its printed line, else by what it holds; if it cannot be told, it waits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.facts.round.returned import ASKED, FIRMS, ONE, UNITS, A, B, Book, came, codes, expected, only, told, values

from peiyu.facts.round import Span, Unit, read
from peiyu.facts.round.mark import Mark, MarkedSheet, find_printed, from_pieces, pieces, printed, read_property
from peiyu.facts.vocabulary.load import vocabulary


def test_a_workbook_as_it_went_out_is_known_by_its_mark(tmp_path: Path) -> None:
    arrived = Book(tmp_path).filled().back()
    part = only(arrived)
    assert (part.round, part.unit, part.version, part.how) == (ONE.id, A.id, 1, "mark")
    assert values(part.answers) == expected(A.firms)
    assert (arrived.aside, arrived.problems) == ((), ())


def test_without_the_hidden_sheet_the_property_still_marks(tmp_path: Path) -> None:
    part = only(Book(tmp_path).filled().strip(stated=False).back())
    assert (part.unit, part.how, values(part.answers)) == (A.id, "mark", expected(A.firms))


def test_a_renamed_and_shown_mark_sheet_is_still_the_mark(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.book["收表标记"].title = "Sheet9"
    book.book["Sheet9"].sheet_state = "visible"
    arrived = book.back()
    assert only(arrived).how == "mark"
    assert arrived.problems == ()


def test_the_printed_line_marks_when_all_else_is_lost(tmp_path: Path) -> None:
    part = only(Book(tmp_path).filled().strip().back())
    assert (part.unit, part.version, part.how) == (A.id, 1, "printed_mark")
    assert values(part.answers) == expected(A.firms)


def test_a_printed_line_with_full_width_digits_is_read() -> None:
    found = find_printed(printed(ASKED, A).translate(str.maketrans("0123456789·", "０１２３４５６７８９・")))
    assert found is not None
    assert (found.round, found.unit, found.version) == (ASKED.id, A.name, 1)


def test_a_printed_line_whose_check_does_not_fit_marks_nothing(tmp_path: Path) -> None:
    book = Book(tmp_path).filled().strip()
    line = printed(ONE, A)
    for page in book.book.worksheets:
        for row in page.iter_rows(max_row=40):
            for cell in row:
                if cell.value == line:
                    cell.value = line[:-4] + "0000"
    assert only(book.back()).how == "headers"


def test_without_any_mark_headers_and_enterprises_tell(tmp_path: Path) -> None:
    part = only(Book(tmp_path).filled().strip(printed=True).back())
    assert (part.unit, part.version, part.how) == (A.id, 0, "headers")
    assert values(part.answers) == expected(A.firms)


def test_of_two_rounds_of_one_form_the_period_on_the_sheet_tells(tmp_path: Path) -> None:
    april = replace(ONE, id="2026-04-02", title="另一张表", span=Span(2026, month=4, basis="累计"))
    path = Book(tmp_path).filled().strip(printed=True).save()
    rounds, units = {ONE.id: ONE, april.id: april}, {ONE.id: UNITS, april.id: UNITS}
    assert only(read(path, rounds=rounds, units=units)).round == ONE.id


def test_of_two_rounds_that_cannot_be_told_apart_none_is_taken(tmp_path: Path) -> None:
    again = replace(ONE, id="2026-05-03")
    book = Book(tmp_path).filled().strip(printed=True)
    rounds, units = {ONE.id: ONE, again.id: again}, {ONE.id: UNITS, again.id: UNITS}
    arrived = read(book.save(), rounds=rounds, units=units)
    assert (arrived.parts, codes(arrived)) == ((), ["round-unclear"])


def test_a_sheet_of_another_month_without_mark_is_not_taken(tmp_path: Path) -> None:
    june = replace(ONE, id="2026-06-02", title="六月", span=Span(2026, month=6, basis="累计"))
    arrived = came(Book(tmp_path).filled().strip(printed=True).save(), asked=june)
    assert (arrived.parts, codes(arrived)) == ((), ["round-other-span"])


def test_a_form_of_a_round_that_is_not_open_waits(tmp_path: Path) -> None:
    path = Book(tmp_path).filled().save()
    arrived = came(path, asked=replace(ONE, id="2026-06-02"))
    assert (arrived.parts, set(codes(arrived))) == ((), {"round-not-open"})


def test_a_form_of_a_unit_that_is_not_asked_waits(tmp_path: Path) -> None:
    arrived = came(Book(tmp_path).filled().save(), units=[B])
    assert (arrived.parts, set(codes(arrived))) == ((), {"unit-not-asked"})


def test_an_old_edition_gives_what_is_still_asked_and_says_so(tmp_path: Path) -> None:
    path = Book(tmp_path).filled().save()
    (sheet,) = ONE.sheets
    now = replace(ONE, version=2, sheets=(replace(sheet, fields=(*sheet.fields[1:], "tax_paid")),))
    arrived = came(path, asked=now)
    part = only(arrived)
    assert part.version == 1
    assert values(part.answers) == expected(A.firms, without=["revenue"])
    assert {"form-old-edition", "column-missing", "column-not-asked"} <= set(told(arrived))


def test_a_changed_mark_is_not_believed(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    cell = book.book["收表标记"].cell(3, 1)
    assert isinstance(cell.value, str)
    cell.value = cell.value.replace(f'"unit":"{A.id}"', f'"unit":"{B.id}"')
    arrived = book.back()
    assert only(arrived).unit == A.id
    assert "mark-changed" in told(arrived)


def test_a_sheet_brought_from_another_units_workbook_is_that_units(tmp_path: Path) -> None:
    one, other = Book(tmp_path).filled(), Book(tmp_path, B).filled()
    pasted = one.book.create_sheet("月度数据 (2)")
    for row in other.page().iter_rows():
        for cell in row:
            pasted.cell(cell.row, cell.column).value = cell.value
    arrived = one.back()
    assert {part.unit: values(part.answers) for part in arrived.parts} == {
        A.id: expected(A.firms), B.id: expected(B.firms),
    }  # fmt: skip


def test_rows_of_two_units_on_one_sheet_are_two_parts(tmp_path: Path) -> None:
    both = Unit("11", A.name, FIRMS)
    arrived = came(Book(tmp_path, both).filled().save())
    assert {part.unit: values(part.answers) for part in arrived.parts} == {
        A.id: expected(A.firms), B.id: expected(B.firms),
    }  # fmt: skip


def test_a_mark_is_written_and_read_back_whatever_its_length() -> None:
    rows = tuple((number * 7919, None) for number in range(9_000))
    mark = Mark("r", "u", 3, (), ())
    long = replace(mark, sheets=(MarkedSheet("月 度 数据", "monthly_return", ("#serial", "revenue"), rows),))
    assert from_pieces(pieces(long), vocabulary()) == long
    assert len(pieces(long)) > 4


@pytest.mark.parametrize("texts", [(), ("peiyu-round",), ("x", "y", "z"), ("peiyu-round", "00", "<{}>")])
def test_what_is_no_mark_is_refused(texts: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="mark"):
        from_pieces(texts, vocabulary())


@pytest.mark.parametrize("text", ["", "a|b", "2026-05-02|11|1|0000", "2026-05-02|11|x|0000"])
def test_a_property_that_is_not_ours_says_nothing(text: str) -> None:
    assert read_property(text) is None
