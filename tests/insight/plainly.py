"""Counts an indicator slowly and plainly: snapshots, the reference engine, and every way in which the undecided may
turn out. What the library counts must be the least and the most of all of them."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from peiyu.facts.base import FactBase, View
from peiyu.facts.base.view import Use
from peiyu.facts.resolve import snapshots
from peiyu.facts.snapshot import Child, Snapshot
from peiyu.insight.measure.count import fiscal_years
from peiyu.insight.targets.spans import Span
from peiyu.policy.compile.programme import BoundIndicator, BoundProgramme
from peiyu.policy.condition.ast import Expr
from peiyu.policy.engine.embedded.records import at_day
from peiyu.policy.engine.reference.evaluate import context_of, truth_of
from peiyu.policy.pack.programme import EventsBody, FirmsBody, FirmSumBody, StateBody

TERRITORY = Snapshot(0, "", "", {})


@dataclass(frozen=True)
class Row:
    """A row that may count: `truth` true or undecided; `until` of a state."""

    thing: Any
    on: dt.date | None
    truth: bool | None
    until: dt.date | None = None
    amount: int | None = None


@dataclass(frozen=True)
class Counter:
    programme: BoundProgramme
    base: FactBase
    day: dt.date

    def firms(self, seen: dt.date, use: Use = "verdict") -> list[Snapshot]:
        buckets = range(self.base.bucket_count)
        keys = [key for b in buckets for key in self.base.raw("enterprise", b).collect()["enterprise"]]
        view = View(as_of=seen, known_at=self.programme.selection.known_at, use=use)
        return list(snapshots(self.base, keys, view))

    def holds(self, expr: Expr, firm: Snapshot, seen: dt.date) -> bool | None:
        return truth_of(expr, context_of(at_day(self.programme.binding, seen), firm)).value

    def bounds(self, bound: BoundIndicator, span: Span) -> tuple[Fraction, Fraction | None]:
        """The least and the most that the indicator can come to."""
        match bound.body:
            case EventsBody() as body:
                rows = list(self.records(body, span.until))
                if body.sum is not None:
                    return self.added(bound, rows, span)
                return of_things(rows, lambda some: event_count(some, span, first=body.first), span)
            case StateBody() as body:
                rows = list(self.records(body, span.until))
                return of_things(rows, lambda some: state_count(some, span.until, body), span)
            case FirmsBody(first=True) as body:
                rows = list(self.years(body))
                return of_things(rows, lambda some: event_count(some, span, first=True), span)
            case FirmsBody() as body:
                rows = [
                    Row(firm.enterprise, span.until, truth)
                    for firm in self.firms(span.until)
                    if (truth := self.holds(body.when, firm, span.until)) is not False
                ]
                return of_things(rows, lambda some: 1 if some else 0, span)
            case FirmSumBody() as body:
                known = [value_of(body.value, firm, span.until) for firm in self.firms(span.until)]
                low = Fraction(sum(one for one in known if one is not None))
                return low, None if None in known else low
        raise TypeError(bound.body)

    def gains(self, bound: BoundIndicator, before: dt.date, after: dt.date) -> tuple[Fraction, Fraction | None]:
        """The least and the most that a state of records, each its own thing, can gain between two days."""
        body = bound.body
        assert isinstance(body, StateBody)
        rows = list(self.records(body, after))
        span = Span(before, after)
        return of_things(rows, lambda some: state_count(some, after, body) - state_count(some, before, body), span)

    def years(self, body: FirmsBody) -> Iterator[Row]:
        for year in fiscal_years(self.base, self.day):
            for firm in self.firms(dt.date(year + 1, 1, 1)):
                truth = self.holds(body.when, firm, dt.date(year + 1, 1, 1))
                if truth is not False:
                    yield Row(firm.enterprise, dt.date(year, 12, 31), truth)

    def records(self, body: EventsBody | StateBody, seen: dt.date) -> Iterator[Row]:
        owners = self.firms(seen, "aggregate")
        if self.base.vocabulary.entities[body.entity].of == "territory":
            stored = self.base.raw(body.entity, 0).collect().iter_rows(named=True)
            pairs = [(TERRITORY, Child(body.entity, row["record_id"], known(row))) for row in stored]
        else:
            pairs = [(firm, row) for firm in owners for row in firm.rows(body.entity)]
        for owner, child in pairs:
            on = child.values.get(body.on if isinstance(body, EventsBody) else body.since or "")
            assert on is None or isinstance(on, dt.date)
            if on is None and not self.may_have_come(body, child):
                continue
            truth = self.truth(body, owner, child, on, seen)
            if truth is False:
                continue
            own = (owner.enterprise, child.record_id)
            named = tuple(owner.enterprise if c == "enterprise" else child.values.get(c) for c in body.once)
            thing: Any = own if not named or None in named else named
            if isinstance(body, EventsBody) and body.first and not named:
                thing = owner.enterprise
            until = child.values.get(body.until or "") if isinstance(body, StateBody) else None
            amount = child.values.get(body.sum) if body.sum else None
            yield Row(thing, on, truth, until, amount)  # type: ignore[arg-type]

    def may_have_come(self, body: EventsBody | StateBody, child: Child) -> bool:
        """Whether a day that is not recorded may have been: only that by which the record is there at all."""
        fields = self.base.vocabulary.entities[body.entity].fields
        first = next(one.code for one in fields if one.type == "date")
        own = (body.on if isinstance(body, EventsBody) else body.since) == first
        return own and (body.sum is None or child.values.get(body.sum) is not None)

    def truth(
        self, body: EventsBody | StateBody, owner: Snapshot, child: Child, on: dt.date | None, seen: dt.date
    ) -> bool | None:
        found: list[bool | None] = []
        if body.where is not None:
            binding = at_day(self.programme.binding, seen)
            found.append(truth_of(body.where, context_of(binding, owner).on(child)).value)
        for one in body.among:
            if one.at == "day":
                found.append(self.holds(one.when, owner, seen))
            else:
                found.append(None if on is None else self.holds(one.when, owner, on))
        return False if False in found else None if None in found else True

    def added(self, bound: BoundIndicator, rows: list[Row], span: Span) -> tuple[Fraction, Fraction | None]:
        """Nothing below zero: the least takes what is certain and known, the most everything that may be."""
        low, high, endless = 0, 0, False
        for row in rows:
            inside = None if row.on is None else lies(row.on, span)
            if inside is False:
                continue
            endless = endless or row.amount is None
            high += row.amount or 0
            low += (row.amount or 0) if inside and row.truth else 0
        return low * bound.factor, None if endless else high * bound.factor


def known(row: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in row.items() if value is not None}


def value_of(expr: Expr, firm: Snapshot, seen: dt.date) -> int | None:
    """A single fact of the base year."""
    datum = firm.datum(expr.entity, expr.field_code, seen.year - 1)  # type: ignore[union-attr]
    return None if datum is None else datum.value  # type: ignore[return-value]


def lies(on: dt.date, span: Span) -> bool:
    return on <= span.until and (span.since is None or span.since <= on)


def event_count(rows: Sequence[Row], span: Span, *, first: bool) -> int:
    """Whether a thing counts, when exactly these rows are true and dated so."""
    if not rows:
        return 0
    days = [row.on for row in rows if row.on is not None]
    return int(lies(min(days), span) if first else any(lies(day, span) for day in days))


def state_count(rows: Sequence[Row], day: dt.date, body: StateBody) -> int:
    """Whether a thing stands on a day, when exactly these rows are true and dated so."""

    def stands(row: Row) -> bool:
        begun = body.since is None or (row.on is not None and row.on <= day)
        return begun and (row.until is None or row.until > day)

    return int(any(map(stands, rows)))


def of_things(rows: list[Row], count: Any, span: Span) -> tuple[Fraction, Fraction]:
    """The sums over things of the least and the most that each can count, over every way in which its undecided rows
    and missing dates may turn out."""
    by_thing: dict[Any, list[Row]] = {}
    for row in rows:
        by_thing.setdefault(row.thing, []).append(row)
    ends = [ends_of(some, count, span) for some in by_thing.values()]
    return Fraction(sum(low for low, _ in ends)), Fraction(sum(high for _, high in ends))


def ends_of(rows: list[Row], count: Any, span: Span) -> tuple[int, int]:
    one = dt.timedelta(days=1)
    known_days = {row.on for row in rows if row.on is not None} | {span.until, span.since or span.until}
    days = sorted({day + shift for day in known_days for shift in (-one, 0 * one, one)})
    found = []
    for chosen in itertools.product(*(ways(row, days) for row in rows)):
        found.append(count([row for row in chosen if row is not None]))
    return min(found), max(found)


def ways(row: Row, days: list[dt.date]) -> list[Row | None]:
    dated = [row] if row.on is not None else [Row(row.thing, day, True, row.until) for day in days]
    return [*dated, *([None] if row.truth is None else [])]
