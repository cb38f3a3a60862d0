"""The verdicts of an evaluation against those that are stored: what is new, what turned, what is gone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.db import connection

AT_ONCE = 10_000
"""Enterprises that are compared and stored at one time: with a dozen tiers half a second of writing."""

LEAST, MOST = -(2**63), 2**63 - 1
UNKNOWN = -1
"""Stands for an unknown verdict while two are compared."""

New = tuple[int, int, int | None, bool]
Turned = tuple[int, int, int | None, int | None, bool]
Gone = tuple[int, int, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Differences:
    """Of a run of enterprises. `new`: enterprise, tier, value, stand-in; `turned`: enterprise, tier, value before and
    now, stand-in; `gone`: enterprise, tier, value before. `share`: how far this is through all of them."""

    new: list[New]
    turned: list[Turned]
    gone: list[Gone]
    share: float


def differences(path: Path, tiers: Mapping[str, int], *, table: str) -> Iterator[Differences]:
    """What an evaluation says otherwise than a table of verdicts (enterprise, tier_id, value, stand_in), some
    enterprises at a time in the order of their keys. `tiers`: column → its number. Stored differences are found no
    more, so that whoever was interrupted may begin again."""
    whole = evaluated(path, tiers)
    starts = list(range(0, whole.height, AT_ONCE)) or [0]
    keys = whole["enterprise"]
    for start in starts:
        low = LEAST if start == starts[0] else keys[start]
        high = MOST if start == starts[-1] else keys[start + AT_ONCE] - 1
        part = long(whole.slice(start, AT_ONCE), tiers)
        yield _compared(part, held(table, low, high, tiers), share=min((start + AT_ONCE) / max(whole.height, 1), 1.0))


def evaluated(path: Path, tiers: Mapping[str, int]) -> pl.DataFrame:
    """Enterprises with their verdicts on the tiers and the marks of stand-ins, in the order of keys."""
    marks = [f"{tier}.stand_in" for tier in tiers]
    frame = pl.read_parquet(path, columns=["enterprise", *tiers, *marks])
    return frame.sort("enterprise")


def long(frame: pl.DataFrame, tiers: Mapping[str, int]) -> pl.DataFrame:
    """One row an enterprise and tier."""
    parts = [
        frame.select(
            "enterprise",
            pl.lit(number, pl.Int64).alias("tier"),
            pl.col(tier).cast(pl.Int64).fill_null(UNKNOWN).alias("value"),
            pl.col(f"{tier}.stand_in").fill_null(False).alias("stand_in"),
        )
        for tier, number in tiers.items()
    ]
    return pl.concat(parts).sort("enterprise", "tier")


def held(table: str, low: int, high: int, tiers: Mapping[str, int]) -> pl.DataFrame:
    """The stored verdicts of a range of enterprises."""
    numbers = ", ".join(map(str, tiers.values()))
    query = (
        f"SELECT enterprise, tier_id, COALESCE(value, {UNKNOWN}), CASE WHEN stand_in THEN 1 ELSE 0 END "
        f'FROM "{table}" '
        f"WHERE enterprise BETWEEN {low} AND {high} AND tier_id IN ({numbers})"
    )
    kinds = {"enterprise": pl.Int64, "tier": pl.Int64, "before": pl.Int64, "stood": pl.Int64}
    with connection.cursor() as cursor:
        cursor.execute(query)
        rows = pl.DataFrame(cursor.fetchall(), schema=kinds, orient="row")
    return rows.with_columns(pl.col("stood") == 1)


def _compared(now: pl.DataFrame, before: pl.DataFrame, *, share: float) -> Differences:
    both = now.join(before, on=["enterprise", "tier"], how="left", maintain_order="left")
    new = both.filter(pl.col("before").is_null()).select("enterprise", "tier", _value("value"), "stand_in")
    other = (pl.col("before") != pl.col("value")) | (pl.col("stood") != pl.col("stand_in"))
    turned = both.filter(pl.col("before").is_not_null() & other)
    gone = before.join(now, on=["enterprise", "tier"], how="anti").select("enterprise", "tier", _value("before"))
    return Differences(
        new=new.rows(),
        turned=turned.select("enterprise", "tier", _value("before"), _value("value"), "stand_in").rows(),
        gone=gone.rows(),
        share=share,
    )


def _value(name: str) -> pl.Expr:
    return pl.when(pl.col(name) != UNKNOWN).then(pl.col(name)).alias(name)
