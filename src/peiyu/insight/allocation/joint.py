"""A table of units by parts whose rows and columns both add up: controlled rounding as a flow of least cost.

The flow runs from each unit over its cells to the parts. Its matrix is totally unimodular, so a corner of the linear
programme is whole (Cox 1987; Causey, Cox and Ernst 1985). The cost is the squared distance to the ideal, in units of
one near the ideal and straight beyond.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import floor

NEAR = 2
"""Units on either side of the ideal within which the cost is exact."""
ROWS_FIRST = 1000.0
"""A unit's whole number keeps to its ideal before its parts do."""
TIE = 1e-4
"""What decides between equals: the earlier unit, then the earlier part."""
ROUNDS = 200


@dataclass(frozen=True, slots=True)
class Room:
    """A cell or a row: its ideal and its bounds."""

    ideal: float
    low: int
    high: int


def rake(seeds: Sequence[Sequence[float]], rows: Sequence[float], columns: Sequence[float]) -> list[list[float]]:
    """The table in proportion to `seeds` whose sums are `rows` and `columns`, as nearly as its zeros allow."""
    table = [list(row) for row in seeds]
    for _ in range(ROUNDS):
        for i, want in enumerate(rows):
            have = sum(table[i])
            table[i] = [one * want / have for one in table[i]] if have else table[i]
        for j, want in enumerate(columns):
            have = sum(row[j] for row in table)
            for row in table:
                row[j] = row[j] * want / have if have else row[j]
    return table


@dataclass(frozen=True, slots=True)
class Step:
    """One stretch of a cell's or row's number: at most `most` units at `cost` each."""

    most: int
    cost: float


def steps(room: Room, factor: float, tie: float) -> Iterator[Step]:
    """The stretches from `low` to `high`, ever dearer."""
    first = min(max(floor(room.ideal) - NEAR, room.low), room.high)
    last = min(max(floor(room.ideal) + 1 + NEAR, room.low), room.high)

    def cost(number: int) -> float:
        return factor * (2 * (number - room.ideal) + 1 + tie)

    if first > room.low:
        yield Step(first - room.low, cost(first - 1))
    for number in range(first, last):
        yield Step(1, cost(number))
    if room.high > last:
        yield Step(room.high - last, cost(last))


@dataclass(slots=True)
class Flow:
    """The linear programme as it grows: a variable for each stretch, an equation for each column and row."""

    costs: list[float] = field(default_factory=list)
    most: list[int] = field(default_factory=list)
    equations: list[int] = field(default_factory=list)
    variables: list[int] = field(default_factory=list)
    signs: list[float] = field(default_factory=list)

    def add(self, step: Step, terms: Sequence[tuple[int, float]]) -> None:
        for equation, sign in terms:
            self.equations.append(equation)
            self.variables.append(len(self.costs))
            self.signs.append(sign)
        self.costs.append(step.cost)
        self.most.append(step.most)


def fill(rows: Sequence[Room], cells: Sequence[Sequence[Room]], columns: Sequence[int]) -> list[list[int]] | None:
    """Whole numbers by unit and part: every column adds up to `columns`, every row lies within its bounds, every cell
    within its own, as near to the ideals as can be. None where there are none such."""
    from scipy.optimize import linprog
    from scipy.sparse import csr_array

    wide, deep = len(columns), len(rows)
    flow, owners = Flow(), []
    sums = [*columns, *(row.low for row in rows)]
    for i, row in enumerate(rows):
        for j, cell in enumerate(cells[i]):
            sums[j] -= cell.low
            sums[wide + i] -= cell.low
            for step in steps(cell, 1.0, TIE * (i * wide + j) / (wide * deep)):
                owners.append((len(flow.costs), i, j))
                flow.add(step, ((j, 1.0), (wide + i, 1.0)))
        for step in steps(row, ROWS_FIRST, TIE * i / deep):
            flow.add(step, ((wide + i, -1.0),))
    if not flow.costs:
        return None if any(sums) else [[cell.low for cell in row] for row in cells]
    shape = (wide + deep, len(flow.costs))
    matrix = csr_array((flow.signs, (flow.equations, flow.variables)), shape=shape)
    found = linprog(
        flow.costs, A_eq=matrix, b_eq=sums, bounds=[(0, one) for one in flow.most], method="highs-ds"
    )  # fmt: skip
    if not found.success:
        return None
    numbers = [[cell.low for cell in row] for row in cells]
    for variable, i, j in owners:
        numbers[i][j] += round(float(found.x[variable]))
    return numbers
