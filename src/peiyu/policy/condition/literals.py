"""Numbers with their units, exactly: `5000万元` is 5 000 000 000 fen."""

from __future__ import annotations

import datetime as dt
import re
from fractions import Fraction

from peiyu.policy.condition.ast import DateLiteral, Duration, Number, Span
from peiyu.policy.condition.sayings import CONDITION_SAYINGS
from peiyu.problems import PackError

UNITS: dict[str, tuple[str, Fraction]] = {
    "元": ("money", Fraction(100)), "千元": ("money", Fraction(10**5)), "万元": ("money", Fraction(10**6)),
    "亿元": ("money", Fraction(10**10)), "人": ("persons", Fraction(1)), "件": ("items", Fraction(1)),
    "项": ("items", Fraction(1)), "个": ("items", Fraction(1)), "家": ("items", Fraction(1)),
    "%": ("ratio", Fraction(1, 100)), "％": ("ratio", Fraction(1, 100)), "‰": ("ratio", Fraction(1, 1000)),
    "年": ("years", Fraction(1)), "分": ("points", Fraction(1)), "㎡": ("area", Fraction(1)),
    "平方米": ("area", Fraction(1)),
}  # fmt: skip
"""Unit → dimension and factor to the base unit. 月 and 天 make durations and stand apart."""

MONTHS, DAYS = ("月", "个月"), ("天",)

_WRITTEN = re.compile(r"([0-9]+(?:\.[0-9]+)?)[ \t]*(\D.*)?")


def number(written: str, span: Span) -> Number | Duration:
    """A literal as the grammar found it. `年` gives a Number of dimension years; resolution makes it a Duration
    where it meets an age. PackError: an unknown unit, a part of a month or a day."""
    match = _WRITTEN.fullmatch(written)
    if match is None:
        raise PackError(CONDITION_SAYINGS["number-written"].about(span, found=written))
    value, unit = Fraction(match[1]), match[2] or ""
    if unit in MONTHS or unit in DAYS:
        if value.denominator != 1 or value > 10**6:
            raise PackError(CONDITION_SAYINGS["number-written"].about(span, found=written))
        return Duration(months=int(value), span=span) if unit in MONTHS else Duration(days=int(value), span=span)
    if not unit:
        return Number(value, "", written, span=span)
    if unit not in UNITS:
        raise PackError(CONDITION_SAYINGS["unit-unknown"].about(span, found=unit))
    dimension, factor = UNITS[unit]
    return Number(value * factor, dimension, written, span=span)


def date(written: str, span: Span) -> DateLiteral:
    """An ISO date. PackError: a day that does not exist."""
    try:
        return DateLiteral(dt.date.fromisoformat(written), span=span)
    except ValueError:
        raise PackError(CONDITION_SAYINGS["date-impossible"].about(span, found=written)) from None
