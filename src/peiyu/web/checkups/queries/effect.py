"""How matters stand that were followed up, beside those that were not: counts, and no claim about causes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.checkups.models import CheckUp, FollowUp, Line
from peiyu.web.checkups.queries.follow_ups import follow_ups
from peiyu.web.checkups.queries.runs import runs
from peiyu.web.checkups.states import BETTER, KINDS, WORSE
from peiyu.web.enterprises.queries import listed

NO_PROOF = Text(
    "跟进的多是更有希望或更着急的企业，两组本来就不同；数字只说明现状，不能证明跟进起了作用。",
    "Those followed up are often the more promising or the more urgent ones, so the two groups differ from the start: "
    "the figures say how things stand, and are no proof that following up had an effect.",
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Of `all` matters so many stand well, badly, or cannot be told."""

    all: int = 0
    better: int = 0
    worse: int = 0

    @property
    def cannot_tell(self) -> int:
        return self.all - self.better - self.worse

    @property
    def share(self) -> float | None:
        """The part that stands well."""
        return self.better / self.all if self.all else None


@dataclass(frozen=True, slots=True)
class Compared:
    """A list of a run: those that were followed up and those that were not."""

    kind: Text
    followed: Tally
    others: Tally


def tally(rows: Iterable[Mapping[str, Any]]) -> Tally:
    """Counts by outcome as one tally."""
    held = {one["outcome"]: one["n"] for one in rows}
    return Tally(sum(held.values()), sum(held.get(c, 0) for c in BETTER), sum(held.get(c, 0) for c in WORSE))


def of_follow_ups(actor: Actor) -> list[tuple[Text, Tally]]:
    """List by list, the follow-ups that an evaluation came after; those that were dropped are left out."""
    held = follow_ups(actor).exclude(outcome="").exclude(state="dropped").order_by()
    counted = list(held.values("kind", "outcome").annotate(n=Count("pk")))
    return [(said, tally(one for one in counted if one["kind"] == kind)) for kind, said in KINDS.items()]


def measured_runs(actor: Actor) -> QuerySet[CheckUp]:
    """The runs that an evaluation came after, the latest first."""
    lines = Line.objects.filter(check_up=OuterRef("pk")).exclude(outcome="")
    return runs(actor).filter(Exists(lines), state="done").order_by("-pk")


def compared(actor: Actor, run: CheckUp) -> list[Compared]:
    """The lists of a run: how they stand where something was done since, and where nothing was."""
    done = FollowUp.objects.filter(
        ~Q(state="dropped"), enterprise=OuterRef("enterprise"), kind=OuterRef("kind"), matter=OuterRef("matter")
    )
    held = Line.objects.filter(listed(actor), check_up=run).exclude(outcome="")
    counted = list(
        held.annotate(done=Exists(done)).order_by().values("kind", "done", "outcome").annotate(n=Count("pk"))
    )
    return [
        Compared(
            said,
            tally(one for one in counted if one["kind"] == kind and one["done"]),
            tally(one for one in counted if one["kind"] == kind and not one["done"]),
        )
        for kind, said in KINDS.items()
    ]
