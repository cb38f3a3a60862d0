"""Spans as the checks count with them: how many months, which comes before which."""

from __future__ import annotations

from dataclasses import replace

from peiyu.facts.round.model import Figures, Span
from peiyu.facts.vocabulary.model import Field

STOCKS = frozenset(("total_assets", "total_liabilities", "net_assets"))
"""Amounts of a day: they do not add up over months."""


def adds_up(known: Field) -> bool:
    """Whether the field's figures of months make the figure of the year: amounts, but for those of a day."""
    return known.type == "money" and known.code not in STOCKS


def last_month(span: Span) -> int:
    """The span's last month, from 1 to 12."""
    return span.month or 3 * (span.quarter or 4)


def months(span: Span) -> int:
    """How many months the figure of a span covers."""
    if span.basis == "累计" or (span.month is None and span.quarter is None):
        return last_month(span)
    return 1 if span.month is not None else 3


def ordinal(span: Span) -> int:
    """The span's last month, counted through the years."""
    return span.year * 12 + last_month(span)


def year_before(span: Span) -> Span:
    """The same span a year ago."""
    return replace(span, year=span.year - 1)


def on_basis(span: Span, basis: Figures) -> Span:
    """The same months on another basis."""
    return replace(span, basis=basis)


def previous(span: Span) -> Span | None:
    """The month or quarter before it in the same year; none before the first."""
    if span.month is not None:
        return replace(span, month=span.month - 1) if span.month > 1 else None
    if span.quarter is not None:
        return replace(span, quarter=span.quarter - 1) if span.quarter > 1 else None
    return None


def has_bases(span: Span) -> bool:
    """Whether 当月 and 累计 can differ: a month's or a quarter's figures."""
    return span.month is not None or span.quarter is not None
