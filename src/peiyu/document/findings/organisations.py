"""Bodies that the document names: governments, departments, groups, parks, carriers, institutes, companies."""

from __future__ import annotations

import re
from functools import cache

from peiyu.document.findings.lexicon import alternatives, lexicon
from peiyu.document.findings.page import Page
from peiyu.document.model import OrganisationFinding

_BREAKS = re.compile("[，,。；;：:、！？!?（）()《》\\s\n]+")
_PLAIN = re.compile('[“”"]')


def organisations(page: Page) -> tuple[OrganisationFinding, ...]:
    """Each named body once, at its first mention. Names made only of general words are none."""
    found: list[OrganisationFinding] = []
    seen: set[str] = set()
    for passage in page.passages:
        text = passage.clause.text
        at = 0
        for part in (*_BREAKS.finditer(text), None):
            stop = part.start() if part else len(text)
            for start, end, kind in bodies(text, at, stop):
                name = _PLAIN.sub("", text[start:end])
                if name not in seen:
                    seen.add(name)
                    found.append(OrganisationFinding(**page.anchor(passage.clause, start, end), name=name, kind=kind))
            at = part.end() if part else stop
    return tuple(found)


def bodies(text: str, start: int, end: int) -> tuple[tuple[int, int, str], ...]:
    """The named bodies of a stretch without punctuation: start, end, kind. Between two edges stands one name, up to its
    last ending (中科院北京技术转移中心包头分中心)."""
    found = []
    for edge in (*_edge().finditer(text, start, end), None):
        stop = edge.start() if edge else end
        endings = [m for m in _ending().finditer(text, start, stop) if not _continues(text, m, stop)]
        if endings:
            last = endings[-1]
            begin = start + len(_leading_number().match(text[start : last.start()])[0])  # type: ignore[index]
            if _named(text[begin : last.end()], last[0]):
                found.append((begin, last.end(), _kind(last[0])))
        start = edge.end() if edge else stop
    return tuple(found)


def _continues(text: str, match: re.Match[str], stop: int) -> bool:
    """园区级, 布局: the characters are part of another word."""
    if match.end() < stop and text[match.end()] in "级生长员面区化限势":
        return True
    return match[0] == "局" and match.start() > 0 and text[match.start() - 1] in "布格结全大开当出破变僵时"


@cache
def _leading_number() -> re.Pattern[str]:
    return re.compile(r"(?:\d+[年月日万个家]*(?:度|平方米|平米|以上)?)*(?:[和一以]|服务|各级|每[家个])?")


def _named(name: str, ending: str) -> bool:
    """Beside its ending and general words a name has something of its own; bare 中科院 is one already."""
    if ending in ("中科院", "清华", "北大", "浙大", "国务院", "人民政府") and name == ending:
        return ending != "人民政府"
    own = _generic().sub("", name.removesuffix(ending))
    own = re.sub('[0-9〇一二三四五六七八九十两多几个所家“”"各]', "", own)
    return bool(own) and len(name) <= 30 and len(name) > len(ending)


def _kind(ending: str) -> str:
    for name, words in lexicon().lists.items():
        if name.startswith("bodies.kinds.") and ending in words:
            return name.rpartition(".")[2]
    return "other"


@cache
def _ending() -> re.Pattern[str]:
    words = [w for name, of in lexicon().lists.items() if name.startswith("bodies.kinds.") for w in of]
    return re.compile(rf"(?:{alternatives(words)})(?!办公室|结|势|部|建设)")


@cache
def _edge() -> re.Pattern[str]:
    return re.compile(
        rf"和(?!改革|信息化|社会|平|旅游|体育|城乡|规划|草原|计划)|{alternatives(lexicon()['bodies.edges'])}"
    )


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["bodies.generic"]))
