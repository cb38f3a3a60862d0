"""关账: one proposes, a second closes; then the accepted answers go in as one intake of facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import count
from typing import Any

from django.db import transaction
from django.db.models import F

from peiyu.facts.round import Answer, Asked, Held, rows
from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.reasons import reason_of
from peiyu.web.collection.incoming.kept import thawed
from peiyu.web.collection.models import Correction, Round, RoundFirm
from peiyu.web.collection.queries import closing as queries
from peiyu.web.collection.queries.asked import asked_of, held_of
from peiyu.web.collection.queries.merged import as_standing, differing
from peiyu.web.collection.states import next_state
from peiyu.web.enterprises.actions import begin, go_live, project, store_frames
from peiyu.web.enterprises.actions.merging import came_for
from peiyu.web.enterprises.actions.rows import append_rows
from peiyu.web.enterprises.actions.statements import next_number
from peiyu.web.enterprises.frames import Frame
from peiyu.web.enterprises.intake.arranged import ROW_BITS
from peiyu.web.enterprises.intake.storing import keys_in
from peiyu.web.enterprises.models import FACT_MODELS, Intake
from peiyu.web.enterprises.queries import followed
from peiyu.web.enterprises.words import words
from peiyu.web.jobs.actions import Lost, ask
from peiyu.web.jobs.kinds import Step
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell
from peiyu.web.trail.actions import record

KIND = queries.CLOSE
CHUNK = 4_000
Sourced = Sequence[tuple[str, tuple[Answer, ...]]]
REVIEWED = "审核采信"
"""Why a figure stands that is not plausible at first sight, where its sender gave no sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What goes in: the answers by source, what was held of the lists' records, from which day it is known; later: it
    is said over what was said before."""

    asked: Asked
    sourced: Sourced
    held: Held
    day: dt.date
    later: bool = False


def propose(actor: Actor, held: Round) -> Round:
    """Proposes the closing: from now on nothing is accepted or returned. Refusals `not-allowed`, `collection-state`,
    `submissions-waiting`, and `merged-differ` where enterprises that are one by now are answered for differently."""
    if not queries.may_propose(actor, held):
        raise Refusal(_not_allowed(), status=403)
    if waiting := queries.standing_of(held).waiting:
        raise Refusal(_waiting([one.unit.name for one in waiting]))
    if (problem := queries.differing_of(held)) is not None:
        raise Refusal(problem)
    with transaction.atomic():
        _move(held, "propose", by_id=actor.person, by_name=actor.name, second=None, second_name="")
        record(actor, "round.propose", "round", held.pk, said=held.title)
    return held


def withdraw(actor: Actor, held: Round, *, why: str) -> Round:
    """Takes the proposal back. Refusals `not-allowed`, `why-missing`, `collection-state`."""
    if not queries.may_close(actor, held):
        raise Refusal(_not_allowed(), status=403)
    reason = reason_of(why)
    with transaction.atomic():
        _move(held, "withdraw", by=None, by_name="")
        record(actor, "round.withdraw", "round", held.pk, said=held.title, why=reason)
    return held


def close(actor: Actor, held: Round) -> Round:
    """Closes what another proposed: what was accepted is stored in the background, the units without an answer are
    named and stay missing. Refusals `not-allowed`, `second-person-needed`, `collection-state`."""
    if not queries.may_close(actor, held):
        raise Refusal(_not_allowed(), status=403)
    if actor.person is not None and held.by_id == actor.person:
        raise Refusal(_second(held), status=403)
    with transaction.atomic():
        _move(held, "close", second_id=actor.person, second_name=actor.name, ended_at=clock.now())
        missing = [one.name for one in queries.unanswered(held)]
        record(actor, "round.close", "round", held.pk, said=held.title,
               after={"accepted": len(queries.counting(held)), "missing": missing})  # fmt: skip
        _ask(actor, held)
    return held


def go_on(actor: Actor, held: Round) -> None:
    """Asks again for the storing of a closed round, after a job that was cancelled or gave up. Refusal
    `not-allowed`."""
    if not (queries.may_propose(actor, held) or queries.may_close(actor, held)):
        raise Refusal(_not_allowed(), status=403)
    if queries.is_stuck(held):
        _ask(actor, held)


def _ask(actor: Actor, held: Round) -> None:
    """The job that stores what was accepted, known from the office's day on which it is asked for."""
    ask(actor, KIND, key=f"close:{held.pk}", round=held.pk, day=clock.today().isoformat())


def store(step: Step, held: Round, actor: Actor) -> Intake | None:
    """The job of a closing: every accepted answer as one intake, seen all at once. Broken off, the next worker takes
    away what is there and stores anew. None where nothing was accepted. Refusal `merged-differ`."""
    found = queries.counting(held, held.ended_at)
    if not found:
        return None
    intake = _begun_for(actor, held)
    sourced = [
        (source, tuple(answer for one in group for answer in thawed(one.rows)))
        for source, group in queries.sources(found).items()
    ]
    _store(step, intake, actor, _told(step, held, [one.unit_id for one in found], sourced))
    return intake


def store_correction(step: Step, correction: Correction, actor: Actor) -> Intake | None:
    """The job of a correction: what the new version says otherwise, as an intake of its own. None where it says nothing
    else."""
    submission = correction.submission
    held, answers = submission.unit.round, queries.changed_answers(submission)
    if not answers:
        return None
    intake = correction.intake or _begun_correction(actor, correction)
    sourced = [(queries.source_of(submission.unit), answers)]
    told = _told(step, held, [submission.unit_id], sourced)
    _store(step, intake, actor, replace(told, later=True))
    return intake


def _told(step: Step, held: Round, units: Sequence[int], sourced: Sourced) -> Told:
    firms = RoundFirm.objects.filter(unit__in=units)
    day = dt.date.fromisoformat(step.arguments["day"])
    return Told(asked=asked_of(held), sourced=sourced, held=held_of(firms), day=day)


def _begun_for(actor: Actor, held: Round) -> Intake:
    """The intake of a closing: the one that was begun, or a new one. Lost if another worker began it meanwhile."""
    if held.intake is not None:
        return held.intake
    with transaction.atomic():
        made = begin(actor, kind="round", name=held.title, why=f"收表 {held.number} 关账", purpose=held.purpose)
        if not Round.objects.filter(pk=held.pk, intake=None).update(intake=made):
            raise Lost
    return made


def _begun_correction(actor: Actor, correction: Correction) -> Intake:
    submission, held = correction.submission, correction.submission.unit.round
    with transaction.atomic():
        name = f"{held.title} 更正 {submission.unit.name}"
        made = begin(actor, kind="round", name=name, why=correction.why, purpose=held.purpose)
        if not Correction.objects.filter(pk=correction.pk, intake=None).update(intake=made):
            raise Lost
    correction.intake = made
    return made


def _store(step: Step, intake: Intake, actor: Actor, told: Told) -> None:
    """Rows, then live at once, then the registry; each part may be done again. Answers go to the enterprises as they
    stand now."""
    given = [one for _, answers in told.sourced for one in answers]
    if twice := as_standing(given).twice:
        raise Refusal(differing(twice))
    if intake.state == "storing":
        _empty(intake)
        numbers = count(intake.pk << ROW_BITS)
        for place, (source, declared) in enumerate(told.sourced):
            step.tell(0.7 * place / len(told.sourced), Text("写入数据", "writing the rows"))
            answers = as_standing(declared).answers
            accepted = {one.place: one.explanation or REVIEWED for one in answers}
            loaded = rows(
                told.asked, answers, known_from=told.day, source=source, held=told.held, accepted=accepted,
                vocabulary=words(),
            )  # fmt: skip
            _append(intake, loaded.frames, numbers, later=told.later)
        Intake.objects.filter(pk=intake.pk).update(source="、".join(source for source, _ in told.sourced)[:120])
        with transaction.atomic():
            _remember_merged(intake, given)
            go_live(actor, intake, _counted(intake))
        intake.state = "live"
    if intake.state == "live" and not intake.projected:
        said = Text("更新企业名录", "updating the registry")
        project(keys_in(intake.pk), told=lambda done: step.tell(0.7 + 0.3 * done, said))
        Intake.objects.filter(pk=intake.pk).update(projected=True)


def _remember_merged(intake: Intake, given: Sequence[Answer]) -> None:
    """What came for an enterprise that was merged meanwhile goes back to it if the merge is undone, unless the one that
    was kept says the same rows too."""
    now = followed({one.place.enterprise for one in given})
    origins: dict[tuple[str, int], set[int]] = {}
    for one in given:
        origins.setdefault((one.place.entity, now[one.place.enterprise]), set()).add(one.place.enterprise)
    for (entity, key), came in origins.items():
        if len(came) == 1 and key not in came:
            rows = FACT_MODELS[entity].objects.filter(intake=intake, enterprise=key)
            came_for(came.pop(), entity, rows.values_list("pk", "record_id"))


def _append(intake: Intake, frames: Mapping[str, Frame], numbers: Iterator[int], *, later: bool) -> None:
    """Appends the rows, numbered as those of an import. later: numbered above every row that is there, so that of two
    of one day the later holds; records of lists have numbers of their own."""
    if not later:
        store_frames(intake, frames, numbers=numbers)
        return
    with transaction.atomic():
        for entity, frame in frames.items():
            made = list(frame.iter_rows(named=True))
            if words().entities[entity].period != "none":
                made = [{**row, "record_id": next_number(entity, row["enterprise"])} for row in made]
            append_rows(entity, made, intake.pk)


def _counted(intake: Intake) -> dict[str, int]:
    counted = {entity: table.objects.filter(intake=intake).count() for entity, table in FACT_MODELS.items()}
    return {entity: number for entity, number in counted.items() if number}


def _empty(intake: Intake) -> None:
    """Takes away what a worker that died had stored; nobody has seen it."""
    for table in FACT_MODELS.values():
        mine = table.objects.filter(intake=intake).order_by()
        while found := list(mine.values_list("pk", flat=True)[:CHUNK]):
            with transaction.atomic():
                table.objects.filter(pk__in=found).delete()


def tell_units(held: Round) -> None:
    """Tells every organisation of a round that it is closed."""
    organisations: Iterable[int] = (
        one for one in held.units.values_list("organisation_id", flat=True) if one is not None
    )
    said = Text(f"“{held.title}”已关账；以后的改动按更正办理", f"{held.title} is closed; later changes are corrections")
    tell(said, "/collection/", organisations=organisations)


def _move(held: Round, verb: str, **changes: Any) -> None:
    held.refresh_from_db(fields=["state"])
    to = next_state("round", held.state, verb)
    mine = Round.objects.filter(pk=held.pk, state=held.state)
    if not mine.update(state=to, version=F("version") + 1, **changes):
        held.refresh_from_db(fields=["state"])
        next_state("round", held.state, verb)
    held.refresh_from_db()


def _waiting(names: Sequence[str]) -> Problem:
    return Problem(
        "submissions-waiting", Text("还有报送没有审核", "some submissions are not reviewed yet"),
        found=f"{len(names)}：{'、'.join(names[:10])}",
        next_step=Text("先采信或退回，再提请关账", "accept or return them first"),
    )  # fmt: skip


def _second(held: Round) -> Problem:
    return Problem(
        "second-person-needed", Text("提请关账的人不能自己关账", "who proposed the closing does not close it"),
        found=held.by_name, accepted=Text("办公室另一人或领导", "another of the office, or a leader"),
        next_step=Text("由另一人关账", "ask a second person"),
    )  # fmt: skip


def _not_allowed() -> Problem:
    return Problem("not-allowed", Text("当前身份不能关账", "not with your present role"))
