"""A target's number broken down, as a Word document: 分解指标表, laid out by GB/T 9704."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import docx

from peiyu.paper.brief.body import write_block
from peiyu.paper.brief.heads import write_signature, write_title
from peiyu.paper.brief.ink import Marks, issue_tag
from peiyu.paper.brief.sheet import TYPE_WIDTH, lay_out
from peiyu.paper.brief.values import Brief, Column, Kind, Paragraph, Row, Table
from peiyu.paper.brief.write import packed
from peiyu.problems import Text

FOR_ANSWERS = Text("（征求意见稿）", " (draft for answers)")
HEADINGS = (Text("序号", "No."), Text("责任单位（责任人）", "Organisation (person)"), Text("任务数", "Number"),
            Text("分解依据", "Why"))  # fmt: skip
WIDTHS = (0.7, 2.4, 1.0, 4.4)
TOTAL = Text("合计", "Total")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A line of the table: an organisation (`depth` 0) or one of its people (1), its number, the sentence of its
    reason ('' for none)."""

    name: str
    depth: int
    number: int
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationPaper:
    """What the document says. title: of the target and year; goal: as the policy document puts it, with its clause;
    unit: the unit of measure; issued: False marks it as a draft; number: its visible id."""

    title: str
    goal: str
    clause: str
    unit: str
    total: int
    parts: tuple[Part, ...]
    issuer: str
    number: str
    date: dt.date
    issued: bool
    made_up: bool
    lang: Literal["zh", "en"] = "zh"


def write_allocation(paper: AllocationPaper, path: Path) -> None:
    """Writes the document to `path` (.docx); the same paper gives the same bytes. ValueError unless the organisations
    add up to the total."""
    if sum(one.number for one in paper.parts if not one.depth) != paper.total:
        raise ValueError("the parts do not add up to the total")
    brief = _brief(paper)
    document, marks = docx.Document(), Marks(issue_tag(paper.number))
    lay_out(document, brief)
    write_title(document, brief, marks)
    for block in brief.items:
        write_block(document, block, marks, width=TYPE_WIDTH, lang=paper.lang, kept=None)
    write_signature(document, brief)
    path.write_bytes(packed(document))


def _brief(paper: AllocationPaper) -> Brief:
    """The same sheet of paper as a notice has, without its red head."""
    title = paper.title + ("" if paper.issued else FOR_ANSWERS.in_(paper.lang))
    return Brief(
        kind=Kind.NOTICE, name=paper.title, title=title, number=paper.number, issuer=paper.issuer, date=paper.date,
        as_of=paper.date, items=(Paragraph((_lead(paper),)), _table(paper)), made_up=paper.made_up, lang=paper.lang,
    )  # fmt: skip


def _lead(paper: AllocationPaper) -> str:
    if paper.lang == "en":
        return (f"Goal of the document (clause {paper.clause}): {paper.goal}. Broken down: {paper.total}; "
                "the parts add up to it exactly.")  # fmt: skip
    return f"文件目标（{paper.clause}）：{paper.goal}。本次分解{paper.total}{paper.unit}，各单位合计与总数相等。"


def _table(paper: AllocationPaper) -> Table:
    aligns: tuple[Literal["left", "center", "right"], ...] = ("center", "left", "center", "left")
    columns = tuple(
        Column(head.in_(paper.lang), width, align) for head, width, align in zip(HEADINGS, WIDTHS, aligns, strict=True)
    )
    place, rows = 0, []
    for one in paper.parts:
        place += not one.depth
        said = ("" if one.depth else str(place), "　" * one.depth + one.name, str(one.number), one.reason)
        rows.append(Row(tuple((cell,) for cell in said)))
    rows.append(Row((("",), (TOTAL.in_(paper.lang),), (str(paper.total),), ("",)), total=True))
    return Table(title="", columns=columns, rows=tuple(rows), unit=paper.unit if paper.lang == "zh" else "", small=True)
