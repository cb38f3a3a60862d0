"""What is lost at the beginning and the end of lines: numbers of headings, 到 before a year, full stops."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peiyu.document.lines import Line
from peiyu.document.mend.lexicon import either, words
from peiyu.document.mend.manuscript import Manuscript
from peiyu.document.mend.proposal import Proposal, insert
from peiyu.document.numerals import han_number, number_of
from peiyu.problems import Text

_BARE_SECTION = re.compile(r"^([一二三四五六七八九十]{1,3})(?=[\u4e00-\u9fff]{4,18}$)")
_NUMERAL = re.compile(r"^([一二三四五六七八九十]{1,3})(?=[\u4e00-\u9fff])")
_SECTION = re.compile(r"^([一二三四五六七八九十]{1,3})、")
_HEADING = re.compile(r"^[\u4e00-\u9fff“”、]{2,18}$")
_GOAL = either(words("units")["goals"])
_BY_YEAR = re.compile(rf"^((?:19|20)\d{{2}})年[,，].*{_GOAL}")
_ENDED = frozenset("。！？；：…!?;:.”）)》】—、，,")
_FRAME = re.compile(r"^(?:抄送|抄报|附件|附表|主题词|联系|电话|传真|邮编|来源|作者)|印发$")
_LONG = 25


def lost_headings(sheet: Manuscript) -> Iterator[Proposal]:
    """总体要求 … 四、保障措施: headings that lost their numbers, as many as the numbering lacks."""
    if any(lost_marks(sheet)):
        return
    marked = [(at, number_of(m[1])) for at, line in enumerate(sheet.lines) if (m := _SECTION.match(line.text))]
    previous, number = _opening_end(sheet), 0
    for at, here in marked:
        missing = here - number - 1
        if missing > 0:
            yield from _numbered(sheet, previous, at, number, here)
        previous, number = at + 1, here


def lost_marks(sheet: Manuscript) -> Iterator[Proposal]:
    """一总体要求, 二发展目标 → 一、总体要求: numbers of headings that lost their 、 and still count up line by line."""
    held = [
        (line, found[1], line.text[len(found[1])] != "、")
        for line in sheet.lines
        if (found := _SECTION.match(line.text) or _BARE_SECTION.match(line.text))
    ]
    numbers = [number_of(numeral) for _, numeral, _ in held]
    if len(held) < 2 or numbers != list(range(1, len(held) + 1)):
        return
    for line, numeral, lost in held:
        if lost:
            said = Text("标题编号逐行递增，编号后缺顿号", "the numbers of the headings count up; their 、 is lost")
            yield insert("heading_mark", line.start + len(numeral), "、", said, "certain")


def _opening_end(sheet: Manuscript) -> int:
    """The first line after the titles: after the first paragraph that is a whole sentence and no address."""
    for at, line in enumerate(sheet.lines):
        if len(line.text) >= _LONG and line.text[-1] not in ":：" and re.search(r"[，,]", line.text):
            return at + 1
    return len(sheet.lines)


def _numbered(sheet: Manuscript, start: int, end: int, number: int, here: int) -> Iterator[Proposal]:
    """Numbers the unmarked headings between two numbers, if there are just as many as numbers are missing."""
    bare = [line for at, line in enumerate(sheet.lines[start:end], start) if _is_heading(sheet, at, line)]
    missing = range(number + 1, here)
    if len(bare) != len(missing) or any(_may_be(line, missing) for line in sheet.lines[:end]):
        return
    listed = "、".join(f"“{line.text}”" for line in bare)
    for offset, line in enumerate(bare, start=1):
        said = Text(
            f"后文编号为“{han_number(here)}、”，其前恰有{len(bare)}个无编号标题：{listed}",
            f"the next number is {here}, and before it stand just {len(bare)} headings without numbers",
        )
        yield insert("heading_number", line.start, f"{han_number(number + offset)}、", said, "certain")


def _may_be(line: Line, missing: range) -> bool:
    """Whether a line begins with one of the missing numbers, having lost what stood behind it."""
    found = _NUMERAL.match(line.text)
    return found is not None and number_of(found[1]) in missing


def _is_heading(sheet: Manuscript, at: int, line: Line) -> bool:
    if not _HEADING.match(line.text) or at + 1 >= len(sheet.lines):
        return False
    following = sheet.lines[at + 1].text
    return len(following) >= 2 * len(line.text) and not re.search(r"(?:政府|委员会|办公厅|办公室|局|厅)$", line.text)


def lost_until(sheet: Manuscript) -> Iterator[Proposal]:
    """2020年,全市…企业50 → 到2020年: a goal of the period's last year, in a line that lost its end as well."""
    if sheet.period is None:
        return
    for line in sheet.lines:
        found = _BY_YEAR.match(line.text)
        if found and int(found[1]) == sheet.period[1] and line.text[-1] not in _ENDED:
            said = Text(
                f"所写目标以规划期末{found[1]}年为期，句首缺“到”；本行另有缺字",
                f"a goal for {found[1]}, the end of the period; the line lost other characters too",
            )
            yield insert("until", line.start, "到", said, "high")


def lost_stops(sheet: Manuscript) -> Iterator[Proposal]:
    """A long paragraph without its full stop, in a document whose other paragraphs have theirs."""
    long = [line for line in sheet.lines if len(line.text) >= _LONG and re.search("[，,、。]", line.text)]
    ended = sum(line.text[-1] in _ENDED for line in long)
    if not long or ended < 0.7 * len(long):
        return
    for line in long:
        if (
            line.text[-1] in _ENDED
            or _FRAME.search(line.text)
            or "\t" in line.text
            or not re.search("[，,]", line.text)
        ):
            continue
        stop = "。" if re.search("[\u4e00-\u9fff\\d]$", line.text) else ""
        if stop:
            said = Text("段末缺句号，其他段落都有", "the paragraph lacks its full stop; the others have theirs")
            yield insert("stop", line.end, stop, said, "high")
