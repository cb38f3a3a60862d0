"""A header taken apart into the words that are compared."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from peiyu.paper.form.headers.labels import PART
from peiyu.paper.form.propose.lexicon import FILLERS, WORDS, TermKind
from peiyu.paper.form.units import without_unit

NUMBERED = re.compile(
    r"^\s*([一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]{1,2}[）)]|\d{1,2}([、．]|\.(?!\d))|[①-⑳]|\d{1,2}\.\d{1,2}\.?\s)"
)
LATIN = re.compile(r"[A-Za-z][A-Za-z\s\-/&',.()%:;“”\"‘’–—0-9]*[A-Za-z)%.]|[A-Za-z]")
CJK = re.compile(r"[一-鿿]")
KEPT_LATIN = re.compile(r"^(IT|RD|AI|ICT|GDP|PCT)$", re.I)
AMOUNT = re.compile(
    r"(不足|低于|小于|达到|达|≥|>=|<|>)?(\d+(?:\.\d+)?)(万|亿)元?(\(?含\)?)?(以上|及以上|以下|以内)?(\(?含\)?|（含）)?"
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a header: as it is compared, its kind, and whether it was only loosely the same."""

    text: str
    kind: TermKind
    loose: bool = False


def _table() -> tuple[tuple[str, Term], ...]:
    found: dict[str, Term] = {}
    for kind, text, same, loose in WORDS:
        for word in (text, *same):
            found[word] = Term(text, kind)
        for word in loose:
            found.setdefault(word, Term(text, kind, loose=True))
    return tuple(sorted(found.items(), key=lambda one: -len(one[0])))


TABLE = _table()
_SCAN = re.compile("|".join(re.escape(word) for word, _ in TABLE))
_FOUND = dict(TABLE)
_FILLER = re.compile("|".join(re.escape(one) for one in sorted(FILLERS, key=len, reverse=True)))


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Half-width, without spaces, numbering, 其中 and the unit in brackets; of a header in two languages the
    Chinese."""
    bare = unicodedata.normalize("NFKC", without_unit(text))
    bare = NUMBERED.sub("", PART.sub("", NUMBERED.sub("", bare)))
    if CJK.search(bare):
        bare = LATIN.sub(lambda found: found[0] if KEPT_LATIN.match(found[0]) else " ", bare.replace("R&D", "RD"))
    return re.sub(r"\s", "", bare)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """The same without punctuation."""
    return (
        re.sub(r"[^\w一-鿿%]|_", "", folded(text)).lower()
        if not CJK.search(text)
        else re.sub(r"[^\w一-鿿%≥<>.]|_", "", folded(text))
    )


def amounts(text: str) -> str:
    """Bounds written alike: 不足2000万元, 2000万以下 → 〔<2000万〕; 达2000万元以上 → 〔>=2000万〕."""

    def said(found: re.Match[str]) -> str:
        less = found[1] in ("不足", "低于", "小于", "<") or found[5] in ("以下", "以内")
        more = found[1] in ("≥", ">=", ">", "达", "达到") or (found[5] or "").endswith("以上")
        return f"〔{'<' if less else '>=' if more else ''}{found[2]}{found[3]}〕"

    return AMOUNT.sub(said, text)


@lru_cache(maxsize=4096)
def terms(text: str) -> tuple[Term, ...]:
    """The words of a header, each once, in reading order; what is not in the lexicon as runs of letters."""
    rest = amounts(plain(text))
    found: list[Term] = []
    for piece in re.split(r"(〔[^〕]*〕)", rest):
        if piece.startswith("〔"):
            found.append(Term(piece, "narrow"))
            continue
        place = 0
        for match in _SCAN.finditer(piece):
            found += _others(piece[place : match.start()])
            found.append(_FOUND[match[0]])
            place = match.end()
        found += _others(piece[place:])
    return tuple(dict.fromkeys(found))


def _others(text: str) -> list[Term]:
    """What is left between known words, without fillers."""
    return [Term(run, "other") for run in _FILLER.split(text) if run and not re.fullmatch(r"[\d%.≥<>]+", run)]
