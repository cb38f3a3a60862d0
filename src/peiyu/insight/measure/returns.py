"""Which events of an enterprise count where one that returns soon enough is the same as before."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from peiyu.policy.pack.programme import Again, EventsBody, StateBody

SPELL = "thing:spell"


def ends_of(body: EventsBody | StateBody) -> Iterator[str]:
    """The date fields that end a record."""
    if isinstance(body, EventsBody) and body.again is not None:
        yield from body.again.ends


def returned(rows: pl.DataFrame, again: Again) -> pl.DataFrame:
    """The first of an enterprise, and what begins later than `after_months` after every earlier one of it has ended
    (that day itself is too soon). A row in whose way an earlier one certainly stands is left out; where one may stand
    (it is not decided, or a day is not known) the row is no longer `certain`. Of several of one day one counts.

    `rows` has `on`, `certain`, `record_id` and a column `end:…` for each end; an end that is empty has not come. Gives
    them with `thing:spell`: rows of an enterprise that bear the same are in each other's way, so that one of them
    counts at most (null: the day is not known, the row stands for itself).
    """
    ends = [pl.col(f"end:{code}") for code in again.ends]
    marked = rows.with_columns(pl.min_horizontal(ends).dt.offset_by(f"{again.after_months}mo").alias("free"))
    marked = marked.with_row_index("__row")
    earlier = marked.select(
        "enterprise", pl.col("__row").alias("other"), pl.col("on").alias("begun"), "free",
        pl.col("certain").alias("sure"), pl.col("record_id").alias("rival"),
    )  # fmt: skip
    mine = marked.select("enterprise", "__row", "on", "certain", "record_id")
    pairs = mine.join(earlier, on="enterprise").filter(pl.col("__row") != pl.col("other"))
    pairs = pairs.with_columns(in_the_way().alias("way")).filter(pl.col("way").ne_missing(False))
    shut = pl.col("sure") & pl.col("way").fill_null(False)
    found = pairs.group_by("__row").agg(shut.any().alias("shut"))
    told = marked.join(found, on="__row", how="left", maintain_order="left").filter(~pl.col("shut").fill_null(False))
    told = told.with_columns((pl.col("certain") & pl.col("shut").is_null()).alias("certain"))
    return with_spells(told).select(*rows.columns, SPELL)


def with_spells(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with their `thing:spell`. Each is taken for the time from its day until it stands in nobody's way any
    more; the fewest days that touch all these times part the rows, and no more than one of those that a day touches
    can count."""
    ordered = rows.select("__row", "enterprise", "on", "free").drop_nulls("on").sort("enterprise", "on", "__row")
    spells: list[int] = []
    owner, last = None, dt.date.min
    for firm, on, free in ordered.select("enterprise", "on", "free").iter_rows():
        end = dt.date.max if free is None else free
        apart = firm != owner or on > last
        spells.append(len(spells) if apart else spells[-1])
        owner, last = firm, end if apart else min(last, end)
    found = ordered.select("__row").with_columns(pl.Series(SPELL, spells, dtype=pl.Int64()))
    return rows.join(found, on="__row", how="left", maintain_order="left")


def in_the_way() -> pl.Expr:
    """Whether another row is an earlier one that has not ended long enough before; null where a day is not known."""
    ids = pl.col("rival") < pl.col("record_id")
    ahead = (pl.col("sure") & ~pl.col("certain")) | ((pl.col("sure") == pl.col("certain")) & ids)
    before = (pl.col("begun") < pl.col("on")) | ((pl.col("begun") == pl.col("on")) & ahead)
    over = pl.when(pl.col("free").is_null()).then(pl.lit(False)).otherwise(pl.col("free") < pl.col("on"))
    return before & ~over
