"""Which cells are hidden: the small and the dominated, then those that keep them from being worked out.

For each cell that must be hidden a second table is sought that agrees with the first in all that is shown and has a
larger number there; the cells in which the two differ are hidden too. So whoever solves the table finds at least two
answers. The second table is the cheapest flow through it (the network method of Kelly, Golden and Assad 1992).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from peiyu.insight.statistics.suppression.audit import unknowns
from peiyu.insight.statistics.suppression.table import ALL, Cell, Key, Relation, Table
from peiyu.problems import InternalError, Problem, Text

LEAST = 3
DOMINANT = Fraction(85, 100)
MARGIN = Fraction(1, 10)
"""How much above its true amount a hidden cell must be able to lie."""
TINY = 1e-6
"""Below it the second table does not differ."""
MARK = "*"
"""Stands in place of a hidden number, of whichever kind."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A table that may go out. primary: cells too small or dominated; secondary: those hidden with them. Both are
    marked alike, because to tell them apart would tell that a number is small."""

    table: Table
    primary: frozenset[Key]
    secondary: frozenset[Key]
    said: Text

    @property
    def hidden(self) -> frozenset[Key]:
        return self.primary | self.secondary

    def count(self, key: Key) -> int | None:
        """The number of enterprises, None where it is hidden."""
        return None if key in self.hidden else self.table.cells[key].count

    def amount(self, key: Key) -> int | None:
        return None if key in self.hidden else self.table.cells[key].amount


def suppress(
    table: Table, *, least: int = LEAST, dominant: Fraction = DOMINANT, margin: Fraction = MARGIN
) -> Suppressed:  # fmt: skip
    """Hides cells of fewer than `least` enterprises, and amounts of which one enterprise has more than `dominant`; then
    as few and as small others as keep these from being worked out of what is shown. An empty cell tells of nobody and
    is shown. No hidden cell is determined: a count may be `least` or more, an amount `margin` more than it is."""
    primary = {key for key, one in table.cells.items() if risky(one, least, dominant)}
    hidden = set(primary)
    counts = {key: one.count for key, one in table.cells.items()}
    for key in sorted(primary, key=lambda one: (-counts[one], str(one))):
        hidden |= others(counts, table.relations, key, hidden, up=max(1, least - counts[key]))
    amounts = {key: one.amount or 0 for key, one in table.cells.items()}
    guarded: set[Key] = set()
    while pending := [key for key in hidden - guarded if amounts[key]]:  # what is hidden with one is guarded in turn
        key = min(pending, key=lambda one: (-amounts[one], str(one)))
        hidden |= others(amounts, table.relations, key, hidden, up=max(1, int(amounts[key] * margin)))
        guarded.add(key)
    return Suppressed(table, frozenset(primary), frozenset(hidden - primary), _told(hidden, least, dominant))


def risky(cell: Cell, least: int, dominant: Fraction) -> bool:
    """Whether a cell tells of single enterprises."""
    if not cell.count:
        return False
    dominated = bool(cell.amount) and Fraction(cell.largest or 0, cell.amount or 1) > dominant
    return cell.count < least or dominated


def others(
    numbers: Mapping[Key, int], relations: Sequence[Relation], key: Key, hidden: set[Key], *, up: int
) -> set[Key]:
    """The cells that must be hidden so that `key` may be `up` more than it is: those in which the second table
    differs. Empty cells never differ, margins and large cells as the last."""
    from scipy.optimize import linprog
    from scipy.sparse import hstack

    keys = [one for one, number in numbers.items() if number]
    matrix, _ = unknowns(dict.fromkeys(keys, 0) | dict.fromkeys(numbers, 0), relations, keys)
    cost = [0.0 if one in hidden else _cost(one, numbers) for one in keys]
    place = keys.index(key)
    more: list[tuple[float, float | None]] = [(0, None)] * len(keys)
    less: list[tuple[float, float | None]] = [(0, float(numbers[one])) for one in keys]
    more[place], less[place] = (up, up), (0, 0)
    done = linprog(
        [*cost, *cost], A_eq=hstack([matrix, -matrix]), b_eq=[0.0] * len(relations), bounds=[*more, *less],
        method="highs-ds",
    )  # fmt: skip
    if not done.success:
        raise InternalError(
            Problem("suppression-unsound", Text("表的合计对不上，无法遮盖", "the sums of the table do not hold"))
        )
    moved = [abs(done.x[i] - done.x[i + len(keys)]) > TINY for i in range(len(keys))]
    return {one for one, differs in zip(keys, moved, strict=True) if differs}


def _cost(key: Key, numbers: Mapping[Key, int]) -> float:
    """What it costs to hide a cell: more for larger ones, much more for a margin, most for the whole."""
    scale = max(numbers.values())
    size = 1 + numbers[key] / scale
    if key in (ALL, (ALL, ALL)):
        return 10_000 * size
    return 100 * size if isinstance(key, tuple) and ALL in key else size


def _told(hidden: set[Key], least: int, dominant: Fraction) -> Text:
    if not hidden:
        return Text("没有需要遮盖的数", "nothing had to be hidden")
    part = f"{float(dominant):.0%}"
    return Text(
        f"不足 {least} 家或一家占 {part} 以上的数已遮盖（{MARK}），另遮盖若干以防推算，共 {len(hidden)} 处",
        f"numbers of fewer than {least}, or of which one enterprise has more than {part}, are hidden ({MARK}), and "
        f"others so that they cannot be worked out: {len(hidden)} in all",
    )
