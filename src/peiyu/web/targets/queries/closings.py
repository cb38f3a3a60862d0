"""Reads of month closings, and what one changes against the issue before it."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide
from peiyu.web.targets.access import RULES
from peiyu.web.targets.models import Closing, FigureRecord, Line, Reading

KEPT_BASES = 15
"""Closings whose fact bases are kept: a year with some issues more."""
COMPARED = ("confirmed", "nowcast", "month", "plan", "goal", "pace")
SAID = ("goal", "total", "month", "plan", "pace")


@dataclass(frozen=True, slots=True)
class Month:
    """A month and how far its closing is: `open` (nothing yet), measured, proposed, closed."""

    first: dt.date
    state: str
    closing: Closing | None = None
    reading: Reading | None = None

    @property
    def last(self) -> dt.date:
        return end_of(self.first)


def end_of(day: dt.date) -> dt.date:
    """The last day of a month."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def closings(actor: Actor, pack: str) -> QuerySet[Closing]:
    """The closings of a pack, the latest month and issue first; without those that were dropped."""
    if not decide(RULES, actor, "targets.see").allowed:
        return Closing.objects.none()
    return Closing.objects.filter(pack=pack).exclude(state="dropped").select_related("reading")


def closing_of(actor: Actor, pack: str, pk: int) -> Closing | None:
    """One closing."""
    return closings(actor, pack).filter(pk=pk).first()


def closed(reading: Reading) -> Closing | None:
    """The closing that a reading is, if it was closed."""
    return Closing.objects.filter(reading=reading, state="closed").order_by("-issue").first()


def facts_of_closings() -> frozenset[str]:
    """The hashes of the fact bases that figures stand on which went out lately or are about to: of the newest closings,
    and of readings of a month's end that can still be closed."""
    closed_ = Reading.objects.filter(closings__state__in=("proposed", "closed")).order_by("-day", "-pk").distinct()
    open_ = Reading.objects.filter(state="live", standing=True).values_list("day", "facts")
    waiting = {facts for day, facts in open_ if day == end_of(day)}
    return frozenset({one.facts for one in closed_[:KEPT_BASES]} | waiting) - {""}


def before(pack: str, month: dt.date) -> Closing | None:
    """The issue of a month that holds so far."""
    return Closing.objects.filter(pack=pack, month=month, state="closed").order_by("-issue").first()


def closable(pack: str) -> QuerySet[Reading]:
    """Readings that could be closed: standing, live, as of the end of a month, not proposed already."""
    ends = [end_of(day) for day in Reading.objects.filter(pack=pack, state="live").values_list("day", flat=True)]
    live = Reading.objects.filter(pack=pack, standing=True, state="live", day__in=ends)
    return live.exclude(closings__state="proposed").order_by("-day", "-pk")


def month_to_close(pack: str, today: dt.date) -> dt.date | None:
    """The last whole month of which nothing is closed or proposed, if any month ever was measured."""
    if not Reading.objects.filter(pack=pack, standing=True).exists():
        return None
    first = (
        today.replace(day=1) if today == end_of(today) else (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    )
    there = Closing.objects.filter(pack=pack, month=first, state__in=("proposed", "closed")).exists()
    return None if there else first


def effect(old: Reading, new: Reading) -> list[dict[str, Any]]:
    """What a new reading changes, figure by figure: numbers before and after in words, how many records came and
    went."""
    return list(_differences(old, new))


def _differences(old: Reading, new: Reading) -> Iterator[dict[str, Any]]:
    was = {one.code: one for one in Line.objects.filter(reading=old, whole=None)}
    now = {one.code: one for one in Line.objects.filter(reading=new, whole=None)}
    for code in dict.fromkeys((*now, *was)):
        one, other = was.get(code), now.get(code)
        came, went = _moved(one, other)
        if one is not None and other is not None and not (came or went) and not _differs(one, other):
            continue
        shown = other or one
        assert shown is not None
        yield {
            "code": code, "name": shown.name, "before": _said(one), "after": _said(other), "came": came, "went": went,
        }  # fmt: skip


def _differs(one: Line, other: Line) -> bool:
    return any(getattr(one, name) != getattr(other, name) for name in COMPARED)


def _said(line: Line | None) -> dict[str, Any]:
    return {} if line is None else {name: line.said.get(name, {}) for name in SAID}


def _moved(one: Line | None, other: Line | None) -> tuple[int, int]:
    """How many records came and went. One that was doubtful and is certain, or the other way, is both."""
    was, now = _records(one), _records(other)
    return len(now - was), len(was - now)


def _records(line: Line | None) -> set[tuple[Any, ...]]:
    if line is None:
        return set()
    of = FigureRecord.objects.filter(line=line).order_by()
    return set(of.values_list("enterprise", "entity", "record_id", "certain"))
