"""The target table: how every promise stands in one reading, and the asking for another."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from peiyu.insight.targets.pace import WORDS
from peiyu.problems import Problem, Text
from peiyu.web import bridge
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import decide
from peiyu.web.files.given import made
from peiyu.web.jobs.queries import OPEN, scoped
from peiyu.web.jobs.shown import Seen
from peiyu.web.look import language
from peiyu.web.look.cells import Mark
from peiyu.web.look.once import once
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies.queries import territory_id
from peiyu.web.targets import exports, queries
from peiyu.web.targets.access import RULES
from peiyu.web.targets.actions import measuring
from peiyu.web.targets.models import Reading
from peiyu.web.targets.queries.closings import closed
from peiyu.web.targets.queries.readings import Row

WORST_FIRST = ("overdue", "far_behind", "behind", "over", "possible", "unknown", "on_track", "met")
"""The order in which paces are counted; others come after these."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A definition with its options: (value of the form, name, whether this reading has it)."""

    name: Text
    options: tuple[tuple[str, Text, bool], ...]


@signed_in
def table(request: HttpRequest) -> HttpResponse:
    """Every target and trend as it stands."""
    actor, pack = actor_of(request), territory_id()
    if not decide(RULES, actor, "targets.see").allowed:
        raise Http404
    reading = found(request, pack)
    rows = queries.lines(reading, actor=actor) if reading else ()
    context = {
        **frame(request, reading), "targets": [one for one in rows if one.line.kind == "target"],
        "trends": [one for one in rows if one.line.kind == "trend"], "counts": counts(rows),
        "own": any(one.own for one in rows), "pack": pack, "choices": tuple(choices(actor, reading)),
        "wished": request.GET.getlist("define"),
    }  # fmt: skip
    return render(request, "targets/table.html", context)


@signed_in
def download(request: HttpRequest) -> HttpResponse:
    """The table as it is seen, as a workbook."""
    actor = actor_of(request)
    reading = found(request, territory_id())
    if reading is None:
        raise Http404
    return made(*exports.take_table(actor, reading, queries.lines(reading), lang=language.current()))


@require_POST
@signed_in
@once
def measure(request: HttpRequest) -> HttpResponse:
    """Has the targets measured anew: as of a day, under other options."""
    day = day_of(request.POST.get("day", ""))
    wish = dict(one.partition("=")[::2] for one in request.POST.getlist("define") if "=" in one)
    job = measuring.ask_measure(actor_of(request), pack=territory_id(), day=day, define=wish)
    if job.state == "done":
        return redirect(str(job.result.get("address", "/targets/")))
    return redirect(f"/jobs/{job.pk}/")


def day_of(typed: str) -> dt.date | None:
    """A day as typed; None for none. Refusal `day-unreadable`."""
    if not typed.strip():
        return None
    try:
        return dt.date.fromisoformat(typed.strip())
    except ValueError:
        raise Refusal(
            Problem(
                "day-unreadable", Text("日期无法识别", "this day cannot be read"), found=typed[:40],
                accepted=Text("如 2026-09-30", "such as 2026-09-30"),
            )
        ) from None  # fmt: skip


def found(request: HttpRequest, pack: str) -> Reading | None:
    """The reading that the address names; 404 for one that is not there, None where nothing was measured yet."""
    wish = {name: request.GET.get(name, "") for name in ("reading", "month", "issue")}
    reading = queries.reading_of(actor_of(request), pack, wish)
    if reading is None and any(wish.values()):
        raise Http404
    return reading


def frame(request: HttpRequest, reading: Reading | None) -> dict[str, Any]:
    """What the pages of a reading have in common."""
    actor = actor_of(request)
    verbs = ("targets.measure", "gaps.see", "allocations.see")
    may = {verb: decide(RULES, actor, verb).allowed for verb in verbs}
    job = scoped(actor).filter(kind=measuring.KIND, state__in=OPEN).first()
    return {
        "reading": reading, "may_measure": may["targets.measure"],
        "may_allocate": may["allocations.see"], "may_gaps": may["gaps.see"], "job": Seen(job) if job else None,
        "then": "/targets/", "closing": closed(reading) if reading else None,
    }  # fmt: skip


def counts(rows: tuple[Row, ...]) -> tuple[tuple[Mark, int], ...]:
    """How many targets stand how, the worst first."""
    paces = Counter(one.line.pace for one in rows if one.line.kind == "target")
    named = {str(pace): Mark(name, colour) for pace, (name, colour) in WORDS.items()}
    return tuple((named[pace], paces[pace]) for pace in (*WORST_FIRST, *(named.keys() - WORST_FIRST)) if paces[pace])


def choices(actor: Actor, reading: Reading | None) -> Iterator[Choice]:
    """The definitions with more than one option, for those who may look at others than the locked."""
    if reading is None or not decide(RULES, actor, "targets.measure").allowed:
        return
    inside = bridge.pack_of(reading.pack).programme
    for id_, one in (inside.definitions if inside else {}).items():
        key = f"{reading.pack}.{id_}"
        options = tuple(
            (f"{key}={option.key}", option.name, reading.chosen.get(key) == option.key) for option in one.options
        )
        if len(options) > 1:
            yield Choice(one.name, options)
