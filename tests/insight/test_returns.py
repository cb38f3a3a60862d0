"""Who drops out and returns soon is the same enterprise: the term is counted to the day."""

from __future__ import annotations

import datetime as dt
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

import pytest
from tests.insight.zone import DAY, PROGRAMME, base_of, pack_in

from peiyu.insight.measure import measure, open_figure

D = dt.date
RULE = "again: {after_months: 24, ends: [有效期至, 撤销日期]}"
GRANTED = "on: 发证日期, first: true}"
AGAIN = PROGRAMME.replace(GRANTED, f"on: 发证日期, first: true, {RULE}}}", 1)
SINCE, BEFORE = D(2012, 1, 1), D(2009, 1, 1)


def title(
    firm: int, granted: dt.date | None, until: dt.date | None = None, revoked: dt.date | None = None
) -> dict[str, Any]:
    kept = {"granted_on": granted, "expires_on": until, "revoked_on": revoked}
    return {"enterprise": firm, "kind": "科技型中小企业", **kept}


def counted(folder: Path, *titles: dict[str, Any]) -> tuple[int, int]:
    measured = measure("zone", pack_in(folder / "packs", AGAIN), base_of(folder / "facts", title=list(titles)), day=DAY)
    value = measured.targets["new"].actual
    assert value is not None
    assert value.high is not None
    records = list(open_figure(measured, "target:new"))
    assert (sum(one.certain for one in records), len(records)) == (value.low, value.high)
    assert all(one.certain or one.why.zh for one in records)
    return int(value.low), int(value.high)


@pytest.mark.parametrize(
    ("ended", "back", "count"),
    [
        (D(2010, 5, 10), D(2012, 5, 9), 0),
        (D(2010, 5, 10), D(2012, 5, 10), 0),  # 24 months to the day
        (D(2010, 5, 10), D(2012, 5, 11), 1),
        (D(2010, 2, 28), D(2012, 2, 28), 0),
        (D(2010, 2, 28), D(2012, 2, 29), 1),
        (None, D(2012, 5, 11), 0),  # it has not ended
    ],
)
def test_a_return_counts_anew_only_after_the_term(
    ended: dt.date | None, back: dt.date, count: int, tmp_path: Path
) -> None:
    assert counted(tmp_path, title(1, BEFORE, ended), title(1, back)) == (count, count)


def test_the_earlier_end_is_when_it_dropped_out(tmp_path: Path) -> None:
    assert counted(tmp_path, title(1, BEFORE, D(2011, 1, 1), D(2010, 1, 1)), title(1, D(2012, 2, 1))) == (1, 1)


def test_a_first_recognition_counts_and_a_renewal_does_not(tmp_path: Path) -> None:
    titles = (
        title(1, D(2012, 3, 1), D(2012, 6, 1)),
        title(1, D(2012, 6, 1)),
        title(2, D(2012, 4, 1)),
        title(2, D(2012, 4, 1)),
    )
    assert counted(tmp_path, *titles) == (2, 2)


def test_every_earlier_one_must_have_ended_long_enough_before(tmp_path: Path) -> None:
    titles = (title(1, D(2005, 1, 1), D(2006, 1, 1)), title(1, D(2006, 6, 1), D(2011, 1, 1)), title(1, D(2012, 2, 1)))
    assert counted(tmp_path, *titles) == (0, 0)


def test_what_is_not_known_of_the_earlier_one_makes_the_later_one_possible(tmp_path: Path) -> None:
    undated = title(1, None, D(2011, 1, 1))
    assert counted(tmp_path, undated, title(1, D(2012, 2, 1))) == (0, 2)
    late = title(2, None, D(2008, 1, 1))
    assert counted(tmp_path / "b", late, title(2, D(2012, 2, 1))) == (1, 2)


def test_the_rule_is_said(tmp_path: Path) -> None:
    base = base_of(tmp_path / "facts", title=[title(1, SINCE)])
    said = measure("zone", pack_in(tmp_path / "packs", AGAIN), base, day=DAY).targets["new"].figure.definition
    assert "退出（有效期至、撤销日期，先到者为准）后24个月以内重返的不再计，更晚的重新计" in said.zh
    assert "more than 24 months" in said.en


@pytest.mark.parametrize("seed", range(12))
def test_the_bounds_are_those_of_a_plain_count(seed: int, tmp_path: Path) -> None:
    dice = Random(seed)
    days = [D(2008, 3, 31), D(2009, 6, 30), D(2010, 6, 30), D(2011, 1, 1), D(2012, 1, 1), D(2012, 6, 30), DAY]
    ends = [None, D(2008, 6, 30), D(2009, 9, 30), D(2010, 6, 30), D(2010, 7, 1)]
    titles = [title(dice.randint(1, 4), dice.choice(days), dice.choice(ends)) for _ in range(10)]
    assert counted(tmp_path, *titles) == (plain(titles), plain(titles))


def plain(titles: list[dict[str, Any]]) -> int:
    """One after another: whoever held one that ended less than the term ago, or not at all, is not new."""
    count = 0
    for place, one in enumerate(titles):
        earlier = [
            other for at, other in enumerate(titles)
            if other["enterprise"] == one["enterprise"] and (other["granted_on"], at) < (one["granted_on"], place)
        ]  # fmt: skip
        held = any(
            other["expires_on"] is None or one["granted_on"] <= two_years(other["expires_on"]) for other in earlier
        )
        count += not held and SINCE <= one["granted_on"] <= DAY
    return count


@pytest.mark.parametrize("seed", range(16))
def test_both_ends_hold_however_the_undecided_turn_out(seed: int, tmp_path: Path) -> None:
    dice = Random(100 + seed)
    inside = seed % 2 == 0
    days = [SINCE, D(2012, 3, 1), D(2012, 3, 2), D(2012, 6, 30), DAY]
    days += [] if inside else [D(2009, 6, 30), D(2010, 2, 28), D(2011, 5, 1)]
    lasting = [None, *(dt.timedelta(days=days) for days in (0, 1, 60, 400))]
    granted = [dice.choice(days) for _ in range(7)]
    ends = [None if (long := dice.choice(lasting)) is None else day + long for day in granted]
    titles = [title(dice.randint(1, 2), day, end) for day, end in zip(granted, ends, strict=True)]
    vague = [place for place in range(7) if dice.random() < 0.6]
    low, high = counted(tmp_path, *(one | ({"kind": None} if at in vague else {}) for at, one in enumerate(titles)))
    counts = []
    for drawn in product((True, False), repeat=len(vague)):
        left_out = {place for place, true in zip(vague, drawn, strict=True) if not true}
        counts.append(plain([one for place, one in enumerate(titles) if place not in left_out]))
    assert low <= min(counts)
    assert max(counts) <= high
    if inside:
        assert max(counts) == high


def test_of_several_undecided_ones_in_each_others_way_one_counts_at_most(tmp_path: Path) -> None:
    vague = [title(1, D(2012, month, 1)) | {"kind": None} for month in (2, 3, 4)]
    assert counted(tmp_path, *vague) == (0, 1)


def two_years(day: dt.date) -> dt.date:
    return day.replace(year=day.year + 2)
