"""Weights from what units have and have done: capacity, history, mixed in stated proportions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from peiyu.insight.allocation.model import Factor, Unit, Weight
from peiyu.problems import Problem, Text, UsageError

Number = Fraction | int
Given = Weight | Fraction | int


def weigh(
    units: Sequence[Unit], factors: Mapping[str, Mapping[str, Number]], *, counts: Mapping[str, Number] | None = None,
    names: Mapping[str, Text] | None = None,
) -> dict[str, Weight]:  # fmt: skip
    """One weight for each unit: of every factor (`capacity`, `history`, …) its share among the units, mixed as `counts`
    says (default: alike). A factor that is zero for all says nothing and counts for nothing.

    UsageError `weight-missing` for a unit of which a factor has no value, `weight-negative`, `weight-none`.
    """
    problems = [_missing(unit, factor) for factor, values in factors.items() for unit in units if unit.id not in values]
    problems += [_negative(u, v) for values in factors.values() for u, v in values.items() if v < 0]
    problems += [_negative(factor, v) for factor, v in (counts or {}).items() if v < 0]
    if problems:
        raise UsageError(*problems)
    sums = {name: sum((Fraction(values[u.id]) for u in units), Fraction(0)) for name, values in factors.items()}
    mixed = {name: Fraction((counts or {}).get(name, 0 if counts else 1)) for name, total in sums.items() if total}
    whole = sum(mixed.values(), Fraction(0))
    if not whole:
        raise UsageError(no_weight())
    made = {}
    for unit in units:
        parts = tuple(
            Factor(
                (names or {}).get(name, Text(name, name)), Fraction(factors[name][unit.id]),
                Fraction(factors[name][unit.id]) / sums[name], count / whole,
            )
            for name, count in mixed.items()
            if count
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
