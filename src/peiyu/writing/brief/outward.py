"""Which numbers by place, by trade and of the bridge may stand in a 通报: none that tells of single enterprises or
gives one away. The totals of targets are the office's own promises and stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from peiyu.insight.figures import Breakdown, Measured, TargetStatus
from peiyu.insight.measure import open_figure
from peiyu.insight.statistics.bridge import Bridge, in_all, stocks_alone
from peiyu.insight.statistics.sheets import step_table, told_outside
from peiyu.insight.statistics.suppression import Cell, Relation, Table, suppress
from peiyu.insight.statistics.suppression.hide import DOMINANT, LEAST, risky
from peiyu.insight.statistics.suppression.table import ALL, Key, total
from peiyu.problems import Text

JOINED = Text(f"不足 {LEAST} 家的进出不单列", f"entries and exits of fewer than {LEAST} are not told apart")
FIRMS = ("家", "户")
"""Units of which an enterprise is one."""
FINE = 10**6
"""Of a joint right a part is no whole number: amounts are in millionths."""


def kept_back(measured: Measured, places: Mapping[str, Breakdown]) -> frozenset[tuple[str, str]]:
    """(target, place) that may not be shown (or trade, where `measured` and `places` are by trade); (target, `ALL`)
    where the target may not be told by place at all, because its total, which stands elsewhere in the issue, would give
    a small number away."""
    held = [one for code, one in measured.targets.items() if code in places and one.confirmed is not None]
    told = [one for one in held if not one.figure.parts]
    cells = filled({one.code: column(measured, one, places[one.code]) for one in told})
    whole: set[tuple[str, str]] = set()
    while True:
        open_ = {code: held for code, held in cells.items() if (code, ALL) not in whole}
        hidden = {key for key in hidden_of(open_, measured) if isinstance(key, tuple)}
        closed = {(code, place) for code, place in hidden if place == ALL}
        if not closed:
            return frozenset(hidden | whole)
        whole |= closed


def told_bridge(one: Bridge | None) -> Bridge | None:
    """The bridge as it may go out: with every step; where a step tells of single enterprises, with what went or what
    came, or both, in all; where these do too, with both stocks alone; None where even a stock does."""
    if one is None or any(risky(Cell(stock), LEAST, DOMINANT) for stock in (one.opening, one.closing)):
        return None
    one = replace(one, notes=told_outside(one.notes, outward=True))
    for made in (one, in_all(one, -1), in_all(one, 1), in_all(one, 1, -1)):
        if not suppress(step_table(made)).hidden:
            return made if made is one else replace(made, notes=(*made.notes, JOINED))
    alone = stocks_alone(one)
    return replace(alone, notes=(*alone.notes, JOINED))


def filled(columns: Mapping[str, Mapping[str, Cell]]) -> dict[str, dict[str, Cell]]:
    """Every column with every place: what is not there is nothing."""
    every = dict.fromkeys(place for held in columns.values() for place in held)

    def nothing(held: Mapping[str, Cell]) -> Cell:
        return Cell(0) if all(one.amount is None for one in held.values()) else Cell(0, 0, 0)

    return {code: {place: held.get(place, nothing(held)) for place in every} for code, held in columns.items()}


def column(measured: Measured, one: TargetStatus, breakdown: Breakdown) -> dict[str, Cell]:
    """By place how many enterprises stand behind a total, and of what is no enterprise the number and the largest
    part. Enterprises that may not be listed are left out of the count, so that it is rather too small."""
    values = {group.group: group.figure.value for group in breakdown.groups}
    amounts = {group: value.low for group, value in values.items() if value is not None}
    if one.goal.unit in FIRMS:
        return {group: Cell(int(amount)) for group, amount in amounts.items()}
    parts: dict[str, dict[int, int]] = {group: {} for group in amounts}
    for record in open_figure(measured, f"target:{one.code}"):
        if record.certain:
            firms = parts.setdefault(record.group, {})
            firms[record.enterprise] = firms.get(record.enterprise, 0) + FINE
    return {group: cell_of(amount, parts[group]) for group, amount in amounts.items()}


def cell_of(amount: Fraction, firms: Mapping[int, int]) -> Cell:
    return Cell(max(len(firms), 1 if amount else 0), int(amount * FINE), max(firms.values(), default=0))


def hidden_of(columns: Mapping[str, Mapping[str, Cell]], measured: Measured) -> frozenset[Key]:
    cells: dict[Key, Cell] = {}
    for code, held in columns.items():
        cells |= {(code, place): cell for place, cell in held.items()}
        cells[code, ALL] = total(held.values())
    relations = [*sums(columns), *wholes(columns, measured)]
    return suppress(Table(cells, tuple(relations))).hidden if cells else frozenset()


def sums(columns: Mapping[str, Mapping[str, Cell]]) -> Iterator[Relation]:
    """Every column adds up to its total."""
    for code, held in columns.items():
        yield Relation((*(((code, place), 1) for place in held), ((code, ALL), -1)))


def wholes(columns: Mapping[str, Mapping[str, Cell]], measured: Measured) -> Iterator[Relation]:
    """A target is the sum of its parts (其中), in every place in which that holds."""
    for code, held in columns.items():
        parts: Sequence[str] = measured.targets[code].target.parts
        if not parts or any(part not in columns for part in parts):
            continue
        for place in held:
            if sum(columns[part][place].count for part in parts) == held[place].count:
                yield Relation((((code, place), -1), *(((part, place), 1) for part in parts)))
