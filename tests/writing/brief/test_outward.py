"""A number by place is kept back with all that would give it away: its total, and the parts of another column."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.insight.statistics.bridges import bridge_of

from peiyu.insight.statistics.suppression import Cell
from peiyu.insight.statistics.suppression.table import ALL
from peiyu.writing.brief.outward import filled, hidden_of, told_bridge


@dataclass
class Target:
    parts: tuple[str, ...] = ()


@dataclass
class Status:
    target: Target


@dataclass
class Measured:
    targets: dict[str, Status] = field(default_factory=dict)


def measured(**parts: tuple[str, ...]) -> Any:
    return Measured({code: Status(Target(some)) for code, some in parts.items()})


def counts(**places: int) -> dict[str, Cell]:
    return {place: Cell(count) for place, count in places.items()}


def test_a_small_number_is_never_hidden_alone() -> None:
    hidden = hidden_of({"a": counts(east=1, west=20, north=30)}, measured(a=()))
    assert ("a", "east") in hidden
    assert len(hidden) == 2
    assert ("a", ALL) not in hidden


def test_nothing_is_hidden_where_every_number_is_large_or_none() -> None:
    assert hidden_of({"a": counts(east=0, west=20, north=3)}, measured(a=())) == frozenset()


def test_a_part_is_not_told_by_the_whole_less_the_other_part() -> None:
    columns = {
        "whole": counts(east=20, west=30), "large": counts(east=1, west=12), "small": counts(east=19, west=18),
    }  # fmt: skip
    hidden = hidden_of(columns, measured(whole=("large", "small"), large=(), small=()))
    assert {("large", "east"), ("large", "west")} <= hidden
    for place in ("east", "west"):
        assert not hidden.isdisjoint({("small", place), ("whole", place)})


@pytest.mark.parametrize(("largest", "kept"), [(86, True), (84, False)])
def test_a_number_of_which_one_enterprise_has_nearly_all_is_kept_back(largest: int, kept: bool) -> None:
    columns = {"patents": {"east": Cell(5, 100, largest), "west": Cell(9, 300, 50), "north": Cell(9, 300, 50)}}
    assert (("patents", "east") in hidden_of(columns, measured(patents=()))) is kept


def test_a_place_that_one_column_lacks_is_nothing_in_it() -> None:
    assert filled({"a": counts(east=1), "b": counts(west=2)}) == {
        "a": counts(east=1, west=0), "b": counts(east=0, west=2),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("came", "went", "shown"),
    [
        ([30, 5, 0], [4, 0, 3], ["opening", "in0", "in1", "in2", "out0", "out1", "out2", "closing"]),
        ([30, 9], [4, 2], ["opening", "in0", "in1", "went", "closing"]),
        ([30, 1, 9], [4, 3], ["opening", "came", "out0", "out1", "closing"]),
        ([30, 1, 9], [4, 2], ["opening", "came", "went", "closing"]),
        ([30, 2], [1], ["opening", "closing"]),
    ],
)
def test_of_a_bridge_the_steps_that_tell_of_single_enterprises_are_not_told_apart(
    came: list[int], went: list[int], shown: list[str]
) -> None:
    whole = bridge_of(100, came, went)
    told = told_bridge(whole)
    assert told is not None
    assert [step.code for step in told.steps] == shown
    assert (told.opening, told.closing) == (whole.opening, whole.closing)
    assert bool(told.notes) == (told != whole)
    if told != whole:
        assert ("in0" in told.said.zh) == ("in0" in shown)
        assert "没有进出" not in told.said.zh


def test_a_territory_of_one_or_two_enterprises_has_no_bridge_that_goes_out() -> None:
    assert told_bridge(bridge_of(2, [5], [])) is None
    assert told_bridge(None) is None


@settings(deadline=None, max_examples=50)
@given(st.integers(20, 60), st.lists(st.integers(0, 9), max_size=4), st.lists(st.integers(0, 3), max_size=4))
def test_no_step_of_a_bridge_that_goes_out_is_one_or_two(opening: int, came: list[int], went: list[int]) -> None:
    told = told_bridge(bridge_of(opening, came, went))
    assert told is not None
    assert not {1, 2} & {step.count for step in told.steps}
    if len(told.steps) > 2:
        assert told.opening + sum(step.sign * step.count for step in told.steps) == told.closing
