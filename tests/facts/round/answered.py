"""A small round and its answers, for the tests of what came back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from peiyu.facts.round import Answer, Asked, AskedSheet, Basis, Before, Past, Place, Span
from peiyu.facts.snapshot import Value
from peiyu.problems import Where

MAY = Span(2026, month=5, basis="累计")
WAN = 1_000_000
"""One 万元 in fen."""


def asked_of(*fields: str, required: tuple[str, ...] = (), span: Span = MAY, entity: str = "monthly_return") -> Asked:
    """A round that asks for these fields of one entity."""
    sheet = AskedSheet(entity, fields, required)
    return Asked("2026-05-02", "五月收表", (sheet,), span, dt.date(2026, 6, 8), Basis("行政", "月报制度"))


def place(field: str, firm: int = 1, entity: str = "monthly_return") -> Place:
    return Place(entity, firm, None, field)


def answer(
    field: str, value: Value | None, *, firm: int = 1, raw: str | None = None, why: str = "",
    entity: str = "monthly_return",
) -> Answer:  # fmt: skip
    """One answer; its cell is the field's and the firm's own."""
    said = raw if raw is not None else "" if value is None else str(value)
    where = Where("甲园.xlsx", sheet="月度数据", cell=f"{'CDEFGHIJKL'[len(field) % 10]}{firm + 3}")
    return Answer(place(field, firm, entity), value, said, where, why)


def past(field: str, values: Mapping[Span, int], *, firm: int = 1, source: str = "") -> Before:
    """The past of one datum."""
    return {place(field, firm): tuple(Past(span, value, source) for span, value in values.items())}


def months(value: int, *, year: int = 2026, until: int = 4) -> dict[Span, int]:
    """Cumulative figures of January up to a month, `value` a month."""
    return {Span(year, month=month, basis="累计"): value * month for month in range(1, until + 1)}
