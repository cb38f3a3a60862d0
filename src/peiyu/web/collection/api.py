"""The API of collection: the rounds that ask you, what they ask, your answers, handing them in."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router, Status

from peiyu.facts.round import AskedSheet
from peiyu.facts.vocabulary.model import TERRITORY, Field
from peiyu.problems import Text
from peiyu.web.acting.asked import actor_of
from peiyu.web.collection.actions import answers as answering
from peiyu.web.collection.actions import submissions
from peiyu.web.collection.incoming.kept import RowKey
from peiyu.web.collection.models import RoundUnit
from peiyu.web.collection.queries import answers as queries
from peiyu.web.collection.queries.answers import Line, Paper, problem_in
from peiyu.web.collection.queries.asked import span_of
from peiyu.web.collection.queries.units import unit_seen
from peiyu.web.collection.schemas import (
    AskedOut,
    FieldOut,
    HandIn,
    KeptOut,
    NotKept,
    RoundOut,
    RowIn,
    RowOut,
    RowsIn,
    SheetOut,
    SubmissionOut,
    UnitOut,
)
from peiyu.web.collection.states import UNIT
from peiyu.web.enterprises.queries.values import plain, unit_of
from peiyu.web.enterprises.words import words
from peiyu.web.look.schemas import Number, Word, answers, key_of, said, told, written_key

router = Router(tags=["rounds"])


@router.get("/", response=answers(list[RoundOut]), operation_id="rounds")
def rounds(request: HttpRequest) -> list[RoundOut]:
    """The rounds that ask a unit for which you answer, the latest first."""
    actor, found = actor_of(request), dict[int, RoundOut]()
    for unit in queries.units_seen(actor).order_by("-round__number", "name"):
        if queries.gives(actor, unit):
            held = unit.round
            shown = RoundOut(number=held.number, title=held.title, state=held.state, span=said(span_of(held).said),
                             due=held.due, purpose=held.purpose, units=[])  # fmt: skip
            found.setdefault(held.pk, shown).units.append(_unit(unit))
    return list(found.values())


@router.get("/{round}/units/{unit}", response=answers(AskedOut), operation_id="asked")
def asked(request: HttpRequest, round: Word, unit: Number) -> AskedOut:
    """What a unit is asked: the fields, what is held, what was answered, what the checks say."""
    paper = queries.paper_of(unit_seen(actor_of(request), round, unit))
    return AskedOut(round=round, unit=_unit(paper.unit), sheets=[_sheet(paper, one) for one in paper.asked.sheets])


@router.put("/{round}/units/{unit}/answers", response=answers(KeptOut), operation_id="put_answers")
def put(request: HttpRequest, round: Word, unit: Number, given: RowsIn) -> KeptOut:
    """Keeps rows. Each stands or is refused by itself: one that somebody changed since it was read is not kept."""
    found = unit_seen(actor_of(request), round, unit)
    refused = answering.save_rows(actor_of(request), found, [_typed(one) for one in given.rows])
    found.refresh_from_db()
    return KeptOut(
        unit=_unit(found),
        refused=[
            NotKept(entity=key[0], enterprise=_written(key[1]), record=key[2], problems=[told(one) for one in problems])
            for key, problems in refused.items()
        ],
    )


@router.post("/{round}/units/{unit}/submit", response=answers(SubmissionOut, 201), operation_id="hand_in")
def hand_in(request: HttpRequest, round: Word, unit: Number, given: HandIn) -> Status[SubmissionOut]:
    """Hands in what stands. Refused as long as errors stand or warnings have no sentence."""
    actor = actor_of(request)
    made = submissions.hand_in(actor, unit_seen(actor, round, unit), why=given.why)
    return Status(201, SubmissionOut(id=made.pk, number=made.number, state=made.state, document=made.document,
                                     hash=made.hash, by=made.by_name, at=made.at))  # fmt: skip


def _unit(one: RoundUnit) -> UnitOut:
    same = {name: getattr(one, name) for name in ("name", "state", "due", "asked", "done", "prefilled")}
    return UnitOut(id=one.pk, state_said=said(UNIT[one.state][0]), **same)


def _sheet(paper: Paper, sheet: AskedSheet) -> SheetOut:
    entity = words().entities[sheet.entity]
    fields = queries.fields_of(entity, sheet.fields)
    return SheetOut(
        entity=sheet.entity, name=said(entity.name), new_rows=sheet.new_rows,
        fields=[_field(one, required=one.code in sheet.required) for one in fields],
        rows=[_row(line, fields) for line in paper.lines(sheet)],
    )  # fmt: skip


def _field(one: Field, *, required: bool) -> FieldOut:
    options = [name.zh for _, name in one.options]
    return FieldOut(code=one.code, name=said(one.name), type=one.type, unit=said(unit_of(one) or Text("", "")),
                    required=required, options=options)  # fmt: skip


def _row(line: Line, fields: tuple[Field, ...]) -> RowOut:
    entity, enterprise, record = line.key
    row = line.row
    return RowOut(
        entity=entity, enterprise=_written(enterprise), code=line.firm.code, name=line.firm.name, record=record,
        version=line.version,
        held={one.code: plain(one, line.held[one.code]) for one in fields if one.code in line.held},
        answers=dict(row.raw) if row is not None else {}, explained=dict(row.explained) if row is not None else {},
        findings=[told(problem_in(one.said)) for one in line.findings],
    )  # fmt: skip


def _typed(one: RowIn) -> answering.Typed:
    enterprise = key_of(one.enterprise) if one.enterprise else TERRITORY
    key: RowKey = (one.entity, enterprise, one.record)
    return answering.Typed(key=key, version=one.version, texts=one.answers, explained=one.explained)


def _written(enterprise: int) -> str | None:
    return written_key(enterprise) if enterprise else None
