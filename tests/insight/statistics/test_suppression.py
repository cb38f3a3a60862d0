"""What is hidden cannot be worked out: tried by linear algebra and by linear programmes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peiyu.insight.statistics.suppression import Cell, Relation, Suppressed, Table, crossed, listed, ranges, suppress
from peiyu.insight.statistics.suppression.table import ALL, Key
from peiyu.problems import InternalError

COUNTS = st.sampled_from([0, 0, 1, 2, 3, 4, 7, 12, 60])
CELLS = st.tuples(COUNTS, st.integers(0, 400), st.floats(0.1, 1)).map(
    lambda t: Cell(t[0], t[1] if t[0] else 0, int(t[1] * t[2]) if t[0] else 0)
)


@st.composite
def tables(draw: st.DrawFn, cells: st.SearchStrategy[Cell | int] = COUNTS) -> Table:
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    if columns == 1:
        return listed({f"r{i}": draw(cells) for i in range(rows)})
    return crossed({(f"r{i}", f"c{j}"): draw(cells) for i in range(rows) for j in range(columns)})


def counts(found: Suppressed) -> dict[Key, int]:
    return {key: one.count for key, one in found.table.cells.items()}


def solved(table: Table, hidden: frozenset[Key]) -> set[Key]:
    """The hidden cells that the equations alone settle: those on which nothing in their null space moves."""
    keys = sorted(hidden, key=str)
    if not keys:
        return set()
    matrix = np.array([[dict(one.terms).get(key, 0) for key in keys] for one in table.relations], dtype=float)
    _, sizes, basis = np.linalg.svd(matrix)
    rank = int((sizes > 1e-9).sum())
    free = basis[rank:]
    return {key for place, key in enumerate(keys) if not free.size or np.abs(free[:, place]).max() < 1e-9}


@settings(deadline=None, max_examples=60)
@given(tables())
def test_no_hidden_count_can_be_worked_out(table: Table) -> None:
    found = suppress(table)
    assert solved(table, found.hidden) == set()
    for key, (low, high) in ranges(counts(found), table.relations, found.hidden).items():
        assert high - low >= 1 - 1e-6
        assert low <= table.cells[key].count <= high
        if key in found.primary:
            assert high >= 3 - 1e-6


@settings(deadline=None, max_examples=40)
@given(tables(CELLS))
def test_no_hidden_amount_can_be_worked_out_nearly(table: Table) -> None:
    found = suppress(table)
    amounts = {key: one.amount or 0 for key, one in table.cells.items()}
    for key, (_, high) in ranges(amounts, table.relations, found.hidden).items():
        if amounts[key]:
            assert high >= amounts[key] + max(1, int(amounts[key] / 10)) - 1e-6


@settings(deadline=None, max_examples=40)
@given(tables(CELLS))
def test_every_small_or_dominated_cell_is_hidden_and_no_empty_one(table: Table) -> None:
    found = suppress(table)
    for key, one in table.cells.items():
        dominated = bool(one.count and one.amount) and (one.largest or 0) > 0.85 * (one.amount or 0)
        assert (key in found.primary) == (0 < one.count < 3 or dominated)
        assert one.count or key not in found.hidden


def test_one_small_cell_of_a_list_takes_another_with_it() -> None:
    found = suppress(listed({"a": 2, "b": 40, "c": 9}))
    assert found.primary == {"a"}
    assert found.secondary == {"c"}
    assert (found.count("a"), found.count("b"), found.count(ALL)) == (None, 40, 51)
    assert "2 处" in found.said.zh


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    found = suppress(crossed({("r", "a"): 5, ("r", "b"): 8, ("s", "a"): 3, ("s", "b"): 0}))
    assert found.hidden == frozenset()
    assert found.said.zh == "没有需要遮盖的数"


def test_the_lines_are_parameters() -> None:
    table = listed({"a": Cell(8, 100, 70), "b": Cell(8, 100, 20), "c": Cell(8, 100, 20)})
    assert suppress(table).hidden == frozenset()
    assert suppress(table, dominant=0.6).primary == {"a"}  # type: ignore[arg-type]
    assert suppress(table, least=9).primary == {"a", "b", "c"}


def test_sums_that_do_not_hold_are_our_fault_and_said() -> None:
    broken = Table({"a": Cell(1)}, (Relation((("a", 1),)),))
    with pytest.raises(InternalError) as caught:
        suppress(broken)
    assert caught.value.problems[0].code == "suppression-unsound"
