"""Decomposes a number, or its parts together, over units within units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from peiyu.insight.allocation.apportion import Claim, apportion, ideals
from peiyu.insight.allocation.demands import Bounds, Demands, checked
from peiyu.insight.allocation.joint import Room, fill, rake
from peiyu.insight.allocation.model import WHOLE, Allocation, Cell, Decided, Share, Unit, Weight
from peiyu.insight.allocation.reasons import Ground, reason
from peiyu.insight.allocation.weigh import Given, no_weight
from peiyu.problems import Problem, Text, UsageError

Weights = Mapping[Cell, Given] | Mapping[str, Given] | Mapping[tuple[str, str], Given]
Numbers = Mapping[Cell, int] | Mapping[str, int] | Mapping[tuple[str, str], int]


def allocate(
    total: int | Mapping[str, int], units: Sequence[Unit], *, weights: Weights,
    floors: Numbers | None = None, ceilings: Numbers | None = None,
    agreed: Numbers | None = None, unit: str = "",
) -> Allocation:  # fmt: skip
    """Whole numbers for every unit that add up exactly, each with its reason.

    total: one number, or the parts of one by name (70 and 930): then units and parts are settled together, and rows
    and columns both add up. units: in order; `within` nests them, and what lies within a unit adds up to it. weights:
    by unit or by (unit, part); a unit above others may leave its own out. floors, ceilings: bounds of a unit or of one
    part. agreed: numbers that stand, whatever the bounds say: a re-allocation gives those already agreed. unit: the
    unit of measure, for the reasons (家).

    The ideal is in proportion to the weights within the bounds; rounding is by largest remainders, of equal ones the
    larger weight first, then the order given. UsageError: what `demands.checked` refuses, `allocation-impossible`,
    `weight-missing`, `weight-none`.
    """
    parts = {WHOLE: total} if isinstance(total, int) else dict(total)
    demands = checked(
        Demands(
            parts=parts, units=units, weights=dict(weights.items()), floors=dict((floors or {}).items()),
            ceilings=dict((ceilings or {}).items()), agreed=dict((agreed or {}).items()),
        )
    )  # fmt: skip
    shares: dict[str, Share] = {}
    _give(demands, WHOLE, parts, shares, unit)
    return Allocation(total=demands.total, parts=parts, shares={one.id: shares[one.id] for one in units})


def _give(demands: Demands, within: str, numbers: Mapping[str, int], shares: dict[str, Share], measure: str) -> None:
    """Settles the units directly within one, then those within them."""
    peers = demands.children(within)
    if not peers:
        return
    _refuse_impossible(demands, peers, within, numbers)
    given = _one(demands, peers, numbers[WHOLE]) if WHOLE in numbers else _many(demands, peers, within, numbers)
    sums = sum((demands.weight(one.id).value for one in peers), Fraction(0))
    total = sum(numbers.values())
    for peer, row in zip(peers, given, strict=True):
        weight = demands.weight(peer.id)
        fair = total * weight.value / sums if sums else Fraction(0)
        shares[peer.id] = _share(demands, peer, row, weight, fair, measure)
        _give(demands, peer.id, row, shares, measure)


def _one(demands: Demands, peers: Sequence[Unit], total: int) -> list[dict[str, int]]:
    numbers = apportion(total, [_claim(demands, one) for one in peers])
    return [{WHOLE: number} for number in numbers]


def _claim(demands: Demands, unit: Unit) -> Claim:
    bounds = demands.bounds(unit.id)
    return Claim(demands.weight(unit.id).value, bounds.low, bounds.high)


def _many(demands: Demands, peers: Sequence[Unit], within: str, numbers: Mapping[str, int]) -> list[dict[str, int]]:
    total = sum(numbers.values())
    rows = [float(one) for one in ideals(total, [_claim(demands, peer) for peer in peers])]
    seeds = [[float(demands.weight(peer.id, part).value) for part in numbers] for peer in peers]
    exact = rake(seeds, rows, [float(one) for one in numbers.values()])
    cells = [
        [_room(exact[i][j], demands.bounds(peer.id, part)) for j, part in enumerate(numbers)]
        for i, peer in enumerate(peers)
    ]
    wholes = [_room(rows[i], demands.bounds(peer.id)) for i, peer in enumerate(peers)]
    found = fill(wholes, cells, list(numbers.values()))
    if found is None:
        clash = Text("单位和分项的上下限不能同时满足", "the bounds of units and parts clash")
        raise UsageError(_impossible(within, clash))
    return [dict(zip(numbers, row, strict=True)) for row in found]


def _room(ideal: float, bounds: Bounds) -> Room:
    return Room(ideal, bounds.low, bounds.high)


def _share(demands: Demands, unit: Unit, row: Mapping[str, int], weight: Weight, fair: Fraction, measure: str) -> Share:
    number, bounds = sum(row.values()), demands.bounds(unit.id)
    decided: Decided = "weight"
    if demands.stated(demands.agreed, unit.id, WHOLE) is not None:
        decided = "agreed"
    elif number == bounds.low and fair < bounds.low:
        decided = "floor"
    elif number == bounds.high and fair > bounds.high:
        decided = "ceiling"
    ground = Ground(unit, number, dict(row), weight, fair, bounds, decided, measure)
    stated = demands.stated(demands.ceilings, unit.id, WHOLE)
    return Share(
        unit=unit, number=number, parts=dict(row), ideal=min(max(fair, Fraction(bounds.low)), Fraction(bounds.high)),
        floor=bounds.low, ceiling=None if stated is None else bounds.high, decided=decided, reason=reason(ground),
    )  # fmt: skip


def _refuse_impossible(demands: Demands, peers: Sequence[Unit], within: str, numbers: Mapping[str, int]) -> None:
    """UsageError where a number, or one of its parts, cannot lie between the bounds added up."""
    if sum(numbers.values()) and not any(demands.weight(one.id).value or demands.bounds(one.id).low for one in peers):
        raise UsageError(no_weight())
    problems = []
    wholes = {WHOLE: sum(numbers.values()), **numbers}
    for part, number in wholes.items():
        name = f"“{part}”" if part else ""
        bounds = [demands.bounds(one.id, part) for one in peers]
        least, most = sum(one.low for one in bounds), sum(one.high for one in bounds)
        if least > number:
            said = Text(f"{name}下限合计 {least} 超过 {number}", f"{name} floors sum to {least}, over {number}")
            problems.append(_impossible(within, said))
        elif most < number:
            said = Text(f"{name}上限合计 {most} 不足 {number}", f"{name} ceilings sum to {most}, under {number}")
            problems.append(_impossible(within, said))
    if problems:
        raise UsageError(*problems)


def _impossible(within: str, said: Text) -> Problem:
    return Problem(
        "allocation-impossible",
        Text(f"分解不下去：{said.zh}", f"it cannot be decomposed: {said.en.strip()}"),
        found=within,
        accepted=Text("下限合计 ≤ 总数 ≤ 上限合计（权重为零的单位只取下限）",
                      "floors ≤ the number ≤ ceilings, added up (a unit of no weight takes its floor)"),
        next_step=Text("放宽上下限，或改动已商定的数", "loosen bounds, or change what is agreed"),
    )  # fmt: skip
