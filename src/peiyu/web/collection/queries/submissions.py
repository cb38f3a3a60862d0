"""Reads of what was handed in, and how it is printed for the seal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from django.db.models import QuerySet
from django.http import Http404

from peiyu.facts.round import AskedSheet, Place
from peiyu.facts.snapshot import Value
from peiyu.facts.vocabulary.model import TERRITORY, Field
from peiyu.paper.sealed import SealedPaper, SealedTable
from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.collection.incoming.kept import checksum, key_of, thawed
from peiyu.web.collection.models import AnswerRow, Correction, RoundUnit, Submission
from peiyu.web.collection.queries.answers import Line, Paper, fields_of, paper_of, units_seen
from peiyu.web.collection.queries.closing import Change, compared
from peiyu.web.enterprises.queries.values import shown, with_measure
from peiyu.web.enterprises.words import words
from peiyu.web.look import language
from peiyu.web.look.cells import words as in_words

Values = Mapping[Place, Value | None]
BLANK = Text("未填", "blank")
PURPOSES = {"行政": Text("行政收表", "administrative round"), "统计": Text("统计调查", "statistical survey")}


def one_submission(actor: Actor, pk: int) -> Submission:
    """One version that was handed in. Http404 if there is none or it is another's."""
    found = Submission.objects.filter(pk=pk, unit__in=units_seen(actor)).select_related("unit__round").first()
    if found is None:
        raise Http404("no such submission")
    return found


def submissions_of(unit: RoundUnit) -> QuerySet[Submission]:
    """What a unit handed in, the latest first."""
    return Submission.objects.filter(unit=unit).select_related("correction")


def latest(unit: RoundUnit) -> Submission | None:
    """The version that was handed in last."""
    return Submission.objects.filter(unit=unit).first()


def correction_of(submission: Submission) -> Correction | None:
    """The correction that a version became after the closing, if it did."""
    return Correction.objects.filter(submission=submission).first()


def changes(submission: Submission) -> tuple[Change, ...]:
    """What a version says otherwise than the one before it, figure by figure; nothing for the first."""
    before = Submission.objects.filter(unit=submission.unit, number=submission.number - 1).first()
    return compared(submission, before) if before is not None else ()


def waiting(actor: Actor) -> QuerySet[Submission]:
    """What waits for a reviewer, the oldest first, among the units that the actor sees."""
    mine = Submission.objects.filter(state="submitted", unit__in=units_seen(actor))
    return mine.select_related("unit__round").order_by("at")


def is_late(submission: Submission) -> bool:
    """Whether it was handed in after its unit's last day; the day itself counts to midnight."""
    return submission.day > submission.unit.due


def paper_at(submission: Submission) -> Paper:
    """The form as it was handed in, with what was held."""
    now = paper_of(submission.unit)
    rows = (AnswerRow(unit=submission.unit, **one) for one in submission.rows)
    return Paper(now.unit, now.asked, now.firms, {key_of(row): row for row in rows}, {})


def sealed(submission: Submission) -> SealedPaper:
    """The printed version, in the reader's language."""
    paper, held = paper_at(submission), submission.unit.round
    lang: Literal["zh", "en"] = "en" if language.current() == "en" else "zh"
    return SealedPaper(
        title=in_words(Text(f"{held.title} 报送表", f"{held.title}: return")),
        unit=submission.unit.name, about=tuple(_about(paper)),
        tables=tuple(_table(paper, sheet) for sheet in paper.asked.sheets), document=submission.document,
        checksum=checksum(submission.hash), filled_by=submission.by_name,
        date=submission.day, explained=tuple(_explained(submission, paper)),
        made_up=held.made_up, lang=lang,
    )  # fmt: skip


def _about(paper: Paper) -> Iterator[str]:
    held, basis = paper.unit.round, paper.asked.basis
    yield in_words(Text("报告期：", "Period: ")) + in_words(paper.asked.span.said)
    parts = [in_words(PURPOSES.get(basis.purpose, Text(basis.purpose, basis.purpose))), basis.authority]
    if basis.is_statistical:
        until = basis.valid_until.isoformat() if basis.valid_until else ""
        parts += [in_words(Text(f"表号 {basis.table}", f"table {basis.table}")),
                  in_words(Text(f"批准文号 {basis.approval}", f"approved by {basis.approval}")),
                  in_words(Text(f"有效期至 {until}", f"valid until {until}"))]  # fmt: skip
    yield in_words(Text("依据：", "Basis: ")) + " · ".join(part for part in parts if part)
    yield in_words(Text(f"收表编号 {held.number}", f"Round {held.number}"))


def _table(paper: Paper, sheet: AskedSheet) -> SealedTable:
    entity = words().entities[sheet.entity]
    fields = fields_of(entity, sheet.fields)
    of_firms = entity.of == "enterprise"
    first = (Text("企业名称", "Enterprise"), Text("统一社会信用代码", "Code")) if of_firms else (Text("单位", "Unit"),)
    heads = [in_words(one) for one in first] + [in_words(with_measure(one)) for one in fields]
    plain = {place + len(first) for place, one in enumerate(fields) if not one.is_numeric}
    values = {one.place: one.value for one in paper.answers}
    rows = tuple(_row(line, fields, values, of_firms=of_firms) for line in paper.lines(sheet))
    return SealedTable(title=in_words(entity.name), heads=tuple(heads), rows=rows,
                       words=frozenset({*range(len(first)), *plain}))  # fmt: skip


def _row(line: Line, fields: tuple[Field, ...], values: Values, *, of_firms: bool) -> tuple[str, ...]:
    first = (line.firm.name, line.firm.code) if of_firms else (line.firm.name,)
    return (*first, *(_cell(line, one, values) for one in fields))


def _cell(line: Line, field: Field, values: Values) -> str:
    """A value; with a star what was held and not asked again; or that it was left blank."""
    if field.code in line.held:
        return shown(field, line.held[field.code]) + "*"
    value = values.get(Place(*line.key, field.code))
    return shown(field, value) if value is not None else in_words(BLANK)


def _explained(submission: Submission, paper: Paper) -> Iterator[str]:
    names, known = {one.key: one.name for one in paper.firms if one.key != TERRITORY}, words()
    if any(line.held for sheet in paper.asked.sheets for line in paper.lines(sheet)):
        yield in_words(Text("带 * 的为办公室已掌握的数据，本次未重复填报。", "* held already, not asked again."))
    for one in thawed(submission.rows):
        if one.explanation:
            field = known.field(one.place.entity, one.place.field)
            who = names.get(one.place.enterprise, submission.unit.name)
            yield f"{who} {in_words(field.name)}：{one.explanation}"
