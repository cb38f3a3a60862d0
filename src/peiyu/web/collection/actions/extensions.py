"""Extensions: a unit asks for a later day before its due day is over; the office answers with a sentence."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.acting.rules import require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.models import Extension, RoundUnit
from peiyu.web.collection.queries.units import addressees, maker_of, subject_of
from peiyu.web.collection.states import OPEN, next_state
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell
from peiyu.web.trail.actions import record

LONGEST = dt.timedelta(days=62)
"""A later day than so many after the due day is a mistake."""


def ask_extension(actor: Actor, *, unit: RoundUnit, until: dt.date, why: str) -> Extension:
    """Asks for a later due day. Refusals `not-allowed`, `why-missing`, `collection-state`, `round-not-open`,
    `extension-late` once the due day is over, `extension-day`, `extension-asked`."""
    require(RULES, actor, "extensions.ask", subject_of(unit))
    reason = reason_of(why)
    next_state("unit", unit.state, "extend")
    if unit.round.state not in OPEN:
        raise Refusal(Problem("round-not-open", Text("收表不在进行中", "the round is not open")))
    if clock.today() > unit.due:
        raise Refusal(
            Problem(
                "extension-late", Text("截止日已过，不能再申请延期", "the due day is over: it is too late to ask"),
                found=str(unit.due),
                accepted=Text("截止日当天24时以前申请", "asked for before midnight of the due day"),
                next_step=Text("尽快报送，并与办公室联系", "submit as soon as possible, and call the office"),
            )
        )  # fmt: skip
    last = unit.due + LONGEST
    if not unit.due < until <= last:
        raise Refusal(
            Problem(
                "extension-day", Text("延期日期不合适", "this day does not fit"), found=str(until),
                accepted=Text(f"{unit.due} 以后，不晚于 {last}", f"after {unit.due}, by {last}"),
            )
        )  # fmt: skip
    try:
        with transaction.atomic():
            made = Extension.objects.create(
                unit=unit, until=until, why=reason, by_id=actor.person, by_name=actor.name, at=clock.now()
            )
            record(
                actor, "extension.ask", "round_unit", unit.pk, said=unit.name, why=reason, after={"until": str(until)}
            )
            return made
    except IntegrityError:
        raise Refusal(
            Problem("extension-asked", Text("已有一次延期申请在等答复", "an extension is asked for already"),
                    next_step=Text("等办公室答复", "wait for the office's answer"))
        ) from None  # fmt: skip


def answer_extension(actor: Actor, *, extension: Extension, grant: bool, answer: str = "") -> Extension:
    """Grants or refuses; a refusal needs a sentence. Refusals `not-allowed`, `why-missing`, `extension-answered`."""
    unit = extension.unit
    require(RULES, actor, "extensions.answer", maker_of(unit.round))
    sentence = answer.strip()[:1000] if grant else reason_of(answer)
    state = next_state("extension", extension.state, "grant" if grant else "refuse")
    with transaction.atomic():
        mine = Extension.objects.filter(pk=extension.pk, state="asked").update(
            state=state, second_id=actor.person, second_name=actor.name, answer=sentence, answered_at=clock.now()
        )
        if not mine:
            raise Refusal(Problem("extension-answered", Text("这次申请已经答复", "it was answered already")))
        if grant:
            RoundUnit.objects.filter(pk=unit.pk, due__lt=extension.until).update(due=extension.until)
        verb = "extension.grant" if grant else "extension.refuse"
        record(actor, verb, "round_unit", unit.pk, said=unit.name, why=sentence, after={"until": str(extension.until)})
        tell(_told(extension, grant, sentence), f"/collection/{unit.round.number}/units/{unit.pk}/",
             organisations=addressees(RoundUnit.objects.filter(pk=unit.pk)))  # fmt: skip
    extension.refresh_from_db()
    return extension


def _told(extension: Extension, grant: bool, sentence: str) -> Text:
    title = extension.unit.round.title
    more = Text(f"：{sentence}" if sentence else "", f": {sentence}" if sentence else "")
    if grant:
        return Text(
            f"{title}：同意延期至 {extension.until}{more.zh}", f"{title}: extended to {extension.until}{more.en}"
        )
    return Text(f"{title}：未同意延期{more.zh}", f"{title}: the extension was refused{more.en}")
