"""What frames the text: the red head (报头、版头), the title, the signature, the end matter (报尾、版记)."""

from __future__ import annotations

import math
from typing import Any

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from peiyu.paper.brief.ink import (
    BODY_SIZE,
    HEI,
    KAI,
    RED,
    TITLE_SIZE,
    XIAOBIAO,
    Marks,
    Type,
    add_line,
    add_run,
    rule,
    set_up,
    with_bookmark,
)  # fmt: skip
from peiyu.paper.brief.sheet import TYPE_WIDTH
from peiyu.paper.brief.values import HEADED, Brief, Kind
from peiyu.paper.brief.words import ANNEXES, BLANK_LINE, DISTRIBUTE, FOREWORD, REPORT, SEND, copies, issue_line
from peiyu.paper.wording import day

SIGNED = (Kind.NOTICE, Kind.ERRATUM)
"""Kinds that end with who signs, and when."""
RED_RULE, BLACK_RULE = ("C8102E", 18), ("000000", 8)
"""Colour and weight in eighths of a point."""
LARGEST, TYPE_POINTS = 42.0, TYPE_WIDTH / 25.4 * 72


END_LINE, END_CHARACTERS, END_GAP = 22.0, 28, 12
"""Of the end matter: points from line to line, characters in a line, points for its rules."""
END_SHARES = (0.7, 0.3)
"""Of the end matter's width: who issues it, and when."""


def write_head(document: Any, brief: Brief, marks: Marks) -> None:
    """The name in red, the issue, who edits it and when, a red rule; of a kind without a red head nothing."""
    if brief.kind not in HEADED:
        return
    size = min(LARGEST, TYPE_POINTS / max(len(brief.name), 1) * 0.98)
    name = set_up(document.add_paragraph(), align="center", line=size * 1.35, before=12, after=12)
    add_run(name, brief.name, Type(XIAOBIAO, size, colour=RED))
    if brief.kind is Kind.NOTICE:
        line = set_up(document.add_paragraph(), align="center", before=8)
        if brief.document_number or not brief.counted:
            add_run(line, brief.document_number or issue_line(brief) or brief.number, Type())
        else:
            write_issue_line(line, brief, marks, Type())
    else:
        if brief.counted or issue_line(brief):
            write_issue_line(set_up(document.add_paragraph(), align="center"), brief, marks, Type(KAI))
        line = set_up(document.add_paragraph(), align="left", before=8)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(TYPE_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
        told = f"{brief.issuer}\t{day(brief.date, brief.lang)}"
        add_run(line, told, Type(size=min(BODY_SIZE, TYPE_POINTS / (_width(told) + 2))))
    rule(line, colour=RED_RULE[0], weight=RED_RULE[1])


def write_issue_line(paragraph: Any, brief: Brief, marks: Marks, type_: Type) -> None:
    """第×期, or room for it under a bookmark."""
    if not brief.counted:
        add_run(paragraph, issue_line(brief), type_)
        return
    blank = BLANK_LINE.in_(brief.lang)
    with_bookmark(paragraph, marks.of_issue_line(), lambda: add_run(paragraph, blank, type_))


def write_title(document: Any, brief: Brief, marks: Marks) -> None:
    """The title, one line of space around it (of a kind without a red head who made it and when below); then 按语 or
    主送."""
    headed = brief.kind in HEADED
    title = set_up(
        document.add_paragraph(style="Title"), align="center", line=36, before=28 if headed else 0,
        after=20 if headed else 4,
    )  # fmt: skip
    add_run(title, brief.title, Type(XIAOBIAO, TITLE_SIZE))
    if not headed:
        told = f"{brief.issuer}\u3000{day(brief.date, brief.lang)}"
        add_run(set_up(document.add_paragraph(), align="center", after=10), told, Type(KAI, 14))
    if brief.foreword:
        note = set_up(document.add_paragraph(), indent=2, after=14)
        add_run(note, FOREWORD.in_(brief.lang), Type(HEI))
        add_line(note, brief.foreword, Type(KAI), marks)
    if brief.addressed:
        add_run(set_up(document.add_paragraph()), brief.addressed, Type())


def write_signature(document: Any, brief: Brief) -> None:
    """附件说明, then who signs and the date in Arabic numerals, four characters in from the right."""
    for place, annex in enumerate(brief.annexes):
        line = set_up(document.add_paragraph(), align="left", indent=5 if place else 2, before=0 if place else 28)
        head = "" if place else ANNEXES.in_(brief.lang)
        add_run(line, f"{head}{place + 1}. {annex.label} {annex.title}", Type())
    if brief.kind not in SIGNED:
        return
    signed, dated = brief.signed or brief.issuer, day(brief.date, brief.lang)
    middle = 4 + _width(dated) / 2
    signer = set_up(document.add_paragraph(), align="right", before=56, right=max(2.0, middle - _width(signed) / 2))
    add_run(signer, signed, Type())
    add_run(set_up(document.add_paragraph(), align="right", right=4), dated, Type())
    signer.paragraph_format.keep_with_next = True


def _width(text: str) -> float:
    """Of a line, in characters of the body."""
    return sum(0.5 if c.isascii() else 1.0 for c in text)


def write_end(document: Any, brief: Brief) -> None:
    """报、送、发 and the number of copies between two rules at the foot of the last page."""
    sent = brief.sent
    said = ((REPORT, sent.report), (SEND, sent.send), (DISTRIBUTE, sent.distribute))
    lines = [word.in_(brief.lang) + to for word, to in said if to]
    if not lines and sent.copies is None:
        return
    rows = [*((line, "") for line in lines), (f"{brief.issuer}", day(brief.date, brief.lang))]
    if sent.copies is not None:
        rows.append(("", copies(sent.copies, brief.lang)))
    table = document.add_table(rows=len(rows), cols=2)
    _float(table)
    for place, (left, right) in enumerate(rows):
        _end_row(table.rows[place], left, right, last=place == len(rows) - 1 and sent.copies is not None)
    height = END_LINE * sum(max(1, math.ceil(_width(left) / END_CHARACTERS)) for left, _ in rows) + END_GAP
    set_up(document.add_paragraph(), line=height)  # what the table is anchored to: as high, so that nothing is covered


def _end_row(row: Any, left: str, right: str, *, last: bool) -> None:
    cells = row.cells
    if left and not right:
        cells = (cells[0].merge(cells[1]),)
    for cell, text, align, share in zip(cells, (left, right), ("left", "right"), END_SHARES, strict=False):
        cell.width = Mm(TYPE_WIDTH * (share if len(cells) > 1 else 1))
        paragraph = set_up(cell.paragraphs[0], align=align, line=END_LINE)  # type: ignore[arg-type]
        paragraph.paragraph_format.keep_with_next = True
        if text:
            add_run(paragraph, text, Type(size=14))
        if not last:
            _edges(cell)


def _edges(cell: Any) -> None:
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "bottom"):
        edge = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", str(BLACK_RULE[1])), ("space", "0"), ("color", BLACK_RULE[0])):
            edge.set(qn(f"w:{key}"), value)
        borders.append(edge)
    cell._tc.get_or_add_tcPr().append(borders)


def _float(table: Any) -> None:
    """Pins a table to the foot of the type area of the page on which it stands."""
    table.autofit = False
    for column, share in zip(table.columns, END_SHARES, strict=True):
        column.width = Mm(TYPE_WIDTH * share)
    place = OxmlElement("w:tblpPr")
    for key, value in (("leftFromText", "0"), ("rightFromText", "0"), ("topFromText", "284"), ("vertAnchor", "margin"),
                       ("horzAnchor", "margin"), ("tblpXSpec", "left"), ("tblpYSpec", "bottom")):  # fmt: skip
        place.set(qn(f"w:{key}"), value)
    properties = table._tbl.tblPr
    style = properties.find(qn("w:tblStyle"))
    properties.insert(0 if style is None else 1, place)


def write_annex_head(document: Any, label: str, title: str) -> None:
    """附表1 at the left edge, its title below."""
    add_run(set_up(document.add_paragraph(), align="left"), label, Type(HEI))
    heading = set_up(document.add_paragraph(), align="center", line=36, before=6, after=8)
    add_run(heading, title, Type(XIAOBIAO, TITLE_SIZE))
