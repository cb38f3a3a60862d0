"""Numbers whose unit was lost: 培育小巨人企业50, 授权50, 建立院士工作站10."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from peiyu.document.mend.lexicon import either, words
from peiyu.document.mend.manuscript import Manuscript
from peiyu.document.mend.proposal import Proposal, insert
from peiyu.problems import Text

_WORDS = words("units")
_UNIT = either(_WORDS["classifiers"])
_HAN = "\u4e00-\u9fff"
_COUNTED = re.compile(rf"(?<![\d.])(\d{{1,5}})(?:多|余)?({_UNIT})(?=([{_HAN}“]{{0,4}}))")
_BARE = re.compile(
    r"(?<![\d.第〔\[（(—\-–~～－至/／:：A-Za-z])(\d{1,5})(?=[,，。;；、]|[^\S\n]*$|以上|以下|左右|以内)", re.M
)
_BEFORE_NOUN = re.compile(rf"(?<![\d.第〔\[—\-–~～－至/／:：A-Za-z])(\d{{1,5}})(?=[{_HAN}]{{2}})")
_NO_UNIT = re.compile(rf"{either(_WORDS['not_counted'])}$")
_FOLLOW = frozenset((*_WORDS["follow"], *_WORDS["classifiers"]))
_GOAL = re.compile(either(_WORDS["goals"]))
_SHORT_VERB = re.compile(rf"^[,，、;；]?(?:其中)?[{_HAN}]{{0,2}}{either(_WORDS['verbs'])}$")
_LONGEST, _SHORTEST = 6, 2


@dataclass(frozen=True, slots=True)
class _Counted:
    """How the document counts: units by the noun before, by the noun after, by number and noun."""

    before: Mapping[str, Counter[str]]
    after: Mapping[str, Counter[str]]
    number: Mapping[tuple[str, str], Counter[str]]


def lost_units(sheet: Manuscript) -> Iterator[Proposal]:
    """Puts back a unit that the same document uses for the same thing; asks where it does not say."""
    counted = _counted(sheet)
    for found in sheet.matches(_BARE):
        start = sheet.sentence_start(found.start())
        before = sheet.text[start : found.start()]
        if not re.search(rf"[{_HAN}”」]$", before) or _NO_UNIT.search(before) or _is_year(found[1]):
            continue
        proposal = _by_noun(counted, before, found) or _by_parallel(before, found) or _by_number(counted, before, found)
        if proposal:
            yield proposal
        elif _GOAL.search(before[-25:]):
            asked = Text(
                f"“{before[-8:]}{found[1]}”后面没有单位，请对照原件补上", f"no unit after {found[1]}: see the original"
            )
            yield Proposal("unit", found.span(1), "", asked, "ask")
    yield from _before_nouns(sheet, counted)


def _counted(sheet: Manuscript) -> _Counted:
    before: dict[str, Counter[str]] = defaultdict(Counter)
    after: dict[str, Counter[str]] = defaultdict(Counter)
    number: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for found in sheet.matches(_COUNTED):
        unit, following = found[2], found[3].split("“")[0]
        lead = re.search(rf"[{_HAN}”]{{2,{_LONGEST}}}$", sheet.text[max(0, found.start() - _LONGEST) : found.start()])
        if lead:
            for n in range(_SHORTEST, len(lead[0]) + 1):
                before[lead[0][-n:]][unit] += 1
        for n in range(_SHORTEST, len(following) + 1):
            after[following[:n]][unit] += 1
            number[found[1], following[:n]][unit] += 1
    return _Counted(before, after, number)


def _only(counts: Counter[str] | None) -> str | None:
    """The unit, where there is but one."""
    return next(iter(counts)) if counts is not None and len(counts) == 1 else None


def _by_noun(counted: _Counted, before: str, found: re.Match[str]) -> Proposal | None:
    """院士工作站10 with 院士工作站10家 elsewhere."""
    for n in range(_LONGEST, _SHORTEST, -1):
        noun = before[-n:]
        unit = _only(counted.before.get(noun)) if len(noun) == n else None
        if unit is None or _GOAL.fullmatch(noun):
            continue
        said = Text(f"文中另一处“{noun}”的单位是“{unit}”", f"elsewhere {noun} is counted in {unit}")
        return insert("unit", found.end(1), unit, said, "certain" if n > 3 else "high")
    return None


def _by_parallel(before: str, found: re.Match[str]) -> Proposal | None:
    """申报发明专利100件,授权50: the clause before counts the same thing."""
    counted = list(_COUNTED.finditer(before))
    if not counted or not _SHORT_VERB.match(before[counted[-1].end() :]):
        return None
    unit = counted[-1][2]
    said = Text(f"与前一分句“{counted[-1][0]}”并列", f"parallel to {counted[-1][0]} in the clause before")
    return insert("unit", found.end(1), unit, said, "high")


def _by_number(counted: _Counted, before: str, found: re.Match[str]) -> Proposal | None:
    """小巨人企业50 with 50户企业 elsewhere: the same number of the same thing."""
    for n in (4, 3, 2):
        unit = _only(counted.number.get((found[1], before[-n:])))
        if unit:
            said = Text(
                f"文中另有“{found[1]}{unit}{before[-n:]}”，数目和对象相同", f"elsewhere: {found[1]}{unit}{before[-n:]}"
            )
            return insert("unit", found.end(1), unit, said, "high")
    return None


def _before_nouns(sheet: Manuscript, counted: _Counted) -> Iterator[Proposal]:
    """培育50科技小巨人 with 30家科技小巨人 elsewhere."""
    for found in sheet.matches(_BEFORE_NOUN):
        following = sheet.text[found.end() : found.end() + 4]
        if (
            following[0] in _FOLLOW
            or _is_year(found[1])
            or _NO_UNIT.search(sheet.text[max(0, found.start() - 3) : found.start()])
        ):
            continue
        if not _GOAL.search(sheet.text[max(0, found.start() - 8) : found.start()]):
            continue
        for n in (4, 3):
            unit = _only(counted.after.get(following[:n])) if re.fullmatch(rf"[{_HAN}]{{{n}}}", following[:n]) else None
            if unit:
                said = Text(
                    f"文中另一处“{following[:n]}”的单位是“{unit}”", f"elsewhere {following[:n]} is counted in {unit}"
                )
                yield insert("unit", found.end(1), unit, said, "high")
                break


def _is_year(digits: str) -> bool:
    return len(digits) == 4 and digits[:2] in {"19", "20"}
