"""Starting a round: its burden is confirmed, then a job makes the units, keeps what is held of each and writes their
workbooks. Units see nothing before everything is there; a killed worker's successor goes on where it was."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from peiyu.facts.round import Asked, Place, burden, write
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.problems import PeiyuError, Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.actions.drafting import step_on
from peiyu.web.collection.models import Round, RoundFirm, RoundUnit
from peiyu.web.collection.queries.asked import asked_of, held_json
from peiyu.web.collection.queries.holdings import Holding
from peiyu.web.collection.queries.known import Known
from peiyu.web.collection.queries.scope import Planned
from peiyu.web.collection.queries.units import addressees, maker_of
from peiyu.web.collection.queries.weighing import Weighed, stored, weigh
from peiyu.web.files.store import keep
from peiyu.web.jobs.actions import Stopped, ask
from peiyu.web.jobs.kinds import Step
from peiyu.web.jobs.models import Job
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell
from peiyu.web.trail.actions import record

KIND = "collection.start"
WEIGHING, WRITING = Text("核对已掌握的数据", "checking what is held"), Text("生成填报表", "writing the workbooks")
BLOCK = 1024 * 1024


def start(actor: Actor, *, held: Round, version: int, cells: int) -> Job:
    """Has a round sent out. `cells`: the burden that was shown and confirmed. Refusals `not-allowed`,
    `round-burden-changed`, `round-refused` with everything in its way, `collection-state`, `round-changed`."""
    require(RULES, actor, "rounds.start", maker_of(held))
    weighed = weigh(held)
    refuse(weighed, due_over=held.due < clock.today())
    if cells != weighed.cells:
        raise Refusal(
            Problem(
                "round-burden-changed", Text("填报负担与所确认的不同", "the burden is not the one that was confirmed"),
                found=f"{cells} → {weighed.cells}",
                next_step=Text("看过新的数字再确认", "look at the new one, then confirm"),
            )
        )  # fmt: skip
    with transaction.atomic():
        step_on(held, "start", version=version, burden=stored(weighed), on_paper=weighed.plan.on_paper)
        job = ask(actor, KIND, key=held.number, number=held.number)
        held.job = job.pk
        Round.objects.filter(pk=held.pk).update(job=job.pk)
        after = {key: held.burden[key] for key in ("fields", "units", "firms", "cells", "prefilled", "minutes")}
        record(actor, "round.start", "round", held.number, said=held.title, after=after)
        return job


def refuse(weighed: Weighed, *, due_over: bool) -> None:
    """Refusal with everything that stands in the way of a start: the library's faults, nobody to ask, data that is held
    or asked elsewhere."""
    problems = [*weighed.problems, *map(known_already, weighed.refused)]
    if due_over:
        problems.append(Problem("round-due-over", Text("截止日已经过去", "the due day is over already")))
    if not problems and not weighed.cells:
        said = Text("没有任何需要填报的数据", "there is nothing left to fill in")
        step = Text("所问均已掌握，不必下发", "everything is held; it need not go out")
        problems.append(Problem("round-nothing-asked", said, next_step=step))
    if problems:
        raise Refusal(*problems, status=422)


def known_already(one: Known) -> Problem:
    """That a datum is not asked again, and where it is."""
    name, share = one.named.name, f"{one.firms}/{one.of}"
    places = Text("、".join(where.said.zh for where in one.where), ", ".join(where.said.en for where in one.where))
    if one.kind == "held":
        return Problem(
            "round-held", Text(f"“{name.zh}”已经掌握，不再问", f"“{name.en}” is held already"), found=share,
            accepted=places,
            next_step=Text("从收表中去掉；确需更正的，写明原因", "take it out; for a correction say why"),
        )  # fmt: skip
    return Problem(
        "round-asked-elsewhere", Text(f"“{name.zh}”正在另一次收表中收", f"“{name.en}” is asked by another round"),
        found=share, accepted=places,
        next_step=Text("从收表中去掉，或等那次收表关账", "take it out, or wait for that round's closing"),
    )  # fmt: skip


def run(step: Step) -> Mapping[str, Any]:
    """The work of a start."""
    held = Round.objects.get(number=step.arguments["number"])
    address = f"/collection/{held.number}/"
    if held.state != "starting":
        return {"round": held.number, "address": address}
    try:
        step.tell(0.02, WEIGHING)
        weighed = weigh(held)
        refuse(weighed, due_over=False)
        _send_out(held, weighed, step)
    except (Refusal, PeiyuError, Stopped):
        _back(held)
        raise
    _open(held, step)
    return {"round": held.number, "address": address}


def give_up(actor: Actor, *, held: Round) -> None:
    """Takes a round back to draft whose start ended without sending it out: the job was cancelled, or failed for good.
    Refusals `not-allowed`, `round-starting`, `collection-state`."""
    require(RULES, actor, "rounds.start", maker_of(held))
    if Job.objects.filter(pk=held.job or 0, state__in=("queued", "running")).exists():
        raise Refusal(
            Problem("round-starting", Text("正在下发", "it is being sent out"),
                    next_step=Text("等它完成，或先取消后台任务", "wait until it is done, or cancel the job first"))
        )  # fmt: skip
    with transaction.atomic():
        _back(held)
        record(actor, "round.give_up", "round", held.number, said=held.title)


def _back(held: Round) -> None:
    with transaction.atomic():
        RoundUnit.objects.filter(round=held).delete()
        step_on(held, "failed", job=None)


def _send_out(held: Round, weighed: Weighed, step: Step) -> None:
    """Units that an earlier worker finished stay as they are."""
    asked, units = asked_of(held), weighed.plan.units
    values = _by_owner(weighed)
    for number, one in enumerate(units):
        step.tell(0.05 + 0.9 * number / len(units), WRITING)
        mine = RoundUnit.objects.filter(round=held, organisation=one.organisation, enterprise=one.enterprise)
        if not mine.exclude(file="").exists():
            mine.delete()
            _make_unit(held, asked, one, held_by(one, values), step)


def _by_owner(weighed: Weighed) -> dict[int, dict[Place, Holding]]:
    found: dict[int, dict[Place, Holding]] = {}
    for place, one in weighed.held.items():
        found.setdefault(place.enterprise, {})[place] = one
    return found


def held_by(unit: Planned, held: Mapping[int, Mapping[Place, Holding]]) -> dict[Place, Value]:
    """What is held of a unit's enterprises, and of the territory's records those that are the unit's."""
    mine = {place: one.value for firm in unit.firms for place, one in held.get(firm.key, {}).items()}
    names = {name for name in (unit.name, unit.area) if name and unit.organisation is not None}
    ours = held.get(TERRITORY, {})
    return mine | {place: one.value for place, one in ours.items() if names.intersection(one.placed)}


def _make_unit(held: Round, asked: Asked, one: Planned, values: Mapping[Place, Value], step: Step) -> None:
    """One unit whole: its row, its enterprises with what is held of them, its workbook."""
    cost = burden(asked, [one.unit], values, minutes_a_cell=float(held.minutes))
    file = _workbook(asked, one, values, made_by=step.job)
    kept = held_json(values)
    with transaction.atomic():
        step.remember(unit=one.unit.id)
        unit = RoundUnit.objects.create(
            round=held, organisation_id=one.organisation, enterprise=one.enterprise, name=one.name, due=held.due,
            firms_count=len(one.firms), asked=cost.cells, prefilled=cost.prefilled, file=file,
        )  # fmt: skip
        firms = [
            RoundFirm(unit=unit, key=each.key, code=each.code, name=each.name, park=each.park,
                      held=kept.get(each.key, {}))
            for each in one.firms
        ]  # fmt: skip
        if any(vocabulary().entities[sheet.entity].of == "territory" for sheet in asked.sheets):
            firms.append(RoundFirm(unit=unit, key=TERRITORY, name=one.name, held=kept.get(TERRITORY, {})))
        RoundFirm.objects.bulk_create(firms, batch_size=500)


def _workbook(asked: Asked, one: Planned, values: Mapping[Place, Value], *, made_by: int) -> str:
    """Writes a unit's workbook and gives the hash under which it is kept."""
    folder: Path = settings.PEIYU.path("exports")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"round-{made_by}-{one.unit.id}.xlsx"
    try:
        write(asked, one.unit, path, held=values)
        with path.open("rb") as file:
            return keep(path.name, iter(lambda: file.read(BLOCK), b"")).hash
    finally:
        path.unlink(missing_ok=True)


def _open(held: Round, step: Step) -> None:
    """From now on the units see it, and are told."""
    job = Job.objects.get(pk=step.job)
    with transaction.atomic():
        step.remember(opened=True)
        step_on(held, "opened", opened_at=clock.now(), opened_by=job.by_name)
        record(Actor.system(job.by_name), "round.opened", "round", held.number, said=held.title)
        said = Text(f"收表：{held.title}，{held.due}（含）前报送", f"to answer: {held.title}, by {held.due} inclusive")
        told = addressees(RoundUnit.objects.filter(round=held))
        tell(said, f"/collection/{held.number}/", organisations=told)
