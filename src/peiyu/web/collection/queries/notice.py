"""The notice of a round (收表通知): what is pasted into the office's own system, and what its document says."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from peiyu.problems import Text
from peiyu.web.collection.models import Round
from peiyu.web.collection.queries.asked import span_of
from peiyu.web.collection.queries.fields import Sheet, sheets
from peiyu.web.enterprises.queries.values import unit_of

ORDINALS = "一二三四五六七八"
ADDRESSED = {
    "organisations": Text("各园区、区县和有关部门：", "To the parks, districts and departments concerned:"),
    "enterprises": Text("各有关企业：", "To the enterprises concerned:"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the notice: its heading without an ordinal, its paragraphs."""

    heading: Text
    said: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """A notice in words."""

    title: Text
    addressed: Text
    opening: Text
    sections: tuple[Section, ...]

    def headings(self, lang: str) -> tuple[str, ...]:
        """The headings with their ordinals: 一、 or 1."""
        return tuple(
            f"{place}. {one.heading.en}" if lang == "en" else f"{ORDINALS[place - 1]}、{one.heading.zh}"
            for place, one in enumerate(self.sections, start=1)
        )

    def plain(self, lang: str) -> str:
        """All of it as text to be pasted."""
        lines = [self.title.in_(lang), "", self.addressed.in_(lang), _indented(self.opening.in_(lang), lang)]
        for heading, section in zip(self.headings(lang), self.sections, strict=True):
            lines += [_indented(heading, lang), *(_indented(one.in_(lang), lang) for one in section.said)]
        return "\n".join(lines)


def _indented(line: str, lang: str) -> str:
    return line if lang == "en" else f"　　{line}"


def notice_of(held: Round) -> NoticeText:
    """The notice of a round."""
    span = span_of(held).said
    basis = held.authority or "工作需要"
    return NoticeText(
        title=Text(f"关于报送《{held.title}》的通知", f"Notice: returns of “{held.title}”"),
        addressed=ADDRESSED[held.to],
        opening=Text(f"根据{basis}，现收集{span.zh}有关数据，请按以下要求报送。",
                     f"Data of {span.en} are asked for ({held.authority or 'for current work'}), as follows."),
        sections=tuple(one for one in _sections(held) if one.said),
    )  # fmt: skip


def _sections(held: Round) -> Iterator[Section]:
    yield Section(Text("报送内容", "What is asked"), tuple(_content(held)))
    yield Section(Text("报送时间", "When"), (_when(held.due),))
    yield Section(Text("报送方式", "How"), (HOW, FORM))
    yield Section(Text("依据和用途", "Basis and use"), tuple(_use(held)))
    yield Section(Text("其他事项", "Besides"), tuple(_besides(held)))


def _content(held: Round) -> Iterator[Text]:
    for sheet in sheets(held):
        yield _sheet(sheet)
    prefilled, minutes = held.burden.get("prefilled", 0), held.burden.get("minutes", 0)
    if prefilled:
        yield Text(f"办公室已掌握的 {prefilled:,} 项数据已经预填并锁定，不必再报。",
                   f"{prefilled:,} cells that the office holds are prefilled and locked, not asked again.")  # fmt: skip
    cells, firms = held.burden.get("cells", 0), held.burden.get("firms", 0)
    about = f"涉及 {firms:,} 家企业，" if firms else ""
    yield Text(f"本次收表{about}共需填报 {cells:,} 项，测算用时约 {hours(minutes)} 小时。",
               f"In all {cells:,} cells{f' of {firms:,} enterprises' if firms else ''} are to be filled in, "
               f"about {hours(minutes)} hours of work.")  # fmt: skip


def hours(minutes: int) -> str:
    """Minutes as hours, to a tenth."""
    return f"{minutes / 60:,.1f}".removesuffix(".0")


def _sheet(sheet: Sheet) -> Text:
    zh = "、".join(field.name.zh + ("（必填）" if required else "") for field, required in sheet.fields)
    en = ", ".join(field.name.en + (" (required)" if required else "") for field, required in sheet.fields)
    return Text(f"{sheet.entity.name.zh}：{zh}。", f"{sheet.entity.name.en}: {en}.")


def _when(due: dt.date) -> Text:
    return Text(f"请于{due.year}年{due.month}月{due.day}日24时前报送。确有困难的，请在截止前申请延期并说明原因。",
                f"By midnight of {due}. Ask for an extension before then if needed, saying why.")  # fmt: skip


HOW = Text("登录系统在线填报；或下载报送表，填好后上传或交回。",
           "Fill it in on the website; or download the workbook, fill it in, and upload or return it.")  # fmt: skip
FORM = Text("请勿改动报送表的表头、企业名称和代码；没有的数据留空，不要填0。",
            "Leave headers, names and codes as they are; leave blank what is not known, never 0.")  # fmt: skip


def _use(held: Round) -> Iterator[Text]:
    if held.purpose == "统计":
        until = f"{held.valid_until:%Y-%m-%d}" if held.valid_until else ""
        yield Text(f"本次收表为统计调查。表号：{held.table}；批准（备案）文号：{held.approval}；有效期至：{until}。"
                   "所报数据只用于统计汇总，不用于认定和资金拨付。",
                   f"A statistical survey: table {held.table}, approval {held.approval}, valid until {until}. "
                   "The figures feed sums only, never a recognition or a payment.")  # fmt: skip
    if held.correction:
        yield Text(f"本次为更正收表，原因：{held.correction}", f"A correction, because: {held.correction}")


def _besides(held: Round) -> Iterator[Text]:
    if held.said:
        yield Text(held.said, held.said)
    if held.on_paper:
        yield Text("不公开企业按规定另行书面报送，不得通过本系统填报。",
                   "Enterprises that are not public answer on paper and not by this system.")  # fmt: skip


def fields_of(held: Round) -> Iterator[tuple[Text, Text, Text, bool]]:
    """Sheet, field, unit of measure, whether required: the rows of the annexed table."""
    for sheet in sheets(held):
        for field, required in sheet.fields:
            yield sheet.entity.name, field.name, unit_of(field) if field.is_numeric else Text("", ""), required
