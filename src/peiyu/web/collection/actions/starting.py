"""Starting a round: its burden is confirmed, then a job makes the units, keeps what is held of each and writes their
workbooks. Units see nothing before everything is there; a killed worker's successor goes on where it was."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import transaction

from peiyu.facts.round import Asked, Place, burden, workbook
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
WEIGHING = Text("核对已掌握的数据", "checking what is held")
AT_ONCE = 50
"""Enterprises whose units are made at once: so much a killed worker loses."""


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
    """Units that an earlier worker finished stay as they are; the others are made some at a time, so that a round to
    thousands of enterprises is a few dozen writes."""
    asked, units, values = asked_of(held), weighed.plan.units, _by_owner(weighed)
    there = set(RoundUnit.objects.filter(round=held).order_by().values_list("organisation", "enterprise"))
    done = len(there)
    for block in blocks([one for one in units if (one.organisation, one.enterprise) not in there]):
        step.tell(0.05 + 0.9 * done / len(units), _writing(done, len(units)))
        _make_units(held, asked, [(one, held_by(one, values)) for one in block], step)
        done += len(block)


def blocks(units: Iterable[Planned]) -> Iterator[list[Planned]]:
    """Units in their order, so many at a time that together they have AT_ONCE enterprises or a few more."""
    block, firms = list[Planned](), 0
    for one in units:
        block.append(one)
        firms += max(len(one.firms), 1)
        if firms >= AT_ONCE:
            yield block
            block, firms = [], 0
    if block:
        yield block


def _writing(done: int, of: int) -> Text:
    return Text(f"生成填报表：{done} / {of} 个单位", f"writing the workbooks: {done} of {of} units")


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


def _make_units(
    held: Round, asked: Asked, block: Sequence[tuple[Planned, Mapping[Place, Value]]], step: Step
) -> None:  # fmt: skip
    """Some units whole: their rows, their enterprises with what is held of them, their workbooks."""
    about_territory = any(vocabulary().entities[sheet.entity].of == "territory" for sheet in asked.sheets)
    rows = [_row(held, asked, one, values) for one, values in block]
    with transaction.atomic():
        step.remember(units=[one.unit.id for one, _ in block])
        firms = []
        for unit, (one, values) in zip(RoundUnit.objects.bulk_create(rows), block, strict=True):
            kept = held_json(values)
            firms += [
                RoundFirm(unit=unit, key=each.key, code=each.code, name=each.name, park=each.park,
                          held=kept.get(each.key, {}))
                for each in one.firms
            ]  # fmt: skip
            if about_territory:
                firms.append(RoundFirm(unit=unit, key=TERRITORY, name=one.name, held=kept.get(TERRITORY, {})))
        RoundFirm.objects.bulk_create(firms, batch_size=500)


def _row(held: Round, asked: Asked, one: Planned, values: Mapping[Place, Value]) -> RoundUnit:
    """A unit with what it costs it and its workbook, which is kept."""
    cost = burden(asked, [one.unit], values, minutes_a_cell=float(held.minutes))
    kept = keep(f"{one.unit.id}.xlsx", [workbook(asked, one.unit, held=values)])
    return RoundUnit(
        round=held, organisation_id=one.organisation, enterprise=one.enterprise, name=one.name, due=held.due,
        firms_count=len(one.firms), asked=cost.cells, prefilled=cost.prefilled, file=kept.hash,
    )  # fmt: skip


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
