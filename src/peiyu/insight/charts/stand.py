"""Where things stand: targets against their goals, a stock from beginning to end."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from peiyu.insight.charts.frame import COLOURS, LINE, SOFT, Spec, axis, framed, listed, plain, values
from peiyu.insight.figures import TargetStatus
from peiyu.insight.statistics.bridge import Bridge
from peiyu.insight.targets.amounts import percent
from peiyu.problems import Text

CAP = 1.25
"""Bars end here; what is beyond is said in words."""


def target_bars(statuses: Iterable[TargetStatus], *, lang: str = "zh", title: Text | None = None) -> Spec:
    """Progress bars: what is confirmed as a share of the goal, a tick where the plan is, the pace in words beside."""
    held = list(statuses)
    rows = [_bar(one, lang) for one in held]
    order = {"field": "name", "type": "nominal", "sort": [row["name"] for row in rows], "title": None,
             "axis": {"labelLimit": 220}}  # fmt: skip
    scale = {"domain": [0, CAP]}
    share = axis(
        "share", "quantitative", Text("完成率", "share of the goal"), lang, scale=scale, axis={"format": ".0%"}
    )
    paces = list(dict.fromkeys((row["pace"], row["colour"]) for row in rows))
    colour = {"field": "pace", "type": "nominal", "title": Text("进度", "pace").in_(lang),
              "scale": {"domain": [word for word, _ in paces], "range": [shade for _, shade in paces]}}  # fmt: skip
    layers: list[Any] = [
        {"mark": {"type": "bar", "color": SOFT, "opacity": 0.5},
         "encoding": {"x": {**share, "field": "whole"}, "y": order}},
        {"mark": {"type": "bar", "height": {"band": 0.55}}, "encoding": {"x": share, "y": order, "color": colour}},
        {"mark": {"type": "tick", "color": LINE, "thickness": 2},
         "encoding": {"x": {**share, "field": "plan"}, "y": order}},
        {"mark": {"type": "text", "align": "left", "dx": 4},
         "encoding": {"x": {**share, "field": "end"}, "y": order, "text": {"field": "said"}}},
    ]  # fmt: skip
    head = title or Text("目标进展（竖线为序时）", "Targets (the tick is what was due)")
    alt = listed([_named(one) for one in held])
    return framed(head, Text(f"{head.zh}：{alt.zh}", f"{head.en}: {alt.en}"), lang, height=28 * max(len(rows), 1),
                  data=values(rows), layer=layers)  # fmt: skip


def _bar(one: TargetStatus, lang: str) -> dict[str, Any]:
    rate = min(plain(one.rate) or 0.0, CAP) if one.rate is not None else 0.0
    due = None if one.plan is None or not one.goal.low else min(float(one.plan / one.goal.low), CAP)
    return {
        "name": one.target.name.in_(lang), "share": rate, "whole": 1, "plan": due, "pace": one.pace.name.in_(lang),
        "colour": COLOURS[one.pace.colour], "end": max(rate, 0), "said": _said(one).in_(lang),
    }  # fmt: skip


def _named(one: TargetStatus) -> Text:
    name, said = one.target.name, _said(one)
    return Text(f"{name.zh} {said.zh}", f"{name.in_('en')} {said.en}")


def _said(one: TargetStatus) -> Text:
    share = percent(one.rate)
    return Text(f"{share} {one.pace.name.zh}".strip(), f"{share} {one.pace.name.in_('en')}".strip())


STEP_COLOURS = {1: COLOURS["green"], -1: COLOURS["red"], 0: COLOURS["grey"]}


def bridge_waterfall(bridge: Bridge, *, lang: str = "zh") -> Spec:
    """A waterfall from the opening stock to the closing one; signs stand at every step."""
    rows, level = [], 0
    for step in bridge.steps:
        low, high = (0, step.count) if not step.sign else sorted((level, level + step.sign * step.count))
        level = step.count if not step.sign else level + step.sign * step.count
        mark = {1: "+", -1: "−", 0: ""}[step.sign if step.count else 0]
        rows.append({"step": step.name.in_(lang), "low": low, "high": high, "said": f"{mark}{step.count}",
                     "kind": _kind(step.sign).in_(lang)})  # fmt: skip
    slant = -40 if lang == "en" else 0  # side by side the English names run into each other
    x = {"field": "step", "type": "ordinal", "sort": None, "title": None,
         "axis": {"labelAngle": slant, "labelLimit": 110}}  # fmt: skip
    y = axis("low", "quantitative", Text("企业数（家）", "enterprises"), lang)
    scale = {"domain": [_kind(sign).in_(lang) for sign in STEP_COLOURS], "range": list(STEP_COLOURS.values())}
    colour = {"field": "kind", "type": "nominal", "title": None, "scale": scale}
    layers = [
        {"mark": "bar", "encoding": {"x": x, "y": y, "y2": {"field": "high"}, "color": colour}},
        {"mark": {"type": "text", "dy": -6},
         "encoding": {"x": x, "y": {**y, "field": "high"}, "text": {"field": "said"}}},
    ]  # fmt: skip
    title = Text(f"企业数变动（{bridge.since} 至 {bridge.until}）", f"Enterprises, {bridge.since} to {bridge.until}")
    return framed(title, Text(f"{title.zh}：{bridge.said.zh}", f"{title.en}: {bridge.said.en}"), lang, height=260,
                  data=values(rows), layer=layers)  # fmt: skip


def _kind(sign: int) -> Text:
    return {1: Text("增加", "added"), -1: Text("减少", "taken away"), 0: Text("存量", "stock")}[sign]
