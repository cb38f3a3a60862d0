"""What comes by the place's streams: alliances, R&D bodies, products, standards, patents of little giants; listings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import polars as pl

from peiyu.madeup.calendar import MONTH, date, ordinal
from peiyu.madeup.chance import Chance
from peiyu.madeup.patents import versions
from peiyu.madeup.places.model import Place, Stream
from peiyu.madeup.recognition import pool
from peiyu.madeup.streams import Share, candidates, days, owned, roster
from peiyu.madeup.worlds import World

INSTITUTES = ("虚构大学", "虚构理工大学", "虚构科学院", "虚构工业研究院", "虚构医科大学", "虚构稀土研究院")
BODY_KINDS = (("企业技术中心", 6.0), ("工程技术研究中心", 4.0), ("重点实验室", 2.0), ("工程实验室", 1.0))
STAGES = ("意向", "股改", "辅导", "申报", "上市")
WAIT = (0.0, 7.0, 5.0, 8.0, 13.0)
"""Months from the stage before, mean."""
BEGUN = 1200.0
"""Revenue in 万元 from which a company may think of a listing."""
EVIDENCE = (("科技成果鉴定", 3.0), ("名牌产品目录", 2.0), ("专家评审", 2.0))
REACHES = (4, 2, 4, 1, 3, 4, 2, 0, 4, 3)
"""How far the companies of a listing roster come, in turn: four in ten are listed in the end."""
OFFSETS = {"alliance": 0, "rd_body": 0, "product": 0, "standard": 0, "ip_right": 5 * 10**8}


def of_streams(
    frame: pl.DataFrame,
    giants: pl.DataFrame,
    chance: Chance,
    place: Place,
    world: World,
    share: Share,
    *,
    until: dt.date,
) -> Iterator[tuple[str, pl.DataFrame]]:
    """Rows of every stream of the place, by entity."""
    for number, stream in enumerate(place.streams, 1):
        events = days(stream.schedule, stream.key, chance, world, share)
        firms = candidates(place, frame, stream.owner, giants)
        rows = owned(events, firms, stream.key, chance, until=until)
        if not rows.height:
            continue
        rows = rows.with_columns(
            (pl.col("rank") * 100 + number + OFFSETS[stream.entity]).alias("record_id"),
            pl.col("rank").cast(pl.String).str.zfill(4).alias("serial"),
            (pl.col("day") + chance.between(f"{stream.key}/known", 3.0, 25.0)).floor().alias("known"),
        )  # fmt: skip
        yield stream.entity, SHAPES[stream.entity](rows, stream, chance, world, until)


def _alliance(rows: pl.DataFrame, stream: Stream, chance: Chance, world: World, until: dt.date) -> pl.DataFrame:
    """Signed; filed some weeks later; active in later years."""
    filed = pl.col("day") + chance.between("alliance/filed", 20.0, 50.0)
    shared: list[pl.Expr | str] = [
        "enterprise", "record_id",
        (pl.lit(f"XGLM-{stream.key}-") + pl.col("serial")).alias("number"),
        (pl.lit("虚构") + pl.col("word") + pl.lit("产业创新联盟")).alias("title"),
        _trait(stream, "kind", chance),
        (pl.col("word") + pl.lit("产业链")).alias("chain"),
        date(pl.col("day")).alias("agreed_on"),
        chance.integer("alliance/institutes", 1, 5).alias("institutes"),
        chance.integer("alliance/members", 6, 30).alias("members"),
    ]  # fmt: skip
    signed = rows.select(*shared, date(pl.col("day")).alias("active_on"), "known")
    kept = rows.select(
        *shared, date(filed).alias("filed_on"), date(filed).alias("active_on"),
        pl.max_horizontal(filed.floor() + 5.0, pl.col("known") + 1.0).alias("known"),
    )  # fmt: skip
    again = pl.col("day") + chance.between("alliance/active", 300.0, 420.0)
    active = rows.select(
        *shared, date(filed).alias("filed_on"), date(again).alias("active_on"), (again + 20.0).floor().alias("known")
    )
    return _known(pl.concat([signed, kept, active], how="diagonal"), until)


def _body(rows: pl.DataFrame, stream: Stream, chance: Chance, world: World, until: dt.date) -> pl.DataFrame:
    joint = chance.pick("body/partner", [(name, 1.0) for name in INSTITUTES])
    kind = (
        _trait(stream, "kind", chance)
        if "kind" in stream.traits
        else chance.pick("body/kind", BODY_KINDS).alias("kind")
    )
    high = [(_trait(stream, "high_level", chance) == "是").alias("high_level")] if "high_level" in stream.traits else []
    made = rows.with_columns(kind, *high)
    return _known(
        made.select(
            "enterprise", "record_id", "kind", *[c for c in ("high_level",) if c in made.columns], "known",
            (pl.lit("虚构") + pl.col("word") + pl.col("kind")).alias("title"),
            _trait(stream, "level", chance),
            _trait(stream, "route", chance),
            date(pl.col("day")).alias("recognised_on"),
            pl.when(chance.happens("body/joint", 0.45)).then(joint).alias("partner"),
            pl.concat_str(
                pl.lit("虚构科发〔"), date(pl.col("day")).dt.year().cast(pl.String), pl.lit("〕"), pl.col("serial"),
                pl.lit("号"),
            ).alias("document"),
        ),
        until,
    )  # fmt: skip


def _product(rows: pl.DataFrame, stream: Stream, chance: Chance, world: World, until: dt.date) -> pl.DataFrame:
    return _known(
        rows.select(
            "enterprise", "record_id", "known",
            (pl.lit("虚构") + pl.col("word") + pl.lit("产品") + pl.col("serial")).alias("title"),
            chance.pick("product/kind", (("新产品", 6.0), ("名牌产品", 3.0), ("其他", 1.0))).alias("kind"),
            chance.flag("product/leading", 0.92, holes=0.04).alias("leading"),
            chance.pick("product/evidence", EVIDENCE).alias("evidence"),
            date(pl.col("day")).alias("recognised_on"),
        ),
        until,
    )  # fmt: skip


def _standard(rows: pl.DataFrame, stream: Stream, chance: Chance, world: World, until: dt.date) -> pl.DataFrame:
    kinds = (
        (("国家标准", 4.0), ("行业标准", 5.0))
        if stream.owner == "giant"
        else (("行业标准", 3.0), ("团体标准", 4.0), ("企业标准", 2.0))
    )
    return _known(
        rows.select(
            "enterprise", "record_id", "known",
            (pl.lit("XG/T ") + pl.col("record_id").cast(pl.String)).alias("number"),
            chance.pick("standard/kind", kinds).alias("kind"),
            chance.integer("standard/rank", 1, 9).alias("drafting_rank"),
            date(pl.col("day")).alias("published_on"),
            pl.lit(True).alias("in_force"),
        ),
        until,
    )  # fmt: skip


def _patent(rows: pl.DataFrame, stream: Stream, chance: Chance, world: World, until: dt.date) -> pl.DataFrame:
    """Invention patents over and above what the companies file anyway."""
    filed = rows.with_columns(
        pl.col("day").alias("filed"),
        pl.lit("发明专利").alias("kind"),
        (pl.lit("XGJR") + pl.col("serial")).alias("serial"),
        pl.lit(1, pl.Int64).alias("rank"),
        pl.lit(1).alias("holders"),
    )
    return versions(filed, chance, world, until=until)


Shape = Callable[[pl.DataFrame, Stream, Chance, World, dt.date], pl.DataFrame]

SHAPES: dict[str, Shape] = {
    "alliance": _alliance, "rd_body": _body, "product": _product, "standard": _standard, "ip_right": _patent,
}  # fmt: skip


def _trait(stream: Stream, field: str, chance: Chance) -> pl.Expr:
    return chance.pick(f"{stream.key}/{field}", stream.traits[field]).alias(field)


def _known(rows: pl.DataFrame, until: dt.date) -> pl.DataFrame:
    return rows.filter(pl.col("known") <= ordinal(until))


def listings(
    frame: pl.DataFrame, chance: Chance, place: Place, world: World, share: Share, *, until: dt.date
) -> pl.DataFrame:
    """Stages of the companies on their way to a listing: one record a stage, in order, each some months later. They
    are large where the place begins or, where a roster is kept, may come onto it."""
    events = days(place.listing, "listing", chance, world, share)
    if place.giants is not None:
        able = pool(frame, chance, place, share)
    else:
        able = frame.filter((pl.col(f"r{place.begins}").fill_null(0.0) >= BEGUN) & pl.col("left").is_null())
    rows = roster(events, able, order=pl.col("arrived") + chance.between("listing/order", 300.0, 3000.0), until=until)
    reach = pl.lit(pl.Series(REACHES, dtype=pl.Int64)).gather(pl.col("rank") % len(REACHES))
    board = chance.pick("listing/board", (("创业板", 5.0), ("主板", 3.0), ("境外", 1.0)))
    rows = rows.with_columns(reach.alias("reach"), board.alias("kind"), pl.col("day").alias("on"))
    parts = []
    for stage, name in enumerate(STAGES):
        wait = WAIT[stage] * MONTH * chance.between(f"listing/{stage}", 0.75, 1.25)
        rows = rows.filter(pl.col("reach") >= stage).with_columns((pl.col("on") + wait).floor().alias("on"))
        parts.append(
            rows.select(
                "enterprise", "kind",
                pl.lit(stage + 1, pl.Int64).alias("record_id"),
                pl.lit(name).alias("stage"),
                date(pl.col("on")).alias("reached_on"),
                (pl.col("on") + 7.0).alias("known"),
            )
        )  # fmt: skip
    return _known(pl.concat(parts), until)
