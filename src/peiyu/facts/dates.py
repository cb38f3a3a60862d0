"""Dates as people write them → dates, with how precisely they were written."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from peiyu.facts.numbers import absence, plain

DateKind = Literal["known", "missing", "ditto", "unreadable", "ambiguous"]
Precision = Literal["day", "month", "year"]

ENDLESS = dt.date(9999, 12, 31)
"""What 长期 and 永久 are stored as."""

_YMD = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})[日号]?(?:t?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
_YM = re.compile(r"(\d{4})[-/.年](\d{1,2})月?")
_Y = re.compile(r"(\d{4})(?:年度?)?")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_SHORT_YEAR = re.compile(r"'?\d{2}[-/.年]\d{1,2}([-/.月]\d{1,2}日?)?")


@dataclass(frozen=True, slots=True)
class DateReading:
    """`value` is the first day of what was written; `precision` how much of it was written; `serial` tells that it
    was a spreadsheet's day number."""

    value: dt.date | None
    kind: DateKind
    precision: Precision = "day"
    serial: bool = False


def read_date(text: str, *, epoch_1904: bool = False) -> DateReading:
    """Read one date. Ambiguous (never guessed): 3/4/2012, two-digit years, and 2012.1, which a spreadsheet makes of
    both January and October."""
    said = plain(text)
    if absence(said) in ("missing", "none"):
        return DateReading(None, "missing")
    if absence(said) == "ditto":
        return DateReading(None, "ditto")
    if said in ("长期", "永久", "长期有效", "无固定期限"):
        return DateReading(ENDLESS, "known")
    if (match := _YMD.fullmatch(said)) is not None:
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if re.fullmatch(r"\d{8}(?:\.0)?", said):
        return _day(int(said[:4]), int(said[4:6]), int(said[6:8]))
    if re.fullmatch(r"\d{4}\.1", said):
        return DateReading(None, "ambiguous", "month")
    if (match := _YM.fullmatch(said)) is not None:
        return _day(int(match[1]), int(match[2]), 1, precision="month")
    if re.fullmatch(r"(19|20)\d{4}", said):
        return _day(int(said[:4]), int(said[4:6]), 1, precision="month")
    if (match := _Y.fullmatch(said)) is not None:
        return _day(int(match[1]), 1, 1, precision="year")
    if (match := _SERIAL.fullmatch(said)) is not None:
        return DateReading(_of_serial(int(match[1]), epoch_1904=epoch_1904), "known", serial=True)
    return _odd(said)


def _odd(said: str) -> DateReading:
    if (match := _DAY_FIRST.fullmatch(said)) is not None:
        one, two, year = int(match[1]), int(match[2]), int(match[3])
        if one == two or (one > 12 >= two):
            return _day(year, two, one)
        if two > 12 >= one:
            return _day(year, one, two)
        return DateReading(None, "ambiguous")
    return DateReading(None, "ambiguous" if _SHORT_YEAR.fullmatch(said) else "unreadable")


def _day(year: int, month: int, day: int, *, precision: Precision = "day") -> DateReading:
    try:
        return DateReading(dt.date(year, month, day), "known", precision)
    except ValueError:
        return DateReading(None, "unreadable")


def _of_serial(days: int, *, epoch_1904: bool) -> dt.date:
    """Day 60 of the 1900 system is a 29 February that never was; dates after it count from 30 December 1899."""
    if epoch_1904:
        return dt.date(1904, 1, 1) + dt.timedelta(days)
    return dt.date(1899, 12, 30) + dt.timedelta(days)


def read_year(text: str) -> int | None:
    """A fiscal year as written: 2021, 2021年, 2021年度, FY2021, 2021-12-31."""
    said = plain(text).removeprefix("fy")
    match = re.fullmatch(r"((?:19|20)\d{2})(?:\.0)?(?:年度?|财年|[-/.年]\d.*)?", said)
    return int(match[1]) if match is not None else None
