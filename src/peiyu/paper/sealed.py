"""打印盖章版: what a unit hands in, as a Word document: its id and checksum on every sheet, room for the seal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.shared import Mm

from peiyu.paper.brief.body import write_block
from peiyu.paper.brief.ink import HEI, KAI, Marks, Type, add_run, issue_tag, set_up
from peiyu.paper.brief.sheet import TYPE_HEIGHT, TYPE_WIDTH, head_and_foot, lay_out, measure_section
from peiyu.paper.brief.values import Brief, Column, Kind, Row, Table
from peiyu.paper.brief.write import packed
from peiyu.paper.wording import day
from peiyu.problems import Text

MOST_UPRIGHT = 6
"""Columns of a sheet that is not turned."""

NAMES_WIDTH, WORDS_WIDTH = 2.4, 1.7
"""Of the first column and of others with words, where those with figures are 1."""

SIGNATURES = (Text("单位负责人：", "Head of the unit: "), Text("审核人：", "Checked by: "),
              Text("填表人：", "Filled in by: "))  # fmt: skip
SEAL = Text("（单位盖章）", "(seal of the unit)")
DATED = Text("　　　年　　月　　日", "Date: ____________")
EXPLAINED = Text("说明事项", "Explanations")
NUMBERED = Text("文件编号", "Document")
CHECKED = Text("校验码", "Checksum")


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedTable:
    """A sheet as it is printed: `heads` with their units, one cell a head in every row; `words`: the columns that hold
    words, by their place."""

    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: frozenset[int] = frozenset({0})


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedPaper:
    """What the printed version says. about: lines of period, basis and authority; checksum: over the exact rows, as
    people read it; explained: the sentences that warnings were given; filled_by: who handed it in; date: when."""

    title: str
    unit: str
    about: tuple[str, ...]
    tables: tuple[SealedTable, ...]
    document: str
    checksum: str
    filled_by: str
    date: dt.date
    explained: tuple[str, ...] = field(default=())
    made_up: bool = False
    lang: Literal["zh", "en"] = "zh"


def write_sealed(paper: SealedPaper, path: Path) -> None:
    """Writes the document to `path` (.docx); the same paper gives the same bytes."""
    brief = _brief(paper)
    document, marks = docx.Document(), Marks(issue_tag(paper.document))
    lay_out(document, brief)
    wide = is_wide(paper)
    width = TYPE_HEIGHT if wide else TYPE_WIDTH
    if wide:
        measure_section(document.sections[0], wide=True)
        head_and_foot(document.sections[0], brief, width)
    _head(document, paper)
    for table in brief.items:
        write_block(document, table, marks, width=width, lang=paper.lang, kept=None)
    _explained(document, paper)
    _foot(document, paper, width)
    path.write_bytes(packed(document))


def is_wide(paper: SealedPaper) -> bool:
    """Whether its sheets are turned, for a table has many columns."""
    return any(len(one.heads) > MOST_UPRIGHT for one in paper.tables)


def _brief(paper: SealedPaper) -> Brief:
    """The same sheet of paper as a notice has; its number, at the foot of every page, carries the checksum."""
    apart = "　" if paper.lang == "zh" else "  "
    return Brief(
        kind=Kind.NOTICE, name=paper.title, title=paper.title, issuer=paper.unit, date=paper.date, as_of=paper.date,
        number=f"{paper.document}{apart}{CHECKED.in_(paper.lang)} {paper.checksum}",
        items=tuple(_table(one) for one in paper.tables), made_up=paper.made_up, lang=paper.lang,
    )  # fmt: skip


def _table(table: SealedTable) -> Table:
    def column(place: int, head: str) -> Column:
        words = place in table.words
        return Column(head, NAMES_WIDTH if place == 0 else WORDS_WIDTH if words else 1.0, "left" if words else "right")

    return Table(
        title=table.title,
        columns=tuple(column(place, head) for place, head in enumerate(table.heads)),
        rows=tuple(Row(tuple((cell,) for cell in row)) for row in table.rows),
        small=True,
    )


def _head(document: Any, paper: SealedPaper) -> None:
    title = set_up(document.add_paragraph(), align="center", line=32, before=4, after=10)
    add_run(title, paper.title, Type(HEI, 18))
    numbered = (f"{NUMBERED.in_(paper.lang)} {paper.document}", f"{CHECKED.in_(paper.lang)} {paper.checksum}")
    for line in (f"{Text('填报单位：', 'Unit: ').in_(paper.lang)}{paper.unit}", *paper.about, "　".join(numbered)):
        add_run(set_up(document.add_paragraph(), align="left", line=20), line, Type(KAI, 12))


def _explained(document: Any, paper: SealedPaper) -> None:
    if not paper.explained:
        return
    head = set_up(document.add_paragraph(), align="left", line=20, before=4)
    head.paragraph_format.keep_with_next = True
    add_run(head, EXPLAINED.in_(paper.lang), Type(HEI, 12))
    for place, one in enumerate(paper.explained, start=1):
        add_run(set_up(document.add_paragraph(), align="left", line=18), f"{place}. {one}", Type(KAI, 10.5))


def _foot(document: Any, paper: SealedPaper, width: float) -> None:
    """Who answers for it, and the seal: never apart from one another."""
    names = [one.in_(paper.lang) for one in SIGNATURES]
    names[-1] += paper.filled_by
    line = set_up(document.add_paragraph(), align="left", line=28, before=18)
    for place in (1, 2):
        line.paragraph_format.tab_stops.add_tab_stop(Mm(width * place / 3), WD_TAB_ALIGNMENT.LEFT)
    add_run(line, "\t".join(names), Type(size=12))
    line.paragraph_format.keep_with_next = True
    for place, text in enumerate(_last(paper)):
        held = set_up(document.add_paragraph(), align="right", line=24, before=14 if place == 0 else 0, right=2)
        add_run(held, text, Type(size=12))
        held.paragraph_format.keep_with_next = place == 0


def _last(paper: SealedPaper) -> Sequence[str]:
    printed = Text(f"报送日期 {day(paper.date, 'zh')}", f"handed in on {day(paper.date, 'en')}").in_(paper.lang)
    return (f"{SEAL.in_(paper.lang)}{DATED.in_(paper.lang)}", printed)
