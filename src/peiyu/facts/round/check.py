"""Whether what is asked can be asked: before a round starts, every fault at once."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections import Counter
from collections.abc import Iterator

from peiyu.facts.round.model import Asked, AskedSheet
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.load import vocabulary as common
from peiyu.facts.vocabulary.model import Entity
from peiyu.problems import Problem, Text, Where

IDENTITY = frozenset((("enterprise", "scheme"), ("enterprise", "code"), ("enterprise", "name")))
"""Printed in every row, never asked."""

OFFICE_ONLY = frozenset(("attestation", "list_declaration"))
"""Records that an office makes itself."""

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_.-]{0,39}")


def check(asked: Asked, *, vocabulary: Vocabulary | None = None) -> tuple[Problem, ...]:
    """Every fault of what is asked; none: it can be sent out."""
    words = vocabulary or common()
    return (*_of_round(asked), *_of_basis(asked), *(one for s in asked.sheets for one in _of_sheet(asked, s, words)))


def _of_round(asked: Asked) -> Iterator[Problem]:
    if not _ID.fullmatch(asked.id):
        yield _fault("round-id", "收表编号只能用数字、字母和连字符", "the number has only digits, letters and hyphens",
                     found=asked.id, accepted=Text("如 2026-05-02", "such as 2026-05-02"))  # fmt: skip
    if not asked.title.strip():
        yield _fault("round-untitled", "收表没有标题", "the round has no title")
    if not any(sheet.fields for sheet in asked.sheets):
        yield _fault("round-empty", "没有收任何数据项", "nothing is asked",
                     step=Text("至少选择一个数据项", "choose at least one field"))  # fmt: skip
    for entity, times in Counter(sheet.entity for sheet in asked.sheets).items():
        if times > 1:
            yield _fault("round-sheet-twice", "同一类记录分在两张表里", "two sheets ask the same kind of record",
                         found=entity, step=Text("合并为一张表", "make them one sheet"))  # fmt: skip
    span = asked.span
    if (span.month is not None and not 1 <= span.month <= 12) or (
        span.quarter is not None and not 1 <= span.quarter <= 4
    ):
        yield _fault("round-span", "没有这样的月份或季度", "there is no such month or quarter", found=span.said.zh)
    elif span.month is not None and span.quarter is not None:
        yield _fault("round-span", "统计期间只能是月份或季度之一", "a span is a month or a quarter, not both")


def _of_basis(asked: Asked) -> Iterator[Problem]:
    basis = asked.basis
    if not basis.authority.strip():
        yield _fault("round-basis", "没有写明收表依据", "the round does not say on what basis it asks",
                     accepted=Text("文件名称与文号，或工作任务来源", "a document, or who commissioned it"),
                     step=Text("填写收表依据", "fill in the basis"))  # fmt: skip
    if not basis.is_statistical:
        return
    missing = [
        zh
        for zh, said in (("表号", basis.table), ("批准文号", basis.approval), ("有效期至", basis.valid_until))
        if not said
    ]
    if missing:
        yield _fault("round-statistics", f"统计调查表缺少{'、'.join(missing)}",
                     "a statistical round needs its table number, approval and validity", found="、".join(missing),
                     accepted=Text("经批准或备案的统计调查项目", "a statistical survey that was approved or filed"),
                     step=Text("补全；未经批准的改作行政收表", "complete it, or ask administratively"))  # fmt: skip
    elif basis.valid_until is not None and basis.valid_until < asked.due:
        yield _fault("round-statistics-expired", "统计调查表在截止日前已过有效期",
                     "the statistical table is no longer valid on the due day", found=_day(basis.valid_until),
                     accepted=Text(f"不早于 {_day(asked.due)}", f"{_day(asked.due)} or later"))  # fmt: skip


def _of_sheet(asked: Asked, sheet: AskedSheet, words: Vocabulary) -> Iterator[Problem]:
    entity = words.entities.get(sheet.entity)
    if entity is None or entity.code in OFFICE_ONLY:
        kinds = [one for one in words.entities.values() if one.code not in OFFICE_ONLY]
        yield _fault("round-entity", "不能收这类记录", "this kind of record cannot be asked", found=sheet.entity,
                     accepted=Text("、".join(e.name.zh for e in kinds), ", ".join(e.code for e in kinds)))  # fmt: skip
        return
    yield from _of_fields(sheet, entity)
    yield from _of_period(asked, entity)
    if sheet.new_rows and entity.period != "none":
        yield _fault("round-new-rows", f"「{entity.name.zh}」一家企业一行，不能增行",
                     f"`{entity.name.en}` has one row an enterprise: rows cannot be added", sheet=entity)  # fmt: skip


def _of_fields(sheet: AskedSheet, entity: Entity) -> Iterator[Problem]:
    known = {one.code: one for one in entity.fields}
    for code in sheet.fields:
        if (entity.code, code) in IDENTITY:
            yield _fault("round-identity", "企业代码和名称由系统预填，不收", "code and name are printed, not asked",
                         found=code, sheet=entity)  # fmt: skip
        elif code not in known:
            close = difflib.get_close_matches(code, list(known), n=3, cutoff=0.5)
            said = [known[one] for one in close]
            yield _fault("round-field", "不是这类记录的数据项；计算项由数据项算出，不收",
                         "not a field of this kind of record; what is computed is not asked", found=code, sheet=entity,
                         accepted=Text("、".join(f.name.zh for f in said), ", ".join(close)) if said else None,
                         step=Text("改用词汇表中的数据项", "use a field of the vocabulary"))  # fmt: skip
    for code, times in Counter(sheet.fields).items():
        if times > 1:
            yield _fault("round-field-twice", "同一数据项列了两次", "a field stands twice", found=code, sheet=entity)
    for code in sheet.required:
        if code not in sheet.fields:
            yield _fault("round-required", "必填项不在所收数据项之内", "a required field is not asked", found=code,
                         sheet=entity)  # fmt: skip


def _of_period(asked: Asked, entity: Entity) -> Iterator[Problem]:
    span = asked.span
    fits = {
        "year": span.month is None and span.quarter is None,
        "quarter": span.quarter is not None and span.basis is not None,
        "month": span.month is not None and span.basis is not None,
    }.get(entity.period, True)
    if not fits:
        accepted = {
            "year": Text("年度", "a year"),
            "quarter": Text("季度，并写明当季或累计", "a quarter, and whether it is the period alone or from January"),
            "month": Text("月份，并写明当月或累计", "a month, and whether it is the period alone or from January"),
        }[entity.period]
        yield _fault("round-span-unfit", f"统计期间与「{entity.name.zh}」不符", f"unfit span for `{entity.name.en}`",
                     found=span.said.zh, accepted=accepted, sheet=entity)  # fmt: skip


def _day(day: dt.date) -> str:
    return day.isoformat()


def _fault(
    code: str, zh: str, en: str, *, found: str = "", accepted: Text | None = None, step: Text | None = None,
    sheet: Entity | None = None,
) -> Problem:  # fmt: skip
    where = Where(sheet=sheet.name.zh) if sheet is not None else Where()
    return Problem(code, Text(zh, en), where, found=found, accepted=accepted, next_step=step)
