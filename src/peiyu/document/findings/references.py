"""Other documents that this one names: 《…》（…〔2020〕3号）."""

from __future__ import annotations

import re

from peiyu.document.findings.page import Page
from peiyu.document.model import ReferenceFinding

NUMBER = r"[㐀-鿿]{1,12}\s*[〔\[［【(（]\s*(?:19|20)\d{2}\s*[〕\]］】)）]\s*(?:第)?\s*\d+\s*号"
_TITLE = re.compile(rf"《(?P<title>[^《》]{{2,120}})》(?:\s*[（(]\s*(?P<number>{NUMBER})[^）)]*[）)])?")
_BARE = re.compile(rf"(?<![《〔])(?P<number>{NUMBER})(?:文件)?")
_BEFORE = re.compile("^.*(?:印发|发布|根据|按照|依据|下发|文件|日|的|和|及|与)")
_KIND = re.compile(
    "法|条例|办法|规定|意见|通知|方案|计划|规划|纲要|措施|细则|决定|标准|要点|安排|指南|目录|章程|政策|若干|决议|"
    "规则|制度|公告|准则|报告|管理|清单"
)


def references(page: Page) -> tuple[ReferenceFinding, ...]:
    """Titles that read like a document's, with the number that follows; numbers that stand without a title. The
    document's own title is none, and each document is given at its first mention."""
    found: list[ReferenceFinding] = []
    seen: set[str] = {_plain(page.title)}
    for passage in page.passages:
        text = passage.clause.text
        shut: list[tuple[int, int]] = []
        for match in _TITLE.finditer(text):
            shut.append(match.span())
            name = match["title"]
            if _plain(name) in seen or not _KIND.search(name):
                continue
            seen.add(_plain(name))
            number = re.sub(r"\s", "", match["number"] or "")
            found.append(ReferenceFinding(**page.anchor(passage.clause, *match.span()), title=name, number=number))
        for match in _BARE.finditer(text):
            number = _BEFORE.sub("", re.sub(r"\s", "", match["number"]))
            if any(a <= match.start() < b for a, b in shut) or number in seen:
                continue
            seen.add(number)
            found.append(ReferenceFinding(**page.anchor(passage.clause, *match.span()), title="", number=number))
    return tuple(found)


def _plain(title: str) -> str:
    return re.sub('[“”"《》（）()\\s—－–-]', "", title)
