"""A circular that asks for returns (收表通知), as a Word document laid out by GB/T 9704, to be numbered and sealed in
the office's own system."""

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
from peiyu.paper.brief.values import Block, Brief, Column, Heading, Kind, Paragraph, Row, Table
from peiyu.paper.brief.write import packed
from peiyu.problems import Text

HEADINGS = (Text("序号", "No."), Text("报送表", "Sheet"), Text("数据项", "Field"), Text("单位", "Unit"),
            Text("是否必填", "Required"))  # fmt: skip
WIDTHS = (0.6, 1.6, 3.0, 0.8, 0.9)
REQUIRED = Text("必填", "yes")
ASKED = Text("附：报送数据项", "Fields that are asked")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedField:
    """A row of the table of fields: the sheet it stands in, its name, its unit of measure ('' for none)."""

    sheet: str
    name: str
    unit: str = ""
    required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Circular:
    """What the document says. addressed: 主送; opening: the sentence before the sections; sections: heading (一、…) and
    paragraphs; number: its visible id."""

    title: str
    addressed: str
    opening: str
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    fields: tuple[AskedField, ...]
    issuer: str
    number: str
    date: dt.date
    made_up: bool
    lang: Literal["zh", "en"] = "zh"


def write_circular(circular: Circular, path: Path) -> None:
    """Writes the document to `path` (.docx); the same circular gives the same bytes."""
    brief = Brief(
        kind=Kind.NOTICE, name=circular.title, title=circular.title, number=circular.number, issuer=circular.issuer,
        date=circular.date, as_of=circular.date, items=tuple(_body(circular)), addressed=circular.addressed,
        made_up=circular.made_up, lang=circular.lang,
    )  # fmt: skip
    document, marks = docx.Document(), Marks(issue_tag(circular.number))
    lay_out(document, brief)
    write_title(document, brief, marks)
    for block in brief.items:
        write_block(document, block, marks, width=TYPE_WIDTH, lang=circular.lang, kept=None)
    write_signature(document, brief)
    if circular.fields:
        write_block(document, _table(circular), marks, width=TYPE_WIDTH, lang=circular.lang, kept=None)
    path.write_bytes(packed(document))


def _body(circular: Circular) -> list[Block]:
    blocks: list[Block] = [Paragraph((circular.opening,))]
    for heading, paragraphs in circular.sections:
        blocks.append(Heading(1, (heading,)))
        blocks += [Paragraph((one,)) for one in paragraphs]
    return blocks


def _table(circular: Circular) -> Table:
    columns = tuple(Column(one.in_(circular.lang), width) for one, width in zip(HEADINGS, WIDTHS, strict=True))
    rows = tuple(
        Row(((str(place),), (one.sheet,), (one.name,), (one.unit,),
             (REQUIRED.in_(circular.lang) if one.required else "",)))
        for place, one in enumerate(circular.fields, start=1)
    )  # fmt: skip
    return Table(title=ASKED.in_(circular.lang), columns=columns, rows=rows, small=True)
