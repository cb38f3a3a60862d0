"""Saying which sources outrank which."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.enterprises.access import RULES
from peiyu.web.enterprises.models import SourceOrder
from peiyu.web.enterprises.queries.sources import known_sources, last_order
from peiyu.web.jobs.actions import ask
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

PROJECTING = "enterprises.project"


def order_sources(actor: Actor, *, sources: Sequence[str], why: str, seen: int) -> SourceOrder:
    """From now on these sources, best first, outrank all others (none: all are equal again): in verdicts, dossiers,
    targets and lists alike. The registry is re-made in the background. `seen`: the order that the asker has seen (0:
    there was none). Refusals `reason-missing`, `source-unknown`, `source-twice`, `changed-meanwhile`,
    `nothing-changed`."""
    require(RULES, actor, "sources.order")
    if not why.strip():
        raise Refusal(Problem("reason-missing", Text("请写明依据", "say why")), status=422)
    _refuse_unfit(sources)
    with transaction.atomic():
        last = last_order()
        if (last.pk if last else 0) != seen:
            raise Refusal(_meanwhile())
        before = list(last.sources) if last else []
        if list(sources) == before:
            raise Refusal(Problem("nothing-changed", Text("次序没有变化", "the order is as it was")), status=422)
        made = SourceOrder.objects.create(
            sources=list(sources), by_id=actor.person, by_name=actor.name, why=why[:1000], at=clock.now()
        )
        record(
            actor, "sources.order", "sources", made.pk, said=" > ".join(sources), why=why,
            before={"sources": before}, after={"sources": list(sources)},
        )  # fmt: skip
        ask(actor, PROJECTING, key=str(made.pk))
    return made


def _refuse_unfit(sources: Sequence[str]) -> None:
    known = [one.name for one in known_sources()]
    strange = [one for one in sources if one not in known]
    if strange:
        raise Refusal(
            Problem("source-unknown", Text("没有这个来源", "there is no such source"), found="、".join(strange),
                    accepted=Text("、".join(known), ", ".join(known))),
            status=422,
        )  # fmt: skip
    twice = [one for one, number in Counter(sources).items() if number > 1]
    if twice:
        said = Text("同一来源排了两次", "a source stands twice")
        raise Refusal(Problem("source-twice", said, found="、".join(twice)), status=422)


def _meanwhile() -> Problem:
    return Problem(
        "changed-meanwhile", Text("次序刚被别人改过", "somebody else has just changed the order"),
        next_step=Text("重新打开本页，看过现行次序再改", "open the page again and look at the order that holds"),
    )  # fmt: skip
