"""Bodies that the document names: governments, departments, groups, parks, carriers, institutes, companies."""

from __future__ import annotations

import re
from functools import cache

from peiyu.document.findings.lexicon import alternatives, lexicon
from peiyu.document.findings.page import Page
from peiyu.document.model import OrganisationFinding

_BREAKS = re.compile("[，,。；;：:、！？!?（）()《》\\s\n]+")
_PLAIN = re.compile("[“”\"]")


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
    """The named bodies of a stretch without punctuation: start, end, kind."""
    found = []
    for match in _ending().finditer(text, start, end):
        kind = _kind(match[0])
        if text[match.end() : match.end() + 1] in "级生长员面区化限势" and match.end() < end:
            continue
        edge = max((m.end() for m in _edge().finditer(text, start, match.start())), default=start)
        if _named(text[edge : match.end()], match[0]):
            found.append((edge, match.end(), kind))
        start = match.end()
    return tuple(found)


def _named(name: str, ending: str) -> bool:
    """Beside its ending and general words a name has something of its own; bare 中科院 is one already."""
    if ending in ("中科院", "清华", "北大", "浙大", "国务院", "人民政府") and name == ending:
        return ending != "人民政府"
    own = _generic().sub("", name.removesuffix(ending))
    own = re.sub("[0-9〇一二三四五六七八九十两多几个所家“”\"各]", "", own)
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
    return re.compile(alternatives(lexicon()["bodies.edges"]))


@cache
def _generic() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["bodies.generic"]))
