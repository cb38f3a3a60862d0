"""Which sentence of an edited document was which sentence as issued, and which numeral was which.

Sentences are compared with their numerals masked, so that a changed number does not hide its sentence; in order
first, then wherever they went. A row of a table is one sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from peiyu.paper.brief.numerals import Numeral, masked, numerals
from peiyu.paper.brief.reading import Passage
from peiyu.problems import Text

MASK = "\ue000"
ALIKE = 0.55
"""The least likeness (0 to 1, of the masked texts) at which a sentence is taken for another one reworded."""
NEAR = 0.75
"""The least likeness of what stands around a numeral at which it is found again outside its sentence."""
LEFT, RIGHT = 10, 6
"""Characters before and after a numeral that are compared for that."""
ENDS = "。！？；\n"


@dataclass(frozen=True, slots=True)
class Told:
    """A numeral in its document: the sentence (its place in the list), the bookmarks over it ('' for none)."""

    numeral: Numeral
    sentence: int
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence or a table's row: where it stands, its text, its numerals masked."""

    place: Text
    text: str
    mask: str


@dataclass(frozen=True, slots=True)
class Script:
    """A document as sentences, all numerals in reading order, and of each sentence the places of its numerals."""

    sentences: tuple[Sentence, ...]
    told: tuple[Told, ...]
    held: tuple[tuple[int, ...], ...]


def script(passages: Iterable[Passage], known: Mapping[str, str]) -> Script:
    """Cuts passages into sentences. `known` are the bookmarks of figures; others are not looked at."""
    sentences: list[Sentence] = []
    told: list[Told] = []
    inside: list[tuple[int, ...]] = []
    for passage in passages:
        found = numerals(passage.text)
        for start, end in _cuts(passage.text, found):
            held = tuple(one for one in found if start <= one.start < end)
            text = passage.text[start:end]
            shifted = tuple(_shifted(one, start) for one in held)
            inside.append(tuple(range(len(told), len(told) + len(held))))
            told += [Told(one, len(sentences), _mark_of(one, passage, known)) for one in held]
            sentences.append(Sentence(passage.place, text.strip(), masked(text, shifted, mask=MASK).strip()))
    return Script(tuple(sentences), tuple(told), tuple(inside))


def _cuts(text: str, found: Sequence[Numeral]) -> Iterator[tuple[int, int]]:
    """The sentences' spans; a row of a table and a line without a full stop are one."""
    start = 0
    if "\t" not in text:
        for place, c in enumerate(text):
            if c in ENDS and not any(one.start <= place < one.end for one in found):
                yield start, place + 1
                start = place + 1
    if text[start:].strip():
        yield start, len(text)


def _shifted(one: Numeral, by: int) -> Numeral:
    return Numeral(one.start - by, one.end - by, one.said, one.kind, one.value, one.unit, one.step, one.about)


def _mark_of(one: Numeral, passage: Passage, known: Mapping[str, str]) -> str:
    """The bookmark of a figure that covers a part of the numeral; one that has shrunk to nothing covers none."""
    return next((m.name for m in passage.marks if m.name in known and m.start < one.end and one.start < m.end), "")


def pair(issued: Script, found: Script) -> dict[int, tuple[int, str]]:
    """Numeral of the edited document → (numeral as issued, `bookmark` or `sentence`), by their places in `told`."""
    pairs = dict(_by_mark(issued, found))
    taken = {ours for ours, _ in pairs.values()}
    for theirs, ours in pair_sentences(issued.sentences, found.sentences).items():
        _within(issued, found, ours, theirs, pairs, taken)
    _around(issued, found, pairs)
    return pairs


def _by_mark(issued: Script, found: Script) -> Iterator[tuple[int, tuple[int, str]]]:
    """The first numeral under a bookmark is the bookmark's, if its kind can be."""
    by_name = {one.mark: place for place, one in reversed(list(enumerate(issued.told))) if one.mark}
    seen: set[str] = set()
    for place, one in enumerate(found.told):
        if one.mark in by_name and one.mark not in seen:
            seen.add(one.mark)
            yield place, (by_name[one.mark], "bookmark")


def pair_sentences(issued: Sequence[Sentence], found: Sequence[Sentence]) -> dict[int, int]:
    """Sentence of the edited document → sentence as issued."""
    pairs: dict[int, int] = {}
    for ours_said, theirs_said in (
        ([s.text for s in issued], [s.text for s in found]),
        ([s.mask for s in issued], [s.mask for s in found]),
    ):
        taken = set(pairs.values())
        ours = [n for n in range(len(issued)) if n not in taken]
        theirs = [n for n in range(len(found)) if n not in pairs]
        one, two = [ours_said[n] for n in ours], [theirs_said[n] for n in theirs]
        for a, b, size in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks():
            pairs.update({theirs[b + n]: ours[a + n] for n in range(size)})
    left = [n for n in range(len(issued)) if n not in set(pairs.values())]
    for score, theirs_, ours_ in sorted(_likenesses(issued, left, found, pairs), key=lambda t: (-t[0], t[1], t[2])):
        if score >= ALIKE and theirs_ not in pairs and ours_ not in pairs.values():
            pairs[theirs_] = ours_
    return pairs


def _likenesses(
    issued: Sequence[Sentence], left: Sequence[int], found: Sequence[Sentence], pairs: Mapping[int, int]
) -> Iterator[tuple[float, int, int]]:
    for theirs in (n for n in range(len(found)) if n not in pairs):
        matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
        matcher.set_seq2(found[theirs].mask)
        for ours in left:
            matcher.set_seq1(issued[ours].mask)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                yield matcher.ratio(), theirs, ours


def _within(
    issued: Script, found: Script, ours: int, theirs: int, pairs: dict[int, tuple[int, str]], taken: set[int]
) -> None:
    """Pairs the numerals of two sentences that are taken for one."""
    mine, other = issued.held[ours], found.held[theirs]
    one, two = issued.sentences[ours].mask, found.sentences[theirs].mask
    rank_one, rank_two = _ranks(one), _ranks(two)
    for a, b, size in SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks():
        for step in range(size):
            if one[a + step] == MASK:
                first, second = mine[rank_one[a + step]], other[rank_two[b + step]]
                if second not in pairs and first not in taken:
                    pairs[second] = (first, "sentence")
                    taken.add(first)


def _ranks(mask: str) -> dict[int, int]:
    """Place of each masked numeral → which of the sentence's numerals it is."""
    return {place: rank for rank, place in enumerate(n for n, c in enumerate(mask) if c == MASK)}


def _around(issued: Script, found: Script, pairs: dict[int, tuple[int, str]]) -> None:
    """Numerals of sentences that were joined or parted, by what stands around them."""
    taken = {held[0] for held in pairs.values()}
    ours = [(n, _context(issued, n)) for n in range(len(issued.told)) if n not in taken]
    for theirs in (n for n in range(len(found.told)) if n not in pairs):
        context = _context(found, theirs)
        scored = [(SequenceMatcher(None, held, context, autojunk=False).ratio(), n) for n, held in ours if held]
        score, best = max(scored, key=lambda s: (s[0], -s[1]), default=(0.0, -1))
        if score >= NEAR:
            pairs[theirs] = (best, "sentence")
            ours = [(n, held) for n, held in ours if n != best]


def _context(held: Script, place: int) -> str:
    """What stands around a numeral in its sentence, numerals masked; '' where too little does."""
    one = held.told[place]
    sentence = held.sentences[one.sentence]
    spot = [n for n, c in enumerate(sentence.mask) if c == MASK][held.held[one.sentence].index(place)]
    around = sentence.mask[max(0, spot - LEFT) : spot + 1 + RIGHT]
    return around if len(around.replace(MASK, "")) >= 4 else ""
