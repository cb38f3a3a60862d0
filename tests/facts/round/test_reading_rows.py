"""Whose a row is: by the code, then by the name; what contradicts itself or belongs to nobody waits."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.facts.round.returned import (
    ASKED,
    EVENT,
    FIRMS,
    LIST,
    RETURN,
    A,
    B,
    Book,
    came,
    codes,
    expected,
    only,
    told,
    values,
)  # fmt: skip

from peiyu.facts.round import Firm, Held, Place, Unit, merge
from peiyu.facts.vocabulary.model import TERRITORY

FIRST, SECOND, THIRD = FIRMS[:3]


def test_rows_in_another_order_give_the_same_answers(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    page = book.page()
    rows = [[page.cell(r, c).value for c in range(1, 12)] for r in (5, 6, 7)]
    for at, row in zip((7, 5, 6), rows, strict=True):
        for column, value in enumerate(row, 1):
            page.cell(at, column).value = value
    assert values(only(book.back()).answers) == expected(A.firms)


def test_blank_rows_and_a_total_are_no_enterprises(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.page().insert_rows(6, 3)
    book.page().cell(12, 2).value = "合计"
    book.page().cell(12, 4).value = 3703.5
    arrived = book.back()
    assert values(only(arrived).answers) == expected(A.firms)
    assert arrived.aside == ()


def test_an_enterprise_that_is_called_like_a_total_is_no_total(tmp_path: Path) -> None:
    called = Firm(FIRST.key, FIRST.code, "合计文化传媒有限公司")
    unit = Unit(A.id, A.name, (SECOND, called, THIRD))
    book = Book(tmp_path, unit).filled()
    book.page().cell(9, 2).value, book.page().cell(9, 4).value = "合计", 3703.5
    arrived = came(book.save(), units=[unit])
    assert values(only(arrived).answers) == expected(unit.firms)
    assert arrived.aside == ()


def test_a_deleted_row_is_no_answer_and_no_zero(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.page().delete_rows(6)
    part = only(book.back())
    assert values(part.answers) == expected([FIRST, THIRD])
    assert not [one for one in part.answers if one.place.enterprise == SECOND.key]


def test_a_blank_is_left_blank_and_never_nought(tmp_path: Path) -> None:
    book = Book(tmp_path).filled([FIRST])
    part = only(book.back())
    blank = [one for one in part.answers if one.place.enterprise == SECOND.key]
    assert len(blank) == len(expected([SECOND]))
    assert {(one.value, one.raw) for one in blank} == {(None, "")}


@pytest.mark.parametrize("code", [9.1150200e17, "9.1150200E+17", 911502000000001, "91150200MA", "91150200MA0000000I"])
def test_a_spoilt_code_is_known_by_its_name_and_told(tmp_path: Path, code: object) -> None:
    book = Book(tmp_path).filled()
    book.put(FIRST, "#code", code)
    arrived = book.back()
    assert values(only(arrived).answers) == expected(A.firms)
    assert len(arrived.problems) == 1
    assert (arrived.problems[0].where.cell, arrived.aside) == ("5", ())


def test_a_spoilt_code_without_a_known_name_waits(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.put(FIRST, "#name", "某公司")
    book.put(FIRST, "#code", "9.1150200E+17")
    arrived = book.back()
    assert values(only(arrived).answers) == expected([SECOND, THIRD])
    (waits,) = arrived.aside
    assert (waits.why.code, waits.unit, dict(waits.raw)["营业收入（万元）*"]) == ("code-as-number", A.id, "1234.5")


@pytest.mark.parametrize("written", ["９１１５０２００ＭＡ", "91150200-MA", " 91150200ma"])
def test_a_code_in_another_hand_is_the_same_code(tmp_path: Path, written: str) -> None:
    book = Book(tmp_path).filled()
    book.put(FIRST, "#name", None)
    book.put(FIRST, "#code", written + FIRST.code[10:])
    assert values(only(book.back()).answers) == expected(A.firms)


def test_an_old_organisation_code_is_the_same_enterprise(tmp_path: Path) -> None:
    old = Firm(FIRST.key, FIRST.code, FIRST.name)
    book = Book(tmp_path, Unit(A.id, A.name, (old, SECOND, THIRD))).filled()
    book.put(old, "#code", None)
    book.put(SECOND, "#name", "  虚构远山科技（有限公司） ".replace("（", "").replace("）", ""))
    assert values(only(book.back()).answers) == expected(A.firms)


def test_code_and_name_of_two_enterprises_are_nobodys(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.put(FIRST, "#name", SECOND.name)
    arrived = book.back()
    assert codes(arrived) == ["row-contradicts"]
    assert values(only(arrived).answers) == expected([SECOND, THIRD])


def test_an_enterprise_that_is_not_asked_waits(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    for column, value in ((2, "虚构外地有限公司"), (3, "91150200MA9999999B"), (4, 5)):
        book.page().cell(8, column).value = value
    arrived = book.back()
    assert codes(arrived) in (["enterprise-not-asked"], ["uscc-check-character"])
    assert values(only(arrived).answers) == expected(A.firms)


def test_figures_without_an_enterprise_wait(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    book.page().cell(8, 4).value = 77
    assert codes(book.back()) == ["row-without-identity"]


def test_a_thousand_rows_of_nobody_are_told_as_a_number(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    for row in range(8, 1_008):
        book.page().cell(row, 4).value = 0
    arrived = book.back()
    assert len(arrived.aside) == 201
    assert "800" in arrived.aside[-1].why.message.zh
    assert values(only(arrived).answers) == expected(A.firms)


def test_a_form_without_a_row_is_an_answer_too(tmp_path: Path) -> None:
    book = Book(tmp_path)
    book.page().delete_rows(5, 3)
    part = only(book.back())
    assert (part.unit, part.answers) == (A.id, ())


def test_a_number_that_lost_its_digits_waits(tmp_path: Path) -> None:
    book = Book(tmp_path, asked=ASKED)
    page = book.page(LIST)
    page.cell(5, 2).value, page.cell(5, 4).value, page.cell(5, 5).value = FIRST.name, 20201234567890123, "一种装置"
    arrived = book.back()
    assert codes(arrived) == ["text-as-number"]
    assert {place.field for place in values(only(arrived).answers)} == {"title"}


def test_one_enterprise_twice_with_other_figures_is_a_conflict(tmp_path: Path) -> None:
    book = Book(tmp_path).filled()
    for column in range(1, 11):
        book.page().cell(8, column).value = book.page().cell(5, column).value
    book.page().cell(8, 4).value = 999
    part = only(book.back())
    merged = merge([part])
    (conflict,) = merged.conflicts
    assert (conflict.place, [one.raw for one in conflict.answers]) == (
        Place(RETURN, FIRST.key, None, "revenue"), ["1234.5", "999"],
    )  # fmt: skip
    assert [one.where.cell for one in conflict.answers] == ["D5", "D8"]
    assert conflict.place not in values(merged.answers[A.id])


def test_a_name_merged_over_two_rows_names_both(tmp_path: Path) -> None:
    book = Book(tmp_path, asked=ASKED)
    page = book.page(LIST)
    page.cell(5, 2).value = FIRST.name
    for row, number in ((5, "ZL-1"), (6, "ZL-2")):
        page.cell(row, 4).value, page.cell(row, 6).value = number, "发明专利"
    page.merge_cells("B5:B6")
    found = values(only(book.back()).answers)
    assert {place.enterprise for place in found if place.entity == LIST} == {FIRST.key}
    assert sorted(str(value) for place, value in found.items() if place.field == "number") == ["ZL-1", "ZL-2"]


PATENT: Held = {
    Place(LIST, FIRST.key, 41, "number"): "ZL-1",
    Place(LIST, FIRST.key, 41, "kind"): "发明专利",
    Place(LIST, SECOND.key, 42, "number"): "ZL-2",
}


def listed(book: Book, row: int, name: str, number: str, *, title: str = "") -> None:
    page = book.page(LIST)
    page.cell(row, 2).value, page.cell(row, 4).value, page.cell(row, 5).value = name, number, title or None


def test_what_is_added_to_a_held_record_stands_at_that_record(tmp_path: Path) -> None:
    book = Book(tmp_path, asked=ASKED, held=PATENT)
    book.page(LIST).cell(6, 5).value = "一种装置"
    found = values(only(book.back()).answers)
    assert found == {Place(LIST, SECOND.key, 42, "title"): "一种装置"}


def test_held_records_that_lost_their_number_are_known_by_what_is_held(tmp_path: Path) -> None:
    book = Book(tmp_path, asked=ASKED, held=PATENT)
    page = book.page(LIST)
    page.cell(6, 5).value = "一种装置"
    page.delete_cols(book.column("#record", LIST))
    found = values(only(book.back()).answers)
    assert found == {Place(LIST, SECOND.key, 42, "title"): "一种装置"}


def test_a_new_record_has_the_number_of_what_it_is_about(tmp_path: Path) -> None:
    one, again = (Book(tmp_path, asked=ASKED, held=PATENT) for _ in range(2))
    listed(one, 7, FIRST.name, "ZL-9", title="甲")
    listed(again, 9, FIRST.name, "ZL-9", title="乙")
    first, second = (values(only(book.back()).answers) for book in (one, again))
    (number,) = {place.record for place in first}
    assert number not in (None, 41, 42)
    assert {place.record for place in second} == {number}


def test_two_new_records_that_say_the_same_are_two(tmp_path: Path) -> None:
    book = Book(tmp_path, asked=ASKED)
    listed(book, 5, FIRST.name, "ZL-9")
    listed(book, 6, FIRST.name, "ZL-9")
    found = values(only(book.back()).answers)
    assert len({place.record for place in found}) == 2


def test_a_row_copied_for_a_new_record_is_a_new_record(tmp_path: Path) -> None:
    book = Book(tmp_path, asked=ASKED, held=PATENT)
    page = book.page(LIST)
    for column in range(1, 10):
        page.cell(7, column).value = page.cell(5, column).value
    page.cell(7, 4).value = "ZL-3"
    arrived = book.back()
    found = values(only(arrived).answers)
    assert {value for place, value in found.items() if place.field == "number"} == {"ZL-3"}
    assert not {place.record for place in found} & {41, 42}
    assert arrived.aside == ()


def test_a_list_that_may_not_grow_lets_new_rows_wait(tmp_path: Path) -> None:
    from dataclasses import replace

    closed = replace(ASKED, sheets=tuple(replace(one, new_rows=False) for one in ASKED.sheets))
    book = Book(tmp_path, asked=closed, held=PATENT)
    listed(book, 8, FIRST.name, "ZL-9")
    arrived = book.back()
    assert codes(arrived) == ["record-unknown"]
    assert values(only(arrived).answers) == {}


def test_rows_of_the_territory_are_the_units_own(tmp_path: Path) -> None:
    book = Book(tmp_path, asked=ASKED)
    page = book.page(EVENT)
    page.cell(5, 2).value, page.cell(5, 3).value, page.cell(5, 5).value = "创业大赛", "创业大赛", 12
    part = only(book.back())
    found = {place.field: value for place, value in values(part.answers).items()}
    assert found == {"title": "创业大赛", "kind": "创业大赛", "entrants": 12}
    assert {one.place.enterprise for one in part.answers if one.place.entity == EVENT} == {TERRITORY}


def test_rows_of_the_territory_without_any_mark_go_with_the_files_only_unit_else_they_wait(tmp_path: Path) -> None:
    book = Book(tmp_path, B, asked=ASKED)
    book.put(FIRMS[3], "revenue", 7)
    book.page(EVENT).cell(5, 2).value = "论坛"
    book.strip(printed=True)
    assert len(values(only(book.back()).answers)) == 2
    book.put(FIRMS[3], "#name", FIRST.name)
    book.put(FIRMS[3], "#code", FIRST.code)
    book.put(FIRMS[4], "revenue", 8)
    arrived = book.back()
    assert {part.unit for part in arrived.parts} == {A.id, B.id}
    assert "unit-unknown" in codes(arrived)
    assert "form-hidden" not in told(arrived)
