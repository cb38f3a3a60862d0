"""Days and spans that a text names, with the part they play: 到2025年底 · 2021—2025年 · “十四五”末 · 三年内."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Literal

from peiyu.document.findings.lexicon import alternatives, lexicon
from peiyu.document.findings.numerals import number

Role = Literal["by", "within", "past", "base", "yearly", "since"]
"""by: until then; within: in that span; past: it is over; base: what a growth is measured against; yearly: 每年."""

YEAR = r"(?:(?:19|20)\d{2}|二[〇○零][〇○零一二三四五六七八九]{2})"
PLANS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030, "十六五": 2035}
_COUNT = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,2})"
_END = "(?P<end>年底前|年底|年末前|年末|底前|底以前|底之前|底|末前|末|年前|前|年以前|之前|以前)?"
_DATE = re.compile(
    rf"(?P<lead>截至|截止到|截止|到|至|力争到|比|较|以|与|自|从|于|在)?(?P<about>目前)?(?:"
    rf"(?P<from>{YEAR})年?(?:\d{{1,2}}月)?\s*(?:[—–－~～-]{{1,2}}|至|到)\s*(?P<to>{YEAR})年(?:度|间|期间)?"
    rf"|(?P<year>{YEAR})\s*年(?:(?P<month>\d{{1,2}})月(?:(?P<day>\d{{1,2}})日)?|(?P<part>上半年|下半年|第?[一二三四]季度)|度)?{_END}"
    rf"|[“\"]?(?P<plan>十[一二三四五六]五)[”\"]?(?:规划)?(?P<planned>期末|末期|末|期满|收官之年|规划期末|时期|期间|期内|期|以来|中期)?"
    rf"|(?:第(?P<nth>[一二三四五])年底?)|(?P<span>(?:在|(?<![费使应信作采运专通])用|再用|力争用|利用|通过|力争|争取用|争取)?(?:未来|今后|接下来|后)?(?P<count>{_COUNT})(?:[—–-]\s*(?P<upto>{_COUNT}))?年(?P<inside>内|之内|时间内|时间|左右的?时间|左右|期间|以内)?)"
    rf"|(?P<yearly>(?P<later>以后|此后|今后|之后)?每年|年均每年|逐年)"
    rf"|(?P<own>年底前|本年底|今年底|当年底|今年年底前|今年年底|年底|年内|本年度|本年|今年|全年|年末)"
    rf"|(?<!每年)(?<!\d)(?P<ownmonth>\d{{1,2}})月(?P<monthend>底前|底|末前|末|前|份)"
    rf"|(?P<season>第?[一二三四]季度|上半年|下半年)(?P<seasonend>末前|末|底前|底|前)?"
    rf"|(?P<next>明年底|明年)"
    rf"|(?P<over>去年|上年|上一年)"
    rf")(?P<after>起|以来|开始)?"
)


@dataclass(frozen=True, slots=True)
class Time:
    """A named time: characters [start, end), its last day `by`, its first day `since` where it is a span."""

    start: int
    end: int
    role: Role
    by: date | None
    since: date | None
    explicit: bool = True
    """A calendar year is named, not 年底 or 三年内."""


@dataclass(frozen=True, slots=True)
class Now:
    """What relative times are reckoned from: the day of the document, and the span of its title where it names one."""

    issued: date | None = None
    since: date | None = None
    by: date | None = None
    begun: date | None = None
    """The document's first day as far as known: the day it was issued, else the first of its span."""

    @property
    def year(self) -> int | None:
        """The year that 年底 and 今年 speak of."""
        if self.since is not None and self.by is not None and self.since.year == self.by.year:
            return self.by.year
        return self.day.year if self.day else None

    @property
    def day(self) -> date | None:
        """Before it lies the past."""
        return self.issued or self.begun


_GROUND = re.compile("的?(?:现有|原有)?(?:的|数量|规模|总量)?基础上")
_ON = re.compile("(?:在|用|再用|力争用|利用|通过|力争|争取用|争取)?(?:未来|今后|接下来|后)|用|再用")


def times(text: str, start: int, end: int, *, now: Now) -> tuple[Time, ...]:
    """Every time named in text[start:end], in order."""
    found = []
    for match in _DATE.finditer(text, start, end):
        one = _read(match, now)
        if one is not None:
            found.append(one)
    return tuple(found)


def year_of(written: str) -> int:
    """2025 · 二〇二五 → 2025."""
    if written.isdigit():
        return int(written)
    value = number(written.replace("○", "〇"))
    return int(value or 0)


def _read(match: re.Match[str], now: Now) -> Time | None:
    if match["from"]:
        first, last = year_of(match["from"]), year_of(match["to"])
        if last < first:
            return None
        return _span(match, "within", date(last, 12, 31), date(first, 1, 1), now)
    if match["year"]:
        return _calendar(match, now)
    if match["plan"]:
        year = PLANS.get(match["plan"])
        if year is None:
            return None
        role: Role = "past" if match["planned"] == "以来" else "by" if "末" in (match["planned"] or "") else "within"
        return _span(match, role, date(year, 12, 31), date(year - 4, 1, 1), now)
    if match["yearly"]:
        return Time(match.start(), match.end(), "yearly", None, None, explicit=bool(match["later"]))
    if match["over"]:
        against = match.string[: match.start()].endswith(("于", "比", "较", "超过"))
        over: Role = "base" if against or match["lead"] in ("比", "较", "与") else "past"
        return Time(match.start(), match.end(), over, None, None, explicit=False)
    if match["nth"]:
        return _nth_year(match, now)
    if match["span"]:
        if match.string[: match.start()].endswith(("近", "前", "最近", "过去")):
            return Time(match.start(), match.end(), "past", None, None, explicit=False)
        return None if match.string[: match.start()].endswith(("满", "每", "期", "连续")) else _years_on(match, now)
    return _own_year(match, now)


def _calendar(match: re.Match[str], now: Now) -> Time | None:
    year, month, day = year_of(match["year"]), match["month"], match["day"]
    first, last = date(year, 1, 1), date(year, 12, 31)
    if month and not 1 <= int(month) <= 12:
        return None
    if month:
        first = date(year, int(month), 1)
        last = date(year, int(month), calendar.monthrange(year, int(month))[1])
        if day and 1 <= int(day) <= last.day:
            first = last = date(year, int(month), int(day))
    elif match["part"]:
        last = _part_end(year, match["part"])
    elif match["end"] in ("前", "年前", "以前", "之前", "年以前") and not month:
        last = date(year, 12, 31)
    role: Role = "by" if match["lead"] in ("到", "至", "力争到") or match["end"] else "within"
    return _span(match, role, last, first, now)


def _part_end(year: int, part: str) -> date:
    if part in ("上半年", "下半年"):
        return date(year, 6, 30) if part == "上半年" else date(year, 12, 31)
    month = 3 * ("一二三四".index(part.removeprefix("第")[0]) + 1)
    return date(year, month, calendar.monthrange(year, month)[1])


def _span(match: re.Match[str], role: Role, by: date, since: date, now: Now) -> Time:
    if _against(match):
        role = "base"
    elif match["after"] == "以来" or match["lead"] in ("截至", "截止", "截止到"):
        role = "past"
    elif match["lead"] in ("比", "较") or (match["lead"] in ("以", "与") and match["year"]):
        role = "base"
    elif match["after"] in ("起", "开始") or match["lead"] in ("自", "从"):
        role = "since"
    elif now.day is not None and by.year < now.day.year:
        role = "past"
    return Time(match.start(), match.end(), role, by, since)


def _against(match: re.Match[str]) -> bool:
    """在2022年基础上, 由2022年的41%: what is grown from, and no past of which the sentence tells."""
    if _GROUND.match(match.string, match.end()):
        return True
    grown = match["lead"] == "从" or match.string[: match.start()].endswith("由")
    return grown and re.match(r"的\s*\d", match.string[match.end() :]) is not None


def _years_on(match: re.Match[str], now: Now) -> Time | None:
    """三年内 · 用3年时间 · 未来五年: to the end of the document's span where that is as long, else to the end of the
    year so many years after its day."""
    written = match["span"]
    bare = not match["inside"] and not _ON.match(written)
    if bare and not _over_years().match(match.string, match.end()):
        return None
    count = number(match["upto"] or match["count"])
    if count is None or not 1 <= count <= 30:
        return None
    if match["upto"] and now.by is not None:
        return Time(match.start(), match.end(), "by", now.by, now.since, explicit=False)
    if now.by is not None and (now.day is None or now.by.year - now.day.year in (count, count - 1)):
        return Time(match.start(), match.end(), "by", now.by, now.since, explicit=False)
    if now.day is None:
        return None
    return Time(match.start(), match.end(), "by", date(now.day.year + int(count), 12, 31), now.day, explicit=False)


def _nth_year(match: re.Match[str], now: Now) -> Time | None:
    """第二年 of the document's span, or counted from its day."""
    begun = now.since or now.day
    if begun is None:
        return None
    year = begun.year + "一二三四五".index(match["nth"])
    return Time(match.start(), match.end(), "by", date(year, 12, 31), date(year, 1, 1))


def _own_year(match: re.Match[str], now: Now) -> Time | None:
    year = now.year
    if year is None or (match[0] == "全年" and now.by is not None and now.by.year > year):
        return None
    if match["next"]:
        year += 1
    if match["ownmonth"]:
        month = int(match["ownmonth"])
        if not 1 <= month <= 12:
            return None
        last = date(year, month, calendar.monthrange(year, month)[1])
        return Time(match.start(), match.end(), "by", last, date(year, 1, 1), explicit=False)
    if match["season"]:
        return Time(
            match.start(), match.end(), "by", _part_end(year, match["season"]), date(year, 1, 1), explicit=False
        )
    role: Role = "by" if "底" in match[0] or "末" in match[0] else "within"
    return Time(match.start(), match.end(), role, date(year, 12, 31), date(year, 1, 1), explicit=False)


@cache
def _over_years() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["verbs.over_years"]))
