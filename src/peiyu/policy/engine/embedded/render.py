"""Steps as Polars expressions: one function a kind of step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import polars as pl

from peiyu.policy.compile.plan import (
    Absolute,
    Arithmetic,
    Case,
    Compare,
    Constant,
    DatePart,
    Divide,
    Extreme,
    Floor,
    Logic,
    Member,
    Not,
    Prefix,
    Real,
    Step,
    Tally,
    Test,
    Type,
)
from peiyu.policy.engine.layers import layered

DTYPES: Mapping[Type, pl.DataType] = {
    "bool": pl.Boolean(), "int": pl.Int64(), "float": pl.Float64(), "text": pl.String(), "date": pl.Date(),
}  # fmt: skip
Part = Callable[[int], pl.Expr]


def column_of(place: int) -> str:
    """The name of the column that keeps a step."""
    return f"s{place}"


def with_steps(
    frame: pl.LazyFrame, steps: Sequence[Step], leaves: Mapping[int, pl.Expr], wanted: Sequence[int]
) -> pl.LazyFrame:
    """The frame with a column for each wanted step (and for those between)."""
    layers = layered(steps, wanted)
    kept = layers.kept
    made: dict[int, pl.Expr] = dict(leaves)

    def part(place: int) -> pl.Expr:
        found = made.get(place)
        if found is None:
            found = made[place] = expression(steps[place], part)
        return found

    for layer in layers.columns:
        frame = frame.with_columns(expression(steps[place], part).alias(column_of(place)) for place in layer)
        made.update((place, pl.col(column_of(place))) for place in layer)
    loose = [place for place in wanted if place not in kept]
    return frame.with_columns(part(place).alias(column_of(place)) for place in loose)


def expression(step: Step, part: Part) -> pl.Expr:
    """A step over its operands; leaves other than constants are the frame's."""
    return RULES[type(step)](step, part)


def constant(step: Constant, part: Part) -> pl.Expr:
    return pl.lit(step.value, DTYPES[step.type])


def arithmetic(step: Arithmetic, part: Part) -> pl.Expr:
    left, right = part(step.left), part(step.right)
    return left + right if step.op == "+" else left - right if step.op == "-" else left * right


def divide(step: Divide, part: Part) -> pl.Expr:
    """Null over zero: Polars would give NaN or infinity, and NaN compares as the greatest number. Over a scalar Polars
    multiplies by the reciprocal, which is not the nearest double (7 / 10 becomes 0.7000000000000001); the added zeros
    make the divisor a column."""
    over, under = part(step.left), part(step.right)
    return over / (pl.when(under != 0).then(under) + over * 0)


def extreme(step: Extreme, part: Part) -> pl.Expr:
    """Null as soon as one operand is: Polars' own horizontal functions leave nulls out."""
    parts = [part(place) for place in step.of]
    best = pl.min_horizontal(parts) if step.fn == "min" else pl.max_horizontal(parts)
    return pl.when(pl.all_horizontal(one.is_not_null() for one in parts)).then(best)


def compare(step: Compare, part: Part) -> pl.Expr:
    a, b = part(step.left), part(step.right)
    match step.op:
        case ">=":
            return a >= b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case "<":
            return a < b
        case "=":
            return a == b
        case _:
            return a != b


def logic(step: Logic, part: Part) -> pl.Expr:
    parts = [part(place) for place in step.of]
    return pl.all_horizontal(parts) if step.fn == "and" else pl.any_horizontal(parts)


def question(step: Test, part: Part) -> pl.Expr:
    match step.question:
        case "true":
            return part(step.of).fill_null(False)
        case "not_false":
            return part(step.of).fill_null(True)
        case _:
            return part(step.of).is_null()


def case(step: Case, part: Part) -> pl.Expr:
    (condition, value), *others = step.when
    chain: Any = pl.when(part(condition)).then(part(value))
    for condition, value in others:
        chain = chain.when(part(condition)).then(part(value))
    made: pl.Expr = chain.otherwise(part(step.otherwise))
    return made


def tally(step: Tally, part: Part) -> pl.Expr:
    return pl.sum_horizontal(part(place).cast(pl.Int64) for place in step.of)


def date_part(step: DatePart, part: Part) -> pl.Expr:
    day = part(step.of).dt
    if step.part == "year":
        return day.year().cast(pl.Int64)
    return day.month().cast(pl.Int64) * 100 + day.day().cast(pl.Int64)


RULES: Mapping[type, Callable[[Any, Part], pl.Expr]] = {
    Constant: constant,
    Arithmetic: arithmetic,
    Divide: divide,
    Real: lambda step, part: part(step.of).cast(pl.Float64),
    Floor: lambda step, part: part(step.of).floor().cast(pl.Int64),
    Absolute: lambda step, part: part(step.of).abs(),
    Extreme: extreme,
    Compare: compare,
    Logic: logic,
    Not: lambda step, part: ~part(step.of),
    Test: question,
    Case: case,
    Tally: tally,
    Member: lambda step, part: part(step.of).is_in(list(step.options)),
    Prefix: lambda step, part: part(step.of).str.slice(0, step.length),
    DatePart: date_part,
}
"""How each kind of step is said in Polars."""
