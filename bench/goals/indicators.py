"""A territory's indicators and targets: seconds and memory from the fact base to every figure."""

from __future__ import annotations

from bench.measure import OUT, Result, at_most, interval, peak_of
from peiyu.facts.base import FactBase
from peiyu.madeup import Zone, write

MEASURE = """
import sys
from pathlib import Path
from peiyu.facts.base import FactBase
from peiyu.insight.measure import measure
from peiyu.madeup import Zone
from peiyu.policy.pack.load import PackRegistry
base = FactBase.open(Path(sys.argv[1]))
found = measure("tianjin-hitech-2012", PackRegistry(), base, day=Zone().day)
assert len(found.targets) == 12 and all(one.actual is not None for one in found.targets.values())
"""


def zone(companies: int) -> FactBase:
    """The made-up zone of that many companies; written once, found again afterwards."""
    OUT.mkdir(exist_ok=True)
    target = OUT / f"zone-{companies}"
    return FactBase.open(target) if target.exists() else write(Zone(companies=companies), target)


def indicators(companies: int) -> list[Result]:
    """Every indicator and target of the Tianjin pack in a fresh process, with its imports and the reading of the
    packs: 10 s and 2 GiB at a million companies."""
    base = zone(companies)
    measured = [peak_of(MEASURE, str(base.path)) for _ in range(8)][1:]
    seconds, peaks = [one for one, _ in measured], [peak for _, peak in measured]
    size = sum(path.stat().st_size for path in base.path.rglob("*.parquet"))
    details = {"companies": companies, "bytes": size, "rows": sum(e.rows for e in base.manifest.entities.values())}
    return [
        at_most("indicators of 1 million companies", "s", 10.0 * companies / 1_000_000, interval(seconds), **details),
        at_most("indicators, peak memory", "MiB", 2048, interval(peaks), **details),
    ]
