"""Patents and software copyrights: filed by month, granted after a lag or refused, lapsed, some of them shared."""

from __future__ import annotations

import datetime as dt

import polars as pl

from peiyu.madeup.calendar import YEAR, date, new_year, ordinal
from peiyu.madeup.chance import Chance, repeated
from peiyu.madeup.places.model import Place
from peiyu.madeup.register import alive
from peiyu.madeup.worlds import World

KINDS = ("发明专利", "实用新型", "外观设计")
LAG = {"发明专利": (27.0, 7.0), "实用新型": (7.0, 1.8), "外观设计": (5.0, 1.4)}
"""Months from filing to grant, mean and deviation."""
GRANTED = {"发明专利": 0.57, "实用新型": 0.96, "外观设计": 0.96}
LAPSING = 0.06
"""Share of granted rights given up each year."""
SHARED = 0.06
"""Share of patents with two holders."""
UNEVEN = 1.15
"""Deviation of the logarithm of a company's rate: few have most."""
MOST = 90
OWNER = ("enterprise", "number", "draw", "arrived", "left", "back")


def patents(frame: pl.DataFrame, chance: Chance, place: Place, world: World, *, until: dt.date) -> pl.DataFrame:
    """Every version of every patent known until a day. A shared one stands with both companies under one number."""
    filed = [_filed(frame, chance, place, year, rate) for year, rate in place.patents if year <= until.year]
    return versions(_shared(pl.concat(filed), frame, chance), chance, world, until=until)


def _filed(frame: pl.DataFrame, chance: Chance, place: Place, year: int, rate: float) -> pl.DataFrame:
    """The filings of one calendar year, more of them towards its end."""
    first, last = float(new_year(year)), float(new_year(year + 1) - 1)
    until = pl.col("left").fill_null(last + 1).clip(None, last + 1)
    present = ((until - pl.max_horizontal("arrived", pl.lit(first))) / YEAR).clip(0.0, 1.0)
    talent = chance.normal("patents", deviation=UNEVEN).exp() / 1.937
    size = (pl.col(f"r{year}").fill_null(0.0) / 800.0 + 0.05).pow(0.25).clip(0.3, 4.0)
    number = chance.count(f"patents/{year}", (talent * size * present * rate).clip(0.0, MOST))
    rows = repeated(frame.with_columns(number.alias("n")).select(*OWNER, "n"), pl.col("n"))
    day = (first + (last - first) * chance.uniform(f"filed/{year}").pow(0.87)).floor()
    kinds = [(KINDS[0], place.inventions), (KINDS[1], 0.88 - place.inventions), (KINDS[2], 0.12)]
    rows = rows.with_columns(day.alias("filed"), chance.pick(f"kind/{year}", kinds).alias("kind"))
    serial = (pl.col("number") * 100 + pl.col("i")).cast(pl.String).str.zfill(9)
    digit = pl.col("kind").replace_strict({kind: str(n) for n, kind in enumerate(KINDS, 1)})
    return rows.filter(alive(pl.col("filed"))).select(
        "enterprise",
        "draw",
        "filed",
        "kind",
        (pl.lit(f"XG{year}") + digit + serial).alias("serial"),
        (pl.lit(year * 100, pl.Int64) + pl.col("i")).alias("record_id"),
        pl.lit(1, pl.Int64).alias("rank"),
    )


def _shared(filed: pl.DataFrame, frame: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """The filings with `holders`, and for the second holder, where it is another company of the bucket that was
    there, a row of its own: the same number, the same fate. A company's partner came to the place before it."""
    filed = filed.with_columns(pl.when(chance.happens("shared", SHARED)).then(2).otherwise(1).alias("holders"))
    order = frame.sort("number").with_row_index("place").with_columns(pl.col("place").cast(pl.Int64))
    before = order.select(
        "enterprise", (chance.uniform("partner") * pl.col("place")).floor().cast(pl.Int64).alias("at")
    )
    others = order.select(pl.col("enterprise").alias("other"), "arrived", "left", "back", pl.col("place").alias("at"))
    fit = (
        filed.filter(pl.col("holders") == 2)
        .join(before.join(others, on="at"), on="enterprise")
        .filter(alive(pl.col("filed")) & (pl.col("other") != pl.col("enterprise")))
    )
    ids = (pl.col("serial").str.tail(9).cast(pl.Int64) + 1_000_000_000) * 10_000 + pl.col("record_id") // 100
    second = fit.with_columns(
        pl.col("other").alias("enterprise"), ids.alias("record_id"), pl.lit(2, pl.Int64).alias("rank")
    )
    return pl.concat([filed, second.select(filed.columns)])


def versions(filed: pl.DataFrame, chance: Chance, world: World, *, until: dt.date) -> pl.DataFrame:
    """Filed, then granted or refused, then lapsed: each state known some weeks after its day."""
    mean = pl.col("kind").replace_strict({k: v[0] for k, v in LAG.items()})
    spread = pl.col("kind").replace_strict({k: v[1] for k, v in LAG.items()})
    lag = (mean + chance.normal("lag") * spread).clip(2.0, None) * world.lag * 30.44
    grant = chance.uniform("grant") < pl.col("kind").replace_strict(GRANTED)
    frame = filed.with_columns((pl.col("filed") + lag).floor().alias("decided"), grant.alias("grant"))
    frame = frame.with_columns(
        (pl.col("decided") + YEAR * (1.0 + chance.exponential("lapse", 1.0 / LAPSING))).floor().alias("lapsed")
    )
    shared: list[pl.Expr | str] = [
        "enterprise", "record_id", "kind", "holders",
        pl.col("serial").alias("number"),
        pl.col("rank").alias("holder_rank"),
        date(pl.col("filed")).alias("filed_on"),
        pl.lit("自主研发").alias("origin"),
        chance.happens("main", 0.8).alias("main_product"),
        (chance.happens("high", 0.3) & (pl.col("kind") == "发明专利")).alias("high_value"),
        pl.lit(False).alias("disputed"),
    ]  # fmt: skip
    granted = [date(pl.col("decided")).alias("granted_on"), date(pl.col("decided")).alias("acquired_on")]
    known = chance.between("filed/known", 10.0, 45.0)
    made = [
        frame.select(*shared, pl.lit("审查中").alias("status"), (pl.col("filed") + known).floor().alias("known")),
        frame.filter("grant").select(
            *shared,
            *granted,
            chance.happens("productive", 0.6).alias("productive"),
            pl.lit("有效").alias("status"),
            _after(known, "filed", pl.col("decided") + 14.0),
        ),
        frame.filter(~pl.col("grant")).select(
            *shared, pl.lit("失效").alias("status"), _after(known, "filed", pl.col("decided") + 14.0)
        ),
        frame.filter("grant").select(
            *shared,
            *granted,
            date(pl.col("lapsed")).alias("expires_on"),
            chance.happens("productive", 0.6).alias("productive"),
            pl.lit("失效").alias("status"),
            _after(known, "filed", pl.col("lapsed") + 30.0),
        ),
    ]
    return pl.concat(made, how="diagonal").filter(pl.col("known") <= ordinal(until))


def _after(known: pl.Expr, base: str, day: pl.Expr) -> pl.Expr:
    """A later version is never known before an earlier one."""
    return pl.max_horizontal(day, pl.col(base) + known + 1.0).floor().alias("known")


def software(frame: pl.DataFrame, chance: Chance, place: Place, *, until: dt.date) -> pl.DataFrame:
    """Software copyrights: two a year for a software firm, a fifth of that for others; known when registered."""
    parts = []
    for year in range(place.begins + 1, until.year + 1):
        rate = pl.when(pl.col("group") == "software").then(1.4).otherwise(0.25) * chance.between("copyrights", 0.2, 1.8)
        rows = repeated(frame.select("enterprise", "number", "draw", "arrived", "left", "back", "group"),
                        chance.count(f"copyrights/{year}", rate))  # fmt: skip
        day = (float(new_year(year)) + chance.uniform(f"copyrights/{year}/on") * 364.0).floor()
        rows = rows.with_columns(day.alias("day")).filter(alive(pl.col("day")))
        serial = (pl.col("number") * 10 + pl.col("i")).cast(pl.String).str.zfill(8)
        parts.append(
            rows.select(
                "enterprise",
                (pl.lit(year * 100 + 50, pl.Int64) + pl.col("i")).alias("record_id"),
                (pl.lit(f"XGSR{year}") + serial).alias("number"),
                pl.lit("软件著作权").alias("kind"),
                date(pl.col("day")).alias("granted_on"),
                date(pl.col("day")).alias("acquired_on"),
                pl.lit("有效").alias("status"),
                pl.lit("自主研发").alias("origin"),
                pl.lit(1, pl.Int64).alias("holders"),
                pl.lit(1, pl.Int64).alias("holder_rank"),
                chance.happens("copyrights/main", 0.8).alias("main_product"),
                (pl.col("day") + 20.0).alias("known"),
            )
        )
    return pl.concat(parts).filter(pl.col("known") <= ordinal(until)) if parts else _none()


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema={"enterprise": pl.Int64, "known": pl.Float64, "record_id": pl.Int64})
