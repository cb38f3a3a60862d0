"""Answers as they are typed: row by row, each with the version that the typist saw."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from peiyu.facts.round import Answer, AskedSheet, Place
from peiyu.facts.vocabulary.model import TERRITORY, Field
from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.collection.access import RULES
from peiyu.web.collection.actions.findings import check_rows
from peiyu.web.collection.incoming.kept import Change, RowKey, changes_of
from peiyu.web.collection.models import AnswerRow, RoundUnit
from peiyu.web.collection.queries.answers import NOWHERE, Paper, fields_of, paper_of
from peiyu.web.collection.queries.asked import asked_of, held_of
from peiyu.web.collection.queries.units import subject_of
from peiyu.web.collection.states import UNANSWERED, next_state
from peiyu.web.enterprises.typed import typed
from peiyu.web.enterprises.words import words
from peiyu.web.look.refusal import Refusal
from peiyu.web.trail.actions import record

MOST_SENTENCE = 500
MOST_ROWS = 1_000
"""Rows that a unit may add to one list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A row as it was typed: texts and sentences by field, and the version of the row that was on the screen."""

    key: RowKey
    version: int
    texts: Mapping[str, str]
    explained: Mapping[str, str] = field(default_factory=dict)


def save_row(actor: Actor, unit: RoundUnit, given: Typed) -> AnswerRow:
    """Keeps a row as it is typed, what cannot be read as well: it stands as a finding at its cell. Refusals
    `not-allowed`, `collection-state`, `cell-not-asked`, and `row-changed` if somebody else changed the row since."""
    require(RULES, actor, "answers.give", subject_of(unit))
    with transaction.atomic():
        hold(unit)
        paper = paper_of(unit, firm=given.key[1])
        change = _change(paper, given)
        row = _write(actor, paper, given, change)
        check_rows(paper_of(unit, firm=given.key[1]), [given.key])
    return row


def save_rows(actor: Actor, unit: RoundUnit, many: Sequence[Typed]) -> dict[RowKey, tuple[Problem, ...]]:
    """Keeps the rows that differ from what stands, each by itself; gives why some were not kept. Refusals
    `not-allowed`, `collection-state`."""
    require(RULES, actor, "answers.give", subject_of(unit))
    refused: dict[RowKey, tuple[Problem, ...]] = {}
    with transaction.atomic():
        hold(unit)
        paper, done = paper_of(unit), []
        for one in many:
            try:
                change = _change(paper, one)
                if _differs(paper.rows.get(one.key), change):
                    _write(actor, paper, one, change)
                    done.append(one.key)
            except Refusal as refusal:
                refused[one.key] = refusal.problems
        if done:
            check_rows(paper_of(unit), done)
    return refused


def add_row(actor: Actor, unit: RoundUnit, *, entity: str, enterprise: int) -> AnswerRow:
    """Adds an empty row to a list that may grow. Refusals `not-allowed`, `collection-state`, `row-not-asked`."""
    require(RULES, actor, "answers.give", subject_of(unit))
    sheet = next((one for one in asked_of(unit.round).sheets if one.entity == entity and one.new_rows), None)
    with transaction.atomic():
        hold(unit)
        mine = unit.answers.filter(entity=entity, enterprise=enterprise)
        numbers = list(mine.values_list("record", flat=True))
        known = unit.firms.filter(key=enterprise).exists() or (enterprise == TERRITORY and sheet is not None)
        if sheet is None or not known or len(numbers) >= MOST_ROWS:
            raise Refusal(_not_asked(entity), status=404)
        number = min([0, *(one for one in numbers if one is not None)]) - 1
        row = AnswerRow.objects.create(
            unit=unit, entity=entity, enterprise=enterprise, record=number, version=1, by_id=actor.person,
            by_name=actor.name, for_whom=actor.for_whom, at=clock.now(),
        )  # fmt: skip
        record(actor, "answers.add_row", "round_unit", unit.pk, said=unit.name, after={"entity": entity, "row": number})
    return row


def remove_row(actor: Actor, unit: RoundUnit, *, key: RowKey) -> None:
    """Takes an added row away again. Refusals `not-allowed`, `collection-state`, `row-not-asked`."""
    require(RULES, actor, "answers.give", subject_of(unit))
    entity, enterprise, number = key
    with transaction.atomic():
        hold(unit)
        row = unit.answers.filter(entity=entity, enterprise=enterprise, record=number).first()
        held = held_of(unit.firms.filter(key=enterprise))
        stands = any((one.entity, one.enterprise, one.record) == key for one in held)
        if row is None or number is None or stands:
            raise Refusal(_not_asked(entity), status=404)
        record(actor, "answers.remove_row", "round_unit", unit.pk, said=unit.name, before=dict(row.raw))
        count(unit, -filled(row.values))
        row.delete()
        unit.findings.filter(entity=entity, enterprise=enterprise, record=number).delete()


def hold(unit: RoundUnit) -> None:
    """Takes hold of the unit within the caller's transaction: whoever writes for it now waits. It has begun. Refusal
    `collection-state` if it is not to be filled in."""
    held = RoundUnit.objects.filter(pk=unit.pk, state__in=UNANSWERED)
    if not held.update(state="begun", last_at=clock.now(), version=F("version") + 1):
        unit.refresh_from_db(fields=["state"])
        next_state("unit", unit.state, "answer")
    unit.state = "begun"


def count(unit: RoundUnit, more: int) -> None:
    """Counts answered cells on, or back."""
    if more:
        RoundUnit.objects.filter(pk=unit.pk).update(done=F("done") + more)


def filled(values: Mapping[str, Any]) -> int:
    """How many cells of a row say something."""
    return sum(1 for value in values.values() if value is not None)


def _change(paper: Paper, given: Typed) -> Change:
    sheet, held = _sheet(paper, given.key)
    answers = []
    for one in fields_of(words().entities[sheet.entity], sheet.fields):
        if one.code in given.texts and one.code not in held:
            answers.append(_answer(given, one))
    if set(given.texts) - set(sheet.fields) or (set(given.texts) & held):
        raise Refusal(_not_asked(sheet.entity), status=404)
    return changes_of(answers).get(given.key, Change({}, {}, {}, {}))


def _sheet(paper: Paper, key: RowKey) -> tuple[AskedSheet, set[str]]:
    """The sheet of a row and which of its fields are held. Refusal `row-not-asked` for what the unit is not asked."""
    for sheet in paper.asked.sheets:
        if sheet.entity == key[0]:
            line = next((one for one in paper.lines(sheet) if one.key == key), None)
            if line is not None:
                return sheet, set(line.held)
    raise Refusal(_not_asked(key[0]), status=404)


def _answer(given: Typed, known: Field) -> Answer:
    """What was typed, as the library reads a cell; what it cannot read is kept as written, without a value."""
    written = given.texts[known.code].strip()
    try:
        value = typed(known, written)
    except Refusal:
        value = None
    sentence = given.explained.get(known.code, "").strip()[:MOST_SENTENCE]
    return Answer(Place(*given.key, known.code), value, written, NOWHERE, sentence)


def _differs(row: AnswerRow | None, change: Change) -> bool:
    if row is None:
        return any(change.raw.values())
    same = all(row.raw.get(code, "") == text for code, text in change.raw.items())
    return not same or any(row.explained.get(code, "") != change.explained.get(code, "") for code in change.values)


def _write(actor: Actor, paper: Paper, given: Typed, change: Change) -> AnswerRow:
    """The row over what stands, by a conditional update on the version that was seen."""
    row = paper.rows.get(given.key)
    by: dict[str, Any] = {"by_id": actor.person, "by_name": actor.name, "for_whom": actor.for_whom, "at": clock.now()}
    if (row.version if row else 0) != given.version:
        raise Refusal(_changed(paper, given.key, row))
    if row is None:
        entity, enterprise, number = given.key
        made = AnswerRow.objects.create(
            unit=paper.unit, entity=entity, enterprise=enterprise, record=number, values=change.values, raw=change.raw,
            explained=change.explained, version=1, **by,
        )  # fmt: skip
        _told(actor, paper.unit, given.key, {}, change)
        count(paper.unit, filled(change.values))
        return made
    merged = {"values": {**row.values, **change.values}, "raw": {**row.raw, **change.raw},
              "explained": {**_without(row.explained, change.values), **change.explained},
              "where": _without(row.where, change.values)}  # fmt: skip
    mine = AnswerRow.objects.filter(pk=row.pk, version=given.version)
    if not mine.update(**merged, version=given.version + 1, **by):
        raise Refusal(_changed(paper, given.key, AnswerRow.objects.filter(pk=row.pk).first()))
    _told(actor, paper.unit, given.key, row.raw, change)
    count(paper.unit, filled(merged["values"]) - filled(row.values))
    row.refresh_from_db()
    return row


def _without(kept: Mapping[str, Any], codes: Iterable[str]) -> dict[str, Any]:
    gone = set(codes)
    return {code: value for code, value in kept.items() if code not in gone}


def _told(actor: Actor, unit: RoundUnit, key: RowKey, before: Mapping[str, str], change: Change) -> None:
    other = {code: text for code, text in change.raw.items() if before.get(code, "") != text}
    said = f"{unit.name} {key[0]} {key[1] % 2**64:016x}"
    record(actor, "answers.type", "round_unit", unit.pk, said=said,
           before={code: before.get(code, "") for code in other}, after=other)  # fmt: skip


def _changed(paper: Paper, key: RowKey, row: AnswerRow | None) -> Problem:
    """Who changed the row since, when, and what it says now."""
    fields = words().entities[key[0]]
    told = [f"{fields.field(code).name.zh} {text or '未填'}" for code, text in row.raw.items()] if row else []
    who = f"{row.by_name} {timezone.localtime(row.at):%m-%d %H:%M}：" if row else ""
    return Problem(
        "row-changed",
        Text("这一行刚被别人改过，您填的还没有保存", "somebody else changed this row; what you typed is not saved yet"),
        found=(who + "，".join(told))[:300],
        next_step=Text("对照后选择：以我填的为准，或采用对方的", "compare, then keep yours or take the other's"),
    )


def _not_asked(entity: str) -> Problem:
    return Problem(
        "row-not-asked", Text("收表没有要求填这一项", "the round does not ask for this"), found=entity,
        next_step=Text("刷新页面后再填", "reload the page"),
    )  # fmt: skip
