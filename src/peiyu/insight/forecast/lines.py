"""Conditions on enterprises as lines that yearly figures may cross, and everything else, which stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from peiyu.insight.forecast.spread import Floats
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition.ast import And, Compare, Expr, Fact, Meets, Not, Number, Or
from peiyu.policy.pack.model import Combined, Criterion, Group, Negated

ANNUAL = "annual_return"
FLIPPED = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


@dataclass(frozen=True, slots=True)
class Line:
    """A yearly figure against a number in stored base units (money in fen). upward: it must be reached."""

    field: str
    at: float
    upward: bool
    written: str


@dataclass(frozen=True, slots=True)
class Still:
    """What is taken to stay as it is on the day."""

    when: Expr


@dataclass(frozen=True, slots=True)
class AtLeast:
    """At least `need` of the parts."""

    need: int
    parts: tuple[Tree, ...]


@dataclass(frozen=True, slots=True)
class Inverted:
    of: Tree


Tree = Line | Still | AtLeast | Inverted


def tree_of(expr: Expr, binding: Binding) -> Tree:
    """A bound condition; what cannot be taken apart stands still."""
    match expr:
        case And(parts=parts):
            return AtLeast(len(parts), tuple(tree_of(one, binding) for one in parts))
        case Or(parts=parts):
            return AtLeast(1, tuple(tree_of(one, binding) for one in parts))
        case Not(of=of):
            return Inverted(tree_of(of, binding))
        case Meets(tier=tier):
            return _of_group(binding.tiers[tier].tier.met_when, binding, expr)
        case Compare():
            return _line(expr) or Still(expr)
        case _:
            return Still(expr)


def _of_group(group: Group, binding: Binding, whole: Expr) -> Tree:
    match group:
        case Criterion(when=when):
            return tree_of(when, binding)
        case Combined(need=need, parts=parts):
            return AtLeast(need, tuple(_of_group(one, binding, whole) for one in parts))
        case Negated(of=of):
            return Inverted(_of_group(of, binding, whole))
        case _:
            return Still(whole)


def _line(expr: Compare) -> Line | None:
    left, right, op = expr.left, expr.right, expr.op
    if isinstance(left, Number) and isinstance(right, Fact) and op in FLIPPED:
        left, right, op = right, left, FLIPPED[op]  # type: ignore[assignment]
    if not (isinstance(left, Fact) and left.entity == ANNUAL and isinstance(right, Number) and right.value > 0):
        return None
    if op not in FLIPPED:
        return None
    return Line(left.field_code, float(right.value), op in (">=", ">"), right.written)


def leaves(tree: Tree) -> Iterator[Line | Still]:
    match tree:
        case AtLeast(parts=parts):
            for one in parts:
                yield from leaves(one)
        case Inverted(of=of):
            yield from leaves(of)
        case _:
            yield tree


def chance(tree: Tree, of_leaf: Callable[[Line | Still], Floats]) -> Floats:
    """The chance that the condition holds, its leaves taken as independent; arrays of any one shape."""
    match tree:
        case AtLeast(need=need, parts=parts):
            return _at_least(need, [chance(one, of_leaf) for one in parts])
        case Inverted(of=of):
            return 1 - chance(of, of_leaf)
        case _:
            return of_leaf(tree)


def _at_least(need: int, chances: list[Floats]) -> Floats:
    """By the exact distribution of how many hold."""
    held = [np.ones_like(chances[0])] + [np.zeros_like(chances[0]) for _ in chances]
    for one in chances:
        for k in range(len(chances), 0, -1):
            held[k] = held[k] * (1 - one) + held[k - 1] * one
        held[0] = held[0] * (1 - one)
    return np.asarray(sum(held[need:], np.zeros_like(chances[0])))
