"""Writes what is made up as a fact base, bucket by bucket, in bounded memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl

from peiyu.facts.base import FactBase, FactBaseWriter
from peiyu.madeup import months, territory
from peiyu.madeup.codes import REGIONS, firms
from peiyu.madeup.territory import Territory
from peiyu.madeup.zone import Zone

CHUNK = 500_000
"""Firms whose codes are made up at a time."""
PER_BUCKET = 400_000
PER_ZONE_BUCKET = 125_000
"""A zone's firms have some forty rows each; a million have eight buckets."""

Progress = Callable[[float], None]


def write(made: Territory | Zone, target: Path, *, progress: Progress | None = None) -> FactBase:
    """A made-up territory or zone as a fact base at `target` (must not exist), said to be made up. Deterministic in
    the seed. progress: called with the part that is done, up to 1."""
    if isinstance(made, Zone):
        size, most = made.companies, PER_ZONE_BUCKET
    else:
        size, most = made.companies, PER_BUCKET
    buckets = max(1, -(-size // most))
    target = Path(target)
    with FactBaseWriter(target, buckets=buckets, made_up=True) as writer:
        with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
            _keys_by_bucket(made, buckets, Path(scratch))
            numbered: dict[str, int] = {}
            for bucket in range(buckets):
                for entity, frame in _frames(made, Path(scratch), bucket, buckets, numbered):
                    writer.add_bucket(entity, bucket, frame)
                if progress:
                    progress(0.8 * (bucket + 1) / buckets)
        base = writer.finish()
    if progress:
        progress(1.0)
    return base


def _frames(
    made: Territory | Zone, scratch: Path, bucket: int, buckets: int, numbered: dict[str, int]
) -> Iterator[tuple[str, pl.DataFrame]]:
    files = sorted(scratch.glob(f"{bucket:04d}-*.parquet"))
    keys = pl.read_parquet(files).sort("enterprise")
    if isinstance(made, Zone):
        yield from months.bucket_frames(keys, made, bucket, buckets)
    else:
        for entity, frame in territory.bucket_frames(keys.rename({"uscc": "code"}).drop("org"), made):
            yield entity, territory.stamped(frame, made, numbered.get(entity, 0))
            numbered[entity] = numbered.get(entity, 0) + frame.height


def _keys_by_bucket(made: Territory | Zone, buckets: int, folder: Path) -> None:
    """Writes the keys of each bucket as Parquet parts, CHUNK firms at a time."""
    count, regions = (made.arrived, made.place.regions) if isinstance(made, Zone) else (made.companies, REGIONS)
    for part, first in enumerate(range(0, count, CHUNK)):
        frame = pl.DataFrame(
            list(firms(min(CHUNK, count - first), first=first, regions=regions)),
            orient="row",
            schema={"number": pl.Int64, "enterprise": pl.Int64, "org": pl.String, "uscc": pl.String},
        ).with_columns(pl.col("enterprise").reinterpret(signed=False).alias("draw"))
        for bucket in range(buckets):
            rows = frame.filter(pl.col("draw") % buckets == bucket)
            rows.write_parquet(folder / f"{bucket:04d}-{part:04d}.parquet")
