"""What the models look at: the things behind every indicator, dated, as they were known on the day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.facts.register import confidential_keys
from peiyu.insight.figures import Measured, TargetStatus
from peiyu.insight.forecast.arrivals import AT_ONCE, Delay
from peiyu.insight.measure.count import question_of
from peiyu.insight.measure.demand import Look, counted, look_at, shape_of
from peiyu.insight.measure.gather import Desk
from peiyu.insight.measure.ledger import Shape
from peiyu.insight.measure.opening import counted_rows
from peiyu.insight.targets.spans import Span
from peiyu.policy.compile.programme import BoundIndicator, BoundProgramme
from peiyu.policy.engine.embedded.records import view_at
from peiyu.policy.pack.programme import Among, ChangeBody, EventsBody, RatioBody, StateBody

EVER = Span(None, dt.date(9999, 12, 31))
BEGUN = "@begun"
"""Marks the rows of records that wait for the indicator's date, seen from their first date."""
LATE_DAYS = 180
"""Days after which what becomes known is an addition to old files, not late."""
LEAST_KNOWN = 30
DECADE = 3653


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything known on the day. rows: by indicator (and `<id>@begun`) one row a thing that may ever count: `on`,
    `enterprise`, `record_id`, `definite`, `hidden`, and where amounts are added `low` and `high`."""

    measured: Measured
    programme: BoundProgramme
    base: FactBase
    day: dt.date
    rows: Mapping[str, pl.DataFrame]
    hidden: frozenset[int]

    @property
    def view(self) -> View:
        return view_at(self.programme.binding, self.day, "aggregate")

    def bound(self, indicator: str) -> BoundIndicator:
        return self.programme.indicators[indicator]

    def shape(self, indicator: str) -> Shape:
        return shape_of(self.bound(indicator))

    def inside(self, indicator: str, since: dt.date | None, until: dt.date) -> pl.DataFrame:
        """The things of a span that count for certain."""
        rows = self.rows[indicator].filter(pl.col("definite") & (pl.col("on") <= until))
        return rows if since is None else rows.filter(pl.col("on") >= since)

    def number(self, indicator: str, rows: pl.DataFrame) -> Fraction:
        """What things come to."""
        if not self.shape(indicator).adds:
            return Fraction(rows.height)
        return Fraction(int(rows["low"].cast(pl.Int128).sum() or 0)) * self.shape(indicator).factor

    def undecided(self, indicator: str, since: dt.date | None, until: dt.date) -> int:
        """Things of a span, or without a day, that only may count."""
        inside = pl.col("on") <= until
        if since is not None:
            inside &= pl.col("on") >= since
        return self.rows[indicator].filter(~pl.col("definite") & inside.fill_null(True)).height

    def scan(self, entity: str, columns: Iterable[str]) -> pl.DataFrame:
        """An entity as it is known on the day, of the whole base."""
        parts = [self.base.scan(entity, b, self.view, columns) for b in range(self.base.bucket_count)]
        return pl.concat(parts).collect()

    def begins(self, entity: str, on: str) -> dt.date:
        """The first day of which records of this kind tell, at most ten years before the day."""
        first = self.scan(entity, [on])[on].min()
        earliest = self.day - dt.timedelta(days=DECADE)
        return max(first, earliest) if isinstance(first, dt.date) else self.day

    def delay(self, entity: str, on: str) -> Delay:
        """How late records of this kind become known, from those of the last two years that are no additions to old
        files; AT_ONCE of too few."""
        last, first = self.day - dt.timedelta(days=LATE_DAYS), self.day - dt.timedelta(days=LATE_DAYS + 730)
        parts = []
        for bucket in range(self.base.bucket_count):
            raw = self.base.raw(entity, bucket)
            if on not in raw.collect_schema().names():
                return AT_ONCE
            seen = pl.col(on).is_between(first, last, closed="right") & (pl.col("known_from") <= self.view.known_at)
            rows = raw.filter(seen).group_by("enterprise", "record_id")
            parts.append(rows.agg(pl.col(on).last(), pl.col("known_from").min()))
        days = (pl.col("known_from") - pl.col(on)).dt.total_days()
        late = pl.concat(parts).select(days.alias("late")).collect()["late"]
        some = late.filter((late >= 0) & (late <= LATE_DAYS))
        if some.len() < max(LEAST_KNOWN, late.len() // 2):
            return AT_ONCE
        counts = np.bincount(some.to_numpy(), minlength=1)
        return Delay(np.cumsum(counts) / counts.sum())


def ground_of(
    measured: Measured, base: FactBase, targets: Iterable[TargetStatus], progress: Callable[[float], None]
) -> Ground:
    """One pass over the base for all the indicators that these targets stand on."""
    wanted = dict.fromkeys(id_ for one in targets for id_ in standing_on(measured.programme, one.target.indicator))
    programme = with_begun(measured.programme, base, wanted)
    base = base.with_fields(programme.binding.fields.values())
    ids = [id_ for id_ in programme.indicators if id_.removesuffix(BEGUN) in wanted]
    looks = {look_at(programme.indicators[id_], measured.day): EVER for id_ in ids}
    question = question_of(programme, base, looks, day=measured.day)
    parts: dict[Look, list[pl.DataFrame]] = {look: [] for look in looks}
    for bucket in range(base.bucket_count):
        for look, rows in Desk(question, base, bucket).rows():
            parts[look].append(rows)
        progress((bucket + 1) / base.bucket_count)
    found: dict[str, pl.DataFrame] = {}
    for look, frames in parts.items():
        if frames:
            shape = shape_of(programme.indicators[look.indicator])
            span = Span(None, measured.day) if shape.state else EVER
            found[look.indicator] = counted_rows(pl.concat(frames), shape, span)
    return Ground(measured, programme, base, measured.day, found, confidential_keys(base))


def standing_on(programme: BoundProgramme, indicator: str) -> Iterator[str]:
    """The counted indicators on which one stands."""
    bound = programme.indicators.get(indicator)
    if bound is None:
        return
    match bound.body:
        case RatioBody(over=over, under=under):
            yield from standing_on(programme, over)
            yield from standing_on(programme, under)
        case ChangeBody(of=of):
            yield from standing_on(programme, of)
        case _:
            yield indicator


def dates_before(base: FactBase, body: EventsBody | StateBody) -> tuple[str, ...]:
    """The dates that a record goes through before the one that decides, the first of them first; none where it is the
    record's first date itself."""
    dates = [field.code for field in base.vocabulary.entities[body.entity].fields if field.type == "date"]
    on = body.on if isinstance(body, EventsBody) else body.since
    return tuple(dates[: dates.index(on)]) if on in dates else ()


def with_begun(programme: BoundProgramme, base: FactBase, wanted: Iterable[str]) -> BoundProgramme:
    """With a further indicator for each that waits for a later date: the same records by their first date, whose
    owners are looked at on the day."""
    more = {}
    for id_ in wanted:
        bound = programme.indicators[id_]
        body = counted(bound)
        if isinstance(body, EventsBody) and (before := dates_before(base, body)):
            among = tuple(Among(when=one.when, at="day") for one in body.among)
            begun = replace(body, on=before[0], among=among, first=False, again=None)
            more[id_ + BEGUN] = replace(bound, id=id_ + BEGUN, body=begun)
    return replace(programme, indicators={**programme.indicators, **more})
