"""Bridges written out by hand."""

from __future__ import annotations

import datetime as dt

from peiyu.insight.statistics.bridge import Bridge, BridgeStep
from peiyu.problems import Text

D = dt.date
NONE = Text("", "")


def bridge_of(opening: int, came: list[int], went: list[int]) -> Bridge:
    closing = opening + sum(came) - sum(went)
    flows = [("in", 1, came), ("out", -1, went)]
    steps = [BridgeStep("opening", Text("期初", ""), 0, opening, NONE)]
    for word, sign, counts in flows:
        steps += [BridgeStep(f"{word}{i}", Text(f"{word}{i}", ""), sign, n, NONE) for i, n in enumerate(counts)]  # type: ignore[arg-type]
    steps.append(BridgeStep("closing", Text("期末", ""), 0, closing, NONE))
    return Bridge(
        since=D(2012, 1, 1), until=D(2012, 12, 31), steps=tuple(steps), returned=0, brief=0, notes=(), said=NONE
    )
