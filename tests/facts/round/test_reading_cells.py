"""What a cell says: read as intake reads it; what cannot be read, or is not surely anybody's, waits at its place."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from tests.facts.round.returned import (
    ASKED,
    FIRMS,
    LIST,
    RETURN,
    A,
    Book,
    came,
    codes,
    expected,
    only,
    told,
    values,
)  # fmt: skip

from peiyu.facts.round import Place

FIRST, SECOND = FIRMS[:2]


def said(tmp_path: Path, field: str, written: object) -> tuple[object, list[str], list[str]]:
    """The stored value of one cell, why anything waits, and what is told."""
    book = Book(tmp_path)
    book.put(FIRST, field, written)
    arrived = book.back()
    found = values(only(arrived).answers)
    return found.get(Place(RETURN, FIRST.key, None, field)), codes(arrived), told(arrived)


@pytest.mark.parametrize(
    ("field", "written", "stored"),
    [
        ("revenue", 0, 0),
        ("revenue", 1234.567891, 1_234_567_891),
        ("revenue", "1.2亿元", 12_000_000_000),
        ("revenue", "１，２３４．５", 1_234_500_000),
        ("revenue", "1,234.5万元", 1_234_500_000),
        ("revenue", "500元", 50_000),
        ("total_profit", "(20.25)", -20_250_000),
        ("employees", "86人", 86),
        ("employees", "８６", 86),
        ("market_share", "12.5%", 12_500_000),
        ("digital_level", "l2", "二级"),
    ],
)
def test_numbers_are_read_as_people_write_them(tmp_path: Path, field: str, written: object, stored: object) -> None:
    assert said(tmp_path, field, written) == (stored, [], [])


@pytest.mark.parametrize("written", ["-", "——", "/", "未填", "不详", "  ", "N/A"])
def test_a_dash_is_a_blank_and_never_nought(tmp_path: Path, written: str) -> None:
    assert said(tmp_path, "employees", written) == (None, [], [])


def test_none_is_a_blank_of_which_it_is_told(tmp_path: Path) -> None:
    assert said(tmp_path, "revenue", "无") == (None, [], ["none-is-missing"])


@pytest.mark.parametrize(
    ("field", "written", "why"),
    [
        ("revenue", "见附件", "cell-not-number"),
        ("revenue", "100人", "cell-wrong-unit"),
        ("revenue", "#REF!", "cell-error"),
        ("revenue", 1e15, "number-over-limit"),
        ("revenue", "同上", "cell-ditto"),
        ("employees", 86.5, "cell-not-whole"),
        ("digital_level", "五级", "cell-not-option"),
    ],
)
def test_what_cannot_be_read_waits_at_its_place(tmp_path: Path, field: str, written: object, why: str) -> None:
    book = Book(tmp_path).filled()
    book.put(FIRST, field, written)
    arrived = book.back()
    (waits,) = arrived.aside
    assert waits.why.code == why
    assert (waits.place, waits.unit, waits.round) == (Place(RETURN, FIRST.key, None, field), A.id, ASKED.id)
    assert waits.why.next_step is not None
    own = expected(A.firms)
    del own[Place(RETURN, FIRST.key, None, field)]
    assert values(only(arrived).answers) == own


def test_about_is_read_as_written_and_told(tmp_path: Path) -> None:
    assert said(tmp_path, "employees", "约90") == (90, [], ["number-approximate"])


def test_the_sentence_beside_a_row_explains_its_answers(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.put(FIRST, "#said", "新厂投产")
    answers = only(book.back()).answers
    assert {one.explanation for one in answers if one.place.enterprise == FIRST.key} == {"新厂投产"}
    assert {one.explanation for one in answers if one.place.enterprise == SECOND.key} == {""}


def test_a_figure_over_merged_rows_is_nobodys(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.page().merge_cells("D5:D6")
    arrived = book.back()
    assert codes(arrived) == ["cell-merged", "cell-merged"]
    gone = {Place(RETURN, one.key, None, "revenue") for one in (FIRST, SECOND)}
    assert values(only(arrived).answers) == {p: v for p, v in expected(A.firms).items() if p not in gone}


def test_a_formula_without_its_result_waits_and_is_no_blank(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.put(FIRST, "revenue", "=1200+34.5")
    arrived = book.back()
    (waits,) = arrived.aside
    assert (waits.why.code, waits.where.cell) == ("formula-without-value", "D5")
    assert not [one for one in only(arrived).answers if one.where.cell == "D5"]


def test_a_formula_to_another_file_gives_its_last_result_and_is_told(tmp_path: Path) -> None:
    path = Book(tmp_path).filled().save()
    found = came(_edited(path, b'<c r="D5"', b"<v>1234.5</v>", b"<f>[1]Sheet1!$A$1</f><v>1234.5</v>"))
    assert values(only(found).answers) == expected(A.firms)
    assert told(found) == ["formula-external"]


def test_hidden_rows_and_columns_are_read_and_told(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.page().row_dimensions[6].hidden = True
    book.page().column_dimensions["E"].hidden = True
    arrived = book.back()
    assert values(only(arrived).answers) == expected(A.firms)
    assert sorted(told(arrived)) == ["columns-hidden", "rows-hidden"]


def test_the_hidden_column_of_records_is_not_told(tmp_path: Path) -> None:
    arrived = Book(tmp_path, asked=ASKED, held={Place(LIST, FIRST.key, 4, "number"): "ZL-1"}).back()
    assert told(arrived) == []


HELD = {Place(RETURN, FIRST.key, None, "revenue"): 5_000_000}


def test_what_is_held_is_no_answer(tmp_path: Path) -> None:
    arrived = Book(tmp_path, held=HELD).back()
    assert Place(RETURN, FIRST.key, None, "revenue") not in {one.place for one in only(arrived).answers}
    assert arrived.aside == ()


@pytest.mark.parametrize("mark", [True, False])
def test_a_held_figure_that_was_changed_waits(tmp_path: Path, mark: bool) -> None:
    book = Book(tmp_path, held=HELD)
    book.put(FIRST, "revenue", 6)
    if not mark:
        book.strip()
    arrived = book.back(held={ASKED.id: HELD})
    (waits,) = arrived.aside
    assert (waits.why.code, waits.place) == ("held-changed", Place(RETURN, FIRST.key, None, "revenue"))
    assert waits.place not in {one.place for one in only(arrived).answers}


def test_a_held_figure_that_was_emptied_is_still_held(tmp_path: Path) -> None:
    book = Book(tmp_path, held=HELD)
    book.put(FIRST, "revenue", None)
    arrived = book.back()
    assert arrived.aside == ()
    assert Place(RETURN, FIRST.key, None, "revenue") not in {one.place for one in only(arrived).answers}


def test_what_came_to_be_held_after_it_was_asked_is_answered_all_the_same(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.put(FIRST, "revenue", 6)
    arrived = book.back(held={ASKED.id: HELD})
    assert values(only(arrived).answers) == {Place(RETURN, FIRST.key, None, "revenue"): 6_000_000}
    assert arrived.aside == ()


def _edited(path: Path, near: bytes, old: bytes, new: bytes) -> Path:
    """The workbook with the first `old` after `near` replaced in the part that has it."""
    target = path.with_name("edited.xlsx")
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for info in source.infolist():
            data = source.read(info)
            if (at := data.find(near)) >= 0 and data.find(old, at) >= 0:
                data = data[:at] + data[at:].replace(old, new, 1)
            made.writestr(info, data)
    return target
