"""Reads of files that came, of their batches, and of what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide, reach_of
from peiyu.web.collection.access import RULES
from peiyu.web.collection.models import Arrival, Round, RoundFirm, RoundUnit
from peiyu.web.collection.queries.answers import gives, problem_in
from peiyu.web.collection.queries.merged import with_merged
from peiyu.web.collection.queries.units import hides, maker_of, subject_of
from peiyu.web.enterprises.queries.values import shown, with_measure
from peiyu.web.enterprises.words import words
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.queries import OPEN

KIND = "collection.read"
"""The kind of work that reads what came."""
PACKING = "collection.comments"
"""The kind of work that packs 核对意见 of a round."""

ORDER = ("aside", "refused", "waiting", "merged", "dropped")
"""What needs a person first."""


def arrivals_seen(actor: Actor) -> QuerySet[Arrival]:
    """The files that the actor may see: all, those of its own rounds, those of its own units, those it brought."""
    found = Arrival.objects.select_related("unit", "round")
    reach = reach_of(RULES, actor, "arrivals.see")
    if reach == "all":
        return found
    firms = with_merged(actor.enterprises)
    mine = Q(unit__organisation_id__in=actor.organisations) | Q(unit__enterprise__in=firms)
    if reach == "own":
        mine |= Q(round__organisation_id__in=actor.organisations)
    if actor.person is not None and actor.for_whom is None:
        mine |= Q(by_id=actor.person)
    return found.filter(mine)


def one_arrival(actor: Actor, pk: int) -> Arrival:
    """One file that came. Http404 if there is none or it is another's."""
    found = arrivals_seen(actor).filter(pk=pk).first()
    if found is None:
        raise Http404("no such arrival")
    return found


def settles(actor: Actor, arrival: Arrival) -> bool:
    """Whether the actor settles what was put aside: whoever asks, or the unit itself for its own."""
    if arrival.round is not None and decide(RULES, actor, "arrivals.settle", maker_of(arrival.round)).allowed:
        return True
    return arrival.unit is not None and gives(actor, arrival.unit)


def brings_for(actor: Actor, held: Round) -> bool:
    """Whether the actor drops batches of many units."""
    reach = reach_of(RULES, actor, "arrivals.bring")
    return reach == "all" or (reach == "own" and decide(RULES, actor, "arrivals.settle", maker_of(held)).allowed)


def brings(actor: Actor, unit: RoundUnit) -> bool:
    """Whether the actor brings a file of one unit."""
    return brings_for(actor, unit.round) or decide(RULES, actor, "arrivals.bring", subject_of(unit)).allowed


def counted(arrivals: QuerySet[Arrival]) -> dict[str, int]:
    """How many are in which state, those that need a person first."""
    found = dict(arrivals.order_by().values_list("state").annotate(n=Count("pk")))
    return {state: found[state] for state in ORDER if state in found}


def any_merged(arrivals: QuerySet[Arrival]) -> bool:
    """Whether answers of some file are in."""
    return arrivals.filter(state="merged").exists()


def job_of(batch: str) -> Job | None:
    """The job that reads a batch, if it still waits or runs."""
    return Job.objects.filter(kind=KIND, key=f"read:{batch}", state__in=OPEN).first()


def job_open(arrival: Arrival) -> Job | None:
    """The job that has an arrival, if it still waits or runs."""
    if arrival.state != "waiting":
        return None
    if arrival.job is not None:
        return Job.objects.filter(pk=arrival.job, state__in=OPEN).first()
    return job_of(arrival.batch)


def job_reading(held: Round) -> Job | None:
    """A job that reads files of a round, if one still waits or runs."""
    waiting = Arrival.objects.filter(round=held, state="waiting").order_by().values_list("batch", flat=True).distinct()
    keys = [f"read:{one}" for one in waiting[:50]]
    return Job.objects.filter(kind=KIND, key__in=keys, state__in=OPEN).first()


def packing(held: Round) -> Job | None:
    """The job that packed 核对意见 of a round last, or is about to."""
    return Job.objects.filter(kind=PACKING, key=held.number).order_by("-pk").first()


def packed(held: Round) -> Job | None:
    """The job by which 核对意见 of a round were packed last; nothing where one of its senders is confidential by now,
    so that it has to be packed anew."""
    done = Job.objects.filter(kind=PACKING, key=held.number, state="done").order_by("-pk").first()
    if done is None:
        return None
    senders = RoundUnit.objects.filter(round=held, pk__in=done.result.get("senders", ()))
    return None if senders.filter(hides("enterprise")).exists() else done


def is_late(arrival: Arrival) -> bool:
    """Whether it came after its unit's last day; the day itself counts to midnight."""
    return arrival.unit is not None and arrival.day > arrival.unit.due


def problems_of(arrival: Arrival) -> tuple[Problem, ...]:
    """What was found in reading it."""
    return tuple(problem_in(one) for one in arrival.problems)


def conflicts_of(arrival: Arrival) -> list[dict[str, Any]]:
    """Both answers of each place that is in conflict, as people read them."""
    kept = arrival.account.get("conflicts", [])
    names = _names(arrival.unit, {one["enterprise"] for one in kept})
    fields = {(entity.code, one.code): one for entity in words().entities.values() for one in entity.fields}
    return [{**one, "number": number, "name": names.get(one["enterprise"], ""),
             **_said(one, fields.get((one["entity"], one["field"])))} for number, one in enumerate(kept)]  # fmt: skip


def _said(one: Mapping[str, Any], known: Field | None) -> dict[str, Any]:
    title = with_measure(known) if known is not None else Text(one["field"], one["field"])
    return {"title": title, **{f"{side}_said": _shown(known, one[side]) for side in ("held", "file")}}


def _shown(known: Field | None, side: Mapping[str, Any]) -> str:
    return shown(known, side["value"]) if side["value"] is not None else str(side["raw"])


def _names(unit: RoundUnit | None, keys: Iterable[int]) -> dict[int, str]:
    if unit is None:
        return {}
    return dict(RoundFirm.objects.filter(unit=unit, key__in=list(keys)).values_list("key", "name"))


def choosable(held: Round) -> QuerySet[RoundUnit]:
    """The units to which a file of a round can be assigned."""
    return held.units.order_by("name", "pk")
