"""Where the words of a page stand: characters to lines, lines to paragraphs and rows of tables."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from peiyu.document.source.grid import Run, table_at
from peiyu.document.source.text import opens

_NEVER_FIRST = "，。、；：？！,.;:?!”’）)》】〕%％"
_HAN = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff]")
_WORD = r"[0-9A-Za-z.,%\-—–~～+/]+"
_TOKEN = re.compile(rf"[“‘（(《【〔]*(?:{_WORD}|.)(?:[{re.escape(_NEVER_FIRST)}]+(?:{_WORD})?)?(?:[“‘]+.)?", re.DOTALL)
_ALONE = re.compile(r"^[（(]?\d{4}年\d{1,2}月\d{1,2}日[^，。]*$|^.{1,12}[〔\[（(]\d{4}[〕\]）)]\d+号$")
"""Lines that are whole: a day of issue, a document number."""
_STOPS = "。！？!?"
_SHORT, _INDENT, _COLUMN, _APART = 0.8, 1.2, 1.8, 0.7
"""In widths of a character: what a full line may lack beside the word that did not fit,
from where a line counts as indented, a gap that
parts two columns, and one that may."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character and its box, in points from the lower left corner of the page."""

    char: str
    left: float
    right: float
    bottom: float
    top: float


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a page. em: the width of a character. cells: its words between wide gaps, each with its left edge;
    runs: between any gaps."""

    text: str
    page: int
    left: float
    right: float
    bottom: float
    em: float
    cells: tuple[tuple[float, str], ...]
    runs: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """How a document is set: its edges (marks may hang over the right one), the distance of its lines, whether
    paragraphs begin indented."""

    left: float
    right: float
    pitch: float
    indented: bool


def rows_of(glyphs: Iterable[Glyph], page: int) -> Iterator[Row]:
    """Lines as they are seen: what stands at one height is one line, from left to right, however it was drawn."""
    line: list[Glyph] = []
    bottom = top = 0.0
    for one in glyphs:
        middle = (one.bottom + one.top) / 2
        if line and not (bottom < middle < top or one.bottom < (bottom + top) / 2 < one.top):
            yield from _row(line, page)
            line = []
        bottom, top = (min(bottom, one.bottom), max(top, one.top)) if line else (one.bottom, one.top)
        line.append(one)
    yield from _row(line, page)


def paragraphs(rows: Sequence[Row]) -> tuple[list[str], tuple[int, ...]]:
    """Paragraphs and rows of tables (cells between tabs), and the pages on which there are tables."""
    frame, tabular = _frame(rows), _tabular(rows)
    lines = [[Run(left, left + _width(words, row.em) / 2, words) for left, words in row.runs] for row in rows]
    ends = [opens(row.text) and not row.text[:1].isdigit() for row in rows]
    made: list[str] = []
    at, after_table = 0, False
    while at < len(rows):
        row = rows[at]
        taken, table = table_at(lines[at:], em=row.em, ends=ends[at:]) if tabular[at] or len(row.cells) > 2 else (0, ())
        if taken:
            made += table
            tabular[at : at + taken] = [True] * taken
        elif tabular[at]:
            made.append("\t".join(words for _, words in row.cells))
        elif at and not after_table and _goes_on(rows[at - 1], row, frame):
            made[-1] += _glue(made[-1], row.text) + row.text
        else:
            made.append(row.text)
        after_table = tabular[at]
        at += max(taken, 1)
    return made, tuple(sorted({row.page for row, is_table in zip(rows, tabular, strict=True) if is_table}))


def _row(line: Sequence[Glyph], page: int) -> Iterator[Row]:
    seen = sorted((one for one in line if not one.char.isspace()), key=lambda one: one.left)
    if not seen:
        return
    widths = [one.right - one.left for one in seen if _HAN.match(one.char)]
    em = median(widths) if widths else max(one.top - one.bottom for one in seen) * 0.8
    cells = _parted(seen, em, _COLUMN)
    text = " ".join(words for _, words in cells)
    left, right, bottom = seen[0].left, max(one.right for one in seen), min(one.bottom for one in seen)
    yield Row(text, page, left, right, bottom, em, cells, _parted(seen, em, _APART))


def _parted(seen: Sequence[Glyph], em: float, least: float) -> tuple[tuple[float, str], ...]:
    """The words of a line between gaps of at least so many characters, each with its left edge."""
    made: list[tuple[float, str]] = [(seen[0].left, seen[0].char)]
    for before, one in itertools.pairwise(seen):
        gap = one.left - before.right
        if gap > least * em:
            made.append((one.left, one.char))
        else:
            latin = _latin(before.char) and _latin(one.char)
            made[-1] = (made[-1][0], made[-1][1] + (" " if latin and gap > 0.15 * em else "") + one.char)
    return tuple((left, _plain(words)) for left, words in made)


def _latin(char: str) -> bool:
    return char.isascii() and char.isalpha()


def _plain(words: str) -> str:
    """Pairs of surrogates made whole, and radicals that fonts put in the place of characters made characters."""
    whole = words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return "".join(unicodedata.normalize("NFKC", c) if "\u2e80" <= c <= "\u2fdf" else c for c in whole)


def _frame(rows: Sequence[Row]) -> Frame:
    if not rows:
        return Frame(0.0, 0.0, 0.0, False)
    em = median(row.em for row in rows)
    left = _edge([row.left for row in rows], em, -1)
    whole = [row.right for row in rows if row.text[-1] not in _NEVER_FIRST]
    right = _edge(whole or [row.right for row in rows], em, 1)
    gaps = Counter(
        round(above.bottom - below.bottom, 1)
        for above, below in itertools.pairwise(rows)
        if above.page == below.page and above.bottom > below.bottom and right - above.right < 2 * em
    )
    pitch = gaps.most_common(1)[0][0] if gaps else 0.0
    begun = [
        below.left - left > _INDENT * em
        for above, below in itertools.pairwise(rows)
        if right - above.right > 3 * em and right - below.right < 2 * em
    ]
    return Frame(left, right, pitch, len(begun) > 0 and sum(begun) >= 0.6 * len(begun))


def _edge(ends: Sequence[float], em: float, side: int) -> float:
    """The outermost place that at least two lines, and one in twenty, come up to within a character."""
    needed = min(len(ends), max(2, len(ends) // 20))
    outward = sorted((side * end for end in ends), reverse=True)
    for place, end in enumerate(outward):
        if sum(1 for other in outward[place:] if end - other <= 1.1 * em) >= needed:
            return side * end
    return side * outward[0]


def _goes_on(above: Row, below: Row, frame: Frame) -> bool:
    """Whether a line goes on in the next: no room was left for its first word, and it does not begin a paragraph."""
    if frame.right - above.right > _wanted(below, above.em) + _SHORT * above.em or _ALONE.match(below.text):
        return False
    if _HAN.search(below.text) and abs(above.em - below.em) > 0.2 * above.em:
        return False
    apart = above.bottom - below.bottom
    if above.page == below.page and frame.pitch and apart > 1.3 * frame.pitch:
        return False
    if below.left - frame.left > _INDENT * above.em:
        beside = abs(below.left - above.left) < 0.5 * above.em and not frame.indented
        return (beside or _centred(below, frame)) and not opens(below.text) and above.text[-1] not in _STOPS
    return frame.indented or not (opens(below.text) or above.text[-1] in _STOPS)


def _centred(row: Row, frame: Frame) -> bool:
    """Whether a line stands in the middle, as the second line of a title does."""
    return abs(row.left + row.right - frame.left - frame.right) < row.em


def _wanted(row: Row, em: float) -> float:
    """The width that the first word of a line takes, with the marks that may not begin a line and a number that
    follows them."""
    word = _TOKEN.match(row.text)
    assert word is not None
    return _width(word[0], em)


def _glue(before: str, after: str) -> str:
    return " " if _latin(before[-1]) and _latin(after[0]) else ""


def _tabular(rows: Sequence[Row]) -> list[bool]:
    """Which lines are rows of a table: several cells, and a neighbour with a cell at the same left edge."""
    found = [False] * len(rows)
    for at, (above, below) in enumerate(itertools.pairwise(rows)):
        if above.page == below.page and len(above.cells) > 1 and len(below.cells) > 1 and _aligned(above, below):
            found[at] = found[at + 1] = True
    return found


def _aligned(above: Row, below: Row) -> bool:
    """Whether a cell after the first begins, or is centred, where one of the other line is."""
    return any(
        min(abs(left - other), abs(left + _width(words, above.em) / 2 - other - _width(theirs, below.em) / 2))
        < above.em
        for left, words in above.cells[1:]
        for other, theirs in below.cells[1:]
    )


def _width(words: str, em: float) -> float:
    return sum(0.55 if one.isascii() else 1 for one in words) * em
