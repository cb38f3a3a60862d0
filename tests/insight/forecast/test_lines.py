"""Conditions taken apart into lines and what stays; outlooks in words."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import numpy as np
import pytest

from peiyu.insight.figures import KeyFirm
from peiyu.insight.forecast.crossing import figures_told, money
from peiyu.insight.forecast.growth import Panel
from peiyu.insight.forecast.lines import AtLeast, Inverted, Line, Still, chance, leaves, tree_of
from peiyu.insight.forecast.prospect import end_word, percent
from peiyu.insight.forecast.spread import Floats
from peiyu.insight.forecast.wording import said, span
from peiyu.insight.measure import bound
from peiyu.policy.condition.ast import Flag, Holds, Meets
from peiyu.policy.pack.load import PackRegistry
from peiyu.policy.pack.programme import Goal, Target
from peiyu.problems import Text

DAY = dt.date(2012, 9, 30)


def test_a_tier_is_its_lines_and_what_stays() -> None:
    programme = bound("tianjin-hitech-2012", PackRegistry(), day=DAY, define={})
    tree = tree_of(Meets("tianjin-hitech-2012.little_giant"), programme.binding)
    found = list(leaves(tree))
    assert [one for one in found if isinstance(one, Line)] == [Line("sales", 1e10, True, "1亿元")]
    assert [one.when for one in found if isinstance(one, Still)] == [Holds("科技型中小企业")]


def test_a_definition_moves_the_line() -> None:
    programme = bound("tianjin-hitech-2012", PackRegistry(), day=DAY, define={"D1": "output"})
    found = leaves(tree_of(Meets("tianjin-hitech-2012.little_giant"), programme.binding))
    assert [one.field for one in found if isinstance(one, Line)] == ["output"]


def test_chances_of_leaves_make_the_chance_of_the_whole() -> None:
    one, two, three = (Still(Flag(value)) for value in (True, False, True))
    known = {id(one): 0.5, id(two): 0.2, id(three): 0.9}

    def of_leaf(leaf: Line | Still) -> Floats:
        return np.array([known[id(leaf)]])

    both = AtLeast(2, (one, two))
    assert chance(both, of_leaf) == pytest.approx([0.1])
    assert chance(AtLeast(1, (one, two)), of_leaf) == pytest.approx([0.6])
    assert chance(Inverted(both), of_leaf) == pytest.approx([0.9])
    at_least_two = 0.5 * 0.2 * 0.9 + 0.5 * 0.2 * 0.1 + 0.5 * 0.8 * 0.9 + 0.5 * 0.2 * 0.9
    assert chance(AtLeast(2, (one, two, three)), of_leaf) == pytest.approx([at_least_two])


def target(low: int, by: dt.date = dt.date(2012, 12, 31), high: int | None = None) -> Target:
    top = None if high is None else Fraction(high)
    goal = Goal(comparator="floor" if high is None else "range", low=Fraction(low), high=top, stretch=None, unit="家")
    return Target(
        key="zone.new", name=Text("新增", "new"), cite="二", evidence="verified", indicator="new", goal=goal,
        since=dt.date(2012, 1, 1), by=by,
    )  # fmt: skip


FIRMS = tuple(
    KeyFirm(enterprise=k, code="", name=f"虚构{k}", chance=0.5, why=Text("", "")) for k in range(15)
)  # fmt: skip


def test_leaders_read_it_like_this() -> None:
    ends, gap = (Fraction(31), Fraction(36)), (Fraction(0), Fraction(4))
    assert said(target(35), DAY, ends, gap, FIRMS) == Text(
        "预计年底31—36家，缺口0—4家，关键看这15户",
        "31 to 36 expected by the end of 2012, 0 to 4 short; it depends on these 15 firms",
    )
    enough = said(target(30), DAY, ends, (Fraction(0), Fraction(0)), ())
    assert enough.zh == "预计年底31—36家，预计可完成"
    over = said(target(30, high=33), DAY, ends, (Fraction(0), Fraction(0)), ())
    assert over.zh == "预计年底31—36家，可能超出上限"


def test_one_number_is_told_once_and_money_in_its_size() -> None:
    assert span(Fraction(4), Fraction(4), "家").zh == "4家"
    assert span(Fraction(63500), Fraction(120000), "㎡").zh == "6.35万㎡—12万㎡"
    assert money(86_000_000).zh == "0.86亿元"
    assert money(860_000).zh == "86万元"


def test_deadlines_are_told_by_year_or_day() -> None:
    assert end_word(dt.date(2012, 12, 31), DAY).zh == "年底"
    assert end_word(dt.date(2020, 12, 31), DAY).zh == "2020年底"
    assert end_word(dt.date(2013, 6, 30), DAY).zh == "到2013年6月30日"


def test_a_chance_is_never_told_as_none_or_certainty() -> None:
    assert (percent(0.0), percent(0.784), percent(1.0)) == ("1%", "78%", "99%")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([5.6e9, np.nan, 8.6e9], "2011年收入0.86亿元"),
        ([5.6e9, 7e9, 8.6e9], "2011年收入0.86亿元，近两年年均增长24%"),
        ([np.nan, 8.6e9, 4.3e9], "2011年收入0.43亿元，比上年下降50%"),
        ([np.nan, np.nan, np.nan], ""),
    ],
)
def test_a_firms_figures_in_a_sentence(values: list[float], told: str) -> None:
    panel = Panel(np.arange(1), np.array([0]), (2009, 2010, 2011), np.array([values]))
    assert figures_told(panel, 0, "sales").zh == told
