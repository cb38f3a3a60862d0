"""Charts are valid Vega-Lite, hold their data, say in words what their colours say, and have an alt text."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import polars as pl
import pytest
from tests.madeup.zones import base as made_up

from peiyu.insight.charts import (
    Point,
    bridge_waterfall,
    course_of,
    cumulative,
    forecast_fan,
    growth_histogram,
    industry_shares,
    survival_curve,
    target_bars,
    transition_heat,
)
from peiyu.insight.figures import Figure, KeyFirm, Outlook, TargetStatus
from peiyu.insight.statistics import aggregate_view, bridge, concentration, growth, labels, survival
from peiyu.insight.statistics.transitions import moved
from peiyu.insight.targets.standing import Seen, target_status
from peiyu.insight.values import Value
from peiyu.paper.charts.render import render
from peiyu.policy.pack.programme import Goal, Grouping, GroupMember, Target
from peiyu.problems import Text

D = dt.date
DAY = D(2012, 9, 30)
VIEW = aggregate_view(DAY)


def status(low: int | None = 60, high: int = 75, name: str = "新增企业") -> TargetStatus:
    goal = Goal(comparator="floor", low=Fraction(100), high=None, stretch=None, unit="家")
    text = Text(name, "new firms")
    target = Target(key="z.t", name=text, indicator="x", goal=goal, since=D(2012, 1, 1), by=D(2012, 12, 31))
    value = None if low is None else Value(Fraction(low), Fraction(high))
    figure = Figure(key="z.x", name=text, unit="家", value=value, until=DAY)
    return target_status("t", target, Seen(whole=figure), DAY)


def outlook() -> Outlook:
    firm = KeyFirm(enterprise=1, code="", name="甲", chance=0.5, why=Text("", ""))
    return Outlook(
        kind="pipeline", low=Fraction(80), likely=Fraction(95), high=Fraction(110), probability=0.4,
        gap=(Fraction(0), Fraction(20)), key_firms=(firm,), basis=Text("", ""),
        said=Text("预计年底 80—110 家", "80 to 110 by the end of the year"),
    )  # fmt: skip


def heat() -> Any:
    members: Any = (GroupMember(id="a", name=Text("初创期", "start-up"), when=None),)  # type: ignore[arg-type]
    group = Grouping(key="z.stage", name=Text("培育阶段", "stage"), members=members)
    was = pl.DataFrame({"enterprise": [1, 2, 3], "group": ["a", "?", "~"]})
    is_ = pl.DataFrame({"enterprise": [1, 2, 4], "group": ["~", "a", "a"]})
    return moved(was, is_, group, D(2011, 1, 1), D(2012, 1, 1))


POINTS = (
    Point(D(2012, 3, 31), Fraction(20), Fraction(25), Fraction(15)), Point(D(2012, 6, 30), Fraction(41), None, None),
    Point(DAY, Fraction(60), Fraction(75), Fraction(65)),
)  # fmt: skip
CHARTS: dict[str, tuple[Callable[[str], Any], tuple[str, ...]]] = {
    "targets": (lambda lang: target_bars([status(), status(None, name="联盟"), status(170, 180, "专利")], lang=lang),
                ("新增企业 60%", "待核实", "无数据", "已完成")),
    "bridge": (lambda lang: bridge_waterfall(bridge(made_up(), VIEW, since=D(2012, 1, 1), until=DAY), lang=lang),
               ("期初", "新注册", "期末")),
    "course": (lambda lang: cumulative(Text("新增企业", "new firms"), POINTS, unit="家", lang=lang),
               ("确定 60家", "序时 65家")),
    "growth": (lambda lang: growth_histogram(growth(made_up(), VIEW, year=2011), lang=lang), ("增速", "中位")),
    "transitions": (lambda lang: transition_heat(heat(), lang=lang), ("培育阶段", "待定")),
    "survival": (lambda lang: survival_curve(survival(made_up(), VIEW), lang=lang), ("12个月存活",)),
    "industries": (lambda lang: industry_shares(
        concentration(made_up(), VIEW, labels(made_up(), VIEW, "leading_industry"), against={"新能源": 1, "其他": 2}),
        lang=lang), ("居首", "赫芬达尔指数")),
    "outlook": (lambda lang: forecast_fan(replace(status(), outlook=outlook()), DAY, lang=lang),
                ("预计年底 80—110 家",)),
    "no outlook": (lambda lang: forecast_fan(status(), DAY, lang=lang), ("尚无预测",)),
}  # fmt: skip


@pytest.mark.parametrize("name", list(CHARTS))
def test_a_chart_is_drawn_in_both_languages_and_says_what_it_shows(name: str) -> None:
    make, words = CHARTS[name]
    spec = make("zh")
    assert all(word in spec["description"] for word in words), spec["description"]
    drawn = render(spec).decode()
    assert drawn.startswith("<svg")
    assert spec["title"] in drawn
    english = make("en")
    assert "Text(" not in json.dumps(english, ensure_ascii=False)
    assert english["description"] != spec["description"]
    assert english["title"] in render(english).decode().replace("&gt;", ">")
    assert "url" not in json.dumps(spec)


def test_the_pace_stands_in_words_beside_its_bar_and_a_bar_ends_at_the_cap() -> None:
    spec = target_bars([status(), status(None, name="联盟"), status(170, 180, "专利")])
    rows = {row["name"]: row for row in spec["data"]["values"]}
    assert rows["新增企业"]["said"] == "60% 待核实"
    assert rows["联盟"] | {"colour": ""} == {
        "name": "联盟", "share": 0.0, "whole": 1, "plan": pytest.approx(0.7487, abs=1e-3), "pace": "无数据",
        "colour": "", "end": 0, "said": "无数据",
    }  # fmt: skip
    assert (rows["专利"]["share"], rows["专利"]["said"]) == (1.25, "170% 已完成")
    drawn = render(spec).decode()
    assert "60% 待核实" in drawn


def test_a_waterfall_ends_where_the_stock_does() -> None:
    found = bridge(made_up(), VIEW, since=D(2012, 1, 1), until=DAY)
    rows = bridge_waterfall(found)["data"]["values"]
    last_flow, closing = rows[-2], rows[-1]
    assert last_flow["low"] == closing["high"] == found.closing
    assert rows[1]["said"].startswith("+")
    assert {row["kind"] for row in rows} == {"增加", "减少", "存量"}


def test_points_come_from_measurements_with_a_figure_in_order_of_day() -> None:
    class Measured:
        def __init__(self, day: dt.date, one: TargetStatus) -> None:
            self.day, self.targets = day, {"t": one}

    some: Any = [
        Measured(DAY, status()),
        Measured(D(2012, 3, 31), status(5, 5)),
        Measured(D(2012, 1, 31), status(None)),
    ]
    assert [(one.day, one.definite) for one in course_of(some, "t")] == [(D(2012, 3, 31), 5), (DAY, 60)]
    assert "没有数据" in cumulative(Text("甲", "A"), ())["description"]


def test_the_steps_of_a_bridge_are_named_without_running_into_each_other() -> None:
    found = bridge(made_up(), VIEW, since=D(2012, 1, 1), until=DAY)
    angles = {
        lang: bridge_waterfall(found, lang=lang)["layer"][0]["encoding"]["x"]["axis"]["labelAngle"]
        for lang in ("zh", "en")
    }
    assert angles["zh"] == 0
    assert angles["en"] < 0
    signed = {row["step"]: row["said"] for row in bridge_waterfall(found)["data"]["values"]}
    assert not {"+0", "−0"} & set(signed.values())
