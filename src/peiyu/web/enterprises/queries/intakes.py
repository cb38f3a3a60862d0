"""Reads of intakes: whose they are, what they found, what they would change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet
from django.http import Http404

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import reach_of
from peiyu.web.enterprises.access import RULES
from peiyu.web.enterprises.intake.states import AT_WORK, job_key
from peiyu.web.enterprises.models import Enterprise, Finding, Intake
from peiyu.web.enterprises.queries.values import field_of, shown
from peiyu.web.jobs.models import Job

UPLOADS = ("ledger", "list")


def scoped_intakes(actor: Actor) -> QuerySet[Intake]:
    """The intakes that the actor may see."""
    reach = reach_of(RULES, actor, "intake.see")
    if reach is None:
        return Intake.objects.none()
    if reach == "all":
        return Intake.objects.all()
    return Intake.objects.filter(organisation__in=actor.organisations)


def one_intake(actor: Actor, pk: int) -> Intake:
    """Http404 for one that there is not, or that is another's."""
    found = scoped_intakes(actor).filter(pk=pk).first()
    if found is None:
        raise Http404("no such import")
    return found


def job_of(intake: Intake) -> Job | None:
    """The job that has an intake now, or had it last."""
    keys = [job_key(verb, intake.pk) for verb in ("read", "store", "undo")]
    return Job.objects.filter(kind__startswith="enterprises.", key__in=keys).order_by("-pk").first()


def levels(intake: Intake) -> dict[str, int]:
    """How many findings of each level."""
    counted = Finding.objects.filter(intake=intake).order_by().values_list("level").annotate(n=Count("pk"))
    return dict(counted)


def at_work(intake: Intake) -> bool:
    """Whether a job has it, or should."""
    return intake.state in AT_WORK or (intake.state == "live" and not intake.projected)


@dataclass(frozen=True, slots=True)
class Change:
    """A value that would change."""

    key: int
    name: str
    field: Text
    period: str
    was: str
    becomes: str


def changes_of(intake: Intake) -> list[Change]:
    """What the dry run told one by one, with the names of today; confidential ones are not among them."""
    told: list[dict[str, Any]] = intake.account.get("dry", {}).get("changes", [])
    names = dict(
        Enterprise.objects.filter(key__in=[one["key"] for one in told], sensitive=False).values_list("key", "name")
    )
    return [_change(one, names[one["key"]]) for one in told if one["key"] in names]


def _change(one: dict[str, Any], name: str) -> Change:
    field = field_of(one["entity"], one["field"])
    return Change(
        one["key"], name, field.name if field else Text(one["field"], one["field"]),
        "-".join(str(part) for part in one["period"]), shown(field, one["was"]), shown(field, one["is"]),
    )  # fmt: skip
