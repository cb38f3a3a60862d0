"""Statistics add up, keep what is not known apart, and agree with counting by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.insight.zone import DAY, base_of, pack_in
from tests.madeup.zones import base as made_up

from peiyu.facts.base import FactBase
from peiyu.insight.measure import bound
from peiyu.insight.statistics import (
    aggregate_view,
    bridge,
    concentration,
    growth,
    labels,
    operating,
    revenue_change,
    survival,
    transitions,
)
from peiyu.insight.statistics.bridge import bridged
from peiyu.insight.statistics.bunching import crowd
from peiyu.insight.statistics.concentration import concentrated
from peiyu.insight.statistics.growth import grown
from peiyu.insight.statistics.operating import operated
from peiyu.insight.statistics.population import Spells, merged
from peiyu.insight.statistics.survival import cohort, lifetimes
from peiyu.problems import FactsError, Text, UsageError

D = dt.date
NAME = Text("营业收入", "revenue")
VIEW = aggregate_view(DAY)
DAYS = st.dates(D(2010, 1, 1), D(2013, 12, 31))
STAYS: Any = st.lists(
    st.fixed_dictionaries({
        "enterprise": st.integers(1, 4), "entered_on": DAYS, "left_on": st.none() | DAYS,
        "kind": st.sampled_from(["新注册", "迁入", None]), "left_how": st.sampled_from(["迁出", "注销", None]),
    }).filter(lambda r: not (r["left_on"] and r["left_on"] < r["entered_on"])),  # type: ignore[arg-type]
    max_size=8,
)  # fmt: skip
SCHEMA: Any = {
    "enterprise": pl.Int64, "record_id": pl.Int64, "entered_on": pl.Date, "left_on": pl.Date, "kind": pl.String,
    "left_how": pl.String,
}  # fmt: skip


def spells_of(stays: list[dict[str, Any]]) -> Spells:
    rows = [{**one, "record_id": place} for place, one in enumerate(stays)]
    return Spells(merged(pl.DataFrame(rows, schema=SCHEMA)), undated=0, crossed=0, open_ended=0)


# --- spells and the bridge ------------------------------------------------------------------------------------


@settings(deadline=None)
@given(STAYS, DAYS, DAYS)
def test_a_bridge_adds_up_exactly_and_its_ends_are_who_is_there(
    stays: list[dict[str, Any]], one: dt.date, other: dt.date
) -> None:
    since, until = min(one, other), max(one, other)
    made = bridged(spells_of(stays), since, until)
    assert made.opening + sum(step.sign * step.count for step in made.steps) == made.closing

    def there(day: dt.date) -> int:
        return len({
            r["enterprise"] for r in stays
            if r["entered_on"] <= day and (r["left_on"] is None or r["left_on"] > day)
        })  # fmt: skip

    assert (made.opening, made.closing) == (there(since - dt.timedelta(days=1)), there(until))


def test_a_firm_that_leaves_and_returns_counts_each_way_and_is_told(tmp_path: Path) -> None:
    base = base_of(
        tmp_path / "facts", 2,
        stay=[
            {"enterprise": 1, "kind": "新注册", "entered_on": D(2011, 1, 1), "left_on": D(2012, 2, 1),
             "left_how": "迁出"},
            {"enterprise": 1, "kind": "迁入", "entered_on": D(2012, 6, 1)},
            {"enterprise": 2, "kind": "转型", "entered_on": D(2012, 3, 1), "left_on": D(2012, 4, 1)},
            {"enterprise": 3, "kind": "新认定"},
            {"enterprise": 4, "kind": "新注册", "entered_on": D(2012, 5, 1), "left_on": D(2012, 1, 1)},
            {"enterprise": 5, "kind": "新注册", "entered_on": D(2012, 5, 1), "left_how": "注销"},
        ],
    )  # fmt: skip
    made = bridge(base, VIEW, since=D(2012, 1, 1), until=DAY)
    assert {one.code: one.count for one in made.steps} == {
        "opening": 1, "新注册": 1, "迁入": 1, "转型": 1, "新认定": 0, "撤销": 0, "迁出": 1, "注销": 0, "吊销": 0,
        "原因不明": 1, "closing": 2,
    }  # fmt: skip
    assert (made.returned, made.brief) == (1, 1)
    assert "期初 1 家" in made.said.zh
    assert "期末 2 家" in made.said.zh
    assert len(made.notes) == 3


def test_days_in_the_wrong_order_and_bases_without_stays_are_said(tmp_path: Path) -> None:
    base = base_of(tmp_path / "facts", 1, enterprise=[{"enterprise": 1}])
    with pytest.raises(UsageError) as misuse:
        bridge(base, VIEW, since=DAY, until=D(2011, 1, 1))
    assert misuse.value.problems[0].code == "dates-unfit"
    for ask in (lambda: bridge(base, VIEW, since=D(2012, 1, 1), until=DAY), lambda: operating(base, VIEW)):
        with pytest.raises(FactsError) as caught:
            ask()
        assert caught.value.problems[0].code == "nothing-held"


# --- amounts --------------------------------------------------------------------------------------------------


def zone(folder: Path) -> FactBase:
    """Six firms: two continuing (one changes its industry), one of a missing year, one that came, two that left."""
    left = {5: D(2011, 5, 1), 6: D(2011, 5, 1)}
    entered = {4: D(2011, 3, 1)}
    figures = {1: (100, 150), 2: (200, 100), 3: (50, None), 4: (7, 40), 5: (30, 9), 6: (None, None)}
    tag = {2: (("软件", D(2010, 6, 1)), ("制造", D(2011, 6, 1)))}
    return base_of(
        folder, 2,
        enterprise=[
            {"enterprise": k, "at": at, "leading_industry": name}
            for k in figures for name, at in tag.get(k, (("软件", D(2010, 1, 1)),))
        ],
        stay=[
            {"enterprise": k, "kind": "新注册", "entered_on": entered.get(k, D(2009, 1, 1)), "left_on": left.get(k)}
            for k in figures
        ],
        annual_return=[
            {"enterprise": k, "year": year, "revenue": None if amount is None else amount * 100}
            for k, both in figures.items() for year, amount in zip((2010, 2011), both, strict=True)
        ],
    )  # fmt: skip


def test_revenue_is_split_by_class_and_adds_up(tmp_path: Path) -> None:
    made = revenue_change(zone(tmp_path / "facts"), VIEW, year=2011)
    split: dict[str, Any] = {one.code: (one.firms, one.change, one.missing) for one in made.steps}
    assert split == {
        "continuing": (1, 50, 0), "reclassified": (1, -100, 0), "entering": (1, 40, 0), "leaving": (1, -30, 1),
        "incomplete": (1, -50, 1),
    }  # fmt: skip
    assert made.before == 380
    assert made.after == 290
    assert made.before + sum(one.change for one in made.steps) == made.after
    assert "减少" in made.said.zh


def test_growth_tells_the_cohort_the_mean_and_who_is_unknown(tmp_path: Path) -> None:
    made = growth(zone(tmp_path / "facts"), VIEW, year=2011)
    assert (made.cohort, made.unknown, made.from_zero) == (2, 1, 0)
    assert made.of_total == pytest.approx(250 / 300 - 1)
    assert made.mean == pytest.approx(0.0)
    assert made.median == pytest.approx(0.0)
    assert made.of_all == pytest.approx(290 / 380 - 1)
    assert sum(one.count for one in made.bins) == 2


AMOUNTS = st.none() | st.integers(0, 50)


@settings(deadline=None)
@given(st.lists(st.tuples(AMOUNTS, AMOUNTS), max_size=30))
def test_every_firm_is_in_one_class_of_growth(pairs: list[tuple[int | None, int | None]]) -> None:
    frame = pl.DataFrame(pairs, schema={"before": pl.Int64, "after": pl.Int64}, orient="row")
    made = grown(frame, 2011, NAME)
    assert sum(one.count for one in made.bins) + made.from_zero + made.unknown == len(pairs)
    known = [(a, b) for a, b in pairs if a is not None and b is not None]
    assert made.before == Fraction(sum(a for a, _ in known), 100)
    single = sorted(b / a - 1 for a, b in known if a)
    if single:
        assert made.mean == pytest.approx(sum(single) / len(single))
        assert dict(made.quantiles)[0.5] == pytest.approx(
            (single[(len(single) - 1) // 2] + single[len(single) // 2]) / 2
        )
    else:
        assert made.mean is made.median is None
        assert "算不出" in made.said.zh


def test_shares_add_up_and_the_index_lies_between_alike_and_alone() -> None:
    frame = pl.DataFrame({"group": ["a", "a", "b", None, "b"], "amount": [60, 20, 20, 25, None]})
    made = concentrated(frame, {"a": Text("甲", "A")}, "revenue", {"a": 2, "b": 2})
    assert [(one.group, one.share, one.least, one.most) for one in made.groups] == [
        ("a", Fraction(4, 5), Fraction(80, 125), Fraction(105, 125)),
        ("b", Fraction(1, 5), Fraction(20, 125), Fraction(45, 125)),
    ]
    assert made.hhi == Fraction(17, 25)
    assert [one.quotient for one in made.groups] == [Fraction(8, 5), Fraction(2, 5)]
    assert (made.undecided, made.without, made.groups[0].largest) == (1, 1, Fraction(3, 4))
    assert concentrated(frame.clear(), {}, "revenue").hhi is None


def test_operating_keeps_what_is_not_known_apart() -> None:
    frame = pl.DataFrame(
        {"insured": [3, 0, None, None], "tax_paid": [1, 0, 5, None], "premises_area": [9, 0, 2, 0]},
        schema=dict.fromkeys(("insured", "tax_paid", "premises_area"), pl.Int64),
    )
    made = operated(frame, 2011)
    assert [(one.yes, one.no, one.unknown) for one in made.signs] == [(1, 1, 2), (2, 1, 1), (2, 2, 0)]
    assert {one.code: (one.yes, one.no, one.unknown) for one in made.together} == {
        "all": (1, 2, 1), "two": (2, 1, 1), "none": (1, 2, 1),
    }  # fmt: skip
    assert "25.0%—50.0%" in made.said.zh


def test_a_crowd_above_a_line_is_a_question_and_never_a_verdict() -> None:
    line = 10**10
    crowded = crowd(pl.Series([line] * 30 + [line - 1] * 3 + [None, 2 * line]), line, NAME)
    assert (crowded.above, crowded.below, crowded.unknown, crowded.asks) == (30, 3, 1, True)
    assert "请核对" in crowded.question.zh
    assert "此非结论" in crowded.question.zh
    assert crowd(pl.Series([line, line - 1]), line, NAME).asks is False
    assert crowd(pl.Series([], dtype=pl.Int64), line, NAME).chance is None


# --- survival -------------------------------------------------------------------------------------------------


def by_hand(lives: list[tuple[float, bool]], mark: float) -> float:
    """The product limit, as in the textbook."""
    share = Fraction(1)
    for at in sorted({months for months, ended in lives if ended and months <= mark}):
        risk = sum(months >= at for months, _ in lives)
        share *= 1 - Fraction(sum(months == at and ended for months, ended in lives), risk)
    return float(share)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 48), st.booleans()), min_size=1, max_size=25))
def test_survival_is_the_product_limit_with_an_interval_around_it(drawn: list[tuple[int, bool]]) -> None:
    lives = [(float(months), ended) for months, ended in drawn]
    made = cohort(
        pl.DataFrame(lives, schema={"months": pl.Float64, "exit": pl.Boolean}, orient="row"), 2010, (12, 24, 36)
    )
    for mark in made.marks:
        followed = sum(months >= mark.months for months, _ in lives)
        assert mark.at_risk == followed
        if mark.share is None:
            assert not followed
            continue
        assert mark.share == pytest.approx(by_hand(lives, mark.months))
        assert mark.low is not None
        assert mark.high is not None
        assert -1e-9 <= mark.low <= mark.share + 1e-9 <= mark.high + 2e-9 <= 1 + 3e-9
    shares = [share for _, share in made.curve]
    assert shares == sorted(shares, reverse=True)


def test_exits_are_leaving_and_two_years_of_zero_returns(tmp_path: Path) -> None:
    stay = {"kind": "新注册", "entered_on": D(2009, 1, 15)}
    base = base_of(
        tmp_path / "facts", 1,
        stay=[
            {"enterprise": 1, **stay}, {"enterprise": 2, **stay, "left_on": D(2010, 1, 15), "left_how": "注销"},
            {"enterprise": 3, **stay, "left_on": D(2010, 1, 16), "left_how": "撤销"}, {"enterprise": 4, **stay},
            {"enterprise": 5, **stay},
        ],
        annual_return=[
            {"enterprise": 4, "year": 2010, "zero_filed": True}, {"enterprise": 4, "year": 2011, "zero_filed": True},
            {"enterprise": 5, "year": 2009, "zero_filed": True}, {"enterprise": 5, "year": 2011, "zero_filed": True},
        ],
    )  # fmt: skip
    made = survival(base, VIEW)
    assert (made.whole.firms, made.whole.exits, made.dormant) == (5, 2, 1)
    assert [one.share for one in made.whole.marks[:2]] == [pytest.approx(0.8)] * 2
    assert made.whole.marks[2].share == pytest.approx(0.8 * 2 / 3)
    assert [one.year for one in made.cohorts] == [2009]


def test_who_entered_before_leaving_was_recorded_is_left_out_and_told(tmp_path: Path) -> None:
    early = [{"enterprise": k, "entered_on": D(2001, 1, 1), "known_from": D(2011, 1, 1)} for k in range(1, 8)]
    late = [
        {"enterprise": 11, "entered_on": D(2010, 1, 1), "left_on": D(2010, 6, 1), "left_how": "注销"},
        {"enterprise": 12, "entered_on": D(2010, 7, 1), "left_on": D(2010, 12, 1), "left_how": "注销"},
        {"enterprise": 13, "entered_on": D(2010, 6, 1)},
    ]
    base = base_of(tmp_path / "facts", 2, stay=[{**one, "known_from": D(2011, 1, 1)} for one in (*early, *late)])
    made = survival(base, VIEW)
    assert (made.begins, made.left_out, made.whole.firms) == (D(2010, 6, 1), 8, 2)
    assert [one.year for one in made.cohorts] == [2010]
    assert made.whole.marks[0].share == pytest.approx(0.5)
    assert "离开自 2010-06-01 起有记录" in made.notes[0].zh
    assert "8 家" in made.notes[1].zh
    assert "8 entered before and are left out" in made.notes[1].en
    whole = survival(base, VIEW, begins=D(2001, 1, 1))
    assert (whole.left_out, whole.whole.firms) == (0, 10)
    assert "指定" in survival(base, VIEW, begins=D(2010, 1, 1)).notes[0].zh
    assert not any("有记录" in note.zh for note in whole.notes)


def test_months_are_whole_at_the_anniversary() -> None:
    held = spells_of([
        {"enterprise": 1, "entered_on": D(2010, 1, 31), "left_on": D(2011, 1, 31), "kind": None, "left_how": "注销"},
        {"enterprise": 2, "entered_on": D(2010, 1, 31), "left_on": D(2011, 1, 30), "kind": None, "left_how": "迁出"},
    ])  # fmt: skip
    dormant = pl.DataFrame(schema={"enterprise": pl.Int64, "asleep": pl.Date})
    lives = lifetimes(held, dormant, D(2012, 1, 1), ("注销", "迁出"))
    assert lives["months"].to_list() == [12.0, pytest.approx(12 - 1 / 31)]


# --- groups over time -----------------------------------------------------------------------------------------


def test_transitions_count_everyone_once_with_the_undecided(tmp_path: Path) -> None:
    packs = pack_in(tmp_path / "packs")
    base = base_of(
        tmp_path / "facts", 2,
        enterprise=[
            {"enterprise": 1, "at": D(2010, 1, 1), "registered_capital": 10**8},
            {"enterprise": 1, "at": D(2011, 6, 1), "registered_capital": 3 * 10**9},
            {"enterprise": 2, "registered_capital": 3 * 10**9}, {"enterprise": 3}, {"enterprise": 4},
        ],
        stay=[
            {"enterprise": 1, "entered_on": D(2009, 1, 1)}, {"enterprise": 2, "entered_on": D(2011, 7, 1)},
            {"enterprise": 3, "entered_on": D(2009, 1, 1)},
            {"enterprise": 4, "entered_on": D(2009, 1, 1), "left_on": D(2011, 7, 1)},
        ],
    )  # fmt: skip
    programme = bound("zone", packs, day=DAY, define={})
    made = transitions(programme, base, VIEW, since=D(2010, 12, 31), until=D(2011, 12, 31), by="size")
    assert made.counts == {("~", "large"): 1, ("outside", "large"): 1, ("?", "?"): 1, ("?", "outside"): 1}
    assert (made.moved, made.stayed, made.undecided) == (1, 0, 1)
    assert (made.row("?"), made.column("large")) == (2, 2)
    assert made.groups[-1] == "outside"


def test_everything_is_told_of_a_made_up_zone() -> None:
    base = made_up()
    until = bridge(base, VIEW, since=D(2012, 1, 1), until=DAY).closing
    assert until == operating(base, VIEW).firms
    assert sum(one.firms for one in concentration(base, VIEW, labels(base, VIEW, "leading_industry")).groups) <= until
    assert growth(base, VIEW, year=2011).cohort > 50
    found = survival(base, VIEW)
    assert found.whole.firms == sum(one.firms for one in found.cohorts)
    assert all(0.5 < (one.share or 1) <= 1 for one in found.whole.marks)
