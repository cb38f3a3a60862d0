"""What a reading consists of, written and taken away some rows at a time, so that others can write between."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from peiyu.insight.figures import Outlook, Record
from peiyu.web.enterprises.actions.bulk import add
from peiyu.web.jobs.kinds import Step
from peiyu.web.jobs.models import Job
from peiyu.web.targets.models import FigureRecord, KeyFirm, Line, Reading
from peiyu.web.targets.queries.closings import end_of
from peiyu.web.targets.worded import Worded, both, exact

KEPT_STANDING, KEPT_LOOKS, KEPT_MONTHS = 3, 3, 3
"""Readings that nobody closed: so many under the locked definitions and so many others are kept of a pack, and of so
many month's ends the last one, which may still be closed."""
AT_ONCE = 20_000
COLUMNS = ("line_id", "enterprise", "entity", "record_id", "on", "certain", "name", "title", "amount", "doubles", "why")


def keep_line(reading: Reading, one: Worded, whole: int | None) -> int:
    """A line; gives its id."""
    return Line.objects.create(reading=reading, whole_id=whole, **one.columns).pk


def keep_key_firms(line: int, outlook: Outlook | None) -> None:
    """The enterprises on which a line depends, in the order of the outlook."""
    KeyFirm.objects.bulk_create(
        KeyFirm(line_id=line, enterprise=one.enterprise, place=place, chance=one.chance, why=both(one.why))
        for place, one in enumerate(outlook.key_firms if outlook else ())
    )


def keep_records(line: int, some: Sequence[Record]) -> None:
    """Some records of a line."""
    add(FigureRecord, COLUMNS, [_row(line, one) for one in some])
    held = Line.objects.get(pk=line)
    Line.objects.filter(pk=line).update(listed=held.listed + len(some))


def _row(line: int, one: Record) -> tuple[Any, ...]:
    """An enterprise is not named here: the registry names it, and no longer does when it becomes confidential."""
    return (
        line, one.enterprise, one.entity, one.record_id, one.on.isoformat() if one.on else None, one.certain,
        "" if one.enterprise else one.name or one.title, one.title, exact(one.amount), len(one.doubles),
        json.dumps(both(one.why) if one.why.zh else {}, ensure_ascii=False),
    )  # fmt: skip


def clear(reading: Reading, step: Step | None = None) -> None:
    """Takes away what is stored of a reading that nobody sees any more, or not yet."""
    lines = Line.objects.filter(reading=reading)
    for rows in (FigureRecord.objects.filter(line__in=lines), KeyFirm.objects.filter(line__in=lines)):
        _clear(rows, step)
    with transaction.atomic():
        if step is not None:
            step.remember(line="")
        lines.filter(whole__isnull=False).delete()
        lines.delete()


def _clear(rows: QuerySet[Any], step: Step | None) -> None:
    while held := list(rows.order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        with transaction.atomic():
            if step is not None:
                step.remember(line="")
            rows.filter(pk__gte=held[0], pk__lte=held[-1]).delete()


def forget(pack: str) -> None:
    """Removes older readings that nobody closed, and what is left of those that came to nothing. They vanish from every
    page first."""
    free = Reading.objects.filter(pack=pack, closings=None)
    for standing, keep in ((True, KEPT_STANDING), (False, KEPT_LOOKS)):
        live = list(free.filter(state="live", standing=standing).order_by("-pk").values_list("pk", "day"))
        kept = {pk for pk, _ in live[:keep]} | (_of_months(live) if standing else set())
        Reading.objects.filter(pk__in=[pk for pk, _ in live if pk not in kept]).update(state="gone")
    ended = Job.objects.filter(state__in=("done", "failed", "cancelled")).values("pk")
    for old in free.filter(Q(state__in=("gone", "failed")) | Q(state="making", job__in=ended)):
        clear(old)
        old.delete()


def _of_months(live: Sequence[tuple[int, dt.date]]) -> set[int]:
    """Of the last month's ends the newest reading each; `live`: readings with their days, the newest first."""
    newest: dict[dt.date, int] = {}
    for pk, day in live:
        if day == end_of(day):
            newest.setdefault(day, pk)
    return {newest[day] for day in sorted(newest, reverse=True)[:KEPT_MONTHS]}
