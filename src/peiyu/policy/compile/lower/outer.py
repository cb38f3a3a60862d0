"""What a record's conditions take over from its enterprise: worked out once on the wide row, beside every record."""

from __future__ import annotations

from dataclasses import replace

from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.lower.number import Gap, Number, Whole
from peiyu.policy.compile.plan import Constant, Outer
from peiyu.policy.condition import ast
from peiyu.policy.condition.walk import parts

OF_ENTERPRISE = (ast.Fact, ast.Ref, ast.Child, ast.Holds, ast.Meets)


def of_enterprise(expr: ast.Expr) -> bool:
    """Whether an expression inside a `where` is of the enterprise alone: it reads something of it and nothing of the
    record under test. Other records, certificates, tiers and named objects are always of the enterprise."""
    found = False
    waiting = [expr]
    while waiting:
        one = waiting.pop()
        if isinstance(one, ast.ChildField):
            return False
        if isinstance(one, OF_ENTERPRISE):
            found = True
        else:
            waiting.extend(parts(one))
    return found


def beside(rows: Graph, wide: Graph, place: int) -> int:
    """A step of the wide row as a step over its enterprise's records."""
    step = wide.steps[place]
    if isinstance(step, Constant):
        return rows.add(step)
    return rows.add(Outer(place, wide.types[place], wide.is_nullable(place)))


def number_beside(rows: Graph, wide: Graph, number: Number) -> Number:
    """A number of the enterprise as a number over its records, held as exactly as it was."""

    def moved(place: int) -> int:
        return beside(rows, wide, place)

    def whole(one: Whole) -> Whole:
        return Whole(moved(one.place), one.bound)

    gap = number.gap
    return replace(
        number, low=moved(number.low), high=moved(number.high),
        gap=Gap(moved(gap.undefined), moved(gap.absent), tuple((word, moved(place)) for word, place in gap.words)),
        parts=None if number.parts is None else (whole(number.parts[0]), whole(number.parts[1])),
        wide=tuple(map(whole, number.wide)),
        size=None if number.size is None else moved(number.size),
        exact=None if number.exact is None else moved(number.exact),
    )  # fmt: skip
