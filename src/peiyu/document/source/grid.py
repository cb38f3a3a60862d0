"""Tables of a page: a pdf draws them cell by cell, so each run of words belongs to the column it stands under, and a
row ends where the next run goes back to the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEAST = 3
"""Columns that a header must have, so that words set apart are not taken for one."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words between gaps, their left edge and their middle."""

    left: float
    middle: float
    words: str


def table_at(lines: Sequence[Sequence[Run]], *, em: float, ends: Sequence[bool]) -> tuple[int, tuple[str, ...]]:
    """The table whose header is the first line: how many lines it takes and its rows, cells between tabs. ends: lines
    that begin a clause and so end it. (0, ()) where there is none."""
    header = lines[0]
    if len(header) < LEAST:
        return 0, ()
    rows: list[list[str]] = [[""] * len(header)]
    last, taken = -1, 0
    for runs, closes in zip(lines, ends, strict=True):
        columns = _columns(runs, header, em)
        if columns is None or (closes and taken):
            break
        for run, column in zip(runs, columns, strict=True):
            if column < last:
                rows.append([""] * len(header))
            rows[-1][column] += run.words
            last = column
        taken += 1
    full = [row for row in rows if sum(map(bool, row)) > len(header) / 2]
    return (taken, tuple("\t".join(row) for row in rows)) if len(full) >= 2 and len(full) == len(rows) else (0, ())


def _columns(runs: Sequence[Run], header: Sequence[Run], em: float) -> list[int] | None:
    """The columns of a line's words; those under none belong to what is before them. None where the first has none."""
    found: list[int] = []
    for run in runs:
        column = _column(run, header, em)
        if column is None and not found:
            return None
        found.append(found[-1] if column is None else column)
    return found


def _column(run: Run, header: Sequence[Run], em: float) -> int | None:
    """The column whose header begins, or has its middle, where the words do."""
    apart = [min(abs(run.left - one.left), abs(run.middle - one.middle)) for one in header]
    nearest = min(apart)
    return apart.index(nearest) if nearest <= 1.5 * em else None
