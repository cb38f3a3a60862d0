"""What helps the companies: money of the fund, financing, carriers, mentors; and who founded them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from peiyu.madeup.calendar import MONTH, YEAR, date, new_year, ordinal
from peiyu.madeup.chance import Chance
from peiyu.madeup.places.model import Place
from peiyu.madeup.register import alive
from peiyu.madeup.streams import Share, candidates, days, owned
from peiyu.madeup.worlds import World

WAN = 1_000_000
FOUNDERS = (("大学生", 3.0), ("离岗科技人员", 3.0), ("高校教师", 2.0), ("留学人员", 2.0), ("其他", 6.0))
HOMES = ("虚构大学", "虚构理工大学", "虚构科学院", "虚构设计院", "虚构集团")
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
NAMES = "明伟芳静强磊洋艳勇军杰娟涛超霞平刚红宁文"
INVESTORS = ("虚构创投一号基金", "虚构天使投资中心", "虚构产业基金", "虚构银行科技支行", "虚构租赁公司")


def fund_awards(
    frame: pl.DataFrame, chance: Chance, place: Place, world: World, share: Share, *, until: dt.date
) -> pl.DataFrame:
    """Projects of the fund: applied for, approved and allotted on the scheduled day, paid some weeks later."""
    ground = place.grounds
    events = days(place.awards, "award", chance, world, share)
    firms = candidates(place, frame, "firm", frame).with_columns(pl.col("since") + YEAR)
    rows = owned(events, firms, "award", chance, until=dt.date(until.year + 1, 12, 31))
    size = chance.normal("award/size", deviation=0.6).exp() / 1.2
    wan = (size * place.award_mean).clip(5.0, 800.0).round().cast(pl.Int64)
    applied = pl.col("day") - chance.between("award/applied", 60.0, 150.0)
    paid = pl.col("day") + chance.between("award/paid", 12.0, 95.0)
    rows = rows.with_columns(
        (wan * WAN).alias("sum"), applied.floor().alias("asked"), paid.floor().alias("settled"),
        (pl.col("rank") + 1).alias("record_id"),
    )  # fmt: skip
    shared: list[pl.Expr | str] = [
        "enterprise", "record_id",
        pl.format("XGZX{}", pl.col("rank").cast(pl.String).str.zfill(6)).alias("number"),
        pl.lit(ground.fund).alias("fund"),
        chance.pick("award/use", ground.uses).alias("use"),
        (pl.col("sum") * chance.integer("award/share", 11, 20) // 10).alias("applied"),
    ]  # fmt: skip
    allotted = [
        pl.col("sum").alias("approved"),
        pl.col("sum").alias("allotted"),
        date(pl.col("day")).alias("allotted_on"),
    ]
    made = [
        rows.select(*shared, (pl.col("asked") + 10.0).alias("known")),
        rows.select(*shared, *allotted, (pl.col("day") + 5.0).alias("known")),
        rows.select(
            *shared, *allotted, pl.col("sum").alias("paid"), date(pl.col("settled")).alias("paid_on"),
            (pl.col("settled") + 3.0).alias("known"),
        ),
    ]  # fmt: skip
    return _known(pl.concat(made, how="diagonal"), until)


def _young(frame: pl.DataFrame, place: Place) -> pl.DataFrame:
    """Newly registered companies since the place's first year."""
    return frame.filter((pl.col("route") == "新注册") & (pl.col("arrived") >= new_year(place.begins)))


def incubations(frame: pl.DataFrame, chance: Chance, place: Place, *, until: dt.date) -> pl.DataFrame:
    """Newcomers in a carrier: in, and after two to four years graduated, or gone with the company."""
    carriers = place.grounds.carriers
    kinds = dict(carriers)
    rows = _young(frame, place).filter(chance.happens("incubation", 0.4)).with_columns(
        chance.pick("carrier", [(name, 1.0) for name, _ in carriers]).alias("carrier"),
        (pl.col("arrived") + chance.between("incubation/in", 5.0, 60.0)).floor().alias("in"),
        chance.between("incubation/stay", 20.0, 46.0).alias("months"),
    ).filter(alive(pl.col("in")))  # fmt: skip
    rows = rows.with_columns((pl.col("in") + pl.col("months") * MONTH).floor().alias("out"))
    early = pl.col("left").is_not_null() & (pl.col("left") < pl.col("out"))
    shared: list[pl.Expr | str] = [
        "enterprise", "carrier",
        pl.col("carrier").replace_strict(kinds).alias("kind"),
        pl.lit(1, pl.Int64).alias("record_id"),
        date(pl.col("in")).alias("entered_on"),
    ]  # fmt: skip
    end = pl.when(early).then(pl.col("left")).otherwise(pl.col("out"))
    made = [
        rows.select(*shared, (pl.col("in") + 8.0).alias("known")),
        rows.select(
            *shared,
            pl.when(~early).then(date(pl.col("out"))).alias("graduated_on"),
            date(end).alias("left_on"),
            (end + 15.0).alias("known"),
        ),
    ]
    return _known(pl.concat(made, how="diagonal"), until)


def mentorings(frame: pl.DataFrame, chance: Chance, place: Place, *, until: dt.date) -> pl.DataFrame:
    """Newcomers with a mentor: paired, seen again after some months, ended after a year or two."""
    surname = pl.lit(pl.Series(list(SURNAMES))).gather(chance.integer("mentor/1", 0, len(SURNAMES) - 1))
    name = pl.lit(pl.Series(list(NAMES))).gather(chance.integer("mentor/2", 0, len(NAMES) - 1))
    start = float(new_year(place.day.year - 2))
    rows = _young(frame, place).filter((pl.col("arrived") >= start) & chance.happens("mentoring", 0.3)).with_columns(
        (pl.lit("虚构") + surname + name).alias("mentor"),
        (pl.col("arrived") + chance.between("mentoring/in", 10.0, 120.0)).floor().alias("in"),
        chance.between("mentoring/next", 60.0, 200.0).alias("next"),
        chance.between("mentoring/stay", 330.0, 760.0).alias("stay"),
    )  # fmt: skip
    rows = rows.filter(alive(pl.col("in")) & alive(pl.col("in") + pl.col("stay")))
    shared: list[pl.Expr | str] = [
        "enterprise",
        "mentor",
        pl.lit(1, pl.Int64).alias("record_id"),
        date(pl.col("in")).alias("started_on"),
    ]
    seen, ended = (pl.col("in") + pl.col("next")).floor(), (pl.col("in") + pl.col("stay")).floor()
    made = [
        rows.select(*shared, date(pl.col("in")).alias("last_on"), (pl.col("in") + 6.0).alias("known")),
        rows.select(*shared, date(seen).alias("last_on"), (seen + 6.0).alias("known")),
        rows.select(*shared, date(ended).alias("last_on"), date(ended).alias("ended_on"), (ended + 6.0).alias("known")),
    ]
    return _known(pl.concat(made, how="diagonal"), until)


def founders(frame: pl.DataFrame, chance: Chance, place: Place, *, until: dt.date) -> pl.DataFrame:
    """Who founded the newly registered, where the office knows it."""
    kind = chance.pick("founder/kind", FOUNDERS)
    home = chance.pick("founder/home", [(one, 1.0) for one in HOMES])
    rows = _young(frame, place).filter(chance.happens("founder", 0.55)).with_columns(kind.alias("kind"))
    return _known(
        rows.select(
            "enterprise", "kind",
            pl.lit(1, pl.Int64).alias("record_id"),
            pl.when(pl.col("kind") != "其他").then(home).alias("institution"),
            date(pl.col("founded")).alias("started_on"),
            (pl.col("arrived") + 25.0).alias("known"),
        ),
        until,
    )  # fmt: skip


def financings(frame: pl.DataFrame, chance: Chance, place: Place, *, until: dt.date) -> Iterator[pl.DataFrame]:
    """Angels for the young, equity for some, loans for more: at most one of each kind a year."""
    laws = (("天使投资", 0.05, 4.8, 1), ("股权融资", 0.025, 6.6, 2), ("贷款", 0.09, 6.0, 3), ("融资租赁", 0.01, 5.8, 4))
    for year in range(place.begins + 1, until.year + 1):
        for kind, share, size, offset in laws:
            salt = f"financing/{kind}/{year}"
            day = (float(new_year(year)) + chance.uniform(salt + "/on") * 364.0).floor()
            wan = chance.normal(salt + "/sum", mean=size, deviation=0.8).exp().clip(5.0, 60_000.0)
            young = pl.col("arrived") > new_year(year) - 4 * YEAR
            rows = frame.with_columns(day.alias("day")).filter(chance.happens(salt, share) & alive(pl.col("day")))
            rows = rows.filter(young) if kind == "天使投资" else rows
            yield _known(
                rows.select(
                    "enterprise",
                    pl.lit(year * 10 + offset, pl.Int64).alias("record_id"),
                    pl.lit(kind).alias("kind"),
                    ((wan / 10.0).ceil().cast(pl.Int64) * 10 * WAN).alias("amount"),
                    chance.happens(salt + "/qualified", 0.8).alias("qualified"),
                    chance.pick(salt + "/by", [(one, 1.0) for one in INVESTORS]).alias("investor"),
                    date(pl.col("day")).alias("paid_on"),
                    (pl.col("day") + chance.between(salt + "/known", 10.0, 60.0)).floor().alias("known"),
                ),
                until,
            )


def certifications(frame: pl.DataFrame, chance: Chance, place: Place, *, until: dt.date) -> pl.DataFrame:
    """Quality management of a third of the companies, for three years, once."""
    start = pl.max_horizontal("arrived", pl.lit(float(new_year(place.begins))))
    rows = frame.filter(chance.happens("certification", 0.35)).with_columns(
        (start + chance.between("certification/on", 90.0, 1500.0)).floor().alias("day")
    )
    return _known(
        rows.filter(alive(pl.col("day"))).select(
            "enterprise",
            pl.lit(1, pl.Int64).alias("record_id"),
            pl.lit("质量管理体系认证").alias("kind"),
            (pl.lit("XGQMS") + pl.col("number").cast(pl.String).str.zfill(8)).alias("number"),
            date(pl.col("day")).alias("granted_on"),
            date(pl.col("day")).dt.offset_by("3y").alias("expires_on"),
            (pl.col("day") + 30.0).alias("known"),
        ),
        until,
    )


def _known(rows: pl.DataFrame, until: dt.date) -> pl.DataFrame:
    return rows.filter(pl.col("known") <= ordinal(until))
