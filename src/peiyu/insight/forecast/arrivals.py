"""What still comes of things that come one by one: recognitions, filings, institutions, alliances, firms.

The number of a year is Gamma-distributed around its own past, more loosely the more the years differed; this year's
pace is learned by Bayes' rule, the months' shares from the past years, their doubt from how the years differed. What
comes in months is over-dispersed as it was: together the rest is a negative binomial with uncertain parameters.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from peiyu.insight.forecast.spread import DRAWS, Floats, seeded

LEAST_EVENTS = 5
"""Events without which nothing is told."""
LEAST_MONTHS = 12
"""Months of history without which nothing is told."""
MONTHS_PRIOR = 24.0
"""Events that a uniform year weighs against the seasons seen."""
YEAR_PRIOR, YEAR_DEVIATION = 2.0, 0.5
"""Deviation of the logarithm of next year's number against this year's before anything is seen, worth 2 years."""
SHARE_PRIOR, SHARE_PRECISION = 2.0, 30.0
"""Precision of the part of a year that comes after a day, before anything is seen, worth 2 years."""
MOST_CLUSTERED = 10.0
"""Variance over mean of a month's number at most."""
LEAST_SEEN = 0.25
RECENT = 0.6
"""A year weighs so much as the year after it."""


@dataclass(frozen=True, slots=True)
class Delay:
    """How late things become known: the share known after so many days (index), ending at 1."""

    known: Floats

    def after(self, days: Floats) -> Floats:
        places = np.clip(days, 0, len(self.known) - 1).astype(np.int64)
        return self.known[places]


AT_ONCE = Delay(np.array([1.0]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Past:
    """When things came. days: each thing's day up to `day`; begins: the first day of which the records tell; since and
    by: the span that counts."""

    days: Sequence[dt.date]
    begins: dt.date
    day: dt.date
    since: dt.date
    by: dt.date
    delay: Delay = AT_ONCE

    @property
    def months(self) -> int:
        return (self.day.year - self.begins.year) * 12 + self.day.month - self.begins.month

    @property
    def years(self) -> tuple[int, ...]:
        """Complete calendar years."""
        first = self.begins.year if (self.begins.month, self.begins.day) == (1, 1) else self.begins.year + 1
        return tuple(range(first, self.day.year))

    @property
    def counts(self) -> Floats:
        """Numbers [year, month] of the complete years and of the year of the day (the last row)."""
        rows = (*self.years, self.day.year)
        table = np.zeros((len(rows), 12))
        for one in self.days:
            if one.year >= rows[0] and self.begins <= one <= self.day:
                table[one.year - rows[0], one.month - 1] += 1
        return table


def rest(past: Past) -> Floats:
    """Draws of how many more count: those after the day to the deadline, and those of before that are not known yet."""
    rng = seeded(past.begins, past.day, past.since, past.by, len(past.days), past.counts.tolist())
    counts = past.counts
    season = seasons(counts[:-1])
    clustered = clustering(counts[:-1], season)
    after = _after(past, counts[:-1], season, rng)
    hidden = _hidden(past, season)
    whole_this_year = part(season, dt.date(past.day.year, 1, 1), past.day)
    seen = np.maximum((1 - after) - hidden, 0.0) * _began(past, season)
    spread = year_deviation(_totals(counts, float(seen.mean())))
    prior, shape = _prior(past, counts, spread)
    so_far = counts[-1].sum()
    rates = rng.gamma(shape + so_far / clustered, 1.0, DRAWS) / (shape / prior + seen / clustered)
    to_come = _within(past, season, after) + (hidden if past.since.year <= past.day.year and whole_this_year else 0.0)
    total = _clustered(rates * to_come, clustered, rng)
    for year in range(past.day.year + 1, past.by.year + 1):
        rates = rates * np.exp(rng.normal(-(spread**2) / 2, spread, DRAWS))
        share = part(season, max(past.since, dt.date(year, 1, 1)), min(past.by, dt.date(year, 12, 31)))
        total = total + _clustered(rates * share, clustered, rng)
    return total


def seasons(counts: Floats) -> Floats:
    """The months' shares of a year, shrunk to even ones."""
    whole = counts.sum(axis=0) if len(counts) else np.zeros(12)
    return np.asarray((whole + MONTHS_PRIOR / 12) / (whole.sum() + MONTHS_PRIOR))


def part(season: Floats, first: dt.date, last: dt.date) -> float:
    """The share of a year's number that comes from `first` to `last` (both belong to it; one year)."""
    if last < first:
        return 0.0
    return _until(season, last) - _until(season, first - dt.timedelta(days=1), first.year)


def _until(season: Floats, day: dt.date, year: int | None = None) -> float:
    if year is not None and day.year < year:
        return 0.0
    length = (dt.date(day.year + day.month // 12, day.month % 12 + 1, 1) - day.replace(day=1)).days
    return float(season[: day.month - 1].sum() + season[day.month - 1] * day.day / length)


def _totals(counts: Floats, seen: float) -> Floats:
    """The numbers of the complete years and, from a quarter of it on, that of this year at its pace: a year that is
    unlike those before says that years differ."""
    totals = counts[:-1].sum(axis=1)
    return totals if seen < LEAST_SEEN else np.append(totals, counts[-1].sum() / seen)


def year_deviation(totals: Floats) -> float:
    """Deviation of the logarithm of a year's number against the year before, without what chance alone makes."""
    squares, seen = YEAR_PRIOR * YEAR_DEVIATION**2, YEAR_PRIOR
    for one, other in pairwise(totals):
        if one + other > 0:
            step = np.log((other + 0.5) / (one + 0.5)) ** 2 - 1 / (one + 0.5) - 1 / (other + 0.5)
            squares, seen = squares + max(float(step), 0.0), seen + 1
    return float(np.sqrt(squares / seen))


def clustering(counts: Floats, season: Floats) -> float:
    """Variance over mean of the months' numbers within their years: 1 where each comes by itself."""
    expected = counts.sum(axis=1, keepdims=True) * season[None, :]
    free = len(counts) * 11
    if free == 0 or counts.sum() < LEAST_EVENTS:
        return 1.5
    ratio = float(((counts - expected) ** 2 / np.maximum(expected, 0.05)).sum()) / free
    return float(np.clip((ratio * free + 1.5 * 11) / (free + 11), 1.0, MOST_CLUSTERED))


def _after(past: Past, counts: Floats, season: Floats, rng: np.random.Generator) -> Floats:
    """Draws of the part of a year's number that comes after the day of the year: a Beta, as wide as the past years'
    parts differed beyond chance."""
    mean = 1 - part(season, dt.date(past.day.year, 1, 1), past.day)
    if mean <= 1e-6:
        return np.zeros(DRAWS)
    variance = mean * (1 - mean) / (SHARE_PRECISION + 1) * SHARE_PRIOR
    years = SHARE_PRIOR
    for year, row in zip(past.years, counts, strict=True):
        total = row.sum()
        if total >= LEAST_EVENTS:
            later = sum(1 for one in past.days if one.year == year and (one.month, one.day) > _same(past.day))
            off = (later / total - mean) ** 2 - mean * (1 - mean) / total
            variance, years = variance + max(float(off), 0.0), years + 1
    precision = max(mean * (1 - mean) / max(variance / years, 1e-9) - 1, 2.0)
    return rng.beta(mean * precision, (1 - mean) * precision, DRAWS)


def _same(day: dt.date) -> tuple[int, int]:
    return day.month, day.day


def _hidden(past: Past, season: Floats) -> float:
    """The share of a year's number that has come this year and is not known yet."""
    first = max(past.since, past.begins, dt.date(past.day.year, 1, 1))
    span = (past.day - first).days + 1
    if span <= 0 or len(past.delay.known) == 1:
        return 0.0
    days = [first + dt.timedelta(days=k) for k in range(max(span - len(past.delay.known), 0), span)]
    shares = np.array([season[one.month - 1] / 30.4 for one in days])
    late = 1 - past.delay.after(np.array([(past.day - one).days for one in days], dtype=np.float64))
    return float((shares * late).sum())


def _began(past: Past, season: Floats) -> float:
    """The share of this year up to the day of which the records tell."""
    start = dt.date(past.day.year, 1, 1)
    if past.begins <= start:
        return 1.0
    whole = part(season, start, past.day)
    return part(season, past.begins, past.day) / whole if whole > 0 else 1.0


def _prior(past: Past, counts: Floats, spread: float) -> tuple[float, float]:
    """What a year's number is thought to be from the years before, and how firmly (the shape of a Gamma)."""
    totals = counts[:-1].sum(axis=1)
    if len(totals) == 0 or totals.sum() == 0:
        months = max(past.months, 1)
        return max(len(past.days), 1) * 12 / months, 0.5
    weights = RECENT ** np.arange(len(totals) - 1, -1, -1)
    return max(float((weights * totals).sum() / weights.sum()), 0.5), 1 / spread**2


def _within(past: Past, season: Floats, after: Floats) -> Floats:
    """Of the part of the year after the day, that within the span."""
    mean = 1 - part(season, dt.date(past.day.year, 1, 1), past.day)
    last = min(past.by, dt.date(past.day.year, 12, 31))
    inside = part(season, max(past.since, past.day + dt.timedelta(days=1)), last) if last.year == past.day.year else 0.0
    return after * (inside / mean if mean > 1e-6 else 0.0)


def _clustered(means: Floats, clustered: float, rng: np.random.Generator) -> Floats:
    """Counts around their means, variance over mean as told."""
    if clustered > 1.001:
        means = rng.gamma(np.maximum(means, 1e-12) / (clustered - 1), clustered - 1)
    return rng.poisson(means).astype(np.float64)
