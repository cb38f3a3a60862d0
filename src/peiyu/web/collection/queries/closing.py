"""Reads of a round's closing: who answered, what still waits, which published figures a correction touches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import Http404

from peiyu.facts.round import Answer
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide
from peiyu.web.collection.access import RULES
from peiyu.web.collection.incoming.kept import thawed
from peiyu.web.collection.models import Arrival, Correction, Round, RoundFirm, RoundUnit, Submission
from peiyu.web.collection.queries.asked import asked_of
from peiyu.web.collection.queries.merged import as_standing, differing
from peiyu.web.collection.queries.units import maker_of, scoped_units
from peiyu.web.enterprises.queries.values import shown, with_measure
from peiyu.web.enterprises.sources import DECLARED, OFFICE
from peiyu.web.enterprises.words import words
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.queries import OPEN
from peiyu.web.policies.queries import territory_id
from peiyu.web.targets.models import Closing, Reading
from peiyu.web.targets.queries.closings import effect

CLOSE, CORRECT = "collection.close", "collection.correct"
"""The kinds of work that store a closed round, and a correction."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a round is for its closing. accepted: units whose latest version counts; waiting: versions that nobody
    has reviewed; missing: units that have handed in nothing, named, because they stay missing and are never 0; aside:
    files that wait for a person."""

    accepted: int
    waiting: tuple[Submission, ...]
    missing: tuple[RoundUnit, ...]
    aside: int


def standing_of(held: Round) -> Standing:
    """Three queries."""
    units = list(RoundUnit.objects.filter(round=held))
    waiting = Submission.objects.filter(unit__round=held, state="submitted").select_related("unit")
    missing = [one for one in units if one.state in ("waiting", "begun")]
    aside = Arrival.objects.filter(round=held, state__in=("aside", "waiting")).count()
    return Standing(sum(one.state == "accepted" for one in units), tuple(waiting), tuple(missing), aside)


def may_propose(actor: Actor, held: Round) -> bool:
    """Whether the actor may propose the closing."""
    return decide(RULES, actor, "closings.propose", maker_of(held)).allowed


def may_close(actor: Actor, held: Round) -> bool:
    """Whether the actor may close or withdraw what is proposed; not whether it is a second person."""
    return decide(RULES, actor, "closings.close", maker_of(held)).allowed


def counting(held: Round, until: dt.datetime | None = None) -> list[Submission]:
    """The version of each unit that counts: the latest that was accepted; until: before the round was closed."""
    accepted = Submission.objects.filter(unit__round=held, state="accepted").order_by("unit_id", "number")
    if until is not None:
        accepted = accepted.filter(reviewed_at__lte=until)
    return list({one.unit_id: one for one in accepted.select_related("unit__organisation", "unit__round")}.values())


def differing_of(held: Round) -> Problem | None:
    """That enterprises which were merged meanwhile are answered for differently in what counts; None where they are
    not."""
    twice = as_standing([one for each in counting(held) for one in thawed(each.rows)]).twice
    return differing(twice) if twice else None


def unanswered(held: Round) -> list[RoundUnit]:
    """The units without an accepted version at the closing, by name."""
    answered = [one.unit_id for one in counting(held, held.ended_at)]
    return list(RoundUnit.objects.filter(round=held).exclude(pk__in=answered))


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that a version says otherwise than the one before it. field: with its unit."""

    firm: str
    field: Text
    before: str
    after: str


def accepted_before(submission: Submission) -> Submission | None:
    """The accepted version before a version."""
    earlier = Submission.objects.filter(unit=submission.unit, state="accepted", number__lt=submission.number)
    return earlier.order_by("-number").first()


def changes_in(correction: Correction) -> tuple[Change, ...]:
    """What a correction changed, figure by figure, as people read it."""
    return compared(correction.submission, accepted_before(correction.submission))


def compared(now: Submission, before: Submission | None) -> tuple[Change, ...]:
    """What a version says otherwise than another, figure by figure."""
    names = dict(RoundFirm.objects.filter(unit=now.unit).values_list("key", "name"))
    was = {one.place: one.value for one in thawed(before.rows)} if before is not None else {}
    says = {one.place: one.value for one in thawed(now.rows)}
    known, own = words(), now.unit.name
    differing = [place for place in dict.fromkeys((*says, *was)) if was.get(place) != says.get(place)]
    return tuple(
        _change(known.field(one.entity, one.field), names.get(one.enterprise, own), was.get(one), says.get(one))
        for one in differing
    )


def _change(field: Field, firm: str, before: Value | None, after: Value | None) -> Change:
    return Change(firm, with_measure(field), shown(field, before), shown(field, after))


def changed_answers(submission: Submission) -> tuple[Answer, ...]:
    """What a version says otherwise than the accepted one before it; all of it where there is none. Of a record of a
    list all its fields."""
    before = accepted_before(submission)
    was = {one.place: one.value for one in thawed(before.rows)} if before is not None else {}
    now = thawed(submission.rows)
    changed = {one.place for one in now if one.value is not None and was.get(one.place) != one.value}
    records = {(one.entity, one.enterprise, one.record) for one in changed if one.record is not None}
    return tuple(
        one for one in now
        if one.place in changed or (one.place.entity, one.place.enterprise, one.place.record) in records
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Touched:
    """A month that went out and that a correction touches: its closing that holds; the reading of the same day that was
    measured since, if any; and what it changes, figure by figure."""

    closing: Closing
    reading: Reading | None
    effect: tuple[dict[str, Any], ...]


def touched(correction: Correction) -> tuple[Touched, ...]:
    """The closed months whose figures rest on the span of a correction, with their differences once they are measured
    anew."""
    since = correction.intake.live_at if correction.intake is not None else None
    return tuple(_touched(one, since) for one in closings_after(asked_of(correction.submission.unit.round).span.end))


def closings_after(day: dt.date) -> list[Closing]:
    """The closings that hold of every month that ended on a day or later, the earliest first."""
    closed = Closing.objects.filter(pack=territory_id(), state="closed", reading__day__gte=day).select_related(
        "reading"
    )
    last: dict[dt.date, Closing] = {}
    for one in closed.order_by("month", "issue"):
        last[one.month] = one
    return list(last.values())


def _touched(closing: Closing, since: dt.datetime | None) -> Touched:
    readings = Reading.objects.filter(pack=closing.pack, day=closing.reading.day, standing=True, state="live")
    found = readings.filter(at__gte=since).order_by("-pk").first() if since is not None else None
    if found is None and since is not None and closing.reading.at >= since:
        return Touched(closing, closing.reading, tuple(closing.effect))
    return Touched(closing, found, tuple(effect(closing.reading, found)) if found is not None else ())


def corrections_of(held: Round) -> QuerySet[Correction]:
    """What was corrected after the closing, the latest first."""
    return Correction.objects.filter(submission__unit__round=held).select_related("submission__unit__round", "intake")


def sources(found: Iterable[Submission]) -> dict[str, list[Submission]]:
    """Submissions by the source that they are: the enterprises' own word, through their park or not, or a
    department's."""
    made: dict[str, list[Submission]] = {}
    for one in found:
        made.setdefault(source_of(one.unit), []).append(one)
    return made


def source_of(unit: RoundUnit) -> str:
    """What a unit's facts are called: what enterprises declare, a department's own return, or the office's."""
    if unit.organisation is None or unit.organisation.kind in ("park", "district", "enterprise"):
        return DECLARED
    return OFFICE if unit.organisation.kind == "office" else f"部门报送：{unit.name}"


def corrections_seen(actor: Actor, held: Round) -> QuerySet[Correction]:
    """The corrections of the units that the actor sees."""
    return corrections_of(held).filter(submission__unit__in=scoped_units(actor))


def one_correction(actor: Actor, pk: int) -> Correction:
    """One correction. Http404 if there is none or it is another's."""
    mine = Correction.objects.filter(submission__unit__in=scoped_units(actor))
    related = ("submission__unit__round", "submission__unit__organisation", "intake")
    found = mine.select_related(*related).filter(pk=pk).first()
    if found is None:
        raise Http404("no such correction")
    return found


def job_of_closing(held: Round) -> Job | None:
    """The job that stores a closed round, if it still waits or runs."""
    return Job.objects.filter(kind=CLOSE, key=f"close:{held.pk}", state__in=OPEN).first()


def job_of_correction(correction: Correction) -> Job | None:
    """The job that stores a correction, if it still waits or runs."""
    return Job.objects.filter(kind=CORRECT, key=f"correct:{correction.pk}", state__in=OPEN).first()


def is_stuck(held: Round) -> bool:
    """Whether a round was closed and what was accepted is not yet in."""
    if held.state != "closed":
        return False
    return not held.intake.projected if held.intake is not None else bool(counting(held, held.ended_at))
