"""Spans as the checks count with them: how many months, until which day, which comes before which."""

from __future__ import annotations

import calendar
import datetime as dt
from dataclasses import replace

from peiyu.facts.round.model import Span
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Text

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


def last_day(span: Span) -> dt.date:
    month = last_month(span)
    return dt.date(span.year, month, calendar.monthrange(span.year, month)[1])


def ordinal(span: Span) -> int:
    """The span's last month, counted through the years."""
    return span.year * 12 + last_month(span)


def year_before(span: Span) -> Span:
    """The same span a year ago."""
    return replace(span, year=span.year - 1)


def on_basis(span: Span, basis: str) -> Span:
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


def said_span(span: Span) -> Text:
    """The span in both languages, with its basis."""
    zh, en = f"{span.year}年", f"{span.year}"
    if span.quarter is not None:
        zh, en = f"{zh}第{span.quarter}季度", f"{en}Q{span.quarter}"
    elif span.month is not None:
        zh, en = f"{zh}{span.month}月", f"{en}-{span.month:02d}"
    if has_bases(span) and span.basis:
        zh, en = f"{zh}{span.basis}", f"{en} ({'cumulative' if span.basis == '累计' else 'of the period'})"
    return Text(zh, en)
