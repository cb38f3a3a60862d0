"""The territory's own records: carrier buildings, financial institutions, the fund's budgets, events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.madeup.calendar import Schedule, date, ordinal
from peiyu.madeup.chance import Chance
from peiyu.madeup.places.model import Building, Place

WAN = 1_000_000
SQUARE_METRE = 100
INSTITUTIONS = (("创投", 7.0), ("担保", 3.0), ("小贷", 3.0), ("产业基金", 3.0), ("银行", 3.0), ("其他", 1.0))
FORMS = (("法人", 5.0), ("分支机构", 3.0), ("签约", 2.0))
EVENTS = (("创业大赛", 2.0), ("论坛", 3.0), ("招商", 4.0), ("培训", 6.0))
MILESTONES = ("started", "completed", "filed", "opened")


def rows(place: Place, chance: Chance, *, until: dt.date) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every entity of the territory with what was known by a day."""
    for entity, made in (
        ("carrier_project", _buildings(place)),
        ("institution", _institutions(place, chance)),
        ("fund_budget", _budgets(place)),
        ("event", _events(place, chance)),
    ):
        known = made.filter(pl.col("known") <= ordinal(until))
        if known.height:
            yield entity, known.with_columns(pl.lit(TERRITORY, pl.Int64).alias("enterprise"))


def _buildings(place: Place) -> pl.DataFrame:
    """A version a milestone."""
    units = place.grounds.units
    made = []
    for number, one in enumerate(place.grounds.buildings, 1):
        shared = {"record_id": number, "title": f"虚构{one.title}", "park": one.park, "area": one.area * SQUARE_METRE}
        unit = next((u for u in units if one.park[:2] in u), units[0])
        made += [{**shared, "unit": unit, **version} for version in _milestones(one)]
    schema = {f"{name}_on": pl.Date() for name in MILESTONES}
    return pl.DataFrame(made, infer_schema_length=None).cast(schema)  # type: ignore[arg-type]


def _milestones(one: Building) -> Iterator[dict[str, object]]:
    so_far: dict[str, object] = {f"{name}_on": None for name in MILESTONES}
    for name in MILESTONES:
        if written := getattr(one, name):
            day = dt.date.fromisoformat(written)
            so_far[f"{name}_on"] = day
            yield {**so_far, "known": float(ordinal(day) + 9)}


def _scheduled(schedule: Schedule, key: str, chance: Chance) -> pl.DataFrame:
    frame = pl.DataFrame({"rank": pl.int_range(0, int(schedule.total), eager=True, dtype=pl.Int64)})
    frame = frame.with_columns(((pl.col("rank") + 1) * 7_919).cast(pl.UInt64).alias("draw"))
    return frame.with_columns(
        schedule.day(pl.col("rank") + chance.between(key, 0.2, 0.8)).floor().alias("day"),
        (pl.col("rank") + 1).alias("record_id"),
    )


def _institutions(place: Place, chance: Chance) -> pl.DataFrame:
    """One in fifteen leaves again after some years."""
    made = _scheduled(place.grounds.institutions, "institution", chance).with_columns(
        chance.pick("institution/kind", INSTITUTIONS).alias("kind"),
        (pl.col("day") + chance.between("institution/leaves", 500.0, 1500.0)).floor().alias("gone"),
    )
    serial = pl.col("record_id").cast(pl.String).str.zfill(3)
    shared: list[pl.Expr | str] = [
        "record_id", "kind",
        (pl.lit("XGJG") + serial).alias("number"),
        (pl.lit("虚构") + pl.col("kind") + pl.lit("机构") + serial + pl.lit("号")).alias("title"),
        chance.pick("institution/form", FORMS).alias("form"),
        date(pl.col("day")).alias("entered_on"),
        pl.lit(place.grounds.units[2]).alias("unit"),
    ]  # fmt: skip
    came = made.select(*shared, (pl.col("day") + 12.0).alias("known"))
    left = made.filter(chance.happens("institution/left", 1 / 15)).select(
        *shared, date(pl.col("gone")).alias("left_on"), (pl.col("gone") + 12.0).alias("known")
    )
    return pl.concat([came, left], how="diagonal")


def _budgets(place: Place) -> pl.DataFrame:
    """A year's sum by use, in whole 万元 that add up to it."""
    ground, made = place.grounds, []
    whole = sum(weight for _, weight in ground.uses)
    for written, total in ground.budgets:
        day = dt.date.fromisoformat(written)
        parts = [round(total * weight / whole) for _, weight in ground.uses[1:]]
        for place_, ((use, _), wan) in enumerate(zip(ground.uses, [total - sum(parts), *parts], strict=True)):
            made.append(
                {
                    "record_id": day.year * 10 + place_,
                    "fund": ground.fund,
                    "use": use,
                    "amount": wan * WAN,
                    "budgeted_on": day,
                    "unit": ground.units[0],
                    "known": float(ordinal(day) + 5),
                }
            )
    return pl.DataFrame(made)


def _events(place: Place, chance: Chance) -> pl.DataFrame:
    made = _scheduled(place.grounds.events, "event", chance).with_columns(
        chance.pick("event/kind", EVENTS).alias("kind")
    )
    contest = pl.col("kind") == "创业大赛"
    return made.select(
        "record_id", "kind",
        (pl.lit("虚构") + pl.col("kind") + pl.col("record_id").cast(pl.String).str.zfill(3)).alias("title"),
        date(pl.col("day")).alias("held_on"),
        chance.integer("event/entrants", 20, 160).alias("entrants"),
        pl.when(contest).then(chance.integer("event/founded", 1, 9)).otherwise(0).alias("founded"),
        pl.lit(place.grounds.units[0]).alias("unit"),
        (pl.col("day") + 4.0).alias("known"),
    )  # fmt: skip
