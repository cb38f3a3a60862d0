"""A figure by its parts: how much lies in which group."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from peiyu.insight.charts.frame import PLAIN, Spec, axis, framed, plain, values
from peiyu.insight.figures import GroupFigure
from peiyu.insight.targets.amounts import amount
from peiyu.problems import Text


def part_bars(name: Text, by: Text, groups: Sequence[GroupFigure], *, unit: str = "", lang: str = "zh") -> Spec:
    """What is definite in each group, in the order given, with its number beside; groups without a figure left out."""
    held = [(one.name, one.figure.value.low) for one in groups if one.figure.value is not None]
    rows = [
        {"group": group.in_(lang), "count": plain(number), "said": amount(number, unit).in_(lang)}
        for group, number in held
    ]
    order = {"field": "group", "type": "nominal", "sort": [row["group"] for row in rows], "title": None,
             "axis": {"labelLimit": 160}}  # fmt: skip
    count = axis("count", "quantitative", name, lang)
    layers: list[Any] = [
        {"mark": {"type": "bar", "color": PLAIN}, "encoding": {"x": count, "y": order}},
        {"mark": {"type": "text", "align": "left", "dx": 4},
         "encoding": {"x": count, "y": order, "text": {"field": "said"}}},
    ]  # fmt: skip
    title = Text(f"{name.zh}：{by.zh}分布", f"{name.in_('en')} by {by.in_('en')}")
    said = [(group, amount(number, unit)) for group, number in held]
    alt = Text(f"{title.zh}：" + "，".join(f"{g.zh}{n.zh}" for g, n in said),
               f"{title.en}: " + ", ".join(f"{g.in_('en')} {n.en}" for g, n in said))  # fmt: skip
    return framed(title, alt, lang, height=26 * max(len(rows), 1), data=values(rows), layer=layers)
