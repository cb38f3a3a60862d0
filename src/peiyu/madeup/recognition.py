"""Titles: 科技型中小企业, 高新技术企业, 科技小巨人 and today's tiers, with renewals, ends and what is never renewed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import polars as pl

from peiyu.madeup.calendar import MONTH, YEAR, date, new_year, ordinal, year_of
from peiyu.madeup.chance import Chance
from peiyu.madeup.places.model import STANDARD_SIZE, Place
from peiyu.madeup.register import alive
from peiyu.madeup.streams import Share, batched, days, roster
from peiyu.madeup.worlds import World

GIANT = 10_000.0
"""Last year's sales in 万元 that make a 科技小巨人 where no roster is kept."""
RENEWED = 0.85
TERM = 3
"""Years that a certificate holds."""
TIERS = (("创新型中小企业", 0.12, 0.0), ("专精特新中小企业", 0.05, 800.0), ('专精特新"小巨人"企业', 0.008, 4000.0),
         ("雏鹰企业", 0.03, 0.0), ("瞪羚企业", 0.02, 2000.0))  # fmt: skip
"""Today's titles, the share of companies that get one and the revenue (万元) they need."""


def sme(frame: pl.DataFrame, chance: Chance, place: Place, world: World, *, until: dt.date) -> Iterator[pl.DataFrame]:
    """科技型中小企业: first some months after arrival; then every third year, or a number for one year each."""
    wait = chance.exponential("sme/wait", place.recognition * MONTH) + 8.0
    base = pl.max_horizontal("arrived", pl.lit(float(new_year(place.begins)) - 300.0))
    first = frame.filter(_taken(frame, chance, place, world)).with_columns((base + wait).alias("asked"))
    first = first.with_columns(batched(pl.col("asked"), "sme", chance, world).floor().alias("day"))
    first = first.filter(alive(pl.col("day")))
    if place.day.year < place.yearly_from:
        yield from _certificates(first, chance, "科技型中小企业", "XGKX", until=until)
        return
    if place.begins < place.yearly_from:
        early = first.filter(year_of(pl.col("day")) < place.yearly_from)
        yield _granted(early, "科技型中小企业", "XGKX", pl.col("day"), TERM, offset=0).filter(
            pl.col("known") <= ordinal(until)
        )
    for year in range(max(place.yearly_from, place.begins), until.year + 1):
        yield _yearly(first, chance, year).filter(pl.col("known") <= ordinal(until))


def _taken(frame: pl.DataFrame, chance: Chance, place: Place, world: World) -> pl.Expr:
    """Whether a company is ever recognised; where an industry goes together, many or few of its companies are."""
    shift = {group: (chance.number(f"sme/{group}") - 0.5) * world.together for group in sorted(set(frame["group"]))}
    return chance.uniform("sme") < place.recognised + pl.col("group").replace_strict(shift, return_dtype=pl.Float64)


def _granted(rows: pl.DataFrame, kind: str, prefix: str, day: pl.Expr, years: int, *, offset: int) -> pl.DataFrame:
    """Certificates of some years from a day; `offset` sets their record ids apart."""
    number = pl.col("number").cast(pl.String).str.zfill(7)
    year = date(day).dt.year().cast(pl.Int64)
    return rows.select(
        "enterprise",
        (year * 10 + offset).alias("record_id"),
        pl.lit(kind).alias("kind"),
        pl.concat_str(pl.lit(prefix), year.cast(pl.String), number).alias("number"),
        date(day).alias("granted_on"),
        date(day).dt.offset_by(f"{years}y").alias("expires_on"),
        (day + 12.0).floor().alias("known"),
    )


def _certificates(
    first: pl.DataFrame, chance: Chance, kind: str, prefix: str, *, until: dt.date, offset: int = 0
) -> Iterator[pl.DataFrame]:
    """A first certificate on `day` and its renewals, as long as they are asked for and the company is there."""
    rows, turn = first, 0
    while rows.height:
        made = _granted(rows, kind, prefix, pl.col("day"), TERM, offset=offset)
        yield made.filter(pl.col("known") <= ordinal(until))
        turn += 1
        again = pl.col("day") + TERM * YEAR + chance.between(f"{kind}/again/{turn}", -20.0, 60.0)
        rows = rows.filter(chance.happens(f"{kind}/renewed/{turn}", RENEWED)).with_columns(again.floor().alias("day"))
        rows = rows.filter(alive(pl.col("day")) & (pl.col("day") <= ordinal(until)))


def _yearly(first: pl.DataFrame, chance: Chance, year: int) -> pl.DataFrame:
    """Numbers of one year: in lists from May to November, valid to the end of the next March."""
    start = float(ordinal(dt.date(year, 5, 10)))
    listed = start + chance.uniform(f"sme/{year}").sqrt() * 195.0
    day = pl.when(year_of(pl.col("day")) == year).then(pl.max_horizontal("day", listed)).otherwise(listed).floor()
    asks = chance.happens(f"sme/again/{year}", 0.82) | (year_of(pl.col("day")) == year)
    rows = first.with_columns(day.alias("on")).filter(asks & (pl.col("day") <= pl.col("on")) & alive(pl.col("on")))
    rows = rows.filter(year_of(pl.col("on")) == year)
    made = _granted(rows, "科技型中小企业", "XGKX", pl.col("on"), 1, offset=0)
    return made.with_columns(pl.lit(dt.date(year + 1, 3, 31)).alias("expires_on"))


def hnte(
    frame: pl.DataFrame, chance: Chance, place: Place, world: World, share: Share, *, until: dt.date
) -> Iterator[pl.DataFrame]:
    """高新技术企业: first certificates by the place's schedule, renewed every third year."""
    events = days(place.hnte, "hnte", chance, world, share)
    able = frame.filter(chance.happens("hnte/able", 0.5))
    first = roster(events, able, order=pl.col("arrived") + chance.between("hnte/order", 365.0, 1500.0), until=until)
    yield from _certificates(first, chance, "高新技术企业", "XGGX", until=until, offset=1)


def giants(
    frame: pl.DataFrame, chance: Chance, place: Place, world: World, share: Share, *, until: dt.date
) -> pl.DataFrame:
    """Every 科技小巨人: the company's columns and `since`, the day (a number) of its first recognition."""
    if place.giants is not None:
        return _roster_giants(frame, chance, place, world, share, until=until)
    found = []
    taken = frame.select(pl.lit(False).alias("taken"))["taken"]
    for year in range(place.begins, min(until.year, place.horizon.year)):
        spring = float(ordinal(dt.date(year + 1, 4, 10)))
        crossing = (frame[f"r{year}"].fill_null(0.0) >= GIANT) & (frame["arrived"] < spring) & ~taken
        taken = taken | crossing
        day = spring + chance.uniform(f"giant/{year}") * 262.0
        found.append(frame.filter(crossing).with_columns(batched(day, "giant", chance, world).floor().alias("since")))
    made = pl.concat(found)
    return made.filter(alive(pl.col("since")) & (pl.col("since") <= ordinal(until)))


def pool(frame: pl.DataFrame, chance: Chance, place: Place, share: Share) -> pl.DataFrame:
    """Where a roster is kept: the companies that may come onto it. They were there before it began, stay, and are
    the largest, more or less."""
    assert place.giants is not None
    start = place.giants.points[0][0]
    size = pl.col(f"r{place.giants.first_year - 1}").fill_null(0.0)
    there = frame.filter((pl.col("arrived") < start - 365) & pl.col("left").is_null() & (size >= 1500.0))
    best = there.sort((size + 1.0).log() + chance.normal("giant/score", deviation=0.5), "number", descending=True)
    return best.head(round(place.giants.total * share.companies / STANDARD_SIZE / share.buckets + 0.5))


def _roster_giants(
    frame: pl.DataFrame, chance: Chance, place: Place, world: World, share: Share, *, until: dt.date
) -> pl.DataFrame:
    assert place.giants is not None
    events = days(place.giants, "giant", chance, world, share)
    made = roster(events, pool(frame, chance, place, share), order=chance.uniform("giant/order"), until=until)
    return made.with_columns(pl.col("day").alias("since")).drop("day", "rank")


def giant_titles(made: pl.DataFrame, chance: Chance, place: Place, *, until: dt.date) -> Iterator[pl.DataFrame]:
    """Their titles: for three years with renewals, or as long as the roster's plan runs."""
    rows = made.with_columns(pl.col("since").alias("day"))
    if place.giants is None:
        yield from _certificates(rows, chance, "科技小巨人", "XGXJR", until=until, offset=2)
        return
    titles = _granted(rows, "科技小巨人", "XGXJR", pl.col("day"), TERM, offset=2)
    yield titles.with_columns(pl.lit(place.horizon).alias("expires_on")).filter(pl.col("known") <= ordinal(until))


def tiers(frame: pl.DataFrame, chance: Chance, place: Place, world: World, *, until: dt.date) -> Iterator[pl.DataFrame]:
    """Today's national and local tiers, where the place has them: each year some of those who are large enough."""
    if not place.national_tiers:
        return
    for offset, (kind, share, least) in enumerate(TIERS, 3):
        for year in range(place.begins + 1, until.year + 1):
            day = float(ordinal(dt.date(year, 6, 1))) + chance.uniform(f"{kind}/{year}/on") * 170.0
            rows = frame.with_columns(batched(day, f"{kind}/{year}", chance, world).floor().alias("day"))
            fit = chance.happens(f"{kind}/{year}", share / 2) & (pl.col(f"r{year - 1}").fill_null(0.0) >= least)
            rows = rows.filter(fit & alive(pl.col("day")))
            yield _granted(rows, kind, f"XG{offset}", pl.col("day"), TERM, offset=offset).filter(
                pl.col("known") <= ordinal(until)
            )
