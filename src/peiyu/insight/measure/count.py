"""One pass over the buckets of a fact base: every row that the asked-for figures stand on, counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import polars as pl

from peiyu.facts.base import FactBase
from peiyu.insight.measure.book import Book
from peiyu.insight.measure.demand import Look, counted, shape_of
from peiyu.insight.measure.gather import Desk, Question
from peiyu.insight.measure.ledger import Ledger, ledger, narrowed
from peiyu.insight.measure.sayings import definition_of
from peiyu.insight.targets.spans import Span
from peiyu.policy.compile.programme import BoundProgramme
from peiyu.policy.pack.programme import FirmsBody, Grouping

TOGETHER = 2
"""Buckets worked on at one time: one waits for its files or for Python while the other counts."""


def counted_book(
    programme: BoundProgramme, base: FactBase, looks: Mapping[Look, Span], *, day: dt.date,
    group: Grouping | None = None, progress: Callable[[float], None] | None = None,
) -> Book:  # fmt: skip
    """The rows of every look, of the days that matter, kept as small as they can be. `progress` is told the finished
    share (0 to 1)."""
    question = question_of(programme, base, looks, day=day, group=group)
    parts: dict[Look, list[Ledger]] = {look: [] for look in looks}
    with ThreadPoolExecutor(TOGETHER) as pool:
        for done, found in enumerate(pool.map(partial(bucket_ledgers, question, base), range(base.bucket_count)), 1):
            for look, one in found.items():
                parts[look].append(one)
            if progress is not None:
                progress(done / base.bucket_count)
    said = {id_: definition_of(programme, one) for id_, one in programme.indicators.items()}
    return Book(programme, base, ledgers_of(programme, parts), said)


def bucket_ledgers(question: Question, base: FactBase, bucket: int) -> dict[Look, Ledger]:
    """What one bucket holds of every look."""
    indicators = question.programme.indicators
    return {
        look: narrowed(rows, shape_of(indicators[look.indicator])) for look, rows in Desk(question, base, bucket).rows()
    }


def ledgers_of(programme: BoundProgramme, parts: Mapping[Look, list[Ledger]]) -> dict[Look, Ledger]:
    return {look: ledger(frames, shape_of(programme.indicators[look.indicator])) for look, frames in parts.items()}


def question_of(
    programme: BoundProgramme, base: FactBase, looks: Mapping[Look, Span], *, day: dt.date,
    group: Grouping | None = None, details: bool = False,
) -> Question:  # fmt: skip
    """The question of these looks; the fiscal years are those of which the base holds figures, to the base year."""
    bodies = [counted(programme.indicators[look.indicator]) for look in looks]
    wants_years = any(isinstance(one, FirmsBody) and one.first for one in bodies)
    years = tuple(fiscal_years(base, day)) if wants_years else ()
    return Question(
        programme=programme, day=day, looks=tuple(looks), group=group, years=years, windows=looks, details=details
    )  # fmt: skip


def fiscal_years(base: FactBase, day: dt.date) -> Iterator[int]:
    """From the first year of which a figure is held to the year before the day."""
    known = []
    with base.reading():
        for bucket in range(base.bucket_count):
            known += base.raw("annual_return", bucket).select(pl.col("year").min()).collect()["year"].to_list()
    held = [year for year in known if year is not None]
    yield from range(min(held, default=day.year), day.year)
