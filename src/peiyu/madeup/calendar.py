"""Days as numbers: days since 1970-01-01, so that dates are drawn and compared as columns."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise

import polars as pl

EPOCH = dt.date(1970, 1, 1)
MONTH = 30.44
YEAR = 365.25


def ordinal(day: dt.date) -> int:
    return (day - EPOCH).days


def new_year(year: int) -> int:
    """1 January, as a number."""
    return ordinal(dt.date(year, 1, 1))


def date(number: pl.Expr) -> pl.Expr:
    """A column of numbers (whole or not) as dates; null stays null."""
    return number.floor().cast(pl.Int32).cast(pl.Date)


def year_of(number: pl.Expr) -> pl.Expr:
    return date(number).dt.year().cast(pl.Int32)


def piecewise(x: pl.Expr, points: Sequence[tuple[float, float]]) -> pl.Expr:
    """Straight lines between (x, y) points in order of x; beyond the ends the end's y."""
    made = pl.lit(float(points[-1][1]))
    for (x0, y0), (x1, y1) in reversed(list(pairwise(points))):
        slope = (y1 - y0) / (x1 - x0) if x1 > x0 else 0.0
        made = pl.when(x < x1).then(y0 + (x - x0) * slope).otherwise(made)
    return pl.when(x < points[0][0]).then(pl.lit(float(points[0][1]))).otherwise(made)


class Schedule:
    """How much has come by when: (day, cumulative number) points, straight between them, none before the first."""

    def __init__(self, *points: tuple[str, float]) -> None:
        self.points = tuple((ordinal(dt.date.fromisoformat(day)), float(total)) for day, total in points)

    @property
    def first_year(self) -> int:
        return (EPOCH + dt.timedelta(days=self.points[0][0])).year

    @property
    def total(self) -> float:
        return self.points[-1][1]

    def by(self, day: dt.date) -> float:
        """The number that has come by a day."""
        number = ordinal(day)
        if number <= self.points[0][0]:
            return self.points[0][1]
        for (x0, y0), (x1, y1) in pairwise(self.points):
            if number < x1:
                return y0 + (number - x0) * (y1 - y0) / (x1 - x0)
        return self.total

    def day(self, rank: pl.Expr) -> pl.Expr:
        """The day (a number) on which the cumulative number reaches `rank`."""
        return piecewise(rank, [(total, day) for day, total in self.points])
