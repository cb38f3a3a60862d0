"""Parts become answers: what agrees is one, what differs is a conflict, what is another's is put aside."""

from __future__ import annotations

import itertools

import pytest
from tests.facts.round.returned import FIRMS, ONE, RETURN, UNITS, A, B

from peiyu.facts.round import Answer, Part, Place, merge
from peiyu.facts.snapshot import Value
from peiyu.problems import UsageError, Where

FIRST, SECOND = FIRMS[:2]


def part(
    file: str, *said: tuple[int, str, Value | None], unit: str = A.id, why: str = "", round_id: str = ONE.id
) -> Part:
    answers = tuple(
        Answer(Place(RETURN, key, None, field), value, "" if value is None else str(value), Where(file), why)
        for key, field, value in said
    )
    return Part(round_id, unit, 1, "mark", answers, Where(file))


def test_what_two_files_say_alike_is_one_answer() -> None:
    merged = merge([part("a", (FIRST.key, "revenue", 5)), part("b", (FIRST.key, "revenue", 5))])
    assert (len(merged.answers[A.id]), merged.same, merged.conflicts) == (1, 1, ())


def test_what_two_files_say_differently_nobody_wins() -> None:
    parts = [part(f, (FIRST.key, "revenue", v), (FIRST.key, "employees", 1)) for f, v in (("a", 5), ("b", 6), ("c", 5))]
    merged = merge(parts)
    (conflict,) = merged.conflicts
    assert [(one.where.file, one.value) for one in conflict.answers] == [("a", 5), ("b", 6)]
    assert [one.place.field for one in merged.answers[A.id]] == ["employees"]


def test_a_blank_contradicts_nothing_and_nought_is_no_blank() -> None:
    filled = merge([part("a", (FIRST.key, "revenue", None)), part("b", (FIRST.key, "revenue", 0))])
    assert [one.value for one in filled.answers[A.id]] == [0]
    assert filled.conflicts == ()
    blank = merge([part("a", (FIRST.key, "revenue", None)), part("b", (FIRST.key, "revenue", None))])
    assert [one.value for one in blank.answers[A.id]] == [None]


def test_no_and_nought_are_different_answers() -> None:
    merged = merge([part("a", (FIRST.key, "zero_filed", False)), part("b", (FIRST.key, "zero_filed", 0))])
    assert len(merged.conflicts) == 1


def test_of_equal_answers_the_explained_one_holds() -> None:
    merged = merge([part("a", (FIRST.key, "revenue", 5)), part("b", (FIRST.key, "revenue", 5), why="投产")])
    assert merged.answers[A.id][0].explanation == "投产"


def test_the_order_in_which_files_come_makes_no_difference() -> None:
    parts = [
        part("a", (FIRST.key, "revenue", 5), (SECOND.key, "revenue", None)),
        part("b", (SECOND.key, "revenue", 6)),
        part("c", (FIRST.key, "employees", 7), (SECOND.key, "employees", 1)),
        part("d", (SECOND.key, "employees", 2)),
    ]
    found = {
        (merged.answers[A.id], merged.same, tuple((c.place, frozenset(c.answers)) for c in merged.conflicts))
        for merged in (merge(order) for order in itertools.permutations(parts))
    }
    assert len(found) == 1


def test_units_are_kept_apart() -> None:
    merged = merge([part("a", (FIRST.key, "revenue", 5)), part("b", (FIRST.key, "revenue", 6), unit=B.id)])
    assert {unit: len(answers) for unit, answers in merged.answers.items()} == {A.id: 1, B.id: 1}
    assert merged.conflicts == ()


def test_answers_for_another_units_enterprise_are_put_aside() -> None:
    merged = merge([part("a", (FIRST.key, "revenue", 5), unit=B.id), part("b", (0, "title", "论坛"))], units=UNITS)
    (waits,) = merged.aside
    assert (waits.why.code, waits.unit, waits.place) == (
        "enterprise-of-another-unit", B.id, Place(RETURN, FIRST.key, None, "revenue"),
    )  # fmt: skip
    assert merged.answers[B.id] == ()
    assert len(merged.answers[A.id]) == 1


def test_parts_of_several_rounds_are_not_merged() -> None:
    with pytest.raises(UsageError) as refused:
        merge([part("a"), part("b", round_id="2026-06-01")])
    assert refused.value.problems[0].code == "parts-of-several-rounds"


def test_nothing_merges_to_nothing() -> None:
    assert merge([]).answers == {}
