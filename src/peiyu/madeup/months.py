"""A zone month by month: every entity's rows for the companies of one bucket."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from peiyu.madeup import achievements, filings, grounds, patents, recognition, support
from peiyu.madeup.calendar import date, ordinal
from peiyu.madeup.chance import Chance
from peiyu.madeup.growth import with_paths
from peiyu.madeup.register import enterprise_rows, firms, stay_rows
from peiyu.madeup.streams import Share
from peiyu.madeup.zone import Zone

LISTS = (
    "ip_right", "title", "rd_body", "standard", "financing", "listing", "stay", "alliance", "product", "fund_award",
    "mentoring", "incubation", "founder", "certification",
)  # fmt: skip
DECLARED = 0.97
"""Share of companies whose list of a kind is declared whole."""


def bucket_frames(keys: pl.DataFrame, zone: Zone, bucket: int, buckets: int) -> Iterator[tuple[str, pl.DataFrame]]:
    """(entity, rows) with all that was known by the zone's day; the territory's own rows come with bucket 0.

    keys: number, enterprise, org, uscc and draw of the bucket's companies.
    """
    place, world, until, chance = zone.place, zone.laws, zone.day, Chance(zone.seed)
    share = Share(zone.companies, bucket, buckets)
    if bucket == 0:
        yield from ((entity, _finished(rows, zone)) for entity, rows in grounds.rows(place, chance, until=until))
    frame = with_paths(firms(keys, chance, place, companies=zone.companies), chance, place, world)
    known = {"until": until}
    yield from _each("enterprise", [enterprise_rows(frame, chance, place, holes=zone.holes)], zone)
    yield from _each("stay", [stay_rows(frame, chance)], zone)
    yield from _each("annual_return", filings.annual(frame, chance, place, holes=zone.holes, **known), zone)
    yield from _each("monthly_return", filings.monthly(frame, chance, place, **known), zone)
    yield from _each("ip_right", [patents.patents(frame, chance, place, world, **known)], zone)
    yield from _each("ip_right", [patents.software(frame, chance, place, **known)], zone)
    giants = recognition.giants(frame, chance, place, world, share, **known)
    yield from _each("title", recognition.sme(frame, chance, place, world, **known), zone)
    yield from _each("title", recognition.hnte(frame, chance, place, world, share, **known), zone)
    yield from _each("title", recognition.giant_titles(giants, chance, place, **known), zone)
    yield from _each("title", recognition.tiers(frame, chance, place, world, **known), zone)
    for entity, rows in achievements.of_streams(frame, giants, chance, place, world, share, **known):
        yield from _each(entity, [rows], zone)
    yield from _each("listing", [achievements.listings(frame, chance, place, world, share, **known)], zone)
    yield from _each("fund_award", [support.fund_awards(frame, chance, place, world, share, **known)], zone)
    yield from _each("incubation", [support.incubations(frame, chance, place, **known)], zone)
    yield from _each("mentoring", [support.mentorings(frame, chance, place, **known)], zone)
    yield from _each("founder", [support.founders(frame, chance, place, **known)], zone)
    yield from _each("financing", support.financings(frame, chance, place, **known), zone)
    yield from _each("certification", [support.certifications(frame, chance, place, **known)], zone)
    yield from _each("list_declaration", _declarations(frame, chance), zone)


def _declarations(frame: pl.DataFrame, chance: Chance) -> Iterator[pl.DataFrame]:
    for number, entity in enumerate(LISTS):
        yield frame.filter(chance.happens(f"declared/{entity}", DECLARED)).select(
            "enterprise",
            pl.lit(entity).alias("entity"),
            pl.lit(number, pl.Int64).alias("record_id"),
            (pl.col("arrived") + 30.0).alias("known"),
        )


def _each(
    entity: str, frames: Iterator[pl.DataFrame] | list[pl.DataFrame], zone: Zone
) -> Iterator[tuple[str, pl.DataFrame]]:
    for frame in frames:
        known = _finished(frame, zone)
        if known.height:
            yield entity, known


def _finished(frame: pl.DataFrame, zone: Zone) -> pl.DataFrame:
    """What is known by the day, with the columns that every row has."""
    return frame.filter(pl.col("known") <= ordinal(zone.day)).select(
        pl.all().exclude("known"),
        date(pl.col("known")).alias("known_from"),
        pl.lit("虚构").alias("source"),
        pl.lit("行政").alias("purpose"),
    )
