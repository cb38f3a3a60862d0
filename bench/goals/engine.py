"""The embedded engine against hand-written code, its memory, its growth, and Spark's cold run of the same plan."""

from __future__ import annotations

import shutil
from pathlib import Path

import polars as pl

from bench import handwritten
from bench.measure import Result, at_most, interleaved, interval, peak_of, ratio
from bench.world import NATIONAL, bound, scratch, territory
from peiyu.policy.engine.embedded import run

EVALUATE = """
import sys
from pathlib import Path
from bench.world import bound
from peiyu.facts.base import FactBase
from peiyu.policy.engine.embedded import run
run(bound(), FactBase.open(Path(sys.argv[1])), Path(sys.argv[2]))
"""


def different_cells(ours: Path, theirs: Path) -> int:
    """Cells that differ in the columns of the hand-written result; it has no stand-in column."""
    one = pl.read_parquet(ours).sort("enterprise")
    two = pl.concat([pl.read_parquet(part) for part in sorted(theirs.glob("*.parquet"))]).sort("enterprise")
    numbers = [name for name in two.columns if name.endswith((".low", ".high"))]
    one, two = (frame.with_columns(pl.col(numbers).cast(pl.Float64)) for frame in (one, two))
    return sum(int(one[name].ne_missing(two[name]).sum()) for name in two.columns)


def against_hand(companies: int) -> list[Result]:
    """Seconds of the engine over seconds of the hand-written code, cn-tech-sme-2017, every criterion's verdict."""
    base, binding = territory(companies), bound("cn-tech-sme-2017")
    ours, theirs = scratch("ours.parquet"), scratch("theirs")
    seconds = interleaved(
        {
            "ours": lambda: run(binding, base, ours),
            "theirs": lambda: handwritten.run(base.path, theirs, buckets=base.bucket_count),
        },
        runs=9 if companies <= 1_000_000 else 7,
    )
    wrong = different_cells(ours, theirs)
    shutil.rmtree(theirs)
    seen = ratio(seconds["ours"], seconds["theirs"])
    result = at_most("embedded engine / hand-written", "×", 1.5, seen, seconds=seconds, different_cells=wrong)
    return [result if wrong == 0 else Result(result.goal, "×", 1.5, seen, False, result.details)]


def whole_ladder(companies: int) -> list[Result]:
    """All five packs, every criterion's verdict: peak memory, and growth against a tenth of the companies."""
    runs = 3 if companies > 1_000_000 else 7
    small, large = territory(companies // 10), territory(companies)
    out = str(scratch("ladder.parquet"))
    measured = [(peak_of(EVALUATE, str(small.path), out), peak_of(EVALUATE, str(large.path), out)) for _ in range(runs)]
    columns = len(pl.read_parquet_schema(out))
    rates = [companies / two[0] for _, two in measured]
    growth = interval([two[0] / one[0] / 10 for one, two in measured])
    peak = interval([two[1] for _, two in measured])
    details = {"packs": NATIONAL, "columns": columns, "companies a second": interval(rates).median}
    return [
        at_most("peak memory, all packs", "MiB", 2048, peak, **details),
        at_most("growth, time per company against a tenth of them", "×", 1.2, growth, seconds=measured),
    ]


def spark(companies: int) -> list[Result]:
    """Spark local[2] over the same base and plan, cold once; reported beside the embedded engine, no goal of speed:
    its verdicts must be the same."""
    from peiyu.policy.engine import spark as engine

    base, binding = territory(companies), bound()
    out, theirs = scratch("ladder.parquet"), scratch("ladder-spark.parquet")
    session = engine.session()
    try:
        seconds = interleaved({"spark": lambda: engine.run(binding, base, theirs, spark=session)}, runs=1, warm=0)
    finally:
        session.stop()
    run(binding, base, out)
    one, two = pl.read_parquet(out).sort("enterprise"), pl.read_parquet(theirs).sort("enterprise")
    wrong = sum(int(one[name].ne_missing(two[name]).sum()) for name in one.columns)
    return [
        at_most(
            "cells that differ between Spark and the embedded engine",
            "cells",
            0,
            interval([float(wrong)]),
            seconds=seconds,
        )
    ]
