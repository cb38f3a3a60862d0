"""Against other engines on what all of them can express: rows a second, results compared cell by cell.

Every engine starts from Parquet with the same columns, the companies' codes and names among them, and writes key,
code, name, points and verdict to Parquet. The companies have no holes and no
zero bases, because the peers cannot say what those mean.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import numpy as np
import polars as pl

from bench.measure import Result, at_most, interleaved, ratio, timed
from bench.peers import COLUMNS, dmn_peer, openfisca_peer, zen_peer
from bench.world import AS_OF, scratch, territory
from peiyu.facts.base import FactBase, FactBaseWriter
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.engine.embedded import run
from peiyu.policy.pack.load import load_pack

MONEY = ("sales", "total_assets", "rd_119", "cost_expense")
WANTED_SECONDS, FEWEST_RUNS, MOST_RUNS = 30.0, 7, 31
"""Pairs of runs a peer: as many as fit the seconds, for short runs differ more among themselves than long ones."""

PACK = Path(__file__).with_name("peers_pack.yaml")


def complete(companies: int) -> pl.DataFrame:
    """That many companies' base year with every figure known and no zero base, stored units."""
    wanted, base = int(companies * 1.2) + 100, []
    source = territory(wanted, holes=0.0)
    for bucket in range(source.bucket_count):
        part = pl.scan_parquet(source.path / "annual_return" / f"bucket={bucket:04d}.parquet")
        base.append(part.filter(pl.col("year") == AS_OF.year - 1).select("enterprise", *COLUMNS))
    frame = pl.concat(base).filter((pl.col("sales") > 0) & (pl.col("cost_expense") > 0) & (pl.col("staff") > 0))
    named = (pl.col("enterprise").cast(pl.String).alias("code"), pl.lit("虚构").alias("name"))
    return frame.head(companies).with_columns(named).collect()


def fact_base(frame: pl.DataFrame, target: Path) -> FactBase:
    if target.exists():
        return FactBase.open(target)
    rows = frame.with_columns(
        pl.int_range(frame.height).alias("record_id"),
        pl.lit(AS_OF).alias("known_from"),
        pl.lit("虚构").alias("source"),
        pl.lit("行政").alias("purpose"),
    )
    writer = FactBaseWriter(target, buckets=max(1, -(-frame.height // 1_000_000)), made_up=True)
    firms = rows.select(
        "enterprise",
        "record_id",
        "known_from",
        "source",
        "purpose",
        pl.lit(AS_OF).alias("at"),
        pl.lit("uscc").alias("scheme"),
        "code",
        "name",
    )
    writer.add("enterprise", firms)
    writer.add(
        "annual_return", rows.drop("code", "name").with_columns(pl.lit(AS_OF.year - 1, dtype=pl.Int32).alias("year"))
    )
    return writer.finish()


def peer_run(peer: ModuleType, source: Path, target: Path) -> None:
    """Reads Parquet, hands over arrays in 元, writes the two columns."""
    frame = pl.read_parquet(source).with_columns(pl.col(MONEY) / 100)
    points, met = peer.run({name: frame[name].to_numpy() for name in COLUMNS})
    answers = (pl.Series("points", np.asarray(points, dtype=float)), pl.Series("met", np.asarray(met, dtype=bool)))
    frame.select("enterprise", "code", "name", *answers).write_parquet(target, compression_level=1)


def ours(binding: Binding, base: FactBase, target: Path) -> Callable[[], object]:
    return lambda: run(binding, base, target)


def against_peers(companies: int) -> list[Result]:
    """One result a peer: our seconds over theirs at the largest size that it does in about a minute."""
    pack = load_pack(PACK)
    binding = bind({pack.id: pack}, [pack.id], Selection(as_of=AS_OF, known_at=AS_OF, rules_at=AS_OF))
    results = []
    for peer in (openfisca_peer, zen_peer, dmn_peer):
        rows = min(peer.LARGEST, companies)
        frame = complete(rows)
        source, out, target = (
            scratch(f"peer-{rows}.parquet"),
            scratch("peer-ours.parquet"),
            scratch("peer-theirs.parquet"),
        )
        frame.write_parquet(source)
        base = fact_base(frame, scratch(f"peer-base-{rows}"))
        works = {"ours": ours(binding, base, out), "theirs": lambda p=peer, s=source, t=target: peer_run(p, s, t)}
        pair = sum(map(timed, works.values()))
        seconds = interleaved(works, runs=min(max(round(WANTED_SECONDS / pair), FEWEST_RUNS), MOST_RUNS), warm=0)
        one, two = pl.read_parquet(out).sort("enterprise"), pl.read_parquet(target).sort("enterprise")
        wrong = {
            "points": int((one["bench-peers.evaluation.low"] != two["points"]).sum()),
            "met": int(one["bench-peers.small.score"].ne_missing(two["met"]).sum()),
        }
        rate = rows / ratio(seconds["theirs"], [1.0] * len(seconds["theirs"])).median
        results.append(
            at_most(
                f"ours / {peer.NAME}",
                "×",
                1.0,
                ratio(seconds["ours"], seconds["theirs"]),
                rows=rows,
                seconds=seconds,
                different_cells=wrong,
                their_rows_a_second=round(rate),
            )
        )
    return results
