"""Analyses made in the background and kept: all of a job are seen, or none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from peiyu.facts.base import FactBase
from peiyu.insight.statistics.sheets import Entry, Sheet
from peiyu.problems import PeiyuError, Text
from peiyu.web import bridge, clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.bridge.analyses import NAMES, Analysed
from peiyu.web.jobs.actions import ask, written
from peiyu.web.jobs.kinds import Step
from peiyu.web.jobs.models import Job
from peiyu.web.statistics.access import RULES
from peiyu.web.statistics.models import Analysis
from peiyu.web.trail.actions import record

KIND = "statistics.analyse"
KEPT = 12
"""Jobs whose analyses are kept of a pack."""
LANGUAGES = ("zh", "en")
READING = Text("取数", "reading facts")


def ask_analyses(actor: Actor, *, pack: str, why: str = "") -> Job:
    """Has every analysis made in the background. Refusal `not-allowed`."""
    require(RULES, actor, "analyses.ask")
    with transaction.atomic():
        job = ask(actor, KIND, key=pack, pack=pack)
        record(actor, "statistics.analyse", "job", job.pk, why=why)
        return job


def run(step: Step) -> Mapping[str, Any]:
    """The work: every kind on the same facts. What cannot be told is kept with its reason; what an earlier worker made
    of the same facts stays."""
    pack, job = str(step.arguments.get("pack", "")), Job.objects.get(pk=step.job)
    base = bridge.export(progress=lambda share: step.tell(share * 0.3, READING))
    Analysis.objects.filter(job=step.job).exclude(facts=base.manifest.hash).delete()
    made = set(Analysis.objects.filter(job=step.job).values_list("kind", flat=True))
    for place, kind in enumerate(NAMES):
        if kind in made:
            continue
        step.tell(0.3 + 0.7 * place / len(NAMES), NAMES[kind])
        columns = _analysed(kind, pack, base)
        with transaction.atomic():
            step.remember(last=kind)
            Analysis.objects.create(
                kind=kind,
                pack=pack,
                day=clock.today(),
                job=step.job,
                facts=base.manifest.hash,
                made_up=base.manifest.made_up,
                by_name=job.by_name,
                at=clock.now(),
                **columns,
            )
    with transaction.atomic():
        step.remember(done=True)
        Analysis.objects.filter(job=step.job).update(state="live")
        forget(pack)
    return {"address": "/statistics/"}


def _analysed(kind: str, pack: str, base: FactBase) -> dict[str, Any]:
    try:
        found = bridge.statistics(kind, pack=pack or None, base=base)
    except PeiyuError as error:
        return {"absent": [written(one) for one in error.problems]}
    return columns_of(found)


def columns_of(found: Analysed) -> dict[str, Any]:
    """An analysis as JSON."""
    chart = found.chart
    return {
        "inward": of_sheet(found.inward),
        "outward": of_sheet(found.outward) if found.outward is not None else {},
        "said": [both(one) for one in found.said],
        "chart": {lang: chart(lang) for lang in LANGUAGES} if chart is not None else {},
    }  # fmt: skip


def of_sheet(sheet: Sheet) -> dict[str, Any]:
    """A table as JSON; null stays hidden."""
    return {
        "title": both(sheet.title), "headings": [both(one) for one in sheet.headings],
        "rows": [[_entry(one) for one in row] for row in sheet.rows], "notes": [both(one) for one in sheet.notes],
    }  # fmt: skip


def _entry(one: Entry) -> Any:
    return both(one) if isinstance(one, Text) else one


def both(text: Text) -> dict[str, str]:
    """A Text as JSON."""
    return {"zh": text.zh, "en": text.in_("en")}


def forget(pack: str) -> None:
    """Removes older analyses."""
    jobs = (
        Analysis.objects.filter(pack=pack, state="live", kind="bridge").order_by("-job").values_list("job", flat=True)
    )
    for old in list(jobs[KEPT:]):
        Analysis.objects.filter(job=old).delete()
    ended = Job.objects.filter(state__in=("failed", "cancelled")).values("pk")
    Analysis.objects.filter(pack=pack, state="making", job__in=ended).delete()
