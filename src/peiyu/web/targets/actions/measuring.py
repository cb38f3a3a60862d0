"""Measuring a territory's targets in the background, and keeping what was found.

A reading is seen by nobody before it is whole. A worker that is killed leaves one that is `making`; the next worker
takes away what is there of it and measures anew, so that nothing stands twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from django.db import transaction

from peiyu.insight.figures import Breakdown, Measured, Record
from peiyu.problems import PeiyuError, Problem, Text, UsageError
from peiyu.web import bridge, clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.enterprises.queries.sources import precedence
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.kinds import Step
from peiyu.web.jobs.models import Job
from peiyu.web.look.refusal import Refusal
from peiyu.web.targets.access import RULES
from peiyu.web.targets.actions.storing import clear, forget, keep_key_firms, keep_line, keep_records
from peiyu.web.targets.models import Reading
from peiyu.web.targets.worded import Worded, both, worded
from peiyu.web.trail.actions import record

KIND = "targets.measure"
BREAKDOWNS = ("district", "park", "industry", "origin_route")
"""The groupings by which every figure is broken down: those of the pack by these names, else facts of the
enterprise."""
MOST_RECORDS = 100_000
"""Records kept of one figure; the page says when there are more."""
AT_ONCE = 5_000

MEASURING, BREAKING = Text("统计指标", "measuring"), Text("分组统计", "breaking figures down")
OPENING = Text("写入各数的明细", "storing the records behind the figures")


def ask_measure(
    actor: Actor, *, pack: str, day: dt.date | None = None, define: Mapping[str, str] | None = None, why: str = ""
) -> Job:
    """Has a territory's targets measured in the background. `define`: other options than the locked ones; such a
    reading is never closed. Refusals `not-allowed`, `day-to-come`."""
    require(RULES, actor, "targets.measure")
    if day is not None and day > clock.today():
        raise Refusal(
            Problem(
                "day-to-come", Text("不能统计到还没有到的日期", "a day that is still to come cannot be measured"),
                found=str(day), accepted=Text(f"不晚于 {clock.today()}", f"{clock.today()} or earlier"),
            )
        )  # fmt: skip
    asked = dict(sorted((define or {}).items()))
    bridge.programme(pack, day=day, define=asked)  # what cannot be measured is refused now, not in the background
    wish = " ".join(f"{name}={option}" for name, option in asked.items())
    with transaction.atomic():
        job = ask(
            actor, KIND, key=f"{pack} {day or ''} {wish}".strip()[:160], pack=pack, day=str(day or ""), define=asked
        )
        record(actor, "targets.measure", "job", job.pk, why=why, after={"pack": pack, "define": asked})
        return job


def run(step: Step) -> Mapping[str, Any]:
    """The work of a reading."""
    reading = begun(step)
    if reading.state != "making":
        return result_of(reading)
    try:
        measured = measure(reading, step)
        breakdowns = broken_down(measured, step)
        store(reading, measured, breakdowns, step)
    except PeiyuError as error:
        Reading.objects.filter(pk=reading.pk).update(
            state="failed", problems=[one.said("zh") for one in error.problems], ended_at=clock.now()
        )
        raise
    return finish(reading, step)


def begun(step: Step) -> Reading:
    """The reading of this job, new or emptied of what an earlier worker left."""
    held = Reading.objects.filter(job=step.job).first()
    if held is not None:
        if held.state == "making":
            clear(held, step)
        return held
    arguments, job = step.arguments, Job.objects.get(pk=step.job)
    day = dt.date.fromisoformat(arguments["day"]) if arguments.get("day") else clock.today()
    define = arguments.get("define") or {}
    return Reading.objects.create(
        pack=arguments["pack"], day=day, known_at=clock.today(), standing=not define, define=define, job=step.job,
        precedence=list(precedence()), by_name=job.by_name, at=clock.now(),
    )  # fmt: skip


def measure(reading: Reading, step: Step) -> Measured:
    """Every target and trend with its outlook."""
    return bridge.measure(
        reading.pack, day=reading.day, known_at=reading.known_at, define=reading.define, outlooks=True,
        outranking=reading.precedence, progress=lambda share: step.tell(share * 0.5, MEASURING),
    )  # fmt: skip


def broken_down(measured: Measured, step: Step) -> dict[str, Mapping[str, Breakdown]]:
    """Grouping → indicator → its breakdown. A grouping that the pack's facts do not have is left out."""
    inside = measured.programme.programme
    found: dict[str, Mapping[str, Breakdown]] = {}
    for place, by in enumerate(BREAKDOWNS):
        step.tell(0.5 + 0.2 * place / len(BREAKDOWNS), BREAKING)
        try:
            made = bridge.measure(
                measured.pack, day=measured.day, known_at=measured.known_at, define=measured.chosen, by=by,
                outranking=measured.programme.binding.selection.precedence,
                keys=(*inside.targets, *inside.trends), base=measured.base,
            )  # fmt: skip
        except UsageError as error:
            if error.problems[0].code != "unknown-group":
                raise
            continue
        found[by] = made.breakdowns
    return found


def store(reading: Reading, measured: Measured, breakdowns: Mapping[str, Mapping[str, Breakdown]], step: Step) -> None:
    """Writes the lines, the firms that decide and, some at a time, the records."""
    lines = tuple(worded(measured, breakdowns))
    for place, one in enumerate(lines):
        step.tell(0.7 + 0.3 * place / max(len(lines), 1), OPENING)
        whole: int | None = None
        for part in (one, *one.parts):
            with transaction.atomic():
                step.remember(line=part.columns["code"])
                line = keep_line(reading, part, whole)
                keep_key_firms(line, part.outlook)
            whole = whole or line
            _records(line, part, measured, step)
    with transaction.atomic():
        step.remember(line="")
        Reading.objects.filter(pk=reading.pk).update(
            name=both(measured.name), pack_hash=measured.programme.pack.hash, chosen=dict(measured.chosen),
            chosen_said={key: both(said) for key, said in measured.chosen_said.items()},
            facts=measured.base.manifest.hash, made_up=measured.made_up,
            problems=[one.said("zh") for one in measured.problems],
        )  # fmt: skip


def _records(line: int, part: Worded, measured: Measured, step: Step) -> None:
    for some in _opened(part, measured):
        with transaction.atomic():
            step.remember(line=part.columns["code"])
            keep_records(line, some)


def _opened(part: Worded, measured: Measured) -> Iterator[tuple[Record, ...]]:
    if part.opens:
        records = islice(bridge.open_figure(measured, part.opens, span=part.span), MOST_RECORDS)
        while some := tuple(islice(records, AT_ONCE)):
            yield some


def finish(reading: Reading, step: Step) -> Mapping[str, Any]:
    """The reading is seen from now on; older ones that nobody closed go."""
    with transaction.atomic():
        step.remember(done=True)
        Reading.objects.filter(pk=reading.pk, state="making").update(state="live", ended_at=clock.now())
    forget(reading.pack)
    return result_of(reading)


def result_of(reading: Reading) -> dict[str, Any]:
    """What the job keeps."""
    query = "" if reading.standing else f"?reading={reading.pk}"
    return {"reading": reading.pk, "address": f"/targets/{query}"}
