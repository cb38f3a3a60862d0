"""Asking for a check-up: who is in it is settled at once, by what the actor may see; the work is a job."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import groupby

from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.models import CheckUp, Part
from peiyu.web.checkups.queries.runs import folder_of
from peiyu.web.checkups.scope import Scope
from peiyu.web.jobs.actions import ask
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies.models import Prospect
from peiyu.web.policies.queries.prospects import found_from
from peiyu.web.trail.actions import record

KIND = "checkups.run"
MOST_FIRMS = 20_000
"""Enterprises of one run."""
MOST_PAGES = 3_000
"""Pages of one run."""
KEPT = 20
"""Runs whose files are kept."""
WANTED = {"listed": Text("清单上的企业", "those on a list"), "all": Text("所选全部企业", "all that were chosen")}
"""Whose pages are printed."""
DETAIL = {
    "": Text("只印差一项和风险层级的逐条对照", "with the conditions of the tiers on a list"),
    "full": Text("印全部层级的逐条对照", "with the conditions of every tier"),
}
"""What stands on a page."""

Chosen = tuple[int, str]
"""An enterprise's key and the park (or district) in which it lies."""


def ask_check_up(
    actor: Actor, *, scope: Scope, wanted: str = "listed", full: bool = False, lang: str = "zh"
) -> CheckUp:
    """Has chosen enterprises looked at in the background. Refusals `not-allowed`, `no-evaluation-yet`, `nobody-chosen`,
    `too-many-chosen`, and those of filters that cannot be read."""
    require(RULES, actor, "checkups.run")
    if scope.problems:
        raise Refusal(*scope.problems, status=422)
    evaluation = found_from()
    if evaluation is None:
        raise Refusal(_no_evaluation())
    chosen = in_order(scope)
    listed = set(Prospect.objects.filter(evaluation=evaluation).values_list("enterprise", flat=True))
    parts = list(parted(chosen, listed if wanted != "all" else {key for key, _ in chosen}))
    refuse_size(len(chosen), sum(len(one.paged) for one in parts))
    said = scope.said()
    with transaction.atomic():
        made = CheckUp.objects.create(
            scope=scope.given, said={"zh": said.zh, "en": said.en}, evaluation=evaluation, day=evaluation.as_of,
            wanted="all" if wanted == "all" else "listed", full=full, lang=lang,
            counts={"firms": len(chosen), "pages": sum(len(one.paged) for one in parts)},
            organisation=actor.organisation, by_id=actor.person, by_name=actor.name, at=clock.now(),
        )  # fmt: skip
        for one in parts:
            one.check_up = made
        Part.objects.bulk_create(parts)
        job = ask(actor, KIND, key=str(made.pk), check_up=made.pk)
        CheckUp.objects.filter(pk=made.pk).update(job=job.pk)
        record(actor, "check_up.ask", "check_up", made.pk, said=said.zh, after=dict(made.counts))
    made.refresh_from_db()
    return made


def in_order(scope: Scope) -> list[Chosen]:
    """The chosen enterprises by area and name; those that lie nowhere come last."""
    held = scope.firms.order_by("name", "key").values_list("key", "park", "district")[: MOST_FIRMS + 1]
    return sorted(
        ((key, (park or district)[:120]) for key, park, district in held), key=lambda one: (not one[1], one[1])
    )


def parted(chosen: Sequence[Chosen], listed: set[int]) -> Iterator[Part]:
    """Area by area."""
    for place, (area, within) in enumerate(groupby(chosen, key=lambda one: one[1])):
        keys = [key for key, _ in within]
        yield Part(place=place, area=area, keys=keys, paged=[key for key in keys if key in listed])


def refuse_size(firms: int, pages: int) -> None:
    """Refusals `nobody-chosen`, `too-many-chosen`."""
    if not firms:
        raise Refusal(
            Problem(
                "nobody-chosen", Text("所选范围内没有企业", "no enterprise is chosen"),
                next_step=Text("放宽筛选或换一份名单", "loosen the filters or choose another list"),
            ),
            status=422,
        )  # fmt: skip
    if firms > MOST_FIRMS or pages > MOST_PAGES:
        most = Text(
            f"一次最多 {MOST_FIRMS:,} 家企业、{MOST_PAGES:,} 页",
            f"at most {MOST_FIRMS:,} enterprises and {MOST_PAGES:,} pages",
        )
        found = f"{min(firms, MOST_FIRMS):,}{'+' if firms > MOST_FIRMS else ''} / {pages:,}"
        raise Refusal(
            Problem(
                "too-many-chosen", Text("所选企业太多，一次体检不完", "too many enterprises for one check-up"),
                found=found, accepted=most,
                next_step=Text("按园区、区县或层级分几次", "divide them by park, district or tier"),
            ),
            status=422,
        )  # fmt: skip


def _no_evaluation() -> Problem:
    return Problem(
        "no-evaluation-yet", Text("还没有全量预判的结果，不能体检", "nobody has been evaluated yet"),
        next_step=Text("先在“政策包—全量预判”发起预判，完成后再体检", "have everybody evaluated first, under Policies"),
    )  # fmt: skip


def forget(keep: int = KEPT) -> None:
    """Removes the files of older runs; their rows stay."""
    for old in CheckUp.objects.filter(state__in=("done", "failed")).exclude(files=[]).order_by("-pk")[keep:]:
        shutil.rmtree(folder_of(old.pk), ignore_errors=True)
        Part.objects.filter(check_up=old).update(files=[])
        CheckUp.objects.filter(pk=old.pk).update(files=[])
