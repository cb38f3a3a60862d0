"""The work of a run: park by park some enterprises at a time, then the files are bound. A worker that is killed leaves
its shares; the next one goes on after them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db import transaction

from peiyu.paper.checkup.survey import Looked, PlanAllowance
from peiyu.paper.page.html import PageWriter
from peiyu.paper.values import EnterprisePage, Firm
from peiyu.problems import PeiyuError, Text
from peiyu.web import bridge, clock
from peiyu.web.bridge.checkups import Examiner, Seen
from peiyu.web.bridge.export import base_of
from peiyu.web.checkups.actions.binding import Binder
from peiyu.web.checkups.actions.runs import forget
from peiyu.web.checkups.kept import lines_of
from peiyu.web.checkups.models import CheckUp, Line, Part
from peiyu.web.checkups.printed import firm_of
from peiyu.web.checkups.queries.runs import folder_of
from peiyu.web.checkups.states import KINDS
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.kinds import Step
from peiyu.web.policies.actions.evaluations import parquet_of
from peiyu.web.policies.models import Tier

SHARE = 50
"""Enterprises that are looked at and kept at one time."""
PLANS = 200
"""Paths that are dated in one share."""
READING, LOOKING = Text("取数", "reading facts"), Text("逐家体检", "looking at each enterprise")
BINDING = Text("装订成册", "binding the pages")


@dataclass(frozen=True, slots=True)
class Share:
    """Some enterprises of one part with pages; `file`: where their pages are kept until they are bound."""

    part: int
    keys: tuple[int, ...]
    file: str


def run(step: Step) -> Mapping[str, Any]:
    """The work of one run."""
    made = CheckUp.objects.select_related("evaluation").get(pk=int(step.arguments["check_up"]))
    if made.state == "done":
        return result(made)
    try:
        examine(made, step)
    except PeiyuError:
        CheckUp.objects.filter(pk=made.pk).update(state="failed", ended_at=clock.now())
        raise
    made.refresh_from_db()
    forget()
    return result(made)


def result(made: CheckUp) -> Mapping[str, Any]:
    """What is kept of the job."""
    return {"check_up": made.pk, "counts": made.counts, "address": f"/checkups/{made.pk}/"}


def shares_of(parts: Sequence[Part]) -> Iterator[Share]:
    """Every page of a run, in order, never two parks in one share."""
    for part in parts:
        for start in range(0, len(part.paged), SHARE):
            yield Share(part.pk, tuple(part.paged[start : start + SHARE]), f"pages-{part.place}-{start}.part")


def examine(made: CheckUp, step: Step) -> None:
    """Looks at every share that is not done, then binds all of them."""
    step.tell(0.0, READING)
    ask = bridge.asked(*made.evaluation.asked, day=made.day, define=made.evaluation.define)
    base = base_of(made.evaluation.facts) or bridge.export()
    examiner = Examiner(ask, base, parquet_of(made.evaluation))
    parts = list(made.parts.all())
    shares, tiers = tuple(shares_of(parts)), dict(Tier.objects.values_list("key", "pk"))
    folder_of(made.pk).mkdir(parents=True, exist_ok=True)
    writer = PageWriter(lang=made.lang)
    for place in range(int(step.done.get("shares", 0)), len(shares)):
        share = shares[place]
        firms = firms_of(share.keys)
        seen = tuple(examiner.closely(firms, allowance=PlanAllowance(PLANS)))
        pages = "".join(writer.article(page_of(one.looked, full=made.full)) for one in seen)
        (folder_of(made.pk) / share.file).write_text(pages, "utf-8")
        keep(made, share, seen, tiers, step, place + 1)
        step.tell(0.05 + 0.85 * (place + 1) / len(shares), LOOKING)
    step.tell(0.9, BINDING)
    finish(made, Binder(made, examiner, writer), parts, shares, step)


def page_of(looked: Looked, *, full: bool) -> EnterprisePage:
    """The page of an enterprise; unless `full` with the conditions of those tiers alone for which it is on a list, so
    that a park officer can carry them all."""
    assert looked.page is not None
    on_list = {one.tier for one in looked.one_short} | {one.tier for one in looked.at_risk}
    tiers = tuple(one if full or one.name in on_list else replace(one, conditions=()) for one in looked.page.tiers)
    return replace(looked.page, tiers=tiers)


def firms_of(keys: Sequence[int]) -> dict[int, Firm]:
    """Enterprises as they stand on paper, in the order of the keys. One that has become confidential is left out."""
    held = Enterprise.objects.filter(sensitive=False).in_bulk(list(keys))
    return {key: firm_of(held[key]) for key in keys if key in held}


def keep(made: CheckUp, share: Share, seen: Sequence[Seen], tiers: Mapping[str, int], step: Step, done: int) -> None:
    """The lines of a share, once, however often it was begun."""
    with transaction.atomic():
        Line.objects.filter(check_up=made, enterprise__in=share.keys).delete()
        Line.objects.bulk_create([line for one in seen for line in lines_of(made, one, tiers)], batch_size=200)
        step.remember(shares=done)


def finish(made: CheckUp, binder: Binder, parts: Sequence[Part], shares: Sequence[Share], step: Step) -> None:
    """Files for every part and for the whole; afterwards the run is done."""
    bound = []
    for part in parts:
        mine = [one.file for one in shares if one.part == part.pk]
        bound.append((part, binder.part(part, mine)))
        step.tell(0.92)
    whole = binder.whole(parts, [one.file for one in shares], [files for _, files in bound])
    counts = {kind: Line.objects.filter(check_up=made, kind=kind).count() for kind in KINDS}
    with transaction.atomic():
        for part, files in bound:
            Part.objects.filter(pk=part.pk).update(files=files)
        CheckUp.objects.filter(pk=made.pk).update(
            state="done", ended_at=clock.now(), files=whole, counts={**made.counts, **counts}
        )
    for one in shares:
        (folder_of(made.pk) / one.file).unlink(missing_ok=True)
