"""What the companies file: yearly returns in May and June of the next year, monthly ones of a sample."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from peiyu.madeup.calendar import ordinal
from peiyu.madeup.chance import Chance
from peiyu.madeup.growth import is_idle
from peiyu.madeup.places.model import Place
from peiyu.madeup.register import alive

WAN = 1_000_000
"""One 万元 in fen."""

SAMPLE = 0.08
MONTHLY_FROM = 3000.0
"""Companies that report monthly: a sample, and those whose last year's revenue was this much (万元)."""

SEASON = (0.070, 0.055, 0.082, 0.080, 0.082, 0.090, 0.080, 0.080, 0.088, 0.086, 0.092, 0.115)
"""Shares of the months in a year's revenue: little around the Spring Festival, most in December."""

MONEY = (
    "revenue", "main_revenue", "sales", "output", "total_income", "hightech_income", "cost_expense", "total_profit",
    "net_profit", "tax_paid", "total_assets", "total_liabilities", "net_assets", "rd_accounts", "rd_195", "rd_119",
)  # fmt: skip
OTHERS = ("staff", "employees", "sci_staff", "rd_staff", "insured", "premises_area", "zero_filed")
CLAIMS = ("class_1_ip", "class_2_ip", "conversions", "segment_years", "market_share")
"""What companies say of their products and results."""


def _traits(chance: Chance) -> list[pl.Expr]:
    """What stays with a company; medians and spreads as measured (docs/explanation/madeup.md)."""
    return [
        chance.normal("rd", mean=-3.25, deviation=0.8).exp().clip(0.0, 0.8).alias("t_rd"),
        chance.normal("science", mean=-2.0, deviation=0.69).exp().clip(0.01, 0.9).alias("t_science"),
        chance.normal("heads", mean=4.3, deviation=0.76).exp().alias("t_heads"),
        chance.normal("debt", mean=0.41, deviation=0.23).clip(0.02, 1.3).alias("t_debt"),
        chance.normal("assets", mean=0.4, deviation=0.56).exp().alias("t_assets"),
        chance.normal("margin", mean=0.05, deviation=0.092).alias("t_margin"),
        chance.normal("tax", mean=-3.05, deviation=0.72).exp().clip(0.0, 0.4).alias("t_tax"),
        chance.uniform("hightech").sqrt().alias("t_hightech"),
        chance.between("area", 6.0, 45.0).alias("t_area"),
    ]


def _part(of: str, share: pl.Expr) -> pl.Expr:
    """A share of an amount, in whole 元 as fen."""
    return (pl.col(of) * share / 100).round().cast(pl.Int64) * 100


def _layers(chance: Chance, year: int) -> list[list[pl.Expr]]:
    """Layers of columns; each reads the ones before."""
    staff = (pl.col("w").clip(30.0, None) / pl.col("t_heads")).clip(2.0, 150_000.0).round().cast(pl.Int64)
    noise = chance.normal(f"rd/{year}", deviation=0.2).exp()
    return [
        [
            ((pl.col("w") * 10_000).round().cast(pl.Int64) * 100).alias("revenue"),
            staff.alias("staff"),
        ],
        [
            pl.col("revenue").alias("sales"),
            _part("revenue", 0.85 + 0.15 * pl.col("t_hightech")).alias("main_revenue"),
            pl.when(pl.col("makes"))
            .then(_part("revenue", chance.between(f"output/{year}", 0.97, 1.08)))
            .alias("output"),
            _part("revenue", (pl.col("t_rd") * noise).clip(0.0, 1.5)).alias("rd_accounts"),
            _part("revenue", pl.col("t_margin") + chance.normal(f"margin/{year}", deviation=0.04)).alias(
                "total_profit"
            ),
            _part("revenue", pl.col("t_tax")).alias("tax_paid"),
            (_part("revenue", pl.col("t_assets")) + pl.col("capital") * WAN // 2).alias("total_assets"),
            (pl.col("staff") * chance.between("temporary", 1.0, 1.12)).round().cast(pl.Int64).alias("employees"),
            (pl.col("staff") * pl.col("t_science")).ceil().cast(pl.Int64).alias("sci_staff"),
            (pl.col("staff") * chance.between("insured", 0.6, 1.0)).round().cast(pl.Int64).alias("insured"),
            (pl.col("staff") * pl.col("t_area") * 100).round().cast(pl.Int64).alias("premises_area"),
            is_idle(chance, year).alias("zero_filed"),
        ],
        [
            (pl.col("revenue") + _part("revenue", pl.lit(0.01))).alias("total_income"),
            _part("main_revenue", pl.col("t_hightech")).alias("hightech_income"),
            (pl.col("revenue") - pl.col("total_profit")).clip(0).alias("cost_expense"),
            pl.when(pl.col("total_profit") > 0)
            .then(_part("total_profit", pl.lit(0.85)))
            .otherwise(pl.col("total_profit"))
            .alias("net_profit"),
            _part("total_assets", pl.col("t_debt")).alias("total_liabilities"),
            pl.col("rd_accounts").alias("rd_195"),
            _part("rd_accounts", pl.lit(0.9)).alias("rd_119"),
            (pl.col("sci_staff") * 7 // 10).alias("rd_staff"),
        ],
        [(pl.col("total_assets") - pl.col("total_liabilities")).alias("net_assets")],
    ]


def _claims(chance: Chance, year: int) -> list[pl.Expr]:
    return [
        (chance.uniform("class1") ** 4 * 8).floor().cast(pl.Int64).alias("class_1_ip"),
        (chance.uniform("class2") ** 2 * 14).floor().cast(pl.Int64).alias("class_2_ip"),
        (chance.uniform(f"conversions/{year}") ** 2 * 9).floor().cast(pl.Int64).alias("conversions"),
        ((year - pl.col("founded") / 365.25 - 1970) * 100).clip(0).floor().cast(pl.Int64).alias("segment_years"),
        ((chance.normal("share", mean=-2.9).exp().clip(0.0, 0.9) * 1000).round().cast(pl.Int64) * 100_000).alias(
            "market_share"
        ),
        ((chance.normal(f"score/{year}", mean=52, deviation=13).clip(0, 100) * 10).round().cast(pl.Int64) * 10).alias(
            "platform_score"
        ),
    ]


def annual(
    frame: pl.DataFrame, chance: Chance, place: Place, *, until: dt.date, holes: float
) -> Iterator[pl.DataFrame]:
    """The returns of one year after the other: filed from May on by those who are in the place when they file."""
    traits = frame.with_columns(_traits(chance))
    for year in range(place.begins, until.year):
        spring = float(ordinal(dt.date(year + 1, 5, 8)))
        late = (
            pl.when(chance.happens(f"late/{year}", 0.06))
            .then(chance.between(f"late/{year}/by", 20.0, 70.0))
            .otherwise(0.0)
        )
        due = spring + chance.between(f"filed/{year}", 0.0, 23.0) + late
        known = pl.max_horizontal(due, pl.col("arrived") + 30.0).floor()
        made = traits.with_columns(known.alias("known"), pl.col(f"r{year}").alias("w"))
        made = made.filter(pl.col("w").is_not_null() & alive(pl.col("known")) & (pl.col("known") <= ordinal(until)))
        for layer in _layers(chance, year):
            made = made.with_columns(layer)
        names = [*MONEY, *OTHERS, *CLAIMS]
        made = made.with_columns(_claims(chance, year))
        if place.national_tiers:
            names.append("platform_score")
        if year < 2015:
            names.remove("rd_119")
        yield made.select(
            "enterprise",
            pl.lit(year, pl.Int64).alias("year"),
            pl.lit(year, pl.Int64).alias("record_id"),
            "known",
            *(_with_holes(name, chance, year, holes) for name in names),
        )


def _with_holes(name: str, chance: Chance, year: int, holes: float) -> pl.Expr:
    """What is asked of everybody is seldom missing: whether a return is zero never, revenue a third as often."""
    share = 0.0 if name == "zero_filed" else holes / 3 if name in ("revenue", "sales", "employees") else holes
    if not share:
        return pl.col(name)
    return pl.when(chance.happens(f"hole/{name}/{year}", share)).then(None).otherwise(pl.col(name)).alias(name)


def monthly(frame: pl.DataFrame, chance: Chance, place: Place, *, until: dt.date) -> Iterator[pl.DataFrame]:
    """Monthly returns (当月 and 累计) of the year before the place's own and after, known in the next month.

    The months of a year add up to the revenue that the yearly return of the whole year will show.
    """
    heads, tax = pl.col("t_heads"), pl.col("t_tax")
    traits = frame.with_columns(_traits(chance))
    for year in range(max(place.begins + 1, place.day.year - 1), until.year + 1):
        revenue, before = pl.col(f"r{year}"), pl.col(f"r{year - 1}").fill_null(0.0)
        chosen = traits.filter((chance.happens("monthly", SAMPLE) | (before >= MONTHLY_FROM)) & (revenue > 0))
        chosen = chosen.with_columns(_share(chance, year, month).alias(f"m{month}") for month in range(1, 13))
        whole = pl.sum_horizontal(f"m{month}" for month in range(1, 13))
        chosen = chosen.with_columns(
            (revenue * 10_000 / whole).alias("unit"),
            (revenue.clip(30.0, None) / heads).clip(2.0, 150_000.0).round().cast(pl.Int64).alias("employees"),
            tax.alias("rate"),
            pl.lit(0.0).alias("so_far"),
        )
        for month in range(1, 13):
            chosen = chosen.with_columns(
                pl.col("so_far").alias("earlier"), (pl.col("so_far") + pl.col(f"m{month}")).alias("so_far")
            )
            yield from _month(chosen, chance, year, month, until)


def _share(chance: Chance, year: int, month: int) -> pl.Expr:
    """A month's weight: the season's, with noise; none before founding."""
    end = float(ordinal(_month_end(year, month)))
    noisy = SEASON[month - 1] * chance.normal(f"month/{year}/{month}", deviation=0.15).exp()
    return pl.when(pl.col("founded") <= end).then(noisy).otherwise(0.0)


def _month(chosen: pl.DataFrame, chance: Chance, year: int, month: int, until: dt.date) -> Iterator[pl.DataFrame]:
    """One month's rows of both bases, of those who are in the place at its end."""
    end = float(ordinal(_month_end(year, month)))
    known = (end + chance.between(f"month/known/{year}/{month}", 8.0, 16.0)).floor()
    here = chosen.with_columns(known.alias("known")).filter(
        (pl.col("known") <= ordinal(until)) & alive(pl.lit(end)) & (pl.col("founded") <= end)
    )
    if not here.height:
        return
    so_far, earlier = ((pl.col("unit") * pl.col(name)).round() for name in ("so_far", "earlier"))
    for position, (basis, yuan) in enumerate((("当月", so_far - earlier), ("累计", so_far))):
        fen = yuan.cast(pl.Int64) * 100
        yield here.select(
            "enterprise",
            "known",
            pl.lit(year, pl.Int64).alias("year"),
            pl.lit(month, pl.Int64).alias("month"),
            pl.lit(basis).alias("basis"),
            pl.lit((year * 100 + month) * 10 + position, pl.Int64).alias("record_id"),
            fen.alias("revenue"),
            fen.alias("sales"),
            "employees",
            ((yuan * pl.col("rate")).round().cast(pl.Int64) * 100).alias("tax_paid"),
        )


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)
