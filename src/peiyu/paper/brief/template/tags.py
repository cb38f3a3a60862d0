"""The tags of a template: words in two pairs of braces, what each brings, and where they stand in a document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from peiyu.paper.brief.reading import Passage, read
from peiyu.paper.brief.values import Brief, Heading, Line, Number
from peiyu.paper.brief.words import copies, issue_line
from peiyu.paper.wording import MADE_UP, day
from peiyu.problems import Text

TAG = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")
SECTION = "节："
"""What a tag begins with that brings one section of the text."""
ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|\d+\.\s*)")
Figures = Callable[[str], Number | None]
"""What a tag that names a figure brings; None where it names none."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag of a template: its word, where it stands, whether nothing else stands in its paragraph."""

    word: str
    place: Text
    alone: bool
    in_body: bool


@dataclass(frozen=True, slots=True)
class Words:
    """What a tag brings, in words, and an example."""

    means: Text
    example: Text


ISSUE = "期号"
TEXTS: Mapping[str, Words] = {
    "报头名称": Words(Text("报头的名称", "the name at the head"), Text("科技型中小企业发展信息简报", "Brief on SMEs")),
    ISSUE: Words(Text("第几期，印发时填入", "the number of the issue, filled in when it goes out"),
                 Text("第9期（总第21期）", "No. 9 (21 in all)")),
    "标题": Words(Text("标题", "the title"), Text("2012年1—9月培育目标进展情况", "Targets, January to September 2012")),
    "编号": Words(Text("页脚的编号", "the visible id"), Text("津高新区管简报2012-09", "津高新区管简报2012-09")),
    "编发单位": Words(Text("编发单位", "who issues it"), Text("领导小组办公室", "the group's office")),
    "日期": Words(Text("成文日期", "the day of issue"), Text("2012年10月8日", "2012-10-08")),
    "数据截止日": Words(Text("数据截止日", "the day of the figures"), Text("2012年9月30日", "2012-09-30")),
    "文号": Words(Text("通报的文号", "the document number"), Text("津高新办发〔2012〕9号", "津高新办发〔2012〕9号")),
    "主送": Words(Text("主送单位", "to whom"), Text("各园区、各部门：", "The parks and departments:")),
    "署名": Words(Text("署名", "who signs"), Text("领导小组办公室", "the group's office")),
    "报": Words(Text("报（上级）", "superiors"), Text("领导小组。", "the leading group.")),
    "送": Words(Text("送（平级）", "peers"), Text("各有关部门。", "departments.")),
    "发": Words(Text("发（下级）", "below"), Text("各园区。", "the parks.")),
    "印数": Words(Text("印数", "copies"), Text("共印60份", "60 copies")),
    "虚构标记": Words(Text("虚构数据的标记，正式数据为空", "says that data are made up; else empty"), MADE_UP),
    "按语": Words(Text("按语，其中的数字已锁定", "the foreword, its numbers locked"), Text("截至9月底……", "By …")),
}  # fmt: skip
"""Tags that stand within a line."""
BLOCKS: Mapping[str, Words] = {
    "正文": Words(Text("全部正文（各节、表、图）", "the whole text with its tables"), Text("一、目标进展……", "1. …")),
    "附表": Words(Text("全部附表", "all annexes"), Text("附表1 目标进展情况", "Annex 1")),
}  # fmt: skip
"""Tags that stand in a paragraph of their own and bring paragraphs and tables; so do those of sections."""


def tags_of(path: Path) -> tuple[Tag, ...]:
    """Every tag of a document in reading order. InputError `document-unreadable`."""
    return tuple(
        Tag(match[1], passage.place, passage.text.strip() == match[0], "\t" not in passage.text and in_text(passage))
        for passage in read(path).passages
        for match in TAG.finditer(passage.text)
    )


def in_text(passage: Passage) -> bool:
    """Whether a passage is a paragraph of the body and no row of a table, header or footer."""
    return passage.place.en.startswith("body, paragraph")


def is_block(word: str) -> bool:
    """Whether a tag brings paragraphs."""
    return word in BLOCKS or word.replace(":", "：").startswith(SECTION)


def section_of(word: str) -> str:
    """The name of the section that a tag asks for."""
    return word.replace(":", "：").removeprefix(SECTION).strip()


def sections_of(brief: Brief) -> tuple[str, ...]:
    """The names of a brief's sections: its headings of the first level without their ordinals."""
    return tuple(
        heading_name(block) for block in brief.items if isinstance(block, Heading) and block.level == 1
    )  # fmt: skip


def heading_name(heading: Heading) -> str:
    """A heading without its ordinal."""
    said = "".join(piece if isinstance(piece, str) else "" for piece in heading.pieces)
    return ORDINAL.sub("", said)


def line_of(word: str, brief: Brief) -> Line | None:
    """What a tag within a line brings, other than the line of 第×期 that is left blank; None for a tag that is not one
    of these."""
    if word == "按语":
        return brief.foreword
    sent, lang = brief.sent, brief.lang
    said = {
        "报头名称": brief.name, "标题": brief.title, "编号": brief.number, "编发单位": brief.issuer,
        "日期": day(brief.date, lang), "数据截止日": day(brief.as_of, lang), "文号": brief.document_number,
        "主送": brief.addressed, "署名": brief.signed or brief.issuer, "报": sent.report, "送": sent.send,
        "发": sent.distribute, "印数": copies(sent.copies, lang) if sent.copies is not None else "",
        "虚构标记": MADE_UP.in_(lang) if brief.made_up else "", ISSUE: issue_line(brief),
    }.get(word)  # fmt: skip
    return None if said is None else (said,)
