"""Dates: texts, dated parameters and the rows of a ladder follow each other without gap or overlap."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import pairwise

from peiyu.policy.condition.ast import Span
from peiyu.policy.pack.checks.context import Context
from peiyu.policy.pack.model import Applies
from peiyu.problems import Problem

Days = tuple[dt.date | None, dt.date | None, Span]
DAY = dt.timedelta(days=1)


def check_texts(context: Context) -> Iterator[Problem]:
    """The texts of a pack."""
    days = [(one.since, one.until, one.span) for one in context.pack.texts]
    yield from _sequence(context, days, "texts")


def check_parameters(context: Context) -> Iterator[Problem]:
    """The dated values of each parameter."""
    for one in context.text.parameters.values() if context.text else ():
        days = [(value.since, value.until, value.value.span) for value in one.values]
        yield from _sequence(context, days, "parameter")


def check_applies(context: Context) -> Iterator[Problem]:
    """The rows of a ladder, a tier and an event at a time."""
    rows: dict[tuple[str, str], list[Applies]] = {}
    for one in context.pack.applies:
        rows.setdefault((one.tier, one.event), []).append(one)
    for (tier, event), held in rows.items():
        days = [(one.since, one.until, one.span) for one in held]
        yield from _sequence(context, days, "applies", tier=tier, event=event)


def _sequence(context: Context, days: Iterable[Days], kind: str, **words: str) -> Iterator[Problem]:
    """Neighbours in order of their first day."""
    ordered = sorted(days, key=lambda one: one[0] or dt.date.min)
    for (_, until, _), (since, _, span) in pairwise(ordered):
        if until is None or since is None or since <= until:
            said = f"{since or '…'} – {until or '…'}"
            yield context.say(f"{kind}-overlap", span, found=said, overlap=said, **words)
        elif since > until + DAY:
            said = f"{until + DAY} – {since - DAY}"
            yield context.say(f"{kind}-gap", span, found=said, gap=said, **words)
