"""A table that is to go out, as cells and the sums that bind them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

Key = Hashable
ALL = "__all__"
"""The key of a margin: the whole of a row, a column or a list."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How many enterprises a cell stands for, and of an amount the sum and the largest enterprise's part of it (both
    whole, None in a table of counts)."""

    count: int
    amount: int | None = None
    largest: int | None = None

    def __add__(self, other: Cell) -> Cell:
        if self.amount is None or other.amount is None:
            return Cell(self.count + other.count)
        return Cell(self.count + other.count, self.amount + other.amount, max(self.largest or 0, other.largest or 0))


@dataclass(frozen=True, slots=True)
class Relation:
    """An equation that whoever reads the table knows: the signed cells add up to zero."""

    terms: tuple[tuple[Key, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells by key, none below zero, and every relation between them."""

    cells: Mapping[Key, Cell]
    relations: tuple[Relation, ...]


def listed(cells: Mapping[str, Cell | int]) -> Table:
    """A list with its sum, which is added under `ALL`."""
    whole = {key: as_cell(one) for key, one in cells.items()}
    made: dict[Key, Cell] = {ALL: total(whole.values())}
    made |= whole.items()
    return Table(made, (Relation((*((key, 1) for key in whole), (ALL, -1))),))


def crossed(cells: Mapping[tuple[str, str], Cell | int]) -> Table:
    """A table of rows by columns with its sums: `(row, ALL)`, `(ALL, column)`, `(ALL, ALL)`. Pairs that are not given
    are empty."""
    rows, columns = (list(dict.fromkeys(key[place] for key in cells)) for place in (0, 1))
    inner = {(row, column): as_cell(cells.get((row, column), 0)) for row in rows for column in columns}
    if any(one.amount is not None for one in inner.values()):
        inner = {key: Cell(one.count, one.amount or 0, one.largest or 0) for key, one in inner.items()}
    made: dict[Key, Cell] = {}
    made |= inner.items()
    relations = []
    for row in rows:
        made[row, ALL] = total(inner[row, column] for column in columns)
        relations.append(Relation((*(((row, column), 1) for column in columns), ((row, ALL), -1))))
    for column in columns:
        made[ALL, column] = total(inner[row, column] for row in rows)
        relations.append(Relation((*(((row, column), 1) for row in rows), ((ALL, column), -1))))
    made[ALL, ALL] = total(inner.values())
    relations.append(Relation((*(((row, ALL), 1) for row in rows), ((ALL, ALL), -1))))
    relations.append(Relation((*(((ALL, column), 1) for column in columns), ((ALL, ALL), -1))))
    return Table(made, tuple(relations))


def as_cell(given: Cell | int) -> Cell:
    return given if isinstance(given, Cell) else Cell(given)


def total(cells: Iterable[Cell]) -> Cell:
    """The sum; of nothing a count of nothing."""
    found: Cell | None = None
    for one in cells:
        found = one if found is None else found + one
    return Cell(0) if found is None else found
