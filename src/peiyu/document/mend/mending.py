"""Putting the repairs together: one raw text, one mended text, and which characters became which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peiyu.document.alignment import Alignment, Edit, align
from peiyu.document.mend.manuscript import Manuscript, manuscript
from peiyu.document.mend.proposal import Proposal
from peiyu.document.mend.repairs import REPAIRS
from peiyu.document.model import Question, Repair

_CLOSERS, _STOPS, _OPENERS = "”’）)〕】》", "、—～-。", "“‘（(〔【《"


@dataclass(frozen=True, slots=True)
class Mended:
    """The mended text with everything that led to it."""

    text: str
    alignment: Alignment
    repairs: tuple[Repair, ...]
    questions: tuple[Question, ...]


def mend(raw: str, simplified: Sequence[Edit] = ()) -> Mended:
    """Mends a raw text. `simplified` are the edits that a text in traditional characters needs to be read.

    Every rule reads the raw text (in its simplified form), never another rule's result; where two want the same
    characters the one that stands first in REPAIRS has its way.
    """
    simple, script = align(raw, simplified)
    sheet = manuscript(simple)
    accepted, asked = _settled((one for rule in REPAIRS for one in rule(sheet)), len(simple))
    dropped = frozenset(p.span for p in accepted if p.drops_line)
    edits = [Edit(p.span, p.after) for p in accepted if not p.drops_line]
    edits += _layout(sheet, dropped)
    inside = _merged(raw, simplified, sorted(edits, key=_order), script)
    text, alignment = align(raw, inside)
    repairs = tuple(_repair(raw, p, script) for p in accepted)
    questions = tuple(_question(raw, p, script) for p in asked)
    return Mended(text, alignment, repairs, questions)


def _settled(proposals: Iterable[Proposal], length: int) -> tuple[list[Proposal], list[Proposal]]:
    """What is done and what is asked, in the order of the text."""
    owner = [0] * (length + 2)
    inserted: set[tuple[int, str]] = set()
    done: list[Proposal] = []
    asked: list[Proposal] = []
    for one in proposals:
        if one.confidence == "ask":
            asked.append(one)
        elif _free(one, owner, inserted):
            done.append(one)
            start, end = one.span
            owner[start + 1 : end + 1] = [len(done)] * (end - start)
            inserted.add((start, one.after) if start == end else (-1, ""))
    places = {one.span[0] for one in done if one.span[0] == one.span[1]}
    open_ = [one for one in asked if one.span[0] not in places and not any(owner[one.span[0] + 1 : one.span[1] + 1])]
    return sorted(done, key=lambda p: p.span), sorted(dict.fromkeys(open_), key=lambda p: p.span)


def _free(one: Proposal, owner: Sequence[int], inserted: set[tuple[int, str]]) -> bool:
    """Nothing done yet is in the way. `owner[n]`: which proposal replaces the character n - 1, 0 for none."""
    start, end = one.span
    if start == end:
        return (start, one.after) not in inserted and not (owner[start] and owner[start] == owner[start + 1])
    return not any(owner[start + 1 : end + 1])


def _layout(sheet: Manuscript, dropped: frozenset[tuple[int, int]]) -> list[Edit]:
    """Blank lines, dropped lines and the blanks around lines become single line ends."""
    edits: list[Edit] = []
    place, first = 0, True
    for line in sheet.lines:
        if (line.start, line.end) in dropped:
            continue
        between = "" if first else "\n"
        if sheet.text[place : line.start] != between:
            edits.append(Edit((place, line.start), between))
        place, first = line.end, False
    if place < len(sheet.text):
        edits.append(Edit((place, len(sheet.text)), ""))
    return edits


def _order(edit: Edit) -> tuple[int, int, int]:
    """Insertions at one place: what closes, then what divides, then what is replaced, then what opens."""
    start, end = edit.span
    if start < end:
        return start, 2 if edit.after in {"", "\n"} and start != 0 else 3, end
    kind = edit.after[:1]
    return start, 0 if kind in _CLOSERS else 1 if kind in _STOPS else 4 if kind in _OPENERS else 0, end


def _merged(raw: str, simplified: Sequence[Edit], edits: list[Edit], script: Alignment) -> list[Edit]:
    """Both sets of edits as one, against the raw text."""
    if not simplified:
        return edits
    mine = [Edit(script.raw_span(e.span), e.after) for e in edits]
    covered = [e.span for e in mine if e.span[0] < e.span[1]]
    kept: list[Edit] = []
    at = 0
    for one in simplified:
        while at < len(covered) and covered[at][1] <= one.span[0]:
            at += 1
        if at == len(covered) or one.span[1] <= covered[at][0]:
            kept.append(one)
    return sorted([*kept, *mine], key=_order)


def _repair(raw: str, one: Proposal, script: Alignment) -> Repair:
    span = script.raw_span(one.span)
    return Repair(one.kind, span, raw[span[0] : span[1]], one.after, one.said, one.confidence)


def _question(raw: str, one: Proposal, script: Alignment) -> Question:
    span = script.raw_span(one.span)
    return Question(one.kind, span, raw[span[0] : span[1]], one.after, one.said)
