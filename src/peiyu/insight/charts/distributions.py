"""How enterprises spread: over growth, over groups, from group to group, over the years that they last."""

from __future__ import annotations

from typing import Any

from peiyu.insight.charts.frame import COLOURS, PLAIN, SOFT, Spec, axis, framed, values
from peiyu.insight.statistics.concentration import Concentration
from peiyu.insight.statistics.growth import Bin, Growth
from peiyu.insight.statistics.survival import Survival
from peiyu.insight.statistics.transitions import OUTSIDE, Transitions
from peiyu.problems import Text

FIRMS = Text("企业数（家）", "enterprises")


def growth_histogram(growth: Growth, *, lang: str = "zh") -> Spec:
    """How many enterprises grew by how much, each class with its number; those of which it is not known apart."""
    falls, rises = Text("下降", "fell"), Text("增长", "grew")
    vague = Text("缺数据", "not known")
    rows = [
        {"class": said_of(one), "count": one.count,
         "kind": (falls if one.high is not None and one.high <= 0 else rises).in_(lang)}
        for one in growth.bins
    ]  # fmt: skip
    rows.append({"class": vague.in_(lang), "count": growth.unknown, "kind": vague.in_(lang)})
    x = {"field": "class", "type": "ordinal", "sort": None, "title": Text("增速", "growth").in_(lang),
         "axis": {"labelAngle": 0, "labelFontSize": 10}}  # fmt: skip
    y = axis("count", "quantitative", FIRMS, lang)
    kinds = {"domain": [one.in_(lang) for one in (falls, rises, vague)],
             "range": [COLOURS["red"], COLOURS["green"], COLOURS["grey"]]}  # fmt: skip
    layers = [
        {"mark": "bar", "encoding": {"x": x, "y": y, "color": {"field": "kind", "title": None, "scale": kinds}}},
        {"mark": {"type": "text", "dy": -6}, "encoding": {"x": x, "y": y, "text": {"field": "count"}}},
    ]
    title = Text(f"{growth.year}年{growth.field.zh}增速分布", f"Growth of {growth.field.in_('en')} in {growth.year}")
    return framed(title, Text(f"{title.zh}：{growth.said.zh}", f"{title.en}: {growth.said.en}"), lang, height=240,
                  data=values(rows), layer=layers)  # fmt: skip


def said_of(one: Bin) -> str:
    """The class of growth in figures."""
    if one.low is None:
        return f"<{one.high:.0%}"
    return f"≥{one.low:.0%}" if one.high is None else f"{one.low:.0%}–{one.high:.0%}"


def transition_heat(one: Transitions, *, lang: str = "zh") -> Spec:
    """From group to group, darker where more, the number in every field."""
    absent = Text("期初不在区", "not there before")
    here = {key: (absent if key == OUTSIDE else one.names[key]).in_(lang) for key in one.groups}
    there = {key: one.names[key].in_(lang) for key in one.groups}
    rows = [
        {"from": here[a], "to": there[b], "count": one.counts.get((a, b), 0)} for a in one.groups for b in one.groups
    ]
    x = {"field": "to", "type": "nominal", "sort": list(there.values()), "title": str(one.until),
         "axis": {"labelAngle": 0, "labelLimit": 100}}  # fmt: skip
    y = {"field": "from", "type": "nominal", "sort": list(here.values()), "title": str(one.since)}
    most = max(one.counts.values(), default=0)
    shade = {"field": "count", "type": "quantitative", "scale": {"scheme": "blues", "domain": [0, max(most, 1)]},
             "legend": None}  # fmt: skip
    ink = {"condition": {"test": f"datum.count > {most / 2}", "value": "white"}, "value": "black"}
    layers = [
        {"mark": "rect", "encoding": {"x": x, "y": y, "color": shade}},
        {"mark": "text", "encoding": {"x": x, "y": y, "text": {"field": "count"}, "color": ink}},
    ]
    title = Text(f"{one.name.zh}变动（家）", f"{one.name.in_('en')}: from and to (enterprises)")
    return framed(title, Text(f"{title.zh}：{one.said.zh}", f"{title.en}: {one.said.en}"), lang,
                  height=36 * max(len(one.groups), 1), data=values(rows), layer=layers)  # fmt: skip


def survival_curve(one: Survival, *, lang: str = "zh", months: int = 36) -> Spec:
    """The share that is still there month by month, all cohorts together, with the marks and their intervals."""
    steps = [{"months": at, "share": share} for at, share in one.whole.curve if at <= months]
    after = [at for at, _ in one.whole.curve if at > months]
    if after and steps:
        steps.append({"months": float(months), "share": steps[-1]["share"]})
    marks = [
        {"months": mark.months, "share": mark.share, "low": mark.low, "high": mark.high, "said": f"{mark.share:.1%}"}
        for mark in one.whole.marks if mark.share is not None and mark.months <= months
    ]  # fmt: skip
    x = axis("months", "quantitative", Text("进入后月数", "months after entry"), lang, scale={"domain": [0, months]})
    lowest = min([float(row["low"] or 0) for row in marks] + [0.9])
    share = axis("share", "quantitative", Text("存活比例", "share surviving"), lang, axis={"format": ".0%"},
                 scale={"domain": [max(0.0, int(lowest * 10) / 10), 1.02], "nice": False})  # fmt: skip
    layers: list[Any] = [
        {"data": values(steps), "mark": {"type": "line", "interpolate": "step-after", "color": PLAIN},
         "encoding": {"x": x, "y": share}},
        {"data": values(marks), "mark": {"type": "rule", "color": PLAIN},
         "encoding": {"x": x, "y": {**share, "field": "low"}, "y2": {"field": "high"}}},
        {"data": values(marks), "mark": {"type": "text", "dy": -14, "align": "right", "dx": -4},
         "encoding": {"x": x, "y": share, "text": {"field": "said"}}},
    ]  # fmt: skip
    title = Text("进入企业存活率（竖线为 95% 区间）", "Survival after entry (bars: 95 % interval)")
    alt = Text(f"{title.zh}：{one.whole.said.zh}", f"{title.en}: {one.whole.said.en}")
    return framed(title, alt, lang, height=240, layer=layers)


def industry_shares(one: Concentration, *, lang: str = "zh") -> Spec:
    """The share of each group, largest first, with its number; the range shows where those without a group may be."""
    rows = [
        {"group": g.name.in_(lang), "share": float(g.share), "least": float(g.least), "most": float(g.most),
         "said": f"{float(g.share):.1%}" + ("" if g.quotient is None else f"  LQ {float(g.quotient):.2f}")}
        for g in one.groups
    ]  # fmt: skip
    y = {"field": "group", "type": "nominal", "sort": [row["group"] for row in rows], "title": None}
    x = axis("share", "quantitative", Text("占比", "share"), lang, axis={"format": ".0%"})
    layers: list[Any] = [
        {"mark": {"type": "bar", "color": PLAIN}, "encoding": {"x": x, "y": y}},
        {"mark": {"type": "rule", "color": SOFT, "strokeWidth": 3},
         "encoding": {"x": {**x, "field": "least"}, "x2": {"field": "most"}, "y": y}},
        {"mark": {"type": "text", "align": "left", "dx": 4}, "encoding": {"x": x, "y": y, "text": {"field": "said"}}},
    ]  # fmt: skip
    title = Text("主导产业占比", "Shares of the leading industries")
    return framed(title, Text(f"{title.zh}：{one.said.zh}", f"{title.en}: {one.said.en}"), lang,
                  height=30 * max(len(rows), 1), data=values(rows), layer=layers)  # fmt: skip
