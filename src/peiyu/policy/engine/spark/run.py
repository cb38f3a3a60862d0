"""Runs a binding over a fact base with Apache Spark: the same plan as SQL, the same output."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
from sqlglot import exp

from peiyu.facts.base import FactBase, View
from peiyu.facts.resolve import snapshots
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.lower import lower
from peiyu.policy.compile.plan import Input, Plan
from peiyu.policy.engine.embedded.run import decided_rows, traits_of, view_of
from peiyu.policy.engine.output import (
    Result,
    Tally,
    keep_part,
    manifest_of,
    parts_beside,
    put_together,
    write_manifest,
)
from peiyu.policy.engine.spark.sql import NEAR, query, sql_of, stored_name

ENGINE = "spark"

SETTINGS: Mapping[str, str] = {
    "spark.ui.enabled": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.optimizer.excludedRules": "org.apache.spark.sql.catalyst.optimizer.CollapseProject",
}
"""Projections stay apart: put together, shared steps would be worked out again for each reader."""


PER_PARTITION = 100_000
"""Enterprises of one partition of a join: some thousand shared steps of so many rows fit beside each other."""


def session(master: str = "local[2]", *, memory: str = "6g") -> Any:
    """A Spark session fit for plans. memory: of the driver, which in a local session does all of the work."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(master).appName("peiyu").config("spark.driver.memory", memory)
    for name, value in SETTINGS.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()


def run(binding: Binding, base: FactBase, out: Path, *, spark: Any) -> Result:
    """As engine.embedded.run, on a Spark session."""
    out = Path(out)
    base = base.with_fields(binding.fields.values())
    plan, view, tally = lower(binding, traits_of(base, binding)), view_of(binding), Tally()
    base.refuse_statistics(view)
    spark.conf.set("spark.sql.shuffle.partitions", str(max(8, base.manifest.enterprises // PER_PARTITION)))
    with parts_beside(out) as folder:
        for entity, columns in columns_read(plan).items():
            stage(base, entity, columns, view, folder / "facts" / entity)
            spark.read.parquet(str(folder / "facts" / entity)).createOrReplaceTempView(f"peiyu_{entity}")
        text = sql_of(query(plan, lambda entity: exp.to_table(f"peiyu_{entity}")), "spark")
        spark.sql(text).write.parquet(str(folder / "rows"))
        frame = pl.read_parquet(folder / "rows" / "*.parquet", hive_partitioning=False).sort("enterprise")
        frame, near = settled(binding, plan, base, view, frame)
        tally.add(frame, plan, near)
        put_together([keep_part(frame, folder, 0, 1)], folder, out)
        manifest = write_manifest(out, folder, manifest_of(binding, base, plan, ENGINE, tally))
    return Result(out, manifest, tally.enterprises, tally.by_reference, tally.counts)


def columns_read(plan: Plan) -> dict[str, list[str]]:
    """The stored columns that a plan reads, by entity."""
    found: dict[str, list[str]] = {plan.root: ["code", "name"]}
    for step in (*plan.steps, *(step for child in plan.children for step in child.steps)):
        if isinstance(step, Input) and stored_name(step) not in found.setdefault(step.entity, []):
            found[step.entity].append(stored_name(step))
    for child in plan.children:
        found.setdefault(child.entity, [])
    return found


def stage(base: FactBase, entity: str, columns: list[str], view: View, folder: Path) -> None:
    """The resolved rows of an entity as Parquet for Spark."""
    folder.mkdir(parents=True)
    for bucket in range(base.bucket_count):
        base.scan(entity, bucket, view, columns).sink_parquet(folder / f"{bucket:04d}.parquet")


def settled(binding: Binding, plan: Plan, base: FactBase, view: View, frame: pl.DataFrame) -> tuple[pl.DataFrame, int]:
    """The rows next to a threshold decided by the reference."""
    if plan.near is None:
        return frame, 0
    near = frame.filter(pl.col(NEAR))["enterprise"].to_list()
    frame = frame.drop(NEAR)
    if not near:
        return frame, 0
    decided = decided_rows(binding, plan, snapshots(base, near, view), frame)
    return frame.update(decided, on="enterprise", how="left", include_nulls=True), len(near)
