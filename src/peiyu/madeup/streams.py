"""Things that come by a schedule: which day, and which company.

What is known by a day never depends on how long afterwards the place is made up: the owner of an event is drawn from
the companies that were there when its year began.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from peiyu.madeup.calendar import Schedule, date, new_year, ordinal, year_of
from peiyu.madeup.chance import GOLDEN, Chance, mixed, word
from peiyu.madeup.places.model import STANDARD_SIZE, Place
from peiyu.madeup.worlds import World

LARGE = 5000.0
"""Last year's revenue in 万元 from which a company is large."""


@dataclass(frozen=True, slots=True)
class Share:
    """One bucket's share of what a place has: `bucket` of `buckets`, `companies` in all."""

    companies: int
    bucket: int
    buckets: int


def days(schedule: Schedule, key: str, chance: Chance, world: World, share: Share) -> pl.DataFrame:
    """The events of a bucket: `rank` (from 0, over the whole place), `draw` and `day` (a number)."""
    scale = share.companies / STANDARD_SIZE
    ranks = pl.int_range(share.bucket, int(schedule.total * scale), share.buckets, eager=True, dtype=pl.Int64)
    salt = pl.lit(int(chance.number(f"stream/{key}") * 2**53), pl.UInt64)
    frame = pl.DataFrame({"rank": ranks}).with_columns(
        mixed(pl.col("rank").cast(pl.UInt64) * word(GOLDEN) + salt * word(GOLDEN)).alias("draw")
    )
    day = schedule.day((pl.col("rank") + chance.between(f"{key}/jitter", 0.2, 0.8)) / scale)
    return frame.with_columns(batched(day, key, chance, world).floor().alias("day"))


def batched(day: pl.Expr, key: str, chance: Chance, world: World) -> pl.Expr:
    """The day, or for the batched share one in December of its year."""
    if not world.batched:
        return day
    year = date(day).dt.year().cast(pl.Float64)
    december = (year - 1970) * 365.2425 + 334 + chance.between(f"{key}/december", 4.0, 27.0)
    return (
        pl.when(chance.happens(f"{key}/batched", world.batched)).then(pl.max_horizontal(day, december)).otherwise(day)
    )


def owned(events: pl.DataFrame, firms: pl.DataFrame, key: str, chance: Chance, *, until: dt.date) -> pl.DataFrame:
    """The events that fell by a day, with the columns of the company that each belongs to. `firms`: candidates with
    `number`, `since` (a number: from when it may own one), `left` (those that ever leave own none) and r<year>."""
    events = events.filter(pl.col("day") <= ordinal(until))
    candidates = firms.filter(pl.col("left").is_null()).sort("since", "number").drop("draw", "left")
    return pl.concat([_empty(events, candidates), *_by_year(events, candidates, key, chance)])


def _by_year(events: pl.DataFrame, candidates: pl.DataFrame, key: str, chance: Chance) -> Iterator[pl.DataFrame]:
    for year in sorted(set(events.select(year_of(pl.col("day")))["day"])):
        first = float(new_year(year))
        there = candidates.filter(pl.col("since") < first)
        if "threshold" in there.columns:
            last = f"r{max(year - 1, int(next(c for c in there.columns if c.startswith('r2'))[1:]))}"
            there = there.filter(pl.col(last).fill_null(0.0) >= pl.col("threshold"))
        if not there.height:
            continue
        mine = events.filter(year_of(pl.col("day")) == year)
        at = mine.select((chance.uniform(f"{key}/owner") * there.height).floor().cast(pl.Int64).alias("at"))["at"]
        yield pl.concat([mine, there[at.to_list()]], how="horizontal")


def _empty(events: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([events.clear(), candidates.clear()], how="horizontal")


def roster(events: pl.DataFrame, firms: pl.DataFrame, *, order: pl.Expr, until: dt.date) -> pl.DataFrame:
    """Each event to a company of its own: `day`, `rank` and the company's columns. `order`: from which day (a number)
    a company may be next; the candidates come in this order, and an event that finds its own not ready is dropped."""
    lined = firms.with_columns(order.alias("order")).sort("order", "number")
    lined = lined.with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))
    events = events.sort("rank").with_row_index("place").with_columns(pl.col("place").cast(pl.Int64)).drop("draw")
    made = events.join(lined, on="place", how="inner").drop("place")
    here = pl.col("left").is_null() | (pl.col("left") > pl.col("day"))
    return made.filter(here & (pl.col("order") <= pl.col("day")) & (pl.col("day") <= ordinal(until))).drop("order")


def candidates(place: Place, frame: pl.DataFrame, owner: str, giants: pl.DataFrame) -> pl.DataFrame:
    """The companies that may own a stream's events. `giants`: enterprise and `since` of every 科技小巨人."""
    years = [f"r{year}" for year in place.years]
    kept = ["enterprise", "number", "draw", "left", "word", "group", *years]
    if owner == "giant":
        return frame.select(kept).join(giants.select("enterprise", "since"), on="enterprise")
    made = frame.select(*kept, pl.col("arrived").alias("since"))
    return made.with_columns(pl.lit(LARGE).alias("threshold")) if owner == "large" else made
