"""The made-up place's companies: who they are, when and by which route they came, and how they left."""

from __future__ import annotations

import polars as pl

from peiyu.madeup.calendar import MONTH, YEAR, date, new_year, piecewise
from peiyu.madeup.chance import Chance
from peiyu.madeup.places.model import Place
from peiyu.madeup.places.trades import TRADES
from peiyu.madeup.territory import FLAGS

SYLLABLES = "华瑞晟拓恒泰科锐鼎启智蓝源峰海宏创卓辰禾远博安正通达利民新兴同方凯信德润森宇航迪"
"""Forty; a name is four of them (five past two million companies), one for one with the company's number."""
STEP = 1_000_003
"""Coprime to every power of 40: scatters consecutive numbers over the names."""
SUFFIXES = (("科技有限公司", 5.0), ("技术有限公司", 3.0), ("有限公司", 3.0), ("股份有限公司", 1.0))

CAPITAL = (
    ("10", 7.0), ("50", 17.0), ("100", 23.0), ("200", 13.0), ("300", 9.0), ("500", 12.0), ("800", 2.5),
    ("1000", 8.0), ("1500", 1.2), ("1900", 0.3), ("2000", 3.9), ("3000", 1.2), ("5000", 1.0), ("10000", 0.5),
)  # fmt: skip
"""Registered capital in 万元: round sums, bunched at 2000 where the document draws its line."""

MORTALITY = ((0.0, 0.0), (1.0, 0.016), (2.0, 0.079), (3.0, 0.174), (7.0, 0.504), (60.0, 3.684))
"""Cumulative hazard of leaving by age in years: seldom in the first year, most in the third to the seventh."""

LEAVING = (("注销", 50.0), ("迁出", 25.0), ("吊销", 20.0), ("撤销", 5.0))
"""撤销 of the registration is rare; the register shows it as 吊销."""
RETURNS = 0.25
"""Share of those that moved out that come back."""
BEFORE = {"新注册": (0.0, 0.0), "迁入": (1.0, 8.0), "转型": (2.0, 15.0), "新认定": (1.0, 6.0)}
"""Years from founding to arrival, by route."""


def firms(keys: pl.DataFrame, chance: Chance, place: Place, *, companies: int) -> pl.DataFrame:
    """The companies of one bucket, one row each, in order of `enterprise`.

    keys: number, enterprise, org, uscc, draw. Days are numbers (`calendar`): `arrived`, `founded`, `left` and
    `back` (null: never). Capital in 万元.
    """
    share = (pl.col("number") + chance.between("arrival", 0.25, 0.75)) / companies
    came = [(total, float(day)) for day, total in place.arrivals.points]
    frame = keys.sort("enterprise").with_columns(
        piecewise(share, came).floor().alias("arrived"),
        chance.pick("route", place.routes).alias("route"),
        chance.pick("trade", [(str(i), weight) for i, weight in enumerate(weights(place))])
        .cast(pl.Int32)
        .alias("trade"),
        chance.pick("park", [(str(i), one.weight) for i, one in enumerate(place.parks)]).cast(pl.Int32).alias("place"),
        chance.pick("capital", CAPITAL).cast(pl.Int64).alias("capital"),
    )
    frame = frame.with_columns(*_origins(chance), *_trade(chance, place), *_where(place), _name(chance, companies))
    return frame.with_columns(_leaving(chance, place)).with_columns(_fate(chance)).drop("trade", "place")


def weights(place: Place) -> list[float]:
    """How common each trade is: among listed companies, times the place's leaning."""
    return [one.listed * place.leaning.get(one.group, 1.0) for one in TRADES]


def _origins(chance: Chance) -> list[pl.Expr]:
    low = pl.col("route").replace_strict({k: v[0] for k, v in BEFORE.items()}, return_dtype=pl.Float64)
    high = pl.col("route").replace_strict({k: v[1] for k, v in BEFORE.items()}, return_dtype=pl.Float64)
    before = (low + chance.uniform("before") * (high - low)) * YEAR
    return [(pl.col("arrived") - before).floor().alias("founded")]


def _trade(chance: Chance, place: Place) -> list[pl.Expr]:
    words = pl.lit(pl.Series([one.word for one in TRADES]))
    groups = pl.lit(pl.Series([one.group for one in TRADES]))
    makes = pl.lit(pl.Series([one.makes for one in TRADES]))
    leading = pl.lit(pl.Series([place.leading.get(one.group, "其他") for one in TRADES]))
    first = pl.lit(pl.Series([one.codes[0] for one in TRADES]))
    other = pl.lit(pl.Series([one.codes[-1] for one in TRADES]))
    index = pl.col("trade")
    return [
        words.gather(index).alias("word"),
        groups.gather(index).alias("group"),
        makes.gather(index).alias("makes"),
        leading.gather(index).alias("leading"),
        pl.when(chance.happens("code", 0.6)).then(first.gather(index)).otherwise(other.gather(index)).alias("industry"),
    ]


def _where(place: Place) -> list[pl.Expr]:
    parks = pl.lit(pl.Series([one.name or None for one in place.parks], dtype=pl.String))
    districts = pl.lit(pl.Series([one.district for one in place.parks]))
    return [parks.gather(pl.col("place")).alias("park"), districts.gather(pl.col("place")).alias("district")]


def _name(chance: Chance, companies: int) -> pl.Expr:
    """A name that no other company of the territory has."""
    length = 4 if companies * 2 < 40**4 else 5
    code = (pl.col("number").cast(pl.Int64) * STEP + 7) % 40**length
    syllables = pl.lit(pl.Series(list(SYLLABLES)))
    words = [syllables.gather((code // 40**place) % 40) for place in range(length)]
    trade = pl.lit(pl.Series([one.word for one in TRADES])).gather(pl.col("trade"))
    return pl.concat_str(pl.lit("虚构"), *words, trade, chance.pick("suffix", SUFFIXES)).alias("name")


def _leaving(chance: Chance, place: Place) -> list[pl.Expr]:
    """When it leaves, counted from its arrival or from the first year, so that the place does not begin with holes."""
    start = pl.max_horizontal("arrived", pl.lit(float(new_year(place.begins)))) + 2 * MONTH
    endured = piecewise((start - pl.col("founded")) / YEAR, MORTALITY)
    age = piecewise(endured + chance.exponential("life", 1.0), [(hazard, age) for age, hazard in MORTALITY])
    day = (pl.col("founded") + age * YEAR).floor()
    end = float(new_year(place.horizon.year + 1))
    return [
        pl.when(day < end).then(day).alias("left"),
        pl.when(day < end).then(chance.pick("leaving", LEAVING)).alias("how"),
    ]


def _fate(chance: Chance) -> list[pl.Expr]:
    away = (pl.col("left") + chance.between("away", 180.0, 540.0)).floor()
    returns = (pl.col("how") == "迁出") & chance.happens("return", RETURNS)
    registered = pl.when(pl.col("how") == "撤销").then(pl.lit("吊销")).otherwise(pl.col("how"))
    return [pl.when(returns).then(away).alias("back"), registered.alias("left_status")]


def alive(day: pl.Expr) -> pl.Expr:
    """Whether a company of the frame is in the place on a day (a number)."""
    here = (day >= pl.col("arrived")) & (pl.col("left").is_null() | (day < pl.col("left")))
    return here | (pl.col("back").is_not_null() & (day >= pl.col("back")))


# --- as rows of the fact base --------------------------------------------------------------------------------------


def enterprise_rows(frame: pl.DataFrame, chance: Chance, place: Place, *, holes: float) -> pl.DataFrame:
    """Versions of each company: as it was registered, with its new code from October 2015 where codes changed, as
    it left and as it came back. `known` is the day (a number) from which each is known."""
    changed = 16_709.0
    first_scheme = "uscc" if place.coding == "uscc" else "org"
    early = pl.col("arrived") < changed
    code = {
        "org": pl.col("org"),
        "uscc": pl.col("uscc"),
        "both": pl.when(early).then(pl.col("org")).otherwise(pl.col("uscc")),
    }
    scheme = (
        pl.when(early).then(pl.lit("org")).otherwise(pl.lit("uscc")) if place.coding == "both" else pl.lit(first_scheme)
    )
    first = frame.select(
        "enterprise", "name", "industry", "park", "district",
        *(chance.flag(f"flag/{name}", share, holes=holes).alias(name) for name, share in FLAGS.items()),
        scheme.alias("scheme"),
        code[place.coding].alias("code"),
        pl.col("word").alias("industry_name"),
        pl.col("leading").alias("leading_industry"),
        pl.col("route").alias("origin_route"),
        (pl.col("capital") * 1_000_000).alias("registered_capital"),
        date(pl.col("founded")).alias("founded"),
        chance.happens("sensitive", 0.004).alias("sensitive"),
        pl.lit("存续").alias("status"),
        pl.lit(0, pl.Int64).alias("version"),
        pl.col("arrived").alias("known"),
        pl.col("arrived").alias("at"),
    )  # fmt: skip
    later = [
        frame.filter(pl.col("left").is_not_null()).select(
            "enterprise",
            pl.col("left_status").alias("status"),
            pl.lit(2, pl.Int64).alias("version"),
            (pl.col("left") + chance.between("left/known", 3.0, 40.0)).floor().alias("known"),
            pl.col("left").alias("at"),
        ),
        frame.filter(pl.col("back").is_not_null()).select(
            "enterprise",
            pl.lit("存续").alias("status"),
            pl.lit(3, pl.Int64).alias("version"),
            (pl.col("back") + 15.0).alias("known"),
            pl.col("back").alias("at"),
        ),
    ]
    if place.coding == "both":
        here = early & (pl.col("left").is_null() | (pl.col("left") > changed + 400))
        later.append(
            frame.filter(here).select(
                "enterprise",
                pl.lit("uscc").alias("scheme"),
                pl.col("uscc").alias("code"),
                pl.lit(1, pl.Int64).alias("version"),
                (changed + chance.between("recoded", 0.0, 400.0)).floor().alias("known"),
                pl.lit(changed).alias("at"),
            )
        )
    return pl.concat([first, *later], how="diagonal").with_columns(
        pl.col("version").alias("record_id"), date(pl.col("at")).alias("at")
    ).drop("version")  # fmt: skip


def stay_rows(frame: pl.DataFrame, chance: Chance) -> pl.DataFrame:
    """Stays: known on arrival, again when the company left, and a second one when it came back."""
    entered = pl.col("arrived")
    shared: list[pl.Expr | str] = [
        pl.col("enterprise"),
        pl.col("park"),
        pl.col("route").alias("kind"),
        date(entered).alias("entered_on"),
        pl.lit(1, pl.Int64).alias("record_id"),
    ]
    came = frame.select(*shared, (entered + chance.between("stay/known", 2.0, 25.0)).floor().alias("known"))
    left = frame.filter(pl.col("left").is_not_null()).select(
        *shared,
        date(pl.col("left")).alias("left_on"),
        pl.col("how").alias("left_how"),
        (pl.col("left") + chance.between("left/known", 3.0, 40.0)).floor().alias("known"),
    )
    back = frame.filter(pl.col("back").is_not_null()).select(
        "enterprise",
        "park",
        pl.lit("迁入").alias("kind"),
        date(pl.col("back")).alias("entered_on"),
        pl.lit(2, pl.Int64).alias("record_id"),
        (pl.col("back") + 15.0).alias("known"),
    )
    return pl.concat([came, left, back], how="diagonal")
