"""A template to begin with: the standard layout of a kind with tags for what changes, and a list of all tags."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx
from docx.enum.text import WD_BREAK, WD_TAB_ALIGNMENT
from docx.shared import Mm

from peiyu.paper.brief.body import write_block
from peiyu.paper.brief.heads import BLACK_RULE, RED_RULE
from peiyu.paper.brief.ink import HEI, KAI, RED, TITLE_SIZE, XIAOBIAO, Marks, Type, add_run, rule, set_up
from peiyu.paper.brief.sheet import TYPE_HEIGHT, TYPE_WIDTH, lay_out
from peiyu.paper.brief.template.tags import BLOCKS, SECTION, TEXTS, Words
from peiyu.paper.brief.values import HEADED, Brief, Column, Kind, Paragraph, Row, Table
from peiyu.paper.brief.words import ANNEXES, DISTRIBUTE, FOREWORD, REPORT, SEND, foot_note
from peiyu.problems import Text

LIST = Text("可用的标签", "Tags")
HOW = Text(
    "本页起只作说明，用前请删去。标签写在两对半角花括号里，样式随所在文字；“节”和“正文”“附表”要独占一段。",
    "From here on this explains only; delete it before use. A tag stands in two pairs of braces and takes the look of "
    "the text around it; sections, 正文 and 附表 want a paragraph of their own.",
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A tag of the list: what is written, what it brings, an example."""

    word: str
    words: Words


def write_sample(brief: Brief, path: Path, *, sections: Iterable[str], figures: Iterable[Listed]) -> Path:
    """Writes the sample of a brief's kind in its language; nothing of the brief but its kind, shape and id is used."""
    document = docx.Document()
    lay_out(document, replace(brief, made_up=False))
    _edges(document, brief)
    width = TYPE_HEIGHT if brief.wide else TYPE_WIDTH
    _head(document, brief, width)
    add_run(set_up(document.add_paragraph(), indent=2), tag("正文"), Type())
    _foot(document, brief)
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
    add_run(set_up(document.add_paragraph(), align="center", after=6), LIST.in_(brief.lang), Type(HEI))
    write_block(document, Paragraph((HOW.in_(brief.lang),), note=True), Marks(""), width=width, lang=brief.lang,
                kept=None)  # fmt: skip
    write_block(document, _list(brief.lang, sections, figures), Marks(""), width=width, lang=brief.lang, kept=None)
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path


def _edges(document: Any, brief: Brief) -> None:
    """Head and foot of every page with tags in place of the issue's id and days."""
    section, fixed = document.sections[0], foot_note(replace(brief, made_up=False))
    number, day = tag("编号"), tag("数据截止日")
    said = Text(f"编号：{number}\u3000数据截至{day}", f"No. {number}  Data as of {day}").in_(brief.lang)
    pairs = ((section.header, section.footer), (section.even_page_header, section.even_page_footer))
    for header, footer in pairs:
        add_run(set_up(header.paragraphs[0], align="center", line=None), tag("虚构标记"), Type(HEI, 12))
        for run in footer.paragraphs[0].runs:
            if fixed in run.text:
                run.text = run.text.replace(fixed, said)


def tag(word: str) -> str:
    """A tag as it is written."""
    return "{{" + word + "}}"


def _head(document: Any, brief: Brief, width: int) -> None:
    if brief.kind in HEADED:
        name = set_up(document.add_paragraph(), align="center", line=56, before=12, after=12)
        add_run(name, tag("报头名称"), Type(XIAOBIAO, 30, colour=RED))
        issue = set_up(document.add_paragraph(), align="center")
        add_run(issue, tag("文号") if brief.kind is Kind.NOTICE else tag("期号"), Type(KAI))
        line = set_up(document.add_paragraph(), align="left", before=8)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(width), WD_TAB_ALIGNMENT.RIGHT)
        add_run(line, f"{tag('编发单位')}\t{tag('日期')}", Type())
        rule(line, colour=RED_RULE[0], weight=RED_RULE[1])
    title = set_up(document.add_paragraph(), align="center", line=36, before=20, after=16)
    add_run(title, tag("标题"), Type(XIAOBIAO, TITLE_SIZE))
    if brief.kind is Kind.NOTICE:
        add_run(set_up(document.add_paragraph()), tag("主送"), Type())
    if brief.kind is Kind.BRIEF:
        note = set_up(document.add_paragraph(), indent=2, after=14)
        add_run(note, FOREWORD.in_(brief.lang), Type(HEI))
        add_run(note, tag("按语"), Type(KAI))
    if brief.kind not in HEADED:
        add_run(set_up(document.add_paragraph(), align="center", after=10), f"{tag('编发单位')}\u3000{tag('日期')}",
                Type(KAI, 14))  # fmt: skip


def _foot(document: Any, brief: Brief) -> None:
    if brief.kind is Kind.NOTICE:
        add_run(set_up(document.add_paragraph(), align="right", before=40, right=4), tag("署名"), Type())
        add_run(set_up(document.add_paragraph(), align="right", right=4), tag("日期"), Type())
        add_run(set_up(document.add_paragraph(), align="left", before=20), ANNEXES.in_(brief.lang), Type())
        add_run(set_up(document.add_paragraph(), align="left"), tag("附表"), Type())
    if brief.kind not in HEADED:
        return
    for place, (word, said) in enumerate(((REPORT, "报"), (SEND, "送"), (DISTRIBUTE, "发"))):
        line = set_up(document.add_paragraph(), align="left", line=24, before=0 if place else 24)
        add_run(line, word.in_(brief.lang) + tag(said), Type(size=14))
        rule(line, colour=BLACK_RULE[0], weight=BLACK_RULE[1], sides=("top", "bottom", "between"))


def _list(lang: str, sections: Iterable[str], figures: Iterable[Listed]) -> Table:
    heads = (
        (Text("标签", "tag"), 62), (Text("填入什么", "what it brings"), 52), (Text("举例", "example"), 42),
    )  # fmt: skip
    columns = tuple(Column(head.in_(lang), width) for head, width in heads)
    listed = (*_fixed(), *_of_sections(sections), *figures)
    rows = tuple(
        Row(((one.word,), (one.words.means.in_(lang),), (one.words.example.in_(lang),))) for one in listed
    )  # fmt: skip
    return Table(title="", columns=columns, rows=rows, small=True)


def _fixed() -> Iterator[Listed]:
    yield from (Listed(word, words) for word, words in (*TEXTS.items(), *BLOCKS.items()))


def _of_sections(names: Iterable[str]) -> Iterator[Listed]:
    for name in names:
        means = Text(f"“{name}”一节，不带标题", f"the section {name} without its heading")
        yield Listed(SECTION + name, Words(means, Text("——", "—")))
