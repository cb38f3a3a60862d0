"""Chasing: the text of a reminder, what was sent and asked, the extensions that wait for an answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Max, Q, QuerySet

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import reach_of
from peiyu.web.collection.access import RULES
from peiyu.web.collection.models import Extension, Reminder, Round, RoundUnit
from peiyu.web.collection.queries.units import Missing, is_late
from peiyu.web.collection.states import OPEN


def reminder_text(actor: Actor, unit: RoundUnit, lacks: Missing) -> Text:
    """What is pasted into a message: which round, by when, what is missing, what can be done."""
    sender = actor.organisation_name or actor.name
    return Text(f"{_said_zh(unit, lacks)}（{sender}）", f"{_said_en(unit, lacks)} ({sender})")


def _said_zh(unit: RoundUnit, lacks: Missing) -> str:
    late = is_late(unit)
    due = f"已于{_day(unit)}24时截止" if late else f"应于{_day(unit)}24时前报送"
    then = "请尽快补齐报送。" if late else "请按时报送；确有困难的，可在截止前申请延期并说明原因。"
    lacking = f"目前尚缺 {lacks.cells} 项{_firms_zh(unit, lacks)}"
    return f"{unit.name}：《{unit.round.title}》（收表 {unit.round.number}）{due}，{lacking}。{then}"


def _said_en(unit: RoundUnit, lacks: Missing) -> str:
    late = is_late(unit)
    due = f"{'was' if late else 'is'} due by midnight of {unit.due}"
    then = "Please submit soon." if late else "Please submit in time, or ask for an extension before then, saying why."
    lacking = f"{lacks.cells} cells are still missing{_firms_en(unit, lacks)}"
    return f"{unit.name}: “{unit.round.title}” (round {unit.round.number}) {due}; {lacking}. {then}"


def _day(unit: RoundUnit) -> str:
    return f"{unit.due.year}年{unit.due.month}月{unit.due.day}日"


def _firms_zh(unit: RoundUnit, lacks: Missing) -> str:
    if not lacks.firms:
        return ""
    if lacks.firms == unit.firms_count:
        return f"，{lacks.firms} 家企业均无数据" if lacks.firms > 1 else ""
    more = "等" if lacks.firms > len(lacks.named) else ""
    return f"，{lacks.firms} 家企业尚无数据（{'、'.join(lacks.named)}{more}）"


def _firms_en(unit: RoundUnit, lacks: Missing) -> str:
    if not lacks.firms:
        return ""
    if lacks.firms == unit.firms_count:
        return f"; nothing yet of any of the {lacks.firms} enterprises" if lacks.firms > 1 else ""
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
    found = Extension.objects.filter(own, state="asked", unit__round__state__in=OPEN)
    return found.select_related("unit", "unit__round").order_by("at")


def last_reminded(units: Iterable[RoundUnit]) -> dict[int, dt.datetime]:
    """Unit → when it was last reminded."""
    found = Reminder.objects.filter(unit__in=list(units)).order_by().values("unit").annotate(last=Max("at"))
    return {one["unit"]: one["last"] for one in found}


def together(actor: Actor, held: Round, units: Sequence[RoundUnit], lacks: Mapping[int, Missing]) -> Text:
    """One text to all that have not submitted, for a group chat: each with what it lacks, in the order of their due
    days; no places, no points."""
    sender = actor.organisation_name or actor.name
    zh = [f"《{held.title}》（收表 {held.number}）尚未报送的单位："]
    en = [f"“{held.title}” (round {held.number}) is not yet submitted by:"]
    for one in units:
        cells = lacks[one.pk].cells
        zh.append(f"{one.name}，截止{_day(one)}24时，尚缺 {cells} 项；")
        en.append(f"{one.name}, due by midnight of {one.due}, {cells} cells missing;")
    zh.append(f"请按时补齐报送；确有困难的，可在截止前申请延期并说明原因。（{sender}）")
    en.append(f"please submit in time, or ask for an extension before then, saying why. ({sender})")
    return Text("\n".join(zh), "\n".join(en))
