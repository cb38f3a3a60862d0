"""How the columns of two engines are compared."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pytest

Cell = bool | float | None
BESIDE = ("enterprise", "code", "name")


def same(a: Cell, b: Cell) -> bool:
    if isinstance(a, float) and isinstance(b, float):
        return a == pytest.approx(b, rel=1e-9, abs=1e-9)
    return a is b or a == b


def differences(expected: Mapping[int, Mapping[str, Cell]], got: pl.DataFrame) -> list[tuple[int, str, object, object]]:
    """Every cell that differs; both have the same enterprises and the same columns of verdicts and points."""
    rows = {row["enterprise"]: row for row in got.iter_rows(named=True)}
    assert rows.keys() == expected.keys()
    columns = {c for c in got.columns if c not in BESIDE and not c.endswith(".stand_in")}
    assert all(row.keys() == columns for row in expected.values())
    return [
        (key, name, value, rows[key][name])
        for key, row in expected.items()
        for name, value in row.items()
        if not same(value, rows[key][name])
    ]
