"""What an outsider can work out of a table: the least and the most that each hidden cell may be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from peiyu.insight.statistics.suppression.table import Key, Relation


def ranges(
    numbers: Mapping[Key, int], relations: Sequence[Relation], hidden: Collection[Key]
) -> dict[Key, tuple[float, float]]:  # fmt: skip
    """The least and the most of every hidden cell by what is shown, by the relations, and by no cell being below zero;
    without end where nothing holds it. A cell of which both are one number is not hidden at all."""
    from scipy.optimize import linprog

    keys = [key for key in numbers if key in hidden]
    if not keys:
        return {}
    matrix, sums = unknowns(numbers, relations, keys)
    found: dict[Key, tuple[float, float]] = {}
    for place, key in enumerate(keys):
        ends = []
        for sign in (1.0, -1.0):
            cost = [0.0] * len(keys)
            cost[place] = sign
            done = linprog(cost, A_eq=matrix, b_eq=sums, bounds=(0, None), method="highs")
            ends.append(float(sign * done.fun) if done.success else float("inf"))
        found[key] = (ends[0], ends[1])
    return found


def unknowns(
    numbers: Mapping[Key, int], relations: Sequence[Relation], keys: Sequence[Key]
) -> tuple[Any, list[float]]:  # fmt: skip
    """The equations in the hidden cells: what is shown moved to the other side. Matrix (relations × cells), sums."""
    from scipy.sparse import csr_array

    places = {key: place for place, key in enumerate(keys)}
    rows, columns, signs, sums = [], [], [], []
    for row, relation in enumerate(relations):
        sums.append(-float(sum(sign * numbers[key] for key, sign in relation.terms if key not in places)))
        for key, sign in relation.terms:
            if key in places:
                rows.append(row)
                columns.append(places[key])
                signs.append(float(sign))
    return csr_array((signs, (rows, columns)), shape=(len(relations), len(keys))), sums
