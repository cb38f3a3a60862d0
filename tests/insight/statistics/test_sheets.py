"""Sheets that go out: nothing that tells of one or two enterprises, nothing that can be subtracted."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.insight.statistics.bridges import bridge_of

from peiyu.insight.statistics.concentration import concentrated
from peiyu.insight.statistics.growth import grown
from peiyu.insight.statistics.operating import operated
from peiyu.insight.statistics.revenue import CLASSES, changed
from peiyu.insight.statistics.sheets import (
    bridge_sheet,
    concentration_sheet,
    growth_sheet,
    operating_sheet,
    revenue_sheet,
    survival_sheet,
)
from peiyu.insight.statistics.survival import Survival, cohort
from peiyu.problems import Text

NAME = Text("营业收入", "revenue")
NONE = Text("", "")
D = dt.date


@settings(deadline=None, max_examples=50)
@given(
    st.integers(20, 60), st.lists(st.integers(0, 9), min_size=1, max_size=4), st.lists(st.integers(0, 3), max_size=4)
)
def test_a_bridge_that_goes_out_hides_two_steps_or_none(opening: int, came: list[int], went: list[int]) -> None:
    sheet = bridge_sheet(bridge_of(opening, came, went), outward=True)
    shown = [count for _, count in sheet.rows if count is not None]
    assert not {1, 2} & set(shown)
    assert sheet.hidden != 1
    assert bridge_sheet(bridge_of(opening, came, went)).hidden == 0


def test_what_is_noted_of_one_or_two_enterprises_stays_inside() -> None:
    notes = (Text("2 条在区记录进入日期为空，未计入", "2 records"), Text("离开自 2010-01-01 起有记录", "from 2010 on"))
    made = replace(bridge_of(40, [9], []), notes=notes)
    assert set(notes) <= set(bridge_sheet(made).notes)
    assert notes[0] not in bridge_sheet(made, outward=True).notes
    assert notes[1] in bridge_sheet(made, outward=True).notes


def test_means_and_quantiles_need_enough_enterprises() -> None:
    few = grown(pl.DataFrame({"before": [10] * 9, "after": [12] * 9}), 2011, NAME)
    rows: dict[Any, Any] = dict(growth_sheet(few, outward=True).rows[-7:])  # type: ignore[arg-type]
    assert set(rows.values()) == {None}
    enough = grown(pl.DataFrame({"before": [10] * 10, "after": [12] * 10}), 2011, NAME)
    assert growth_sheet(enough, outward=True).hidden == 0
    one_rules = grown(pl.DataFrame({"before": [10] * 11 + [10**6], "after": [12] * 12}), 2011, NAME)
    hidden = [name for name, value in growth_sheet(one_rules, outward=True).rows if value is None]
    assert [name.zh for name in hidden if isinstance(name, Text)][-1] == "总量增速"


def test_a_dominated_share_takes_the_index_with_it() -> None:
    frame = pl.DataFrame({"group": ["a"] * 5 + ["b"] * 5 + ["c"] * 5, "amount": [96, 1, 1, 1, 1, *[20] * 10]})
    found = concentrated(frame, {}, "revenue")
    rows: list[Any] = [*concentration_sheet(found, outward=True).rows]
    hidden = {row[0].zh for row in rows if None in row}
    assert {"a", "赫芬达尔指数"} < hidden
    assert len(hidden & {"a", "b", "c"}) == 2
    assert concentration_sheet(found).hidden == 0


def test_a_range_does_not_tell_what_one_enterprise_without_a_group_has() -> None:
    frame = pl.DataFrame({"group": ["a"] * 5 + ["b"] * 5 + [None], "amount": [20] * 11})
    for of in ("revenue", "firms"):
        rows: list[Any] = [*concentration_sheet(concentrated(frame, {}, of), outward=True).rows]
        assert [row[3] for row in rows[:2]] == [None, None]
        assert rows[2][1] is None


def test_amounts_of_a_class_with_one_enterprise_do_not_go_out() -> None:
    classes = ["continuing"] * 6 + ["entering"] * 4 + ["leaving"]
    frame = pl.DataFrame({"class": classes, "before": [500] * 6 + [None] * 4 + [700], "after": [600] * 10 + [None]})
    found = changed(frame, 2011, NAME)
    assert found.before + sum((one.change for one in found.steps), Fraction(0)) == found.after
    rows: dict[str, Any] = {row[0].zh: row[1:] for row in revenue_sheet(found, outward=True).rows}  # type: ignore[union-attr]
    assert rows[CLASSES["leaving"].zh] == (None,) * 4
    assert sum(values == (None,) * 4 for values in rows.values()) >= 2
    assert revenue_sheet(found).hidden == 0


def test_signs_go_out_one_by_one_and_a_single_no_takes_another_answer_with_it() -> None:
    frame = pl.DataFrame({"insured": [1] * 9 + [0], "tax_paid": [1] * 10, "premises_area": [1] * 5 + [0] * 5})
    sheet = operating_sheet(operated(frame, 2011), outward=True)
    assert [row[1:] for row in sheet.rows] == [(None, None, 0), (10, 0, 0), (5, 5, 0)]
    assert len(operating_sheet(operated(frame, 2011)).rows) == 6


@pytest.mark.parametrize(("gone", "shown"), [(1, None), (2, None), (0, "100.0%"), (5, "75.0%")])
def test_a_survival_share_that_one_or_two_exits_changed_is_hidden(gone: int, shown: str | None) -> None:
    frame = pl.DataFrame({"months": [6.0] * gone + [40.0] * (20 - gone), "exit": [True] * gone + [False] * (20 - gone)})
    found = cohort(frame, 2010, (12,))
    whole = Survival(
        day=D(2014, 1, 1), begins=D(2009, 1, 1), left_out=0, whole=found, cohorts=(), dormant=0, notes=()
    )  # fmt: skip
    (row,) = survival_sheet(whole, outward=True).rows
    assert row[2] is None
    assert (row[3] is None) == (shown is None)
    assert shown is None or str(row[3]).startswith(shown)
    assert survival_sheet(whole).hidden == 0
