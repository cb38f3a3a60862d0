"""The chart of a figure by its parts."""

from __future__ import annotations

import datetime as dt

from peiyu.insight.charts.parts import part_bars
from peiyu.insight.figures import Figure, GroupFigure
from peiyu.insight.values import Value, point
from peiyu.paper.charts.render import render
from peiyu.problems import Text

NAME, BY = Text("新增企业", "new enterprises"), Text("园区", "park")


def group(name: str, value: Value | None) -> GroupFigure:
    figure = Figure(key="zone.new", name=NAME, unit="家", value=value, until=dt.date(2012, 9, 30))
    return GroupFigure(group=name, name=Text(name, name), figure=figure)


def test_each_part_is_a_bar_with_its_number_in_the_order_given() -> None:
    groups = (group("华苑", point(346)), group("滨海", point(198)), group("无数", None))
    spec = part_bars(NAME, BY, groups, unit="家")
    rows = spec["data"]["values"]
    assert [(row["group"], row["count"], row["said"]) for row in rows] == [
        ("华苑", 346, "346家"),
        ("滨海", 198, "198家"),
    ]
    assert spec["layer"][0]["encoding"]["y"]["sort"] == ["华苑", "滨海"]
    assert spec["description"] == "新增企业：园区分布：华苑346家，滨海198家"
    assert render(spec).startswith(b"<svg")
