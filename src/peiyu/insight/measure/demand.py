"""What has to be counted: the rows of which indicator, seen from which day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from peiyu.insight.measure.ledger import Shape
from peiyu.insight.measure.returns import SPELL
from peiyu.insight.targets.spans import DAY, Span, Spans, spans_of, spans_of_target
from peiyu.policy.compile.lower.outer import OF_ENTERPRISE
from peiyu.policy.compile.programme import BoundIndicator, BoundProgramme
from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr
from peiyu.policy.condition.walk import nodes
from peiyu.policy.pack.programme import (
    ChangeBody,
    CountedBody,
    EventsBody,
    FirmsBody,
    RatioBody,
    StateBody,
    Target,
)

MICRO = 10**6
"""A number worked out over an enterprise is kept in millionths."""


@dataclass(frozen=True, slots=True)
class Look:
    """The rows of an indicator seen from a day (None: they are the same from any)."""

    indicator: str
    day: dt.date | None


def counted(bound: BoundIndicator) -> CountedBody:
    """The body of an indicator that is counted itself."""
    assert isinstance(bound.body, CountedBody)
    return bound.body


def shape_of(bound: BoundIndicator) -> Shape:
    """How the rows of a counted indicator are read."""
    match bound.body:
        case EventsBody() as body:
            first = body.first and body.again is None  # a return is an event of its own
            alone = () if not body.first else ("enterprise",) if first else ("enterprise", SPELL)
            thing = tuple(_thing(code) for code in body.once) or alone
            return Shape(
                first=first, thing=thing, adds=body.sum is not None, signed=not bound.never_negative,
                factor=bound.factor, share=body.share,
            )  # fmt: skip
        case StateBody() as body:
            thing = tuple(_thing(code) for code in body.once)
            return Shape(
                state=True, thing=thing, adds=body.sum is not None, signed=not bound.never_negative,
                factor=bound.factor, share=body.share,
            )  # fmt: skip
        case FirmsBody() as body:
            return Shape(first=True, thing=("enterprise",)) if body.first else Shape(state=True)
        case _:
            return Shape(state=True, adds=True, signed=not bound.never_negative, factor=bound.factor / MICRO)


def _thing(code: str) -> str:
    """The column of a field that makes records one thing."""
    return code if code == "enterprise" else f"thing:{code}"


def look_at(bound: BoundIndicator, day: dt.date) -> Look:
    """The rows that a figure of this day needs."""
    return Look(bound.id, day if depends_on_day(counted(bound)) else None)


def depends_on_day(body: CountedBody) -> bool:
    """Whether the rows are others when they are seen from another day."""
    match body:
        case EventsBody() | StateBody():
            seen = any(one.at == "day" for one in body.among)
            return seen or (body.where is not None and any(map(from_day, nodes(body.where))))
        case FirmsBody(first=True):
            return False
        case _:
            return True


def from_day(node: Expr) -> bool:
    """Whether a part of a condition on a record looks from a day: also what is of the record's enterprise."""
    return isinstance(node, (ast.Age, ast.InWindow, ast.FullYears, *OF_ENTERPRISE))


# --- what is asked --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Asked:
    """The figures to work out: of each indicator its span; of each target and trend its spans."""

    figures: Mapping[str, Span]
    targets: Mapping[str, Spans]
    trends: Mapping[str, Spans]


def asked_of(programme: BoundProgramme, day: dt.date, keys: Iterable[str] | None) -> Asked:
    """An indicator that a target stands on is shown over that target's span, any other over the year of the day.
    `keys` (indicators, targets, trends by local id; None: all) narrows it."""
    wanted = None if keys is None else set(keys)
    targets = {
        id_: one
        for id_, one in programme.programme.targets.items()
        if wanted is None or id_ in wanted or one.indicator in wanted
    }
    trends = {
        id_: one
        for id_, one in programme.programme.trends.items()
        if wanted is None or id_ in wanted or one.indicator in wanted
    }
    promised = {one.indicator for one in targets.values()} | {one.indicator for one in trends.values()}
    shown = [
        id_ for id_ in programme.programme.indicators if wanted is None or id_ in wanted or id_ in promised
    ]  # fmt: skip
    return Asked(
        {id_: _span_shown(id_, programme.programme.targets.values(), day) for id_ in shown},
        {id_: spans_of_target(one, day) for id_, one in targets.items()},
        {id_: spans_of(one.since or dt.date(day.year, 1, 1), day, day) for id_, one in trends.items()},
    )


def _span_shown(indicator: str, targets: Iterable[Target], day: dt.date) -> Span:
    of_target = next((one for one in targets if one.indicator == indicator), None)
    return Span(dt.date(day.year, 1, 1), day) if of_target is None else spans_of_target(of_target, day).whole


def windows(programme: BoundProgramme, asked: Asked) -> dict[Look, Span]:
    """Every set of rows that the asked-for figures need, each with the days that hold all its spans."""
    found: dict[Look, Span] = {}
    for indicator, span in _asked_spans(programme, asked):
        for look in needed(programme, indicator, span):
            known = found.get(look, span)
            since = None if known.since is None or span.since is None else min(known.since, span.since)
            found[look] = Span(since, max(known.until, span.until))
    return found


def _asked_spans(programme: BoundProgramme, asked: Asked) -> Iterator[tuple[str, Span]]:
    """Indicators with the spans of which their figures, targets and trends tell."""
    yield from asked.figures.items()
    standing = [(programme.programme.targets[id_].indicator, one) for id_, one in asked.targets.items()]
    for indicator, spans in standing:
        yield from ((indicator, span) for span in spans_read(programme, indicator, spans))
    for id_, spans in asked.trends.items():
        indicator = programme.programme.trends[id_].indicator
        yield from ((indicator, span) for span in (spans.whole, spans.year, spans.before))


def stands(programme: BoundProgramme, indicator: str) -> bool:
    """Whether an indicator is a state at a day (or enterprises of which something holds), not what falls in a span."""
    bound = programme.indicators.get(indicator)
    return bound is not None and isinstance(bound.body, CountedBody) and shape_of(bound).state


def spans_read(programme: BoundProgramme, indicator: str, spans: Spans) -> tuple[Span, ...]:
    """The spans of which a target on this indicator tells: of a state the day, the eve of the month and the day a year
    before; of a ratio the whole and two years; of what falls in spans the whole, the month and two years."""
    bound = programme.indicators.get(indicator)
    if bound is None:
        return ()
    if stands(programme, indicator):
        eve = eve_of(spans.month)
        return (spans.whole, spans.before, *(() if eve is None else (Span(None, eve),)))
    if isinstance(bound.body, RatioBody):
        return (spans.whole, spans.year, spans.before)
    return (spans.whole, spans.month, spans.year, spans.before)


def eve_of(span: Span) -> dt.date | None:
    """The day before a span begins."""
    return None if span.since is None else span.since - DAY


def needed(programme: BoundProgramme, indicator: str, span: Span) -> Iterator[Look]:
    """The rows that one figure stands on. An undecided indicator needs none."""
    bound = programme.indicators.get(indicator)
    if bound is None:
        return
    match bound.body:
        case RatioBody(over=over, under=under):
            yield from needed(programme, over, span)
            yield from needed(programme, under, span)
        case ChangeBody(of=of):
            yield from needed(programme, of, span)
            if (eve := eve_of(span)) is not None:
                yield from needed(programme, of, Span(None, eve))
        case _:
            yield look_at(bound, span.until)
