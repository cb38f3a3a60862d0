"""What a package brings: a round from another network, or what a unit handed in there. Nothing of it is half done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max

from peiyu.facts.identity import parse_code
from peiyu.facts.round import asked_from_json
from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.actions.answers import hold
from peiyu.web.collection.actions.findings import check_all
from peiyu.web.collection.incoming.kept import frozen, hash_of, key_of, thawed
from peiyu.web.collection.incoming.merging import compare
from peiyu.web.collection.incoming.reading import write
from peiyu.web.collection.models import AnswerRow, Arrival, Round, RoundFirm, RoundUnit, Submission
from peiyu.web.collection.queries.answers import paper_of
from peiyu.web.collection.queries.asked import units_by_id
from peiyu.web.collection.queries.units import subject_of
from peiyu.web.collection.states import UNANSWERED, UNIT, next_state
from peiyu.web.enterprises.actions import begin, go_live, project
from peiyu.web.enterprises.actions.rows import append_rows
from peiyu.web.enterprises.models import Enterprise, Intake
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.actions import tell
from peiyu.web.trail.actions import record

HOW = "package"


@dataclass(frozen=True, slots=True)
class Came:
    """From whom a package came, by its name and file (hash)."""

    sender: str
    name: str
    file: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of answers: the submission that they made, or the conflicts that somebody has to settle first."""

    unit: RoundUnit
    submission: Submission | None = None
    conflicts: tuple[dict[str, Any], ...] = ()
    same: int = 0


def take_round(actor: Actor, said: Mapping[str, Any], *, organisation: Organisation, came: Came) -> RoundUnit:
    """A round from another network for one organisation here: it is open at once, its enterprises are in the registry.
    A later edition of the same round takes the place of an earlier one that nobody has begun. Refusals `not-allowed`,
    `ferry-own-round`, `ferry-round-begun`."""
    require(RULES, actor, "rounds.take")
    asked, unit = asked_from_json(said["asked"]), said["unit"]
    with transaction.atomic():
        _refuse_held(asked.id, said["edition"])
        Round.objects.filter(number=asked.id).delete()
        _register(actor, unit["firms"], came)
        basis, span = asked.basis, asked.span
        held = Round.objects.create(
            number=asked.id, title=asked.title, sheets=said["asked"]["sheets"], year=span.year, quarter=span.quarter,
            month=span.month, basis=span.basis or "", purpose=basis.purpose, authority=basis.authority,
            table=basis.table, approval=basis.approval, valid_until=basis.valid_until, due=asked.due,
            minutes=Decimal(said["minutes"]), said=said["said"], correction=said["correction"],
            edition=said["edition"], made_up=asked.made_up, state="open", made_by_name=came.sender[:64],
            made_at=clock.now(), opened_at=clock.now(), opened_by=actor.name, whom={"package": came.sender},
        )  # fmt: skip
        firms = [one for one in unit["firms"] if one["key"] != TERRITORY]
        made = RoundUnit.objects.create(
            round=held, organisation=organisation, name=unit["name"], due=dt.date.fromisoformat(unit["due"]),
            firms_count=len(firms), asked=unit["asked"], prefilled=unit["prefilled"],
        )  # fmt: skip
        RoundFirm.objects.bulk_create(
            [RoundFirm(unit=made, key=one["key"], code=one["code"], name=one["name"], park=one["park"],
                       held=one["held"]) for one in unit["firms"]],
            batch_size=500,
        )  # fmt: skip
        record(actor, "round.take", "round", held.number, said=held.title,
               after={"from": came.sender, "firms": len(firms), "edition": held.edition})  # fmt: skip
        tell(Text(f"“{held.title}”已由摆渡收到，请填报", f"{held.title} came in a package; please answer"),
             f"/collection/{held.number}/units/{made.pk}/", organisations=[organisation.pk])  # fmt: skip
    return made


def _refuse_held(number: str, edition: int) -> None:
    held = Round.objects.filter(number=number).first()
    if held is None:
        return
    if "package" not in held.whom:
        raise Refusal(
            Problem(
                "ferry-own-round", Text("这次收表就是本单位发起的", "this round was begun here"), found=number,
                next_step=Text("收表包要在报送单位那边导入", "bring it where the unit works"),
            )
        )  # fmt: skip
    begun = held.units.exclude(state="waiting").exists() or held.units.filter(answers__isnull=False).exists()
    if edition <= held.edition or begun:
        raise Refusal(
            Problem(
                "ferry-round-begun",
                Text("这次收表已经收到，且已动笔或不是更新的一版", "the round is here already, and begun or as new"),
                found=f"{number} · {held.edition} → {edition}",
                next_step=Text("继续填报即可；确需换版的，先清空已填的数", "go on answering; to take the new edition, "
                               "clear what was filled in first"),
            )
        )  # fmt: skip


def _register(actor: Actor, firms: Iterable[Mapping[str, Any]], came: Came) -> None:
    """Enterprises that the registry here does not know yet, with what the package says of who they are."""
    told = {one["key"]: one for one in firms if one["key"] != TERRITORY}
    known = set(Enterprise.objects.filter(key__in=list(told)).values_list("key", flat=True))
    rows = [_row(one, came) for key, one in told.items() if key not in known]
    if not rows:
        return
    intake = begin(actor, kind="round", name=came.name[:200], source=came.sender[:120])
    append_rows("enterprise", [{**row, "record_id": number} for number, row in enumerate(rows, 1)], intake.pk)
    go_live(actor, intake, {"enterprise": len(rows)})
    project([row["enterprise"] for row in rows])
    Intake.objects.filter(pk=intake.pk).update(projected=True)


def _row(one: Mapping[str, Any], came: Came) -> dict[str, Any]:
    code = parse_code(one["code"])
    return {
        "enterprise": one["key"], "known_from": clock.today(), "source": came.sender, "purpose": "行政",
        "scheme": code.scheme, "code": code.code, "name": one["name"], "park": one["park"] or None,
    }  # fmt: skip


def take_answers(
    actor: Actor, said: Mapping[str, Any], *, came: Came, scan: str = "", decided: Iterable[Mapping[str, Any]] = ()
) -> Taken:
    """What a unit handed in on another network, as its next version here. Where something else stands already, nobody
    wins: nothing is written, and the conflicts are given, until `decided` settles each of them. Refusals `not-allowed`,
    `ferry-round-unknown`, `ferry-unit-unknown`, `ferry-handed-in`, `ferry-part`."""
    unit = _unit(said)
    require(RULES, actor, "arrivals.settle", subject_of(unit))
    if hash_of(said["rows"]) != said["hash"]:
        raise Refusal(Problem("ferry-part", Text("包内报送数与其校验不符", "the answers do not fit their checksum")))
    with transaction.atomic():
        if unit.state not in UNANSWERED:
            raise Refusal(_handed_in(unit))
        hold(unit)
        rows = {key_of(row): row for row in AnswerRow.objects.filter(unit=unit)}
        compared = compare(thawed(said["rows"]), rows, [dict(one) for one in decided])
        if compared.conflicts:
            transaction.set_rollback(True)
            return Taken(unit, conflicts=compared.conflicts, same=compared.same)
        arrival = Arrival.objects.create(
            round=unit.round, unit=unit, batch=HOW, name=came.name[:255], file=came.file, state="merged", how=HOW,
            account={"taken": len(compared.taken), "same": compared.same}, by_id=actor.person, by_name=actor.name,
            day=clock.today(), at=clock.now(),
        )  # fmt: skip
        write(arrival, unit, rows, compared)
        submission = _submitted(actor, unit, said, came, scan)
    return Taken(unit, submission=submission, same=compared.same)


def _submitted(actor: Actor, unit: RoundUnit, said: Mapping[str, Any], came: Came, scan: str) -> Submission:
    paper = paper_of(unit)
    check_all(paper)
    rows = frozen(paper.rows.values())
    same = hash_of(rows) == said["hash"]
    number = (Submission.objects.filter(unit=unit).aggregate(last=Max("number"))["last"] or 0) + 1
    document = said["document"] if same else f"{unit.round.number}-{unit.pk}-{number}"
    if Submission.objects.filter(document=document).exists():
        document = f"{unit.round.number}-{unit.pk}-{number}"
    made = Submission.objects.create(
        unit=unit, number=number, rows=rows, hash=hash_of(rows), document=document[:40], file=came.file,
        reason=said["reason"], by=None, by_name=f"{came.sender} {said['by']}"[:64], day=clock.today(), at=clock.now(),
        scan=scan, scan_name=said["scan"] if scan else "", scan_at=clock.now() if scan else None,
    )  # fmt: skip
    unit.refresh_from_db()
    RoundUnit.objects.filter(pk=unit.pk, state=unit.state).update(
        state=next_state("unit", unit.state, "submit"), last_at=clock.now()
    )
    record(actor, "submission.take", "submission", made.pk, said=f"{unit.name} {made.document}",
           after={"from": came.sender, "hash": made.hash, "as_sent": same})  # fmt: skip
    return made


def _unit(said: Mapping[str, Any]) -> RoundUnit:
    held = Round.objects.filter(number=said["round"]).first()
    if held is None:
        raise Refusal(
            Problem(
                "ferry-round-unknown", Text("这里没有这次收表", "there is no such round here"),
                found=str(said["round"]),
                next_step=Text("报送包要在发起收表的一边导入", "bring it where the round was begun"),
            )
        )  # fmt: skip
    found = units_by_id(held).get(said["unit"])
    if found is None:
        raise Refusal(
            Problem(
                "ferry-unit-unknown", Text("这次收表没有这个报送单位", "the round has no such unit"),
                found=str(said["unit"]),
                next_step=Text("核对是否发错了包", "see whether it is the right package"),
            )
        )  # fmt: skip
    return found


def _handed_in(unit: RoundUnit) -> Problem:
    return Problem(
        "ferry-handed-in", Text(f"“{unit.name}”在这里已经报送", f"{unit.name} has handed in here already"),
        found=UNIT[unit.state][0].zh,
        next_step=Text("要采用包里的数，先退回已报送的", "return that submission first, then bring the package again"),
    )  # fmt: skip
