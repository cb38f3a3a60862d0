"""Digits run together: document numbers, pairs of years, days."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from peiyu.document.mend.manuscript import Manuscript
from peiyu.document.mend.proposal import Proposal, insert
from peiyu.problems import Text

_NUMBER = re.compile(
    r"(?<=[\u4e00-\u9fff])(?<![第编证年款条共约到至计月号备案准])((?:19[5-9]|20[0-4])\d)(\d{1,4})(?!\d)(?:(号)|$)", re.M
)
_NO_CLOSE = re.compile(r"(?<=[\u4e00-\u9fff]〔)(?:19|20)\d{2}(?=\d{1,4}号)")
_NO_OPEN = re.compile(r"(?<=[\u4e00-\u9fff])(?:19|20)\d{2}(?=〕\d{1,4}号)")
_NUMBERED_LINE = re.compile(r"^[\u4e00-\u9fff]{2,12}[发函办字规政令]$")
_ISSUER = re.compile(r"[\u4e00-\u9fff]{2,}$")
_FORM = Text(
    "发文字号的固定格式：机关代字〔年份〕序号（GB/T 9704）", "the set form of a document number: agency 〔year〕 serial"
)
_PAIR = re.compile(r"(?<!\d)((?:19|20)\d{2})((?:19|20)\d{2})(?=年|[)）])")
_FULL_PAIR = re.compile(r"(?<=[(（])((?:19|20)\d{2}年)((?:19|20)\d{2}年)(?=[)）])")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)([—–\-~～－])(?=\d{1,4}[\u4e00-\u9fff])")
_DASHED = re.compile(r"((?:19|20)\d{2})年?\s*([—–\-~～－]{1,2}|至)\s*((?:19|20)\d{2})")
_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2,4})(?=\s*日?\s*(?:印发)?$)", re.M)


def number_brackets(sheet: Manuscript) -> Iterator[Proposal]:
    """包府发201513 → 包府发〔2015〕13号: the brackets of a document number are lost."""
    for found in sheet.matches(_NUMBER):
        line = sheet.line_at(found.start())
        if line is None:
            continue
        before = sheet.text[line.start : found.start()]
        alone = found.end() == line.end and _NUMBERED_LINE.match(before) is not None
        if not (found[3] or alone) or not _ISSUER.search(before) or found[2].startswith("0"):
            continue
        year, end = found.start(1), found.end(2)
        yield insert("number_brackets", year, "〔", _FORM, "high")
        yield insert("number_brackets", year + 4, "〕", _FORM, "high")
        if not found[3]:
            yield insert("number_brackets", end, "号", _FORM, "high")


def half_brackets(sheet: Manuscript) -> Iterator[Proposal]:
    """包府发〔201513号 → 包府发〔2015〕13号: one of the two brackets is lost."""
    for found in sheet.matches(_NO_CLOSE):
        yield insert("number_brackets", found.start() + 4, "〕", _FORM, "high")
    for found in sheet.matches(_NO_OPEN):
        yield insert("number_brackets", found.start(), "〔", _FORM, "high")


def year_dashes(sheet: Manuscript) -> Iterator[Proposal]:
    """20152020年 → 2015—2020年: the dash between two years is lost. It is the dash that the document uses between
    numbers; ～ stands between counts and not between years."""
    styles = Counter(m[1] for m in sheet.matches(_BETWEEN_DIGITS) if m[1] not in "～~")
    usual = styles.most_common(1)[0][0] if styles else "—"
    dashed = {(m[1], m[3]): m[2] for m in sheet.matches(_DASHED)}
    for pattern in (_PAIR, _FULL_PAIR):
        for found in sheet.matches(pattern):
            first, second = found[1][:4], found[2][:4]
            if not 0 < int(second) - int(first) <= 40:
                continue
            known = dashed.get((first, second))
            told = Text(
                f"文中另有“{first}{known}{second}年”" if known else "八位数不能读作一个年份，前后两个年份先后相接",
                f"elsewhere: {first}{known}{second}" if known else "eight digits are no year; two years in order are",
            )
            yield insert("year_dash", found.start(2), known or usual, told, "certain" if known else "high")


def lost_brackets(sheet: Manuscript) -> Iterator[Proposal]:
    """20152020年) at the beginning of a title's line → (2015—2020年): the opening bracket is lost."""
    for at, line in enumerate(sheet.lines[: max(sheet.head, 1)]):
        close = line.text[-1:]
        if at == 0 or close not in ")）" or len(line.text) > 20 or re.search(r"[(（]", line.text):
            continue
        if re.match(r"(?:19|20)\d{2}", line.text):
            said = Text("行末有右括号而无左括号，标题的年份写在括号里", "a closing bracket without an opening one")
            yield insert("bracket", line.start, "(" if close == ")" else "（", said, "certain")


def run_together_days(sheet: Manuscript) -> Iterator[Proposal]:
    """2015210 → 2015年2月10日, where the digits can be divided in one way only."""
    for found in sheet.matches(_DAY):
        line = sheet.line_at(found.start())
        if line is None or not _stands_for_day(line.text, line.end - found.start()):
            continue
        tail = sheet.text[found.end() : line.end].strip()
        year, rest = found[1], found[2]
        ways = _divided(rest)
        if len(ways) != 1:
            if ways:
                listed = "、".join(f"{year}年{m}月{d}日" for m, d in ways)
                asked = Text(
                    f"日期连写，可读作{listed}，请核对原件", f"a day run together with several readings: {listed}"
                )
                yield Proposal("date", found.span(), "", asked, "ask")
            continue
        day = rest[len(str(ways[0][0])) :] if rest[0] != "0" else rest[2:]
        said = Text("成文或印发日期连写，只有一种分法", "the day of issue run together; one division is possible")
        yield insert("date", found.start(2), "年", said, "high")
        yield insert("date", found.start(2) + len(rest) - len(day), "月", said, "high")
        if not tail.startswith("日"):
            yield insert("date", found.end(2), "日", said, "high")


def _stands_for_day(line: str, length: int) -> bool:
    """The whole line, or the end of a line that says who printed the document."""
    return len(line) == length or line.endswith("印发")


def _divided(rest: str) -> list[tuple[int, int]]:
    """The days that the digits after the year can mean; a month or day never begins with 0 unless all are padded."""
    if len(rest) == 4 and (rest[0] == "0" or rest[2] == "0"):
        splits = [(rest[:2], rest[2:])]
    else:
        splits = [(rest[:n], rest[n:]) for n in (1, 2) if n < len(rest) <= n + 2 and rest[0] != "0" and rest[n] != "0"]
    days = [(int(m), int(d)) for m, d in splits]
    return [(m, d) for m, d in days if 1 <= m <= 12 and 1 <= d <= 31]
