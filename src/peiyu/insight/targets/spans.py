"""The days between which a target is counted, and the same days a year earlier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peiyu.policy.pack.programme import Target

DAY = dt.timedelta(days=1)


def year_before(day: dt.date) -> dt.date:
    """The same day of the year before; 29 February falls on the 28th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


@dataclass(frozen=True, slots=True)
class Span:
    """Both days belong to it; `since` None: from the beginning of all records."""

    since: dt.date | None
    until: dt.date

    @property
    def a_year_before(self) -> Span:
        """The same span one year earlier. A span that ends with February does so in every year."""
        since = None if self.since is None else year_before(self.since)
        until = year_before(self.until)
        if (self.until + DAY).month != self.until.month and self.until.month == 2:
            until = dt.date(until.year, 3, 1) - DAY
        return Span(since, until)


@dataclass(frozen=True, slots=True)
class Spans:
    """What is looked at for one target: the whole span up to the day (or the deadline, if that is past), the month
    and the year of that day as far as they have come and as far as they belong to the target."""

    whole: Span
    month: Span
    year: Span

    @property
    def before(self) -> Span:
        """The days of the year's part, a year earlier."""
        return self.year.a_year_before


def spans_of(since: dt.date | None, by: dt.date, day: dt.date) -> Spans:
    """The spans on a day. What comes after the deadline does not count toward a target; before its beginning all
    spans are empty (they end before they begin)."""
    until = min(day, by)

    def from_(first: dt.date) -> dt.date:
        return first if since is None else max(first, since)

    return Spans(
        Span(since, until),
        Span(from_(until.replace(day=1)), until),
        Span(from_(dt.date(until.year, 1, 1)), until),
    )


def spans_of_target(target: Target, day: dt.date) -> Spans:
    return spans_of(target.since, target.by, day)
