"""Where the cells of a form stand in one that came back with rows or columns put in, taken out or sorted anew.

Rows and columns are told by their words, not by their numbers: those that say the same are the same; of those that say
nothing of their own (blank rows of a list) or say something else now, the neighbours tell, where they agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from peiyu.paper.form.compare import plain_text
from peiyu.paper.form.entries import NO_DATA, Entry
from peiyu.paper.form.grid import Cell, CellAddress, Form, Sheet

LEAST = 0.5
"""So much of the words of two lines must be the same, and more than of any other two."""
Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class Shift:
    """Rows or columns [first, last] of a sheet (from 0) that begin at `to` now, in a sheet of perhaps another name."""

    sheet: str
    axis: str
    first: int
    last: int
    to: int


@dataclass(frozen=True, slots=True)
class Moves:
    """Of entries that stand elsewhere now: old address → new address. shifts: the same by rows and columns."""

    cells: Mapping[CellAddress, CellAddress]
    shifts: tuple[Shift, ...] = ()


def moves(sent: Form, entries: Sequence[Entry], returned: Form) -> Moves:
    """What of the entries stands elsewhere in the form that came back. sent: the form as it was filled or its blank;
    what the entries say does not tell where they are."""
    entered = {one.cell for one in entries}
    said = frozenset(plain_text(one.text) for one in entries if one.text)
    cells: dict[CellAddress, CellAddress] = {}
    shifts: list[Shift] = []
    for sheet in sent.sheets:
        own = [at for at in entered if at.sheet == sheet.name]
        other = _counterpart(sheet, sent, returned)
        if not own or other is None:
            continue
        places = {(at.row, at.column) for at in own}
        before, after = (_said(one, taken, said) for one, taken in ((sheet, places), (other, ())))
        rows = aligned([before.get((0, at), Words()) for at in range(sheet.rows)],
                       [after.get((0, at), Words()) for at in range(other.rows)])  # fmt: skip
        columns = aligned([before.get((1, at), Words()) for at in range(sheet.columns)],
                          [after.get((1, at), Words()) for at in range(other.columns)])  # fmt: skip
        for at in own:
            now = CellAddress(other.name, rows.get(at.row, at.row), columns.get(at.column, at.column))
            if now != at:
                cells[at] = now
        shifts += _shifts(sheet.name, "row", rows, {at.row for at in own})
        shifts += _shifts(sheet.name, "column", columns, {at.column for at in own})
    return Moves(cells, tuple(shifts))


def _counterpart(sheet: Sheet, sent: Form, returned: Form) -> Sheet | None:
    """The sheet of the same name; else, of those that have a new name, the one that says most of the same."""
    same = returned.sheet(sheet.name)
    if same is not None:
        return same
    names = {one.name for one in sent.sheets}
    own = {plain_text(cell.text) for cell in sheet.cells if cell.text}
    fresh = [(len(own & {plain_text(cell.text) for cell in one.cells}), one) for one in returned.sheets
             if one.name not in names]  # fmt: skip
    return max(fresh, key=lambda one: one[0])[1] if fresh else None


def _said(sheet: Sheet, taken: Collection[tuple[int, int]], said: Words) -> dict[tuple[int, int], Words]:
    """(0, row) and (1, column) → the words that stand in it: no figures, nothing that was filled in."""
    found: defaultdict[tuple[int, int], set[str]] = defaultdict(set)
    for cell in sheet.cells:
        words = plain_text(cell.text)
        if (cell.row, cell.column) in taken or not _tells(cell, words, said):
            continue
        for row in range(cell.block.top, cell.block.bottom + 1):
            found[0, row].add(words)
        for column in range(cell.block.left, cell.block.right + 1):
            found[1, column].add(words)
    return {line: frozenset(held) for line, held in found.items()}


def _tells(cell: Cell, words: str, said: Words) -> bool:
    number = words.removesuffix("%").replace(".", "", 1).lstrip("-").isdecimal()
    return bool(words) and not cell.formula and not number and words not in said and not words.startswith(NO_DATA)


def aligned(before: Sequence[Words], after: Sequence[Words]) -> dict[int, int]:
    """Of each line where it stands now, as far as its words or its neighbours tell."""
    found = _alike(before, after)
    _near(before, after, found)
    for at in range(len(before)):
        if at not in found:
            below = next((found[one] - one for one in range(at - 1, -1, -1) if one in found), None)
            above = next((found[one] - one for one in range(at + 1, len(before)) if one in found), None)
            steps = {one for one in (below, above) if one is not None}
            if len(steps) == 1 and (now := at + steps.pop()) >= 0:
                found[at] = now
    return found


def _alike(before: Sequence[Words], after: Sequence[Words]) -> dict[int, int]:
    """Lines of the very same words; of those that stand as often on both sides the first is the first."""
    old: defaultdict[Words, list[int]] = defaultdict(list)
    new: defaultdict[Words, list[int]] = defaultdict(list)
    for lines, held in ((before, old), (after, new)):
        for at, words in enumerate(lines):
            if words:
                held[words].append(at)
    return {
        one: other
        for words, places in old.items() if len(places) == len(new.get(words, ()))
        for one, other in zip(places, new[words], strict=True)
    }  # fmt: skip


def _near(before: Sequence[Words], after: Sequence[Words], found: dict[int, int]) -> None:
    """Lines some of whose words were changed."""
    taken = set(found.values())
    index: defaultdict[str, list[int]] = defaultdict(list)
    for at, words in enumerate(after):
        for word in words if at not in taken else ():
            index[word].append(at)
    for at, words in enumerate(before):
        if at in found or not words:
            continue
        near = {other for word in words for other in index.get(word, ()) if other not in taken}
        ranked = sorted(((_share(words, after[other]), -abs(other - at), other) for other in near), reverse=True)
        if ranked and ranked[0][0] >= LEAST and (len(ranked) == 1 or ranked[0][0] > ranked[1][0]):
            found[at] = ranked[0][2]
            taken.add(ranked[0][2])


def _share(one: Words, other: Words) -> float:
    return len(one & other) / len(one | other)


def _shifts(sheet: str, axis: str, where: Mapping[int, int], own: Iterable[int]) -> list[Shift]:
    """Runs of lines that moved by the same number."""
    moved = sorted((at, where[at]) for at in own if where.get(at, at) != at)
    runs = []
    for _, run in groupby(enumerate(moved), key=lambda one: (one[1][0] - one[0], one[1][1] - one[0])):
        held = [one for _, one in run]
        runs.append(Shift(sheet, axis, held[0][0], held[-1][0], held[0][1]))
    return runs
