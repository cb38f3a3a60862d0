"""Calendar arithmetic: 29 February plus or minus years falls on 28 February; a month's end stays a month's end."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange

from peiyu.policy.condition.ast import CompareOp, Duration, InWindow


def months_after(day: dt.date, months: int) -> dt.date:
    """`months` later (or earlier, if negative), held at the first and last day that the calendar knows."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if year < dt.MINYEAR:
        return dt.date.min
    if year > dt.MAXYEAR:
        return dt.date.max
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def after(day: dt.date, length: Duration) -> dt.date:
    """`day` plus a duration."""
    if length.days:
        ordinal = day.toordinal() + length.days
        return dt.date.fromordinal(min(max(ordinal, 1), dt.date.max.toordinal()))
    return months_after(day, 12 * length.years + length.months)


def full_years(since: dt.date, until: dt.date) -> int:
    """Whole years elapsed from `since` to `until`."""
    years = until.year - since.year
    return years if months_after(since, 12 * years) <= until else years - 1


def window(node: InWindow, as_of: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day of a window over dates, both inside it."""
    if node.basis == "rolling":
        return months_after(as_of, -12 * node.years) + dt.timedelta(days=1), as_of
    base = as_of.year - 1
    last = as_of if node.current else dt.date(base, 12, 31)
    return dt.date(base - node.years + 1, 1, 1), last


def older(op: CompareOp, since: dt.date, length: Duration, at: dt.date) -> bool:
    """`age op length` at a day: the age has reached the length when since + length ≤ at."""
    reached = after(since, length)
    return ordered(op, at, reached)


def ordered(op: CompareOp, a: dt.date, b: dt.date) -> bool:
    """a op b for days."""
    match op:
        case ">=":
            return a >= b
        case "<=":
            return a <= b
        case ">":
            return a > b
        case "<":
            return a < b
        case "=":
            return a == b
        case _:
            return a != b
