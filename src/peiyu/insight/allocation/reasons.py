"""The sentence that defends a share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from peiyu.insight.allocation.demands import Bounds
from peiyu.insight.allocation.model import WHOLE, Decided, Factor, Unit, Weight
from peiyu.insight.targets.amounts import decimal, percent
from peiyu.problems import Text


@dataclass(frozen=True, slots=True)
class Ground:
    """What a share stands on. `fair`: what the weight alone would give."""

    unit: Unit
    number: int
    parts: Mapping[str, int]
    weight: Weight
    fair: Fraction
    bounds: Bounds
    decided: Decided
    measure: str


def reason(ground: Ground) -> Text:
    """Weight and factors, what they give, what changed it, the parts."""
    settled, parts = SETTLED[ground.decided](ground), _parts(ground)
    made = _factors(ground.weight.factors)
    fair = decimal(ground.fair)
    zh = f"{made.zh}按权重应为 {fair}{ground.measure}，{settled.zh}{parts.zh}"
    en = f"{made.en}by weight {fair}; {settled.en}{parts.en}"
    return Text(zh, en)


def _factors(factors: tuple[Factor, ...]) -> Text:
    if not factors:
        return Text("", "")
    zh = "、".join(f"{f.name.zh} {decimal(f.value)}（占 {percent(f.share)}，计 {percent(f.counts)}）" for f in factors)
    en = ", ".join(
        f"{f.name.in_('en')} {decimal(f.value)} ({percent(f.share)}, counts {percent(f.counts)})" for f in factors
    )
    return Text(f"{zh}；", f"{en}; ")


def _parts(ground: Ground) -> Text:
    if WHOLE in ground.parts:
        return Text("", "")
    zh = "、".join(f"{name} {number}" for name, number in ground.parts.items())
    en = ", ".join(f"{name} {number}" for name, number in ground.parts.items())
    return Text(f"；其中 {zh}", f"; of which {en}")


def _rounded(g: Ground) -> Text:
    number = f"{g.number}{g.measure}"
    if g.fair == g.number:
        return Text(f"定为 {number}", f"{g.number} it is")
    if abs(g.fair - g.number) < 1:
        up = g.number > g.fair
        zh, en = ("进一", "rounded up") if up else ("舍去零头", "rounded down")
        return Text(f"按余数大小{zh}，定为 {number}", f"{en} by the order of remainders to {g.number}")
    if g.number > g.fair:
        return Text(f"因其他单位已到上限，补为 {number}", f"raised to {g.number} because others are at their ceilings")
    return Text(
        f"因须满足其他单位的下限或已商定数，减为 {number}",
        f"lowered to {g.number} because others must have their floors or what is agreed",
    )


def _floor(g: Ground) -> Text:
    return Text(f"低于下限 {g.bounds.low}，取下限", f"below the floor of {g.bounds.low}, so the floor")


def _ceiling(g: Ground) -> Text:
    return Text(f"高于上限 {g.bounds.high}，取上限", f"above the ceiling of {g.bounds.high}, so the ceiling")


def _agreed(g: Ground) -> Text:
    return Text(f"已商定为 {g.number}{g.measure}，不再变动", f"agreed at {g.number} and left so")


SETTLED = {"weight": _rounded, "floor": _floor, "ceiling": _ceiling, "agreed": _agreed}
