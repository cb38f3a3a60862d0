"""Weights from what units have and have done: capacity, history, mixed in stated proportions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from peiyu.insight.allocation.model import Factor, Unit, Weight, above
from peiyu.problems import Problem, Text, UsageError

Number = Fraction | int
Given = Weight | Fraction | int


def weigh(
    units: Sequence[Unit], factors: Mapping[str, Mapping[str, Number]], *, counts: Mapping[str, Number] | None = None,
    names: Mapping[str, Text] | None = None,
) -> dict[str, Weight]:  # fmt: skip
    """One weight for each unit: of every factor (`capacity`, `history`, …) its share among the units beside it, mixed
    as `counts` says (default: alike). A unit above others without a value has what lies within it added up. A factor
    that is zero for all says nothing and counts for nothing.

    UsageError `weight-missing` for a unit of which a factor has no value, `weight-negative`, `weight-none`.
    """
    problems = [_negative(u, v) for values in factors.values() for u, v in values.items() if v < 0]
    problems += [_negative(factor, v) for factor, v in (counts or {}).items() if v < 0]
    whole = {name: {one.id: _added(one, values, units) for one in units} for name, values in factors.items()}
    problems += [_missing(one, name) for name, found in whole.items() for one in units if found[one.id] is None]
    if problems:
        raise UsageError(*problems)
    counting = {name: Fraction((counts or {}).get(name, 0 if counts else 1)) for name in factors}
    made: dict[str, Weight] = {}
    for within in dict.fromkeys(one.within for one in units):
        peers = [one for one in units if one.within == within]
        own = {name: {one.id: whole[name][one.id] or Fraction(0) for one in peers} for name in factors}
        made |= _mixed(peers, own, counting, names or {})
        if not within and not any(made[one.id].value for one in peers):
            raise UsageError(no_weight())
    return made


def _added(unit: Unit, values: Mapping[str, Number], units: Sequence[Unit]) -> Fraction | None:
    """A unit's value, else those within it added up; None where one of these has none."""
    if unit.id in values:
        return Fraction(values[unit.id])
    if unit.id in above(unit, units):
        return None
    inside = [_added(one, values, units) for one in units if one.within == unit.id]
    if not inside or any(one is None for one in inside):
        return None
    return sum((one for one in inside if one is not None), Fraction(0))


def _mixed(
    peers: Sequence[Unit], own: Mapping[str, Mapping[str, Fraction]], counting: Mapping[str, Fraction],
    names: Mapping[str, Text],
) -> dict[str, Weight]:  # fmt: skip
    """The weights of units beside each other; they add up to 1, or are all zero."""
    sums = {name: sum(values.values(), Fraction(0)) for name, values in own.items()}
    telling = {name: counting[name] for name, total in sums.items() if total and counting[name]}
    all_counts = sum(telling.values(), Fraction(0))
    made = {}
    for unit in peers:
        parts = tuple(
            Factor(names.get(name, Text(name, name)), own[name][unit.id], own[name][unit.id] / sums[name],
                   count / all_counts)
            for name, count in telling.items()
        )  # fmt: skip
        made[unit.id] = Weight(sum((one.share * one.counts for one in parts), Fraction(0)), parts)
    return made


def as_weight(given: Given) -> Weight:
    return given if isinstance(given, Weight) else Weight(Fraction(given))


def _missing(unit: Unit, factor: str) -> Problem:
    return Problem(
        "weight-missing",
        Text(f"“{unit.name.zh}”没有“{factor}”的数值", f"{unit.name.in_('en')} has no value of {factor}"),
        found=unit.id,
        next_step=Text("补上数值；确实没有的写 0", "give a value; 0 where there is none"),
    )


def _negative(unit: str, value: Number) -> Problem:
    return Problem(
        "weight-negative", Text("权重不能小于零", "a weight cannot be below zero"), found=f"{unit}: {value}",
        accepted=Text("零或正数", "zero or more"),
    )  # fmt: skip


def no_weight() -> Problem:
    return Problem(
        "weight-none", Text("所有单位的权重都是零，无从分解", "every weight is zero: nothing tells how to decompose"),
        accepted=Text("至少一个单位的权重大于零", "one weight above zero"),
        next_step=Text("补上产能或历史完成数", "give capacity or history"),
    )  # fmt: skip
