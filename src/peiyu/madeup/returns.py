"""The made-up firms' years: sizes, growth, staff, R&D, balance sheets, with thresholds hit and holes left."""

from __future__ import annotations

import polars as pl

from peiyu.madeup.chance import Chance

WAN = 1_000_000
"""One 万元 in fen."""

ROUND_REVENUES = (300, 500, 1000, 1500, 2000, 5000, 10_000, 20_000, 40_000)
"""Revenues in 万元 that regulations draw lines at; one firm in twelve reports exactly one of them."""

MONEY = (
    "revenue",
    "main_revenue",
    "sales",
    "total_income",
    "hightech_income",
    "cost_expense",
    "net_profit",
    "total_assets",
    "total_liabilities",
    "net_assets",
    "rd_119",
    "rd_195",
    "rd_195_domestic",
    "rd_accounts",
    "equity_financing",
)
PERSONS = ("staff", "employees", "sci_staff", "rd_staff")
OTHERS = (
    "staff_195",
    "sci_staff_195",
    "segment_years",
    "market_share",
    "market_rank",
    "platform_score",
    "digital_level",
    "conversions",
    "class_1_ip",
    "class_2_ip",
)
FIELDS = MONEY + PERSONS + OTHERS
HOLE = {
    "rd_119": 2.0,
    "rd_195_domestic": 2.0,
    "market_share": 2.5,
    "platform_score": 3.0,
    "class_1_ip": 2.0,
    "class_2_ip": 2.0,
}
"""How much oftener than others a field is missing."""


def _traits(chance: Chance) -> list[pl.Expr]:
    """What stays with a firm over the years."""
    return [
        chance.normal("size", mean=7.2, deviation=1.5).alias("t_size"),
        chance.normal("growth", mean=0.08, deviation=0.18).alias("t_growth"),
        (chance.normal("intensity", mean=-3.1, deviation=0.8).exp()).alias("t_rd"),
        (chance.normal("science", mean=-1.7, deviation=0.7).exp()).clip(0.0, 0.95).alias("t_science"),
        (chance.normal("heads", mean=4.2, deviation=0.6).exp()).alias("t_per_head"),
        chance.normal("debt", mean=0.48, deviation=0.22).clip(0.02, 1.4).alias("t_debt"),
        chance.normal("margin", mean=0.06, deviation=0.1).alias("t_margin"),
        chance.uniform("main").alias("t_main"),
        chance.uniform("hightech").alias("t_hightech"),
        chance.normal("share", mean=-2.6, deviation=1.0).exp().clip(0.0, 0.9).alias("t_share"),
        chance.uniform("line").alias("t_line"),
        chance.integer("line/which", 0, len(ROUND_REVENUES) - 1).alias("t_which"),
    ]


def _revenue(step: int) -> pl.Expr:
    """Whole 元 of the year `step` years after the first, in fen; on a regulation's line for one firm in twelve."""
    grown = (pl.col("t_size") + (1 + pl.col("t_growth")).clip(0.3, 3.0).log() * step + pl.col("t_noise") * 0.08).exp()
    free = (grown.clip(1.0, 5_000_000.0) * 10_000).round().cast(pl.Int64) * 100
    lines = pl.Series(ROUND_REVENUES, dtype=pl.Int64)
    exact = pl.lit(lines).gather(pl.col("t_which")) * WAN
    return pl.when(pl.col("t_line") < 1 / 12).then(exact).otherwise(free)


def _part(of: str, share: pl.Expr) -> pl.Expr:
    """A share of an amount, in whole 元 as fen."""
    return (pl.col(of) * share / 100).round().cast(pl.Int64) * 100


def _figures(chance: Chance, year: int) -> list[list[pl.Expr]]:
    """Layers of columns; each layer reads the ones before."""
    staff = (pl.col("revenue") / (pl.col("t_per_head") * WAN)).round().clip(1, 200_000).cast(pl.Int64)
    exact_rd = (
        pl.when(chance.happens(f"rd/exact/{year}", 0.08)).then(pl.lit(0.05)).otherwise(pl.col("t_rd").clip(0.0, 0.6))
    )
    exact_science = pl.when(chance.happens(f"sci/exact/{year}", 0.08)).then(pl.lit(0.1)).otherwise(pl.col("t_science"))
    return [
        [
            staff.alias("staff"),
            _part("revenue", 0.5 + pl.col("t_main").sqrt() * 0.5).alias("main_revenue"),
            _part("revenue", exact_rd).alias("rd_accounts"),
            _part("revenue", (chance.normal(f"assets/{year}", deviation=0.3).exp() * 1.2)).alias("total_assets"),
            _part("revenue", pl.col("t_margin") + chance.normal(f"margin/{year}", deviation=0.03)).alias("net_profit"),
        ],
        [
            pl.col("revenue").alias("sales"),
            (pl.col("revenue") + _part("revenue", pl.lit(0.01))).alias("total_income"),
            _part("revenue", pl.col("t_hightech").sqrt()).alias("hightech_income"),
            (pl.col("revenue") - pl.col("net_profit")).clip(0).alias("cost_expense"),
            _part("total_assets", pl.col("t_debt")).alias("total_liabilities"),
            pl.col("staff").alias("employees"),
            (pl.col("staff") * exact_science).ceil().cast(pl.Int64).alias("sci_staff"),
            (pl.col("rd_accounts") * 9 // 10).alias("rd_119"),
            pl.col("rd_accounts").alias("rd_195"),
        ],
        [
            (pl.col("total_assets") - pl.col("total_liabilities")).alias("net_assets"),
            _part("rd_195", pl.lit(0.5) + pl.col("t_main") * 0.5).alias("rd_195_domestic"),
            (pl.col("sci_staff") * 7 // 10).alias("rd_staff"),
            (pl.col("staff") * 100).alias("staff_195"),
            (pl.col("sci_staff") * 100).alias("sci_staff_195"),
            pl.when(chance.happens(f"equity/{year}", 0.05))
            .then(chance.integer(f"equity/sum/{year}", 1, 120) * 100 * WAN)
            .otherwise(0)
            .alias("equity_financing"),
            ((pl.lit(year) - pl.col("founded").dt.year()) * 100).clip(0).cast(pl.Int64).alias("segment_years"),
            (pl.col("t_share") * 1000).round().cast(pl.Int64).alias("t_mille"),
            chance.integer(f"rank/{year}", 1, 30).alias("market_rank"),
            (chance.normal(f"score/{year}", mean=52, deviation=13).clip(0, 100) * 10)
            .round()
            .cast(pl.Int64)
            .alias("t_score"),
            chance.pick(f"digital/{year}", (("一级", 3), ("二级", 4), ("三级", 2), ("四级", 1))).alias("digital_level"),
            (chance.uniform(f"conversions/{year}") ** 2 * 9).floor().cast(pl.Int64).alias("conversions"),
            (chance.uniform("class1") ** 4 * 8).floor().cast(pl.Int64).alias("class_1_ip"),
            (chance.uniform("class2") ** 2 * 14).floor().cast(pl.Int64).alias("class_2_ip"),
        ],
        [(pl.col("t_mille") * 100_000).alias("market_share"), (pl.col("t_score") * 10).alias("platform_score")],
    ]


def returns(firms: pl.DataFrame, chance: Chance, *, years: tuple[int, ...], holes: float) -> pl.DataFrame:
    """One row a firm and year since its founding; `firms` has enterprise, draw (UInt64) and founded."""
    base = firms.lazy().with_columns(_traits(chance))
    parts = []
    for step, year in enumerate(years):
        frame = base.filter(pl.col("founded").dt.year() <= year).with_columns(
            chance.normal(f"noise/{year}").alias("t_noise"), pl.lit(year, dtype=pl.Int32).alias("year")
        )
        frame = frame.with_columns(_revenue(step).alias("revenue"))
        for layer in _figures(chance, year):
            frame = frame.with_columns(layer)
        kept = [
            pl.when(chance.happens(f"hole/{name}/{year}", min(0.95, holes * HOLE.get(name, 1.0))))
            .then(None)
            .otherwise(pl.col(name))
            .alias(name)
            for name in FIELDS
        ]
        late = chance.integer(f"filed/{year}", 0, 120)
        known = pl.date(year + 1, 1, 15).dt.offset_by(late.cast(pl.String) + "d").alias("known_from")
        parts.append(frame.select("enterprise", "year", known, *kept))
    return pl.concat(parts).collect()
