"""Chasing: the text of a reminder, what was sent and asked, the extensions that wait for an answer."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import reach_of
from peiyu.web.collection.access import RULES
from peiyu.web.collection.models import Extension, Reminder, RoundUnit
from peiyu.web.collection.queries.units import LIVE, Missing, is_late


def reminder_text(actor: Actor, unit: RoundUnit, lacks: Missing) -> Text:
    """What is pasted into a message: which round, by when, what is missing, what can be done."""
    sender = actor.organisation_name or actor.name
    return Text(f"{_said_zh(unit, lacks)}（{sender}）", f"{_said_en(unit, lacks)} ({sender})")


def _said_zh(unit: RoundUnit, lacks: Missing) -> str:
    late = is_late(unit)
    due = f"已于{_day(unit)}24时截止" if late else f"应于{_day(unit)}24时前报送"
    then = "请尽快补齐报送。" if late else "请按时报送；确有困难的，可在截止前申请延期并说明原因。"
    lacking = f"目前尚缺 {lacks.cells} 项{_firms_zh(lacks)}"
    return f"{unit.name}：《{unit.round.title}》（收表 {unit.round.number}）{due}，{lacking}。{then}"


def _said_en(unit: RoundUnit, lacks: Missing) -> str:
    late = is_late(unit)
    due = f"{'was' if late else 'is'} due by midnight of {unit.due}"
    then = "Please submit soon." if late else "Please submit in time, or ask for an extension before then, saying why."
    lacking = f"{lacks.cells} cells are still missing{_firms_en(lacks)}"
    return f"{unit.name}: “{unit.round.title}” (round {unit.round.number}) {due}; {lacking}. {then}"


def _day(unit: RoundUnit) -> str:
    return f"{unit.due.year}年{unit.due.month}月{unit.due.day}日"


def _firms_zh(lacks: Missing) -> str:
    if not lacks.firms:
        return ""
    more = "等" if lacks.firms > len(lacks.named) else ""
    return f"，{lacks.firms} 家企业尚无数据（{'、'.join(lacks.named)}{more}）"


def _firms_en(lacks: Missing) -> str:
    if not lacks.firms:
        return ""
    more = " and others" if lacks.firms > len(lacks.named) else ""
    return f"; nothing yet of {lacks.firms} enterprises ({', '.join(lacks.named)}{more})"


def reminders(units: Iterable[RoundUnit]) -> QuerySet[Reminder]:
    """What was sent to some units, the latest first."""
    return Reminder.objects.filter(unit__in=list(units)).select_related("unit")


def extensions(units: Iterable[RoundUnit]) -> QuerySet[Extension]:
    """What some units asked for, the latest first."""
    return Extension.objects.filter(unit__in=list(units)).select_related("unit", "unit__round")


def to_answer(actor: Actor) -> QuerySet[Extension]:
    """The extensions that wait for an answer of the actor's: all, or those of its own organisation's rounds."""
    reach = reach_of(RULES, actor, "extensions.answer")
    if reach is None:
        return Extension.objects.none()
    own = Q() if reach == "all" else Q(unit__round__organisation__in=actor.organisations)
    found = Extension.objects.filter(own, state="asked", unit__round__state__in=LIVE)
    return found.select_related("unit", "unit__round").order_by("at")
