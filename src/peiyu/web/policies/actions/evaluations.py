"""Evaluating everybody: facts out, the engine over them, and of the verdicts only what differs into the database.

A worker that is killed leaves an evaluation that is not `done`; the next one goes on from what is stored. So does the
next job, where a full disk, a lost database or somebody broke the job off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from peiyu.problems import PeiyuError, Text
from peiyu.web import bridge, clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.bridge.outcomes import Differences, differences
from peiyu.web.enterprises.actions.bulk import add, take_stock
from peiyu.web.enterprises.actions.parts import let_others_write, part
from peiyu.web.enterprises.actions.spread import Spread, spread
from peiyu.web.enterprises.queries import facts_version
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.kinds import Step
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.queries import OPEN
from peiyu.web.policies.access import RULES
from peiyu.web.policies.models import Change, Evaluation, Tier, Verdict
from peiyu.web.policies.queries import latest, standards
from peiyu.web.trail.actions import record

KIND = "policies.evaluate"
KEPT = 12
"""Evaluations whose criteria are kept as Parquet; older ones can be repeated by their hashes."""

READING, STORING = Text("取数", "reading facts"), Text("写入结果", "storing the verdicts")
EVALUATING = Text("逐条预判", "evaluating")

PAUSE = 0.1
"""Seconds that are left to others between two transactions."""


def ask_evaluation(actor: Actor, *, why: str = "") -> Job:
    """Has everybody evaluated in the background. Refusal `not-allowed`."""
    require(RULES, actor, "evaluations.ask")
    with transaction.atomic():
        job = ask(actor, KIND, key="all")
        record(actor, "evaluation.ask", "job", job.pk, why=why)
        return job


def run(step: Step) -> Mapping[str, Any]:
    """The work of an evaluation. With `if_changed` nothing is done where an evaluation of the same facts, texts and day
    is there."""
    known = state_of_things()
    last = latest()
    if step.arguments.get("if_changed") and last is not None and last.facts_version == known and is_kept(last):
        return {"evaluation": last.pk, "unchanged": True}
    evaluation = begun(step, known)
    try:
        if evaluation.state == "asked" or not parquet_of(evaluation).exists():
            evaluate(evaluation, step)
        store(evaluation, step)
    except PeiyuError:
        Evaluation.objects.filter(pk=evaluation.pk).update(state="failed", ended_at=clock.now())
        raise
    return finish(evaluation)


def state_of_things() -> str:
    """Changes whenever an evaluation would give something else: facts, texts, locked options, the day."""
    asked = bridge.asked(*standards())
    return f"{asked.bound().hash} {facts_version()}"[:400]


def begun(step: Step, known: str) -> Evaluation:
    """The evaluation of this job: the one that an earlier worker began, one that was broken off, or a new one."""
    held = Evaluation.objects.filter(job=step.job).first()
    if held is not None:
        return held
    by_name = Job.objects.values_list("by_name", flat=True).get(pk=step.job)
    broken_off = unfinished()
    if broken_off is not None and goes_on(broken_off, known):
        told = {"job": step.job, "by_name": by_name}
    else:
        told = {"job": step.job, "by_name": by_name, **afresh(known)}
    if broken_off is None:
        return Evaluation.objects.create(**told)
    Evaluation.objects.filter(pk=broken_off.pk).update(**told)
    broken_off.refresh_from_db()
    return broken_off


def unfinished() -> Evaluation | None:
    """The evaluation after the last finished one, if its job ended without ending it. What it stored stands, so that
    what it changed must not be told by nobody."""
    last = latest()
    held = Evaluation.objects.exclude(state="done").filter(pk__gt=last.pk if last else 0).order_by("-pk").first()
    return None if held is None or Job.objects.filter(pk=held.job or 0, state__in=OPEN).exists() else held


def goes_on(evaluation: Evaluation, known: str) -> bool:
    """Whether what was worked out is still what would be worked out now."""
    return evaluation.state == "storing" and evaluation.facts_version == known and is_kept(evaluation)


def afresh(known: str) -> dict[str, Any]:
    """What an evaluation that begins is told: the standards, the day, the state of things."""
    day = clock.today()
    return {
        "asked": list(standards()), "as_of": day, "known_at": day, "rules_at": day, "facts_version": known,
        "state": "asked", "at": clock.now(), "ended_at": None,
    }  # fmt: skip


def parquet_of(evaluation: Evaluation) -> Path:
    """Where the criteria of an evaluation lie."""
    path: Path = settings.PEIYU.path("evaluations", f"{evaluation.pk}.parquet")
    return path


def is_kept(evaluation: Evaluation) -> bool:
    """Whether its criteria are still there."""
    return parquet_of(evaluation).exists()


def evaluate(evaluation: Evaluation, step: Step) -> None:
    """Runs the engine; afterwards the evaluation is `storing` and its Parquet is there."""
    base = bridge.export(progress=lambda share: step.tell(share * 0.3, READING))
    asked = bridge.asked(*evaluation.asked, day=evaluation.as_of)
    made = bridge.evaluate(
        asked, base, parquet_of(evaluation), progress=lambda share: step.tell(0.3 + share * 0.2, EVALUATING)
    )
    with transaction.atomic():
        enter_tiers(made.tiers)
        Evaluation.objects.filter(pk=evaluation.pk).update(
            state="storing", manifest=made.manifest, hash=made.manifest["evaluation"], facts=made.facts,
            define=made.manifest["definitions"], enterprises=made.enterprises, tiers=[one.key for one in made.tiers],
        )  # fmt: skip
    evaluation.refresh_from_db()


def enter_tiers(found: tuple[bridge.TierName, ...]) -> None:
    """The tiers that are judged from now on, in their order."""
    Tier.objects.update(current=False)
    for place, one in enumerate(found):
        Tier.objects.update_or_create(
            key=one.key,
            defaults={
                "name": {"zh": one.name.zh, "en": one.name.in_("en")}, "title": one.title, "place": place,
                "current": True,
            },
        )  # fmt: skip


def store(evaluation: Evaluation, step: Step) -> None:
    """Writes what differs from the verdicts that hold, some enterprises a transaction. What is stored already differs
    no more, so that it may begin again at any time."""
    numbers = dict(Tier.objects.filter(key__in=evaluation.tiers).values_list("key", "pk"))
    last = latest()
    judged = {numbers[key] for key in (last.tiers if last else ()) if key in numbers}
    tiers, written = {key: numbers[key] for key in evaluation.tiers}, 0
    for found in differences(parquet_of(evaluation), tiers, table=Verdict._meta.db_table):
        if found:
            with part():
                write(evaluation.pk, found, judged)
            let_others_write(PAUSE)
        written += len(found.fresh) * len(tiers) + len(found.new) + len(found.turned)
        step.tell(0.5 + found.share * 0.5, STORING)
    take_stock({Verdict: written, Change: written})


def write(evaluation: int, found: Differences, judged: set[int]) -> None:
    """The verdicts of one part and what changed. On a tier that nobody was judged by before, nothing has changed."""
    other = [(firm, tier) for firm, tier, *_ in (*found.turned, *found.gone)]
    for tier in {tier for _, tier in other}:
        Verdict.objects.filter(tier=tier, enterprise__in=[firm for firm, of in other if of == tier]).delete()
    turned = [(firm, tier, value, stand_in) for firm, tier, _, value, stand_in in found.turned]
    columns = ("enterprise", "tier_id", "value", "stand_in", "since_id")
    add(Verdict, columns, [(*row, evaluation) for row in (*found.new, *turned)])
    always = (("since_id", evaluation),)
    how = Spread(shared="enterprise", by="tier_id", each=found.tiers, own=("value", "stand_in"), always=always)
    spread(Verdict, how, found.fresh)
    changes = [(evaluation, *row[:4]) for row in found.turned if row[2] != row[3]]
    first = [*(row[:3] for row in found.new), *(told(found) if judged else ())]
    known = [row for row in first if row[1] in judged and row[2] is not None]
    changes += [(evaluation, firm, tier, None, value) for firm, tier, value in known]
    changes += [(evaluation, firm, tier, before, None) for firm, tier, before in found.gone if before is not None]
    add(Change, ("evaluation_id", "enterprise", "tier_id", "before", "after"), changes)


def told(found: Differences) -> Iterator[tuple[int, int, int | None]]:
    """Enterprise, tier and value of those of whom nothing was stored."""
    for firm, *signs in found.fresh:
        for tier, value in zip(found.tiers, signs[::2], strict=True):
            yield firm, tier, value


def finish(evaluation: Evaluation) -> Mapping[str, Any]:
    """The evaluation holds from now on."""
    with transaction.atomic():
        tell_once(evaluation)
        changed = Change.objects.filter(evaluation=evaluation).count()
        Evaluation.objects.filter(pk=evaluation.pk).update(state="done", changed=changed, ended_at=clock.now())
        ask(Actor.system("预判"), "policies.prospects", key="all", evaluation=evaluation.pk)
    forget()
    return {
        "evaluation": evaluation.pk,
        "enterprises": evaluation.enterprises,
        "changed": changed,
        "address": f"/policies/evaluations/{evaluation.pk}/",
    }


def tell_once(evaluation: Evaluation) -> None:
    """Where an evaluation was broken off, facts changed, and it began anew, a verdict may have changed twice: from the
    first to the last it is one change, or none."""
    mine = Change.objects.filter(evaluation=evaluation)
    twice = mine.order_by().values_list("enterprise", "tier").annotate(n=Count("pk")).filter(n__gt=1)
    for firm, tier, _ in list(twice):
        rows = list(mine.filter(enterprise=firm, tier=tier).order_by("pk"))
        first, last = rows[0], rows[-1]
        mine.filter(pk__in=[one.pk for one in rows if one is not first or first.before == last.after]).delete()
        mine.filter(pk=first.pk).update(after=last.after)


def forget(keep: int = KEPT) -> None:
    """Removes the criteria of older evaluations, and verdicts on tiers that nobody is judged by any more."""
    for old in Evaluation.objects.filter(state__in=("done", "failed")).order_by("-pk")[keep:]:
        parquet_of(old).unlink(missing_ok=True)
    for tier in Tier.objects.filter(current=False):
        while held := list(Verdict.objects.filter(tier=tier).values_list("enterprise", flat=True)[:10_000]):
            Verdict.objects.filter(tier=tier, enterprise__in=held).delete()
