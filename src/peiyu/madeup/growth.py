"""How the companies grow: one path of yearly revenue each, by the world's law of chance."""

from __future__ import annotations

import math

import polars as pl

from peiyu.madeup.calendar import YEAR, new_year, year_of
from peiyu.madeup.chance import Chance
from peiyu.madeup.places.model import Place
from peiyu.madeup.places.trades import TRADES
from peiyu.madeup.worlds import World

WILDEST = 1.6
"""The largest yearly change of the logarithm."""
FRESH = 3
"""Years for which an entrant grows faster."""
ZERO = 0.015
"""Yearly share of companies that file a zero return and go on."""


def with_paths(frame: pl.DataFrame, chance: Chance, place: Place, world: World) -> pl.DataFrame:
    """The companies with, for each year, `r<year>`: revenue of that year in 万元 (a part of a year where founded in
    it; 0 where nothing was filed; null before founding). Later years never change earlier ones."""
    first = pl.max_horizontal(year_of(pl.col("founded")), pl.lit(place.begins, pl.Int32))
    made = frame.with_columns(
        first.alias("first"),
        chance.normal("lasting", deviation=world.lasting).alias("lasting"),
        _beginning(chance, place).alias("level"),
        pl.lit(0.0).alias("shock"),
    )
    for year in place.years:
        made = made.with_columns(_shock(chance, world, year).alias("shock"))
        made = made.with_columns(_step(chance, place, world, year).alias("level"))
        made = made.with_columns(_revenue(chance, year).alias(f"r{year}"))
    return made.drop("first", "level", "shock", "lasting")


def _beginning(chance: Chance, place: Place) -> pl.Expr:
    """The logarithm of a year's revenue where the record begins."""
    law = place.growth
    young = (pl.col("route") == "新注册") & (pl.col("arrived") >= new_year(place.begins))
    entrant = chance.normal("begin", mean=law.entrant, deviation=law.entrant_spread)
    capital = (pl.col("capital").cast(pl.Float64) / 200.0).log() * 0.25
    standing = chance.normal("begin", mean=law.size, deviation=law.size_spread)
    return pl.when(young).then(entrant).otherwise(standing) + capital


def _shock(chance: Chance, world: World, year: int) -> pl.Expr:
    salt = f"growth/{year}"
    own = chance.student(salt, world.spread) if world.tails == "student" else chance.laplace(salt, world.spread)
    return world.memory * pl.col("shock") + own


def _step(chance: Chance, place: Place, world: World, year: int) -> pl.Expr:
    law = place.growth
    fresh = (pl.col("arrived") >= new_year(year - FRESH)) & pl.col("route").is_in(["新注册", "迁入"])
    common = {group: _common(chance, world, group, year) for group in {one.group for one in TRADES}}
    drift = law.drift - 0.5 * 2.0 * world.spread**2 + (world.collapse if year == place.day.year else 0.0)
    change = (
        drift
        + pl.col("lasting")
        + pl.col("group").replace_strict(common, return_dtype=pl.Float64)
        + pl.when(fresh).then(law.bonus).otherwise(0.0)
        + pl.col("shock")
    )
    moved = pl.col("level") + change.clip(-WILDEST, WILDEST)
    return pl.when(pl.col("first") < year).then(moved).otherwise(pl.col("level"))


def _common(chance: Chance, world: World, group: str, year: int) -> float:
    """The year's shock that a whole industry has."""
    low, angle = chance.number(f"common/{group}/{year}/r"), chance.number(f"common/{group}/{year}/a")
    return world.common * math.sqrt(-2.0 * math.log(1.0 - low)) * math.cos(2.0 * math.pi * angle)


def _revenue(chance: Chance, year: int) -> pl.Expr:
    end = float(new_year(year + 1))
    part = ((end - pl.col("founded")) / YEAR).clip(0.0, 1.0)
    full = pl.col("level").exp().clip(0.5, 3_000_000.0) * part
    idle = is_idle(chance, year)
    return pl.when(pl.col("first") > year).then(None).when(idle).then(0.0).otherwise(full)


def is_idle(chance: Chance, year: int) -> pl.Expr:
    """Whether a company files a zero return for a year: two years before its licence is revoked, often the year
    before it is wound up, seldom otherwise."""
    gone = year_of(pl.col("left"))
    revoked = pl.col("how").is_in(["吊销", "撤销"]) & (gone - year <= 2) & (gone >= year)
    wound_up = (pl.col("how") == "注销") & (gone - year <= 1) & (gone >= year) & chance.happens("idle/last", 0.45)
    now_and_then = chance.happens(f"idle/{year}", ZERO) & (pl.col("capital") < 1000)
    return (revoked | wound_up).fill_null(False) | now_and_then
