"""Runs a binding over a fact base, bucket by bucket, with Polars."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.facts.resolve import snapshots
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.lower import lower
from peiyu.policy.compile.plan import Plan, Traits
from peiyu.policy.engine.embedded.bucket import NEAR, wide
from peiyu.policy.engine.output import (
    Result,
    Tally,
    keep_part,
    manifest_of,
    parts_beside,
    put_together,
    write_manifest,
)
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.verdict import Evaluation

ENGINE = "embedded"
PLAIN = pl.QueryOptFlags(comm_subexpr_elim=False, comm_subplan_elim=False)
"""A plan repeats nothing, and searching for repetitions takes longer than running it."""


def view_of(binding: Binding) -> View:
    """The facts that a verdict of this binding may see."""
    selection = binding.selection
    return View(
        as_of=selection.as_of, known_at=selection.known_at, use="verdict", precedence=selection.precedence,
        stand_ins=selection.stand_ins,
    )  # fmt: skip


def traits_of(base: FactBase, binding: Binding) -> Traits:
    """What the base's manifest says that a plan needs to know."""
    stand_ins = base.manifest.stand_ins if binding.selection.stand_ins else ()
    return Traits(
        bands=frozenset(base.manifest.bands),
        stand_ins=frozenset((s.entity, s.instead_of) for s in stand_ins),
        attested=frozenset(base.manifest.attested),
    )


def run(
    binding: Binding, base: FactBase, out: Path, *,
    progress: Callable[[float], None] | None = None, by_reference: bool = False,
) -> Result:  # fmt: skip
    """Writes one row an enterprise to `out` and its manifest beside it; both appear whole or not at all. `progress`
    is told the finished share (0 to 1). `by_reference` has every verdict and all points decided by the reference
    engine (some 200 enterprises a second), stand-in marks by the plan. InputError `engine-cannot-say`,
    `output-not-written`; FactsError of the fact base."""
    out = Path(out)
    base = base.with_fields(binding.fields.values())
    plan, view, tally = lower(binding, traits_of(base, binding)), view_of(binding), Tally()
    base.refuse_statistics(view)
    engine = "reference" if by_reference else ENGINE
    with parts_beside(out) as folder:
        parts = []
        for bucket in range(base.bucket_count):
            frame, near = bucket_frame(binding, plan, base, bucket, view, by_reference=by_reference)
            tally.add(frame, plan, near)
            parts.append(keep_part(frame, folder, bucket, base.bucket_count))
            if progress is not None:
                progress((bucket + 1) / base.bucket_count)
        put_together(parts, folder, out)
        manifest = write_manifest(out, folder, manifest_of(binding, base, plan, engine, tally))
    return Result(out, manifest, tally.enterprises, tally.by_reference, tally.counts)


def run_frame(binding: Binding, base: FactBase) -> pl.DataFrame:
    """The same rows in memory, for bases that fit."""
    base = base.with_fields(binding.fields.values())
    plan, view = lower(binding, traits_of(base, binding)), view_of(binding)
    base.refuse_statistics(view)
    return pl.concat([bucket_frame(binding, plan, base, bucket, view)[0] for bucket in range(base.bucket_count)])


def bucket_frame(
    binding: Binding, plan: Plan, base: FactBase, bucket: int, view: View, *, by_reference: bool = False,
    named: bool = True,
) -> tuple[pl.DataFrame, int]:  # fmt: skip
    """The rows of one bucket, sorted by enterprise, and how many of them the reference decided. `named`: with `code`
    and `name`."""
    rows = wide(plan, base, bucket, view)
    rows = rows if named else rows.drop("code", "name")
    with base.reading():
        frame = rows.collect(engine="streaming", optimizations=PLAIN)
    if not frame["enterprise"].is_sorted():
        frame = frame.sort("enterprise")
    doubtful = pl.lit(True) if by_reference else pl.lit(False) if plan.near is None else pl.col(NEAR)
    keys = frame.filter(doubtful)["enterprise"]
    frame = frame.drop(NEAR, strict=False)
    if keys.len() == 0:
        return frame, 0
    decided = decided_rows(binding, plan, snapshots_of(base, keys, view), frame)
    return frame.update(decided, on="enterprise", how="left", include_nulls=True), keys.len()


def snapshots_of(base: FactBase, keys: pl.Series, view: View) -> Iterable[Any]:
    return snapshots(base, keys.to_list(), view)


def decided_rows(binding: Binding, plan: Plan, found: Iterable[Any], like: pl.DataFrame) -> pl.DataFrame:
    """The verdicts and points of some enterprises by the reference engine, as rows of `like`; stand-in marks are
    the plan's."""
    columns = [o.name for o in plan.outputs if o.kind != "stand_in"]
    rows = [{"enterprise": one.enterprise, **row_of(evaluate(binding, one))} for one in found]
    schema = {name: like.schema[name] for name in ("enterprise", *columns)}
    return pl.DataFrame([{name: row[name] for name in schema} for row in rows], schema=schema)


def row_of(made: Evaluation) -> Mapping[str, bool | float | None]:
    """An evaluation by the names of the output's columns."""
    row: dict[str, bool | float | None] = {key: tier.truth.value for key, tier in made.tiers.items()}
    row |= {key: truth.value for key, truth in made.criteria.items()}
    for key, points in made.scores.items():
        row[f"{key}.low"] = None if points.low is None else float(points.low)
        row[f"{key}.high"] = None if points.high is None else float(points.high)
    return row
