"""One bucket of a fact base as one wide frame: facts by year, sums over child records, then the plan's steps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.facts.base.schema import STAND_IN_MARK
from peiyu.policy.compile.plan import ChildTable, Input, Measured, Outer, Plan, Step, outer_name
from peiyu.policy.engine.embedded.render import column_of, with_steps

NEAR = "__near"


def wide(plan: Plan, base: FactBase, bucket: int, view: View) -> pl.LazyFrame:
    """`enterprise`, `code`, `name`, the plan's outputs by name, and `__near` if the plan watches any rows."""
    by_year = dict(inputs_by_year(plan))
    at_root = by_year.pop((plan.root, 0), ())
    frame = base.scan(plan.root, bucket, view, ["code", "name", *(scanned(i) for i in at_root)])
    frame = frame.select(
        "enterprise", "code", "name",
        *(pl.col(scanned(i)).alias(name_of(i)) for i in at_root),
    )  # fmt: skip
    if base.in_order(plan.root, view):
        frame = frame.set_sorted("enterprise")
    for (entity, year), inputs in by_year.items():
        frame = frame.join(at_year(base, bucket, view, entity, year, inputs), on="enterprise", how="left")
    for child in plan.children:
        owners = None
        if child.outer:
            frame = frame.cache()
            owners = beside_records(plan, child.outer, frame)
        frame = frame.join(sums(child, base, bucket, view, owners), on="enterprise", how="left")
    wanted = list(dict.fromkeys([o.step for o in plan.outputs] + ([] if plan.near is None else [plan.near])))
    frame = with_steps(frame, plan.steps, leaves(plan), wanted)
    outputs = [pl.col(column_of(o.step)).alias(o.name) for o in plan.outputs]
    near = [] if plan.near is None else [pl.col(column_of(plan.near)).alias(NEAR)]
    return frame.select("enterprise", "code", "name", *outputs, *near)


def scanned(step: Input) -> str:
    """The column that the fact base gives."""
    return step.field_code + (STAND_IN_MARK if step.part == "stand_in" else "")


def name_of(step: Input) -> str:
    """The column of the wide frame."""
    return f"{step.entity}.{scanned(step)}@{step.year}"


def inputs_by_year(plan: Plan) -> Iterator[tuple[tuple[str, int], tuple[Input, ...]]]:
    """The plan's stored columns by entity and year."""
    found: dict[tuple[str, int], list[Input]] = {}
    for step in plan.steps:
        if isinstance(step, Input):
            found.setdefault((step.entity, step.year), []).append(step)
    yield from ((key, tuple(inputs)) for key, inputs in found.items())


def at_year(base: FactBase, bucket: int, view: View, entity: str, year: int, inputs: tuple[Input, ...]) -> pl.LazyFrame:
    """The columns of one fiscal year, by enterprise. What is known to be in order is joined by going along both."""
    rows = base.scan(entity, bucket, view, [scanned(i) for i in inputs]).filter(pl.col("year") == year)
    rows = rows.select("enterprise", *(pl.col(scanned(i)).alias(name_of(i)) for i in inputs))
    return rows.set_sorted("enterprise") if base.in_order(entity, view) else rows


def beside_records(plan: Plan, places: Sequence[int], frame: pl.LazyFrame) -> pl.LazyFrame:
    """What records take over from their enterprises: `enterprise` and a column for each of these steps."""
    made = with_steps(frame, plan.steps, leaves(plan), places)
    return made.select("enterprise", *(pl.col(column_of(place)).alias(outer_name(place)) for place in places))


def sums(
    child: ChildTable, base: FactBase, bucket: int, view: View, owners: pl.LazyFrame | None = None
) -> pl.LazyFrame:
    """The sums over one child entity's records, by enterprise. A boolean is counted as 0 or 1 before it is added;
    records that add nothing to any sum are left out before they are grouped. `owners`: what stands beside them."""
    places = {place: step for place, step in enumerate(child.steps) if isinstance(step, Input)}
    rows = base.scan(child.entity, bucket, view, [step.field_code for step in places.values()])
    if owners is not None:
        rows = rows.join(owners, on="enterprise", how="inner")
    rows = with_steps(rows, child.steps, record_leaves(child.steps), child.sums)
    amounts = [pl.col(column_of(place)).cast(pl.Int64) for place in child.sums]
    rows = rows.filter(pl.any_horizontal((one != 0).fill_null(False) for one in amounts))
    return rows.group_by("enterprise").agg(
        one.sum().alias(sum_name(child.entity, index)) for index, one in zip(child.indexes, amounts, strict=True)
    )


def record_leaves(steps: Sequence[Step]) -> Mapping[int, pl.Expr]:
    """The steps over one record that are columns: its fields, and what stands beside it."""
    made: dict[int, pl.Expr] = {}
    for place, step in enumerate(steps):
        if isinstance(step, Input):
            made[place] = pl.col(step.field_code)
        elif isinstance(step, Outer):
            made[place] = pl.col(outer_name(step.step))
    return made


def sum_name(entity: str, index: int) -> str:
    return f"{entity}#{index}"


def leaves(plan: Plan) -> Mapping[int, pl.Expr]:
    """The steps that are columns of the joined frame; what has no row there is not stood in for, and sums to 0."""
    made: dict[int, pl.Expr] = {}
    for place, step in enumerate(plan.steps):
        if isinstance(step, Input):
            column = pl.col(name_of(step))
            made[place] = column.fill_null(False) if step.part == "stand_in" else column
        elif isinstance(step, Measured):
            made[place] = pl.col(sum_name(step.entity, step.index)).fill_null(0)
    return made
