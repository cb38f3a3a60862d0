"""An allocation adds up exactly, keeps its bounds and what is agreed, and is as near to the ideal as can be."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, product
from math import floor
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from peiyu.insight.allocation import Allocation, Unit, allocate, weigh
from peiyu.insight.allocation.apportion import Claim, apportion, ideals, room
from peiyu.insight.allocation.joint import ROWS_FIRST, Room, fill
from peiyu.problems import Text, UsageError

CLAIMS = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 4), st.integers(0, 6)).map(
        lambda t: Claim(Fraction(t[0]), t[1], t[1] + t[2])
    ),
    min_size=1,
    max_size=4,
)


def units(*ids: str, **within: str) -> list[Unit]:
    return [Unit(id=one, name=Text(one, one), within=within.get(one, "")) for one in ids]


@st.composite
def feasible(draw: st.DrawFn) -> tuple[int, list[Claim]]:
    claims = draw(CLAIMS)
    least, most = room(claims)
    return draw(st.integers(least, most)), claims


# --- one number -----------------------------------------------------------------------------------------------


@given(feasible())
def test_shares_are_whole_add_up_and_keep_their_bounds(asked: tuple[int, list[Claim]]) -> None:
    total, claims = asked
    numbers = apportion(total, claims)
    assert sum(numbers) == total
    assert all(one.low <= number <= one.high for one, number in zip(claims, numbers, strict=True))
    exact = ideals(total, claims)
    assert sum(exact) == total
    assert all(floor(one) <= number <= floor(one) + 1 for one, number in zip(exact, numbers, strict=True))


@settings(deadline=None, max_examples=60)
@given(feasible())
def test_no_other_whole_numbers_are_nearer_to_the_ideal(asked: tuple[int, list[Claim]]) -> None:
    total, claims = asked
    exact, numbers = ideals(total, claims), apportion(total, claims)

    def away(some: Any) -> Fraction:
        return sum(((a - b) ** 2 for a, b in zip(exact, some, strict=True)), Fraction(0))

    others = product(*(range(one.low, (one.high if one.weight else one.low) + 1) for one in claims))
    assert away(numbers) == min(away(some) for some in others if sum(some) == total)


@given(feasible(), st.integers(1, 9), st.data())
def test_a_unit_whose_weight_rises_never_loses(asked: tuple[int, list[Claim]], more: int, data: st.DataObject) -> None:
    total, claims = asked
    place = data.draw(st.integers(0, len(claims) - 1))
    assume(claims[place].weight)
    heavier = [*claims]
    heavier[place] = Claim(claims[place].weight + more, claims[place].low, claims[place].high)
    assert apportion(total, heavier)[place] >= apportion(total, claims)[place]


@given(st.lists(st.integers(0, 20), min_size=2, max_size=6), st.integers(0, 60))
def test_a_larger_weight_never_takes_less(weights: list[int], total: int) -> None:
    assume(any(weights))
    numbers = apportion(total, [Claim(Fraction(w), 0, total) for w in weights])
    pairs = zip(weights, numbers, strict=True)
    ordered = sorted(pairs)
    assert [n for _, n in ordered] == sorted(n for _, n in ordered) or _ties_only(ordered)


def _ties_only(ordered: list[tuple[int, int]]) -> bool:
    return all(a[1] <= b[1] or a[0] == b[0] for a, b in pairwise(ordered))


def test_equal_remainders_go_to_the_larger_weight_then_to_the_first() -> None:
    claims = [Claim(Fraction(1), 0, 9), Claim(Fraction(1), 0, 9), Claim(Fraction(1), 0, 9)]
    assert apportion(4, claims) == [2, 1, 1]
    assert apportion(2, [Claim(Fraction(1), 0, 9), Claim(Fraction(3), 0, 9)]) == [0, 2]


# --- reasons and what is agreed -------------------------------------------------------------------------------


def test_each_share_says_why_in_both_languages() -> None:
    weights = weigh(
        units("a", "b", "c"),
        {"产能": {"a": 60, "b": 30, "c": 10}, "历史": {"a": 0, "b": 10, "c": 10}},
        counts={"产能": 3, "历史": 1},
    )
    made = allocate(
        35, units("a", "b", "c"), weights=weights, floors={"c": 9}, ceilings={"a": 14}, agreed={"b": 12}, unit="家"
    )
    assert {one.unit.id: one.number for one in made.shares.values()} == {"a": 14, "b": 12, "c": 9}
    assert [one.decided for one in made.shares.values()] == ["ceiling", "agreed", "floor"]
    assert "产能 60（占 60%，计 75%）" in made.shares["a"].reason.zh
    assert "取上限" in made.shares["a"].reason.zh
    assert "已商定为 12家" in made.shares["b"].reason.zh
    assert "below the floor of 9" in made.shares["c"].reason.en


def test_another_allocation_keeps_what_is_agreed() -> None:
    first = allocate(1000, units("a", "b", "c"), weights={"a": 3, "b": 2, "c": 2})
    again = allocate(
        1000, units("a", "b", "c"), weights={"a": 1, "b": 1, "c": 9}, agreed={"a": first.number("a")}
    )  # fmt: skip
    assert again.number("a") == first.number("a")
    assert sum(one.number for one in again.shares.values()) == 1000


# --- parts and units within units -----------------------------------------------------------------------------


def assert_sums(made: Allocation, parts: dict[str, int]) -> None:
    for part, number in parts.items():
        assert sum(one.parts[part] for one in made.within()) == number
    for share in made.shares.values():
        assert share.number == sum(share.parts.values())
        inside = made.within(share.unit.id)
        for part in parts if inside else ():
            assert sum(one.parts[part] for one in inside) == share.parts[part]


def test_parts_and_units_add_up_together_down_to_people() -> None:
    parts = {"large": 70, "small": 930}
    some = units("east", "west", "wu", "li", "zhao", wu="east", li="east", zhao="west")
    weights: Any = {"wu": 5, "li": 3, "zhao": 7}
    made = allocate(parts, some, weights=weights, floors={("zhao", "large"): 40}, agreed={("li", "small"): 200})
    assert_sums(made, parts)
    assert made.number(("zhao", "large")) >= 40
    assert made.number(("li", "small")) == 200
    assert "其中 large" in made.shares["wu"].reason.zh


@settings(deadline=None, max_examples=40)
@given(st.data())
def test_tables_add_up_within_bounds_whatever_is_asked(data: st.DataObject) -> None:
    rows, wide = data.draw(st.integers(1, 5)), data.draw(st.integers(1, 3))
    ids, names = [f"u{n}" for n in range(rows)], [f"p{n}" for n in range(wide)]
    parts = {name: data.draw(st.integers(0, 60)) for name in names}
    weights: Any = {(u, p): data.draw(st.integers(1, 9)) for u in ids for p in names}
    floors: Any = {(u, p): data.draw(st.integers(0, 3)) for u in ids for p in names}
    if any(sum(floors[u, p] for u in ids) > parts[p] for p in names):
        with pytest.raises(UsageError) as caught:
            allocate(parts, units(*ids), weights=weights, floors=floors)
        assert {one.code for one in caught.value.problems} <= {"allocation-impossible", "allocation-bounds"}
        return
    made = allocate(parts, units(*ids), weights=weights, floors=floors)
    assert_sums(made, parts)
    assert all(made.number((u, p)) >= floors[u, p] for u in ids for p in names)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.floats(0, 4), min_size=4, max_size=4), st.lists(st.integers(0, 2), min_size=4, max_size=4))
def test_no_other_table_is_nearer_by_brute_force(near: list[float], lows: list[int]) -> None:
    ideal = [[near[0], near[1]], [near[2], near[3]]]
    cells = [[Room(ideal[i][j], lows[2 * i + j], 5) for j in (0, 1)] for i in (0, 1)]
    rows = [Room(sum(ideal[i]), 0, 10) for i in (0, 1)]
    columns = [round(near[0] + near[2]), round(near[1] + near[3])]
    found = fill(rows, cells, columns)

    def away(a: int, b: int) -> float:
        table = [[a, b], [columns[0] - a, columns[1] - b]]
        single = sum((table[i][j] - ideal[i][j]) ** 2 for i in (0, 1) for j in (0, 1))
        return single + ROWS_FIRST * sum((sum(table[i]) - rows[i].ideal) ** 2 for i in (0, 1))

    fit = [
        away(a, b)
        for a, b in product(range(lows[0], 6), range(lows[1], 6))
        if lows[2] <= columns[0] - a <= 5 and lows[3] <= columns[1] - b <= 5
    ]
    assert (found is None) == (not fit)
    if found is not None:
        assert away(found[0][0], found[0][1]) <= min(fit) + 1


# --- what cannot be done --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("total", "given", "code"),
    [
        (10, {"weights": {"a": 1, "b": 1}, "floors": {"a": 6, "b": 6}}, "allocation-impossible"),
        (10, {"weights": {"a": 1, "b": 1}, "ceilings": {"a": 3, "b": 3}}, "allocation-impossible"),
        (10, {"weights": {"a": 1, "b": 0}, "ceilings": {"a": 3}}, "allocation-impossible"),
        (10, {"weights": {"a": 1, "b": 1}, "floors": {"a": 6}, "ceilings": {"a": 3}}, "allocation-bounds"),
        (-1, {"weights": {"a": 1, "b": 1}}, "allocation-number"),
        (10, {"weights": {"a": 1, "b": 1}, "floors": {"a": 1.5}}, "allocation-number"),
        (10, {"weights": {"a": 1, "b": 1, "c": 1}}, "allocation-unit-unknown"),
        (10, {"weights": {"a": 1, "b": 1}, "floors": {("a", "large"): 1}}, "allocation-part-unknown"),
        (10, {"weights": {"a": 1}}, "weight-missing"),
        (10, {"weights": {"a": 1, "b": -1}}, "weight-negative"),
        (10, {"weights": {"a": 0, "b": 0}}, "weight-none"),
    ],
)
def test_what_cannot_be_done_is_said(total: int, given: dict[str, Any], code: str) -> None:
    with pytest.raises(UsageError) as caught:
        allocate(total, units("a", "b"), **given)
    assert code in {one.code for one in caught.value.problems}
    assert all(one.message.zh and one.message.en for one in caught.value.problems)


def test_units_that_lie_within_each_other_or_twice_are_told() -> None:
    cases = (
        (units("a", "b", a="b", b="a"), "allocation-units-cycle"), (units("a", "a"), "allocation-unit-twice"),
        (units("a", a="nowhere"), "allocation-unit-unknown"), ([], "allocation-no-unit"),
    )  # fmt: skip
    for some, code in cases:
        with pytest.raises(UsageError) as caught:
            allocate(1, some, weights={})
        assert {one.code for one in caught.value.problems} == {code}


def test_bounds_that_clash_between_units_and_parts_are_told() -> None:
    weights: Any = {"a": 1, "b": 1}
    ceilings: Any = {("a", "x"): 0, ("b", "y"): 0, "b": 1}
    with pytest.raises(UsageError) as caught:
        allocate({"x": 3, "y": 3}, units("a", "b"), weights=weights, ceilings=ceilings)
    assert caught.value.problems[0].code == "allocation-impossible"


def test_weights_of_units_above_others_are_those_within_added_up() -> None:
    some = units("east", "west", "wu", "li", "zhao", wu="east", li="east", zhao="west")
    made = weigh(some, {"产能": {"wu": 1, "li": 2, "zhao": 1}})
    assert made["east"].value == Fraction(3, 4)
    assert made["li"].value == Fraction(2, 3)
    with pytest.raises(UsageError) as caught:
        weigh(some, {"产能": {"wu": 1, "zhao": 1}})
    assert {one.code for one in caught.value.problems} == {"weight-missing"}
