"""勘误: which figures of an issue a later closing says otherwise, and the sheet that tells it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from fractions import Fraction

from peiyu.paper.brief.snapshot import Snapshot
from peiyu.paper.brief.values import Brief, Column, Kind, Line, Number, Paragraph, Row, Table
from peiyu.problems import Text
from peiyu.writing.brief.agree import PART, key_of, known, value_of
from peiyu.writing.brief.numbers import Pen
from peiyu.writing.register import MEASURES, Register

ISSUED = "#issued"
"""How the id of a figure goes on that is told as it was issued."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure of an issue with what the register says now (None: there is no figure any more)."""

    issued: Number
    name: Text
    after: Fraction | None
    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What an erratum is of and why. name: in red at the head; number: the erratum's visible id; issue: how the issue
    is called (第9期)."""

    name: str
    title: str
    number: str
    issue: str
    issuer: str
    why: str
    date: dt.date
    made_up: bool = False
    lang: str = "zh"


def corrections(issued: Snapshot, register: Register) -> tuple[Correction, ...]:
    """The figures of an issue that the register says otherwise, in the order of the issue. What follows from others
    (shares apart, falls) is not listed again."""
    found = []
    for locked in issued.figures.values():
        number = locked.number
        key = key_of(number.id)
        listed = key is not None or PART.match(number.id) is not None
        if number.as_of != register.day or not listed or not known(number.id, register):
            continue
        after = value_of(number.id, register)
        if after != number.value:
            held = register.figures.get(key) if key is not None else None
            reason = held.reason if held is not None else Text("", "")
            found.append(Correction(number, named(number.id, register), after, reason))
    return tuple(found)


def named(id_: str, register: Register) -> Text:
    """What a figure is called: 新增科技型中小企业 · 累计; of a part with the group."""
    part = PART.match(id_)
    if part is not None:
        whole = register.names.get(part["code"], Text(part["code"], part["code"]))
        parts = register.groups[part["group"]].parts
        of = parts.get(part["part"], Text(part["part"], part["part"]))
        return Text(f"{whole.zh} · {of.zh}", f"{whole.in_('en')} · {of.in_('en')}")
    key = key_of(id_)
    assert key is not None
    whole, measure = register.names.get(key.code, Text(key.code, key.code)), MEASURES[key.measure]
    return Text(f"{whole.zh} · {measure.zh}", f"{whole.in_('en')} · {measure.en}")


def compose_erratum(wanted: Wanted, found: tuple[Correction, ...], register: Register) -> Brief:
    """The sheet: what was issued, why it is corrected, every figure before and after."""
    lang = "en" if wanted.lang == "en" else "zh"
    opening = Text(
        f"{wanted.issue}《{wanted.title}》中的下列数字，因{wanted.why}，现予更正：",
        f"In {wanted.issue}, “{wanted.title}”, the following figures are corrected, because: {wanted.why}",
    )
    closing = Text(
        "请以更正后的数字为准，原件相应处不再引用。", "The corrected figures hold; those before are not to be quoted. "
    )
    return Brief(
        kind=Kind.ERRATUM, name=wanted.name,
        title=Text(f"关于更正{wanted.issue}有关数字的勘误", f"Erratum to {wanted.issue}").in_(lang),
        number=wanted.number, issuer=wanted.issuer, date=wanted.date, as_of=register.day,
        items=(Paragraph((opening.in_(lang),)), table(found, register, lang), Paragraph((closing.in_(lang),))),
        made_up=wanted.made_up, lang="en" if lang == "en" else "zh",
    )  # fmt: skip


def table(found: tuple[Correction, ...], register: Register, lang: str) -> Table:
    """序号 · 指标 · 原为 · 更正为."""
    heads = (
        (Text("序号", "no."), 14), (Text("指标", "figure"), 82), (Text("原为", "was"), 30),
        (Text("更正为", "is"), 30),
    )  # fmt: skip
    columns = tuple(
        Column(head.in_(lang), width, "left" if place == 1 else "center") for place, (head, width) in enumerate(heads)
    )
    pen = Pen(register.day, lang)
    rows = tuple(
        Row(((str(place),), (one.name.in_(lang),), (as_issued(one.issued),), corrected(one, pen)))
        for place, one in enumerate(found, 1)
    )
    return Table(title="", columns=columns, rows=rows)


def as_issued(number: Number) -> Number:
    """The figure as it went out, under a name of its own beside the corrected one."""
    return replace(number, id=number.id + ISSUED, figure=number.family + ISSUED)


def corrected(one: Correction, pen: Pen) -> Line:
    """The figure as it is now; without one, why."""
    if one.after is None:
        return (one.reason.in_(pen.lang) or Text("无此数据", "no such figure").in_(pen.lang),)
    return (pen.number(one.issued.id, one.after, one.issued.unit, means=one.issued.definition),)
