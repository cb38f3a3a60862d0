"""Measures what a brief needs: every target, the same by place, the headline by trade, who is new this month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from peiyu.facts.base import FactBase
from peiyu.insight.figures import Breakdown, Measured, TargetStatus
from peiyu.insight.measure import measure, open_figure
from peiyu.insight.statistics import aggregate_view
from peiyu.insight.statistics.bridge import Bridge, bridge
from peiyu.insight.targets.spans import spans_of_target
from peiyu.policy.pack.model import Pack
from peiyu.problems import FactsError
from peiyu.writing.brief.material import PLACES, TRADES, Material, Order, grouping
from peiyu.writing.brief.sentences import FEW

MOST_POINTS = 25
"""So many days are measured for the course of a target."""
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is measured: the territory's pack, the base, the day, the chosen options and the sources that outrank
    others. unlisted: enterprises that are counted and not named, beside those that the base itself keeps
    confidential."""

    pack: str
    packs: Mapping[str, Pack]
    base: FactBase
    day: dt.date
    known_at: dt.date | None = None
    define: Mapping[str, str]
    precedence: tuple[str, ...] = ()
    unlisted: frozenset[int] = frozenset()


def gather(asked: Question, order: Order, *, forecast_: bool, progress: Progress) -> Material:
    """Everything that goes into the issue. The errors of `measure`."""
    pack = asked.packs[asked.pack]
    programme = pack.programme
    assert programme is not None
    place, trade = grouping(programme, PLACES), grouping(programme, TRADES)
    measured = counted(asked, place, progress)
    if forecast_:
        from peiyu.insight.forecast import forecast, with_outlooks

        measured = with_outlooks(measured, forecast(measured, asked.base, day=asked.day))
        measured = unnamed(measured, asked.unlisted)
    traded = by_trade(asked, measured, trade)
    return Material(
        pack=pack, programme=programme, measured=measured, order=order,
        places=of_targets(measured), traded=traded,
        trades={} if traded is None else of_targets(traded),
        course=course(asked, measured), bridge=since_new_year(asked),
        new={code: names for code, one in measured.targets.items()
             if (names := newcomers(measured, one, asked.unlisted))},
    )  # fmt: skip


def counted(asked: Question, by: str | None, progress: Progress, keys: tuple[str, ...] | None = None) -> Measured:
    return measure(asked.pack, asked.packs, asked.base, day=asked.day, known_at=asked.known_at, define=asked.define,
                   by=by, keys=keys, precedence=asked.precedence, progress=progress)  # fmt: skip


def course(asked: Question, measured: Measured) -> tuple[Measured, ...]:
    """The first target at the ends of months (of a target of several years: of half-years) and on the day, by what is
    known now."""
    first = next(iter(measured.targets.values()), None)
    if first is None or first.actual is None or first.target.since is None:
        return ()
    known = asked.known_at or asked.day
    earlier = tuple(
        counted(replace(asked, day=day, known_at=known), None, _silent, (first.code,))
        for day in days_of(first.target.since, asked.day)
    )
    return (*earlier, measured)


def days_of(since: dt.date, until: dt.date) -> tuple[dt.date, ...]:
    """The ends of months from `since` to before `until`, of half-years where the year of `since` is past."""
    step = 1 if since.year == until.year else 6
    ends = (dt.date(since.year + month // 12, month % 12 + 1, 1) for month in range(step, MOST_POINTS * step, step))
    return tuple(day for first in ends if since <= (day := first - dt.timedelta(days=1)) < until)


def since_new_year(asked: Question) -> Bridge | None:
    """The enterprises in the territory since the year began; None where no stays are held."""
    view = aggregate_view(asked.day, asked.known_at, asked.precedence)
    try:
        return bridge(asked.base, view, since=dt.date(asked.day.year, 1, 1), until=asked.day)
    except FactsError:
        return None


def of_targets(measured: Measured) -> dict[str, Breakdown]:
    """The breakdown of each target's indicator, where it is of the target's own days."""
    found = {}
    for code, one in measured.targets.items():
        breakdown = measured.breakdowns.get(one.target.indicator)
        shown = measured.figures.get(one.target.indicator)
        if (
            breakdown is not None
            and shown is not None
            and (shown.since, shown.until) == (one.figure.since, one.figure.until)
        ):
            found[code] = breakdown
    return found


def by_trade(asked: Question, measured: Measured, trade: str | None) -> Measured | None:
    """The first target by industry; None where it has no figure or the pack no industries."""
    first = next(iter(measured.targets.values()), None)
    if trade is None or first is None or first.actual is None:
        return None
    return counted(asked, trade, _silent, (first.code,))


def _silent(share: float) -> None:
    """Tells nobody: the second count is short."""


def unnamed(measured: Measured, unlisted: frozenset[int]) -> Measured:
    """The same without enterprises that are not to be named among those that decide."""
    if not unlisted:
        return measured
    targets = {
        code: one if one.outlook is None else replace(one, outlook=replace(one.outlook, key_firms=tuple(
            firm for firm in one.outlook.key_firms if firm.enterprise not in unlisted)))
        for code, one in measured.targets.items()
    }  # fmt: skip
    return replace(measured, targets=targets)


def newcomers(measured: Measured, one: TargetStatus, unlisted: frozenset[int] = frozenset()) -> tuple[str, ...]:
    """The enterprises that a target gained in the month, by name; none where they are many or may not be named."""
    if one.month is None or not 0 < one.month.low <= FEW or one.year is None or one.figure.parts:
        return ()
    month = spans_of_target(one.target, measured.day).month
    opened = open_figure(measured, f"target:{one.code}", span=month)
    listed = (record for record in opened if record.enterprise not in unlisted)
    certain = (record.name for record in listed if record.certain and record.name)
    return tuple(dict.fromkeys(islice(certain, FEW)))
