"""Rounds that are out: taken back while nobody has answered, or given a later due day."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.actions.drafting import changed, step_on
from peiyu.web.collection.models import AnswerRow, Arrival, Round, RoundUnit
from peiyu.web.collection.queries.units import addressees, maker_of
from peiyu.web.collection.states import OPEN
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell
from peiyu.web.trail.actions import record


def recall(actor: Actor, *, held: Round, version: int, why: str) -> Round:
    """Takes a round back to draft while nothing has come in; its form gets a new edition. Refusals `not-allowed`,
    `why-missing`, `round-answered`, `collection-state`, `round-changed`."""
    require(RULES, actor, "rounds.start", maker_of(held))
    reason = reason_of(why)
    with transaction.atomic():
        step_on(held, "recall", version=version, edition=F("edition") + 1, opened_at=None, opened_by="", job=None)
        units = RoundUnit.objects.filter(round=held)
        list(units.select_for_update())  # whoever answers just now waits, and is not lost
        begun = units.exclude(state="waiting").exists() or AnswerRow.objects.filter(unit__round=held).exists()
        if begun or Arrival.objects.filter(round=held).exists():
            raise Refusal(
                Problem(
                    "round-answered", Text("已有单位填报，不能收回", "somebody has answered: it cannot be taken back"),
                    next_step=Text("让各单位报完；确需改表的，另发一次收表", "let them finish, or start another round"),
                )
            )  # fmt: skip
        units.delete()
        record(actor, "round.recall", "round", held.number, said=held.title, why=reason)
    return held


def postpone(actor: Actor, *, held: Round, version: int, due: dt.date, why: str) -> int:
    """Gives every unit a later due day; those that have a later one keep it. Gives how many were moved. Refusals
    `not-allowed`, `why-missing`, `round-not-open`, `round-not-later`, `round-changed`."""
    require(RULES, actor, "rounds.start", maker_of(held))
    reason = reason_of(why)
    if held.state not in OPEN:
        raise Refusal(Problem("round-not-open", Text("收表不在进行中", "the round is not open")))
    if due <= held.due or due < clock.today():
        least = max(held.due + dt.timedelta(days=1), clock.today())
        raise Refusal(
            Problem(
                "round-not-later", Text("新的截止日须晚于原截止日", "the new due day must be later"), found=str(due),
                accepted=Text(f"{least} 或以后", f"{least} or later"),
            )
        )  # fmt: skip
    with transaction.atomic():
        before = held.due
        moved = Round.objects.filter(pk=held.pk, version=version).update(due=due, version=F("version") + 1)
        if not moved:
            raise Refusal(changed())
        earlier = RoundUnit.objects.filter(round=held, due__lt=due)
        told, units = addressees(earlier), earlier.update(due=due)
        said = Text(f"{held.title}：截止日顺延至 {due}（{reason}）", f"{held.title}: postponed to {due} ({reason})")
        tell(said, f"/collection/{held.number}/", organisations=told)
        record(actor, "round.postpone", "round", held.number, said=held.title, why=reason,
               before={"due": str(before)}, after={"due": str(due), "units": units})  # fmt: skip
    held.refresh_from_db()
    return units
