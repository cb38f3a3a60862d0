"""Cells that are asked about for one and the same reason, side by side under one heading: decided in one go."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace

from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.mapping import FormMapping, Mapped
from peiyu.paper.form.offer import Meaning
from peiyu.paper.form.propose.propose import UNSAID
from peiyu.problems import Text

FEWEST = 2
MEASURES = ("month", "quarter", "year", "total")
"""What a cell may mean that says neither month nor total."""


@dataclass(frozen=True, slots=True)
class Block:
    """Open cells under one heading. measures: from which one is to be chosen for all of them (none: their candidates
    stand as they are); why: for what reason they are asked about; told: they have candidates, else they can only be
    left blank together."""

    heading: str
    cells: tuple[Mapped, ...]
    why: Text
    measures: tuple[str, ...] = ()

    @property
    def first(self) -> CellAddress:
        return self.cells[0].cell

    @property
    def last(self) -> CellAddress:
        return self.cells[-1].cell

    @property
    def told(self) -> bool:
        return self.cells[0].candidate is not None


def blocks(mapping: FormMapping) -> tuple[Block, ...]:
    """The blocks of at least two open cells, in the order of the form. A heading that names a breakdown and no measure
    (分园区) makes one block of all its cells, a row that cannot be told another."""
    held: dict[Hashable, list[Mapped]] = {}
    for one in mapping.cells:
        if one.open:
            held.setdefault(_key(one), []).append(one)
    return tuple(_block(each) for each in held.values() if len(each) >= FEWEST)


def _key(one: Mapped) -> Hashable:
    """What cells of a block share: of those that say no measure the heading over them, of others their row."""
    if _is_unsaid(one):
        return one.cell.sheet, _over(one), UNSAID, one.candidate.group if one.candidate is not None else ""
    return one.cell.sheet, one.headers.headings, one.headers.rows, one.why, one.candidate is not None


def _is_unsaid(one: Mapped) -> bool:
    return one.candidate is not None and UNSAID.zh in one.why.zh


def _over(one: Mapped) -> tuple[str, ...]:
    """The headers over a cell without the part that it is of."""
    headers, candidate = one.headers, one.candidate
    if candidate is None or not candidate.group:
        return headers.columns
    return headers.columns[:-1] or (headers.row_head,)


def _block(cells: Sequence[Mapped]) -> Block:
    first = cells[0]
    unsaid = _is_unsaid(first)
    words = _over(first) if unsaid else (*first.headers.headings, *first.headers.rows)
    said = " › ".join(filter(None, words)) or first.headers.path
    return Block(said.replace("\n", ""), tuple(cells), UNSAID if unsaid else first.why, MEASURES if unsaid else ())


def decided(block: Block, *, measure: str = "") -> dict[CellAddress, Meaning]:
    """Its cells with the meaning of their candidates, all of them by one measure where one is to be chosen. ValueError
    for a block without candidates, and for a measure that is not among those to choose from."""
    if not block.told or bool(measure) != bool(block.measures) or (measure and measure not in block.measures):
        raise ValueError(measure)
    return {one.cell: replace(one.candidate, measure=measure or one.candidate.measure)
            for one in block.cells if one.candidate is not None}  # fmt: skip
