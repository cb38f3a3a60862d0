"""The API of targets: the reading that holds, its lines, and the records behind a figure."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from peiyu.problems import Problem, Text
from peiyu.web.acting.asked import actor_of
from peiyu.web.acting.rules import require
from peiyu.web.look.refusal import Refusal
from peiyu.web.look.schemas import Number, Size, Word, answers, said, written_key
from peiyu.web.targets import queries
from peiyu.web.targets.access import RULES
from peiyu.web.targets.models import FigureRecord, Reading
from peiyu.web.targets.queries.readings import Row, text_of
from peiyu.web.targets.schemas import LineOut, ReadingOut, RecordOut, RecordPage

SAME = ("code", "kind", "clause", "unit", "goal", "confirmed", "nowcast", "month", "before", "plan", "rate", "yoy",
        "pace", "colour", "until", "records")  # fmt: skip

router = Router(tags=["targets"])


@router.get("/{pack}", response=answers(ReadingOut), operation_id="targets")
def reading(request: HttpRequest, pack: Word, reading: Number | None = None) -> ReadingOut:
    """How the targets of a pack stand: the latest reading, or one by its number."""
    found = _reading(request, pack, reading)
    return ReadingOut(
        id=found.pk, pack=found.pack, name=said(text_of(found.name)), day=found.day, known_at=found.known_at,
        state=found.state, pack_hash=found.pack_hash, facts=found.facts, definitions=found.chosen,
        made_up=found.made_up, lines=[_line(one) for one in queries.lines(found)],
    )  # fmt: skip


@router.get("/{pack}/{code}/records", response=answers(RecordPage), operation_id="target_records")
def records(
    request: HttpRequest, pack: Word, code: Word, reading: Number | None = None,
    after: Annotated[int, Field(ge=0, le=2**53)] = 0, limit: Size = 100,
) -> RecordPage:  # fmt: skip
    """The records that a line's figure counts, each once, of the enterprises that you may see."""
    actor = actor_of(request)
    held = _reading(request, pack, reading)
    require(RULES, actor, "records.see")
    line = queries.line_of(held, code)
    if line is None:
        raise Refusal(Problem("line-unknown", Text("没有这个目标", "there is no such target"), found=code), status=404)
    rows = queries.records_of(actor, line).filter(pk__gt=after).order_by("pk")
    found = list(rows[: limit + 1])
    return RecordPage(
        items=[_record(one) for one in found[:limit]], next=found[limit - 1].pk if len(found) > limit else None
    )


def _reading(request: HttpRequest, pack: str, number: int | None) -> Reading:
    actor = actor_of(request)
    require(RULES, actor, "targets.see")
    found = queries.reading_of(actor, pack, {"reading": number} if number else {})
    if found is None:
        problem = Problem("reading-unknown", Text("没有这样的目标统计", "there is no such reading"), found=pack)
        raise Refusal(problem, status=404)
    return found


def _line(row: Row) -> LineOut:
    return LineOut(
        name=said(row.name), total_said=said(row.said("total")), rule_said=said(row.said("rule")),
        outlook_said=said(row.said("outlook")), **{name: getattr(row.line, name) for name in SAME},
    )  # fmt: skip


def _record(one: FigureRecord) -> RecordOut:
    return RecordOut(
        id=one.pk, enterprise=written_key(one.enterprise) if one.enterprise else None, entity=one.entity,
        record_id=written_key(one.record_id), name=one.name, title=one.title, on=one.on, certain=one.certain,
        amount=one.amount,
    )  # fmt: skip
