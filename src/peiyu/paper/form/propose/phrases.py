"""Words of time and of measure in a header: 本月新增, 1—5月累计, 年度目标, 完成率 …, and what is left without them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from peiyu.paper.form.offer import SHARES
from peiyu.paper.form.propose.terms import folded
from peiyu.paper.form.units import bracketed_unit, kind_of
from peiyu.problems import Text

CHINESE = {one: number for number, one in enumerate("一二三四五六七八九十", 1)} | {"十一": 11, "十二": 12}
DASH = r"[-—–~～至到]+"
MONTH = r"(?:\d{1,2}|十[一二]?|[一二三四五六七八九])"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A word of measure that was read. what: a measure, or a key of `NOT_TOLD`. sure: the word
    means nothing else. annual: it is said to be of the year. upto: the month at which a span ends, or the one month
    (0: not said)."""

    what: str
    sure: bool = True
    annual: bool = False
    upto: int = 0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A header: its phrases, the years that it names, and the rest of it."""

    phrases: tuple[Phrase, ...] = ()
    years: tuple[int, ...] = ()
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    what: str
    words: re.Pattern[str]
    sure: bool = True
    annual: bool = False


def _p(what: str, *words: str, sure: bool = True, annual: bool = False) -> Pattern:
    return Pattern(what, re.compile("|".join(words)), sure, annual)


PATTERNS = (
    _p("growth-amount",
        r"(?:同比|(?:较|比)(?:上年|去年|上)?同期)(?:增加|增减|净增|增长)?(?:额|数|量|绝对[数值])",
        r"(?:较|比)(?:上年|去年)同期(?:增加|净增)", r"同比净?增加"),
    _p("before-month", r"(?:上年|去年|上一年)(?:同|当)月"),
    _p("year-end", r"(?:上年|去年|上一年)(?:末|底|年末|全年|总数|完成|实际)(?:数|值)?"),
    _p("yoy",
        r"(?:较|比|与)(?:上年|去年)?同期(?:相?比)?(?:增长|增减|增幅|增速)?(?:率|幅度|幅)?[±%]*",
        r"同比(?:增长|增减|增幅|增速|变化|变动|升降)?(?:率|幅度|幅)?[±%]*", r"同比"),
    _p("yoy", r"(?:增长率|增长幅度|增幅|增速|增长[±%]*$)", sure=False),
    _p("last-month",
        r"环比(?:增长|增减|增幅|变化)?(?:率|数)?[±%]*",
        r"(?:较|比)上(?:月|季度?|期)(?:末|底)?(?:增长|增减|新增|净增|增加)?(?:率|数)?[±%]*",
        r"上(?:月|季度?|期)(?:末|底)?(?:累计|数|完成)?"),
    _p("before", r"(?:上年|去年|上一年)同期(?:累计|完成|新增|实际|数|值|水平)*", r"同期(?:累计|完成)?(?:数|值)"),
    _p("before", r"同期", sure=False),
    _p("due", r"(?:序时|时序|时间)(?:完成)?进度(?:要求|应达)?[%]*", r"序时完成率"),
    _p("plan",
        r"序时(?:进度)?(?:目标|任务|计划)(?:数|值)?", r"应完成(?:数|量|任务)?", r"按?序时应(?:完成|达到?)(?:数)?"),
    _p("over-plan", r"(?:与|较|比|超|高于|快于|落后于?|超出)序时(?:进度)?(?:差距?|比|相比|±)?"),
    _p("rate",
        r"(?:完成|达成|占)(?:全年|年度|本年|目标|任务|计划|总)+(?:目标|任务|计划|的|数)*(?:比例|比重|百分比|进度|[%])+",
        r"(?:年度|全年|目标|任务|计划|总)*(?:任务|目标|计划)?(?:完成|达成)(?:率|比例|百分比|比|进度)[%]*",
        r"占(?:年度|全年)?(?:目标|任务)[%]*"),
    _p("rate", r"完成(?:全年|年度|本年)(?:目标|任务|计划)(?:任务|数)?的?[%]*$", sure=False),
    _p("rate", r"^(?:完成)?进度[%]*$", r"^完成%$", sure=False),
    _p("gap",
        r"(?:距|离|与|较)(?:年度|全年)?(?:目标|任务)(?:任务|值|数)?(?:的)?(?:差距|差额|还差|尚差|缺口|差)(?:数|值|额)?",
        r"(?:尚|还)(?:差|需完成|缺)(?:数|量|额)?", r"缺口(?:数|量)?"),
    _p("outlook",
        r"(?:预计|预测|预期)(?:到)?(?:全年|年底|年末|年度|到期)?(?:可)?(?:完成|达到|实现)?(?:情况|数|值)?",
        r"全年预计(?:完成)?(?:数|值)?", r"(?:年底|年末)预计(?:完成)?(?:数|值)?"),
    _p("next", r"(?:下月|下季度|下一?年度?|明年)(?:计划|目标|预计)?(?:数|值)?"),
    _p("month-goal", r"(?:本|当)月(?:目标|任务|计划)(?:数|值)?"),
    _p("goal",
        r"(?:全年|年度|本年度?|当年|年初|今年)(?:工作|考核)?(?:目标|任务|计划)(?:任务|目标)?(?:数|值|量)?",
        annual=True),
    _p("goal",
        r"(?:总体|总|考核|约束性|工作|考评|责任)?(?:目标(?:任务|值|数|量)?|任务(?:目标|数|量)|计划数|总任务|指标值)(?:数|值)?"),
    _p("goal", r"(?<=[业利构体准品金])(?:任务|计划)$", sure=False),
)  # fmt: skip
SPANS = (
    _p("upto", rf"(?:\d{{4}}年)?(?:1|一)月?{DASH}({MONTH})月份?(?:累计|新增|完成|实际|合计)*(?:数|值)?"),
    _p("upto-end",
        rf"(?:截至|截止|至|到)(?:\d{{4}}年)?({MONTH})月(?:底|末|\d{{1,2}}日)?止?(?:累计|总计|完成|实有)*(?:数|值)?"),
    _p("half", r"上半年(?:累计|新增|完成)*(?:数)?"),
    _p("three", r"(?:前三|1[-—至]3|一至三)季度(?:累计|完成)*(?:数)?"),
    _p("quarter-of", r"(?:第)?([一二三四1234])季度?(?:新增|完成|当季)*(?:数|值)?", r"Q([1-4])"),
    _p("quarter", r"(?:本|当)季度?(?:新增|完成|实际|发生)*(?:数|值|额)?"),
    _p("total", r"(?:至|截至|截止)?(?:本|当|报告)月(?:止|末|底)(?:累计)?(?:数|值)?"),
    _p("month", r"(?:本|当|报告)月(?:份)?(?:新增|完成|实际|发生|实绩)*(?:数|值|额|量)?"),
    _p("month-of",
        rf"(?:(?:19|20)\d{{2}}年)?(?<![\d至—\-–~])({MONTH})月份?(?:当月)?(?:新增|完成|实际|发生)*(?:数|值|额)?"
        r"(?!底|末|\d)"),
    _p("month", r"本期(?:新增|完成|实际|发生)*(?:数|值|额)?", sure=False),
    _p("year",
        r"(?:本年度?|当年|今年以?来?|年内|年初(?:至|到)今|年初以来|年初(?=累计))(?:累计|新增|完成|实际|实现)*(?:数|值|额|量)?",
        r"全年(?:累计|新增|完成|实际|合计)+(?:数|值|额|量)?", annual=True),
    _p("total",
        r"(?:自?(?:开展|启动|实施)以来)?累计(?:新增|完成|实际|实现|达到?)*(?:数|值|额|量|情况)?",
        r"(?:截至|截止)?目前(?:累计|完成|已有|数|总数|进展)*", r"期末(?:数|值|实有)", r"月末(?:数|值|实有)",
        r"年末(?:数|值|实有)", r"现状(?:值|数)?", r"实际(?:完成|数|值)+(?:数|值|量)?", r"实有(?:数)?"),
    _p("total", r"(?:已)?完成(?:数|值|量|额|情况)?$", r"实绩", r"实际$", sure=False),
)  # fmt: skip
YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?:年度?|$)")
NOT_TOLD = {
    "growth-amount": Text("同比增加数", "the gain over a year before"),
    "before-month": Text("去年同月数", "the same month a year before"),
    "year-end": Text("上年全年数", "the whole of last year"),
    "last-month": Text("上月数或环比", "last month, or the growth since"),
    "over-plan": Text("与序时的差距", "the distance to the plan"),
    "next": Text("下期计划", "the plan of the next period"),
    "month-goal": Text("当月目标", "the goal of a month"),
}
"""What forms ask for and no register has."""


@lru_cache(maxsize=4096)
def spoken(text: str) -> Spoken:
    """A header read for its words of measure. 新增 beside a measure stays in the rest: it is what is counted too."""
    rest = folded(text)
    found: list[Phrase] = []
    years = tuple(dict.fromkeys(int(one) for one in YEAR.findall(rest)))
    for one in PATTERNS:
        rest = _take(one, rest, found)
    for one in SPANS:
        rest = _take(one, rest, found)
    rest = YEAR.sub("", rest)
    rest = re.sub(r"(?:全年|年度)$", lambda _: "", rest) if not found else rest
    if kind_of(bracketed_unit(text)) == "share":
        found = [replace(one, sure=True) if one.what in SHARES else one for one in found]
    return Spoken(tuple(found), years, rest)


def _take(pattern: Pattern, rest: str, found: list[Phrase]) -> str:
    match = pattern.words.search(rest)
    if match is None:
        return rest
    found.append(_phrase(pattern, match))
    new = "新增" if "新增" in match[0] else "净增" if "净增" in match[0] else ""
    return rest[: match.start()] + new + rest[match.end() :]


def _phrase(pattern: Pattern, match: re.Match[str]) -> Phrase:
    what = pattern.what
    month = next((one for one in match.groups() if one), "") if match.groups() else ""
    number = CHINESE.get(month, int(month) if month.isdigit() else 0)
    match what:
        case "upto" | "upto-end":
            return Phrase("year" if what == "upto" else "total", annual=what == "upto", upto=number)
        case "half":
            return Phrase("year", annual=True, upto=6)
        case "three":
            return Phrase("year", annual=True, upto=9)
        case "quarter-of":
            return Phrase("quarter", upto=number * 3)
        case "month-of":
            return Phrase("month", upto=number)
        case _:
            return Phrase(what, pattern.sure, pattern.annual)
