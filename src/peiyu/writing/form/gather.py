"""Measures what a form needs: the day with the breakdowns that it names, and the ends of earlier months."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import replace

from peiyu.insight.figures import Breakdown, Measured
from peiyu.insight.measure import measure
from peiyu.paper.form.offer import Meaning
from peiyu.policy.pack.programme import Programme
from peiyu.writing.brief.gather import Question
from peiyu.writing.form.figures import Registers, members_of, needed_months
from peiyu.writing.register import Register, register

Progress = Callable[[float], None]


def register_for(
    asked: Question, groups: Iterable[str], progress: Progress = lambda share: None, *, forecast_: bool = False
) -> Register:
    """The register of the question's day with these breakdowns, and if wanted with what is to be expected. The errors
    of `measure`."""
    wanted = tuple(groups) or (None,)
    parts: dict[str, dict[str, Breakdown]] = {}
    measured: Measured | None = None
    for place, group in enumerate(wanted):
        measured = measure(
            asked.pack, asked.packs, asked.base, day=asked.day, known_at=asked.known_at, define=asked.define, by=group,
            precedence=asked.precedence, progress=lambda share, place=place: progress((place + share) / len(wanted)),  # type: ignore[misc]
        )  # fmt: skip
        if group is not None:
            parts[group] = dict(measured.breakdowns)
    assert measured is not None
    if forecast_:
        from peiyu.insight.forecast import forecast, with_outlooks

        measured = with_outlooks(measured, forecast(measured, asked.base, day=asked.day))
    return register(measured, parts)


def register_to_offer(asked: Question, progress: Progress = lambda share: None) -> Register:
    """The register with the breakdowns whose parts only the facts know (园区, 旗县区): from it a form is told what
    there is."""
    by_fact = tuple(id_ for id_, one in programme_of(asked).groups.items() if one.by is not None)
    return register_for(asked, by_fact, progress)


def registers_for(asked: Question, meanings: Iterable[Meaning], progress: Progress = lambda share: None) -> Registers:
    """The register of the day and those of the earlier months that the meanings need, all by what is known today."""
    held = tuple(meanings)
    groups = tuple(dict.fromkeys(one.group for one in held if one.group))
    months = needed_months(held, asked.day)
    known = asked.known_at or asked.day
    expected = any(one.measure == "outlook" for one in held)
    main = register_for(asked, groups, lambda share: progress(share / (len(months) + 1)), forecast_=expected)
    earlier = {
        month: register_for(replace(asked, day=month_end(asked.day.year, month), known_at=known), groups)
        for month in months
    }
    return Registers(main, earlier, members_of(programme_of(asked)))


def month_end(year: int, month: int) -> dt.date:
    """The last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def programme_of(asked: Question) -> Programme:
    """The programme of the question's pack."""
    found = asked.packs[asked.pack].programme
    assert found is not None
    return found
