"""Reads of runs: a park sees those of its own and, of the others, the part that is its own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from peiyu.problems import Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import reach_of
from peiyu.web.checkups.access import RULES
from peiyu.web.checkups.models import CheckUp, Part
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.look.refusal import Refusal


def runs(actor: Actor) -> QuerySet[CheckUp]:
    """The runs that the actor may see."""
    reach = reach_of(RULES, actor, "checkups.see")
    if reach == "all":
        return CheckUp.objects.all()
    if reach is None:
        return CheckUp.objects.none()
    in_area = Part.objects.filter(check_up=OuterRef("pk"), area__in=actor.areas)
    return CheckUp.objects.filter(Q(organisation__in=actor.organisations) | Exists(in_area))


def run_of(actor: Actor, pk: int) -> CheckUp:
    """One run. Http404 if it is not the actor's to see."""
    found = runs(actor).filter(pk=pk).first()
    if found is None:
        raise Http404("no such check-up")
    return found


def is_whole(actor: Actor, run: CheckUp) -> bool:
    """Whether the whole run is the actor's, not only a part of it."""
    return reach_of(RULES, actor, "checkups.see") == "all" or run.organisation in actor.organisations


def parts_of(actor: Actor, run: CheckUp) -> list[Part]:
    """The parts that are the actor's."""
    held = Part.objects.filter(check_up=run)
    return list(held if is_whole(actor, run) else held.filter(area__in=actor.areas))


def folder_of(run: int) -> Path:
    """Where the files of a run lie."""
    found: Path = settings.PEIYU.path("exports", "checkups", str(run))
    return found


def file_of(actor: Actor, run: CheckUp, file: str) -> tuple[Path, str]:
    """A file of a run and its name. Http404 if there is none that the actor may take; Refusal `check-up-stale` where an
    enterprise in it has become confidential."""
    parts = parts_of(actor, run)
    within = {one["file"]: (one["name"], parts) for one in run.files} if is_whole(actor, run) else {}
    within |= {one["file"]: (one["name"], [part]) for part in parts for one in part.files}
    if file not in within or not (folder_of(run.pk) / file).exists():
        raise Http404("no such file")
    name, held = within[file]
    refuse_confidential(key for part in held for key in part.keys)
    return folder_of(run.pk) / file, name


def refuse_confidential(keys: Iterable[int]) -> None:
    """Refusal `check-up-stale`."""
    if set(keys) & set(Enterprise.objects.filter(sensitive=True).values_list("key", flat=True)):
        raise Refusal(
            Problem(
                "check-up-stale",
                Text("体检之后有企业改为涉密或不公开，这份文件不再提供",
                     "an enterprise in this file has become confidential: it is not given out any more"),
                next_step=Text("重新体检一次", "run the check-up anew"),
            )
        )  # fmt: skip
