"""What stands around the body: title, document number, 主送, signature, days, 抄送, 印发."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from peiyu.document.lines import Line
from peiyu.document.model import Frame
from peiyu.document.numerals import number_of

Role = Literal["标题", "文号", "主送", "署名", "成文日期", "抄送", "印发", "附件说明", "附注", "版头", "附件", "段"]

_DIGIT = "〇○Ｏ零一二三四五六七八九十"
NUMBER = re.compile(r"([\u4e00-\u9fff（）()]{1,15}[〔\[［【（(](\d{4})[〕\]］】）)](?:第)?\d{1,4}号)")
_NUMBER_LINE = re.compile(rf"^(?:文号[:：]\s*)?{NUMBER.pattern}$")
_DAY = rf"(\d{{4}}|[{_DIGIT}]{{4}})年\s*(\d{{1,2}}|[{_DIGIT}]{{1,3}})月\s*(\d{{1,2}}|[{_DIGIT}]{{1,3}})日"
DAY = re.compile(_DAY)
_DAY_LINE = re.compile(rf"^[（(]?{_DAY}[）)]?$")
_PRINTED = re.compile(rf"^(.*?)\s*{_DAY}\s*印发$")
_COPIES = re.compile(r"^(?:抄送|主题词|抄报|分送|发送)[:：]")
_RELEASE = re.compile(r"^[（(](?:此件|本文件|信息公开)[^）)]*[）)]$|^(?:公开方式|信息公开选项)[:：]")
_HEADER = re.compile(r"^(?:发文字号|发文机关|发布机构|成文日期|发布日期|生效日期|标\s*题|文\s*号|名\s*称)[:：]")
_LETTERHEAD = re.compile(r"^[^，。；、：:,;]{2,30}?(?:政府|委员会|管委会|办公厅|办公室|厅|局|部|党委)文件$")
_ATTACHED = re.compile(r"^附(?:件|表|录)[：:]\s*(?:1[.．、]|[《]|\S)")
_ANNEX = re.compile(r"^附(?:件|表|录)\s*(\d{1,2}|[一二三四五六七八九十]{1,2})?\s*[:：]?\s*(\S{0,60})$")
_BODY = (
    r"(?:政府|委员会|管委会|办公厅|办公室|厅|局|部|委|单位|企业|部门|公司|机构|院校|高校|高新区|开发区|园区|"
    r"街道|乡镇|镇|处|中心|科室|各有关方面)"
)
_ADDRESSED = re.compile(rf"^[^。；;]{{0,200}}{_BODY}(?:[（(][^）)]*[）)])?[:：]$")
_SIGNED = re.compile(
    r"^[^，。；、：:,;]{2,40}?(?:政府|委员会|管委会|办公厅|办公室|厅|局|部|党委|领导小组|中心)"
    r"(?:[ 　]+[^，。；、：:,;]{2,40})*$"
)
KINDS = (
    "通知|意见|办法|方案|规划|计划|措施|规定|细则|安排|决定|公告|通告|纲要|要点|行动|政策|条例|函|批复|通报|报告|"
    "指引|指南|目录|清单|任务|分工|制度|规则|标准|章程|预案|若干条|实施"
)
_TITLE_END = re.compile(rf"(?:{KINDS})(?:[（(][^（）()]*[）)])*$")
_ISSUED_BY = re.compile(r"^(.{2,40}?)(?:关于|印发|转发)")
_NOTICE = re.compile(r"(?:印发|转发|发布)[\s\S]*(?:通知|公告)$")


def is_title_line(text: str) -> bool:
    """A line that may belong to a title: short, and without what ends or divides a sentence."""
    return len(text) <= 60 and not re.search(r"[。；;！？!?]|[，,：:]$|^[—－·]", text)


def ends_a_title(text: str) -> bool:
    return _TITLE_END.search(text) is not None


def role_of(lines: Sequence[Line], at: int, *, opening: bool) -> Role:
    """What the unmarked line `at` is. `opening`: no clause of a body has begun before it."""
    text = lines[at].text
    if _COPIES.match(text):
        return "抄送"
    if _PRINTED.match(text) and len(text) <= 60:
        return "印发"
    if _NUMBER_LINE.match(text):
        return "文号"
    if _DAY_LINE.match(text):
        return "成文日期"
    if _RELEASE.match(text):
        return "附注"
    if opening and (_HEADER.match(text) or _LETTERHEAD.match(text)):
        return "版头"
    if text.startswith("附") and _ANNEX.match(text):
        return "附件说明" if _before_signature(lines, at) else "附件"
    if _ADDRESSED.match(text) and (opening or _after_title(lines, at)):
        return "主送"
    if _signs(lines, at):
        return "署名"
    return "段"


def _before_signature(lines: Sequence[Line], at: int) -> bool:
    """A list of attachments stands before the signature and the day."""
    if not _ATTACHED.match(lines[at].text):
        return False
    return any(_DAY_LINE.match(one.text) for one in lines[at + 1 : at + 12])


def _after_title(lines: Sequence[Line], at: int) -> bool:
    return at > 0 and (ends_a_title(lines[at - 1].text) or _NUMBER_LINE.match(lines[at - 1].text) is not None)


def _signs(lines: Sequence[Line], at: int) -> bool:
    """A body's name alone on a line, followed by other names or by the day."""
    if not _SIGNED.match(lines[at].text):
        return False
    for following in lines[at + 1 : at + 6]:
        if _DAY_LINE.match(following.text) or _PRINTED.match(following.text):
            return True
        if not _SIGNED.match(following.text):
            return False
    return False


def day_of(text: str) -> date | None:
    """The first day written in a text, in digits or official numerals."""
    found = DAY.search(text)
    if found is None:
        return None
    year, month, day = (_figure(found[n]) for n in (1, 2, 3))
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _figure(written: str) -> int:
    return number_of(written.replace("○", "〇").replace("Ｏ", "〇"))


def frame_of(parts: Sequence[tuple[Role, str]], *, opening: str) -> Frame:
    """The frame from its clauses (role, text); `opening` is the text before the body, where a page may state them."""
    by_role: dict[Role, list[str]] = {}
    for role, text in parts:
        by_role.setdefault(role, []).append(text)
    titles = ["".join(text.split()) for text in by_role.get("标题", ())]
    notices = [t for t in titles if _NOTICE.search(t)]
    own = [t for t in titles if t not in notices]
    header = dict(_header(text) for text in by_role.get("版头", ()))
    number = NUMBER.search("\n".join(by_role.get("文号", ())) or header.get("发文字号", "") or _outside_titles(opening))
    printed = by_role.get("印发", ())
    days = by_role.get("成文日期", ())
    return Frame(
        title=own[-1] if own else (titles[0] if titles else header.get("标题", "")),
        issuers=_issuers(by_role, notices, own, header, opening),
        number=_bare(number[1]) if number else "",
        addressed="\n".join(by_role.get("主送", ())).rstrip(":："),
        issued=day_of(days[0]) if days else day_of(header.get("成文日期", "")) or _told_day(opening),
        printed=day_of(printed[0]) if printed else None,
    )


def _outside_titles(opening: str) -> str:
    """The opening without the titles of other documents, whose numbers are not this one's."""
    return re.sub(r"《[^》]*》[（(][^）)]*[）)]", "", opening)


def _bare(number: str) -> str:
    """包府发〔2015〕13号 without the words of the sentence it stands in (…2日印发津高新区管发〔2012〕7号)."""
    return re.sub(r"^.*(?:印发|颁布|发布|文号|以)(?=[\u4e00-\u9fff]{2})", "", number)


def _told_day(opening: str) -> date | None:
    """The day of a sentence such as 某区2012年2月22日印发…."""
    found = re.search(rf"{_DAY}\s*(?:印发|发布|颁布|公布|通过)", opening)
    return day_of(found[0]) if found else None


def _header(text: str) -> tuple[str, str]:
    key, _, value = text.replace("：", ":").partition(":")
    return "".join(key.split()), value.strip()


def _issuers(
    by_role: dict[Role, list[str]], notices: Sequence[str], own: Sequence[str], header: dict[str, str], opening: str
) -> tuple[str, ...]:
    """Who signs; else whom the title names; else the page's header; else who printed it."""
    signed = [name for text in by_role.get("署名", ()) for name in re.split(r"[\s　]{1,}", text) if name]
    if signed:
        return tuple(dict.fromkeys(signed))
    for title in (*notices, *own):
        found = _ISSUED_BY.match(title)
        if found and re.search(rf"{_BODY}$", found[1]):
            return (found[1],)
    if "发文机关" in header:
        return (header["发文机关"],)
    printed = [m[1] for text in by_role.get("印发", ()) if (m := _PRINTED.match(text)) and m[1]]
    if printed:
        return (printed[0].strip(),)
    told = re.search(rf"([\u4e00-\u9fff]{{4,30}}){_DAY}\s*印发", opening)
    return (told[1],) if told else ()
