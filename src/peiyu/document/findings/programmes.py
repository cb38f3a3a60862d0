"""Named programmes: 实施“筑巢计划”, whom it addresses and what it gives."""

from __future__ import annotations

import re

from peiyu.document.findings.page import Page, Passage
from peiyu.document.model import ProgrammeFinding

_KINDS = "(?:计划|工程|行动|专项行动|攻坚行动|专项)"
_NAMED = re.compile(
    rf"(?:实施|启动|推进|开展|组织实施|深入实施|推动|继续实施)(?P<name>“[^”]{{2,24}}”{_KINDS}?|[^，,。；;：:、“”（）()\s的]{{2,24}}?{_KINDS})(?![组书])"
)
_NUMBERED = re.compile("本|该|此|[0-9一二三四五六七八九十两]+[大项个]")
_WHOM = re.compile("(?:针对|面向|对于|围绕)(?P<whom>[^，,。；;]{2,40}?(?:企业|人才|团队|机构|项目|创业者|园区|人员))")
_GIVES = re.compile(
    "(?:为[^，,。；;]{2,16}?)?(?:提供|给予|建立|推进|启动|鼓励|支持|加大|加强|强化|深化|聚焦|开展|组织|搭建|健全|实行|举办|设立|落实|打造|引导|帮助|探索建立)"
)


def programmes(page: Page) -> tuple[ProgrammeFinding, ...]:
    """Each programme once, at the place where it is carried out; what it gives are the later segments of its clause
    (of the clauses under a heading) that begin with a verb of giving."""
    found: list[ProgrammeFinding] = []
    seen: set[str] = set()
    for passage in page.passages:
        for match in _NAMED.finditer(passage.clause.text):
            name = match["name"].strip("“”")
            if match["name"].startswith("“") and not re.search(_KINDS, match["name"]):
                continue
            if name in seen or passage.kind == "past" or _NUMBERED.match(name):
                continue
            seen.add(name)
            about = _about(page, passage)
            whom = next((w for p in about if (w := _whom(p))), "")
            gives = tuple(g for p in about for g in _gives(p, match.end() if p is passage else 0))
            found.append(
                ProgrammeFinding(**page.anchor(passage.clause, *match.span()), name=name, addressed=whom, gives=gives)
            )
    return tuple(found)


def _about(page: Page, passage: Passage) -> tuple[Passage, ...]:
    """The clause that names it, and where it is only a heading those under it."""
    under = tuple(p for p in page.passages if p.clause.parent == passage.clause.address)
    heading = len(passage.clause.text) <= len(passage.clause.heading) + 1
    return (passage, *under) if heading else (passage,)


def _whom(passage: Passage) -> str:
    match = _WHOM.search(passage.clause.text)
    return match["whom"] if match else ""


def _gives(passage: Passage, start: int) -> tuple[str, ...]:
    text = passage.clause.text
    return tuple(
        text[s.start : s.end]
        for sentence in passage.sentences
        for s in sentence.segments
        if s.start >= start and _GIVES.match(text, s.start, s.end)
    )
