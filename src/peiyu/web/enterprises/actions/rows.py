"""Fact rows in bulk: the one place that writes the fact tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from peiyu.web.enterprises.actions.bulk import add
from peiyu.web.enterprises.actions.parts import let_others_write, part
from peiyu.web.enterprises.frames import Frame
from peiyu.web.enterprises.models import FACT_MODELS

CHUNK = 4_000
"""Rows of one transaction: a tenth of a second on SQLite."""

BREATH = 0.02
"""Seconds that are left to others between two transactions."""

Row = Mapping[str, Any]


def append(
    entity: str, frame: Frame, intake: int, *, numbers: Iterator[int] | None = None,
    told: Callable[[int], None] = lambda rows: None,
) -> int:  # fmt: skip
    """Appends the rows of a frame in the library's columns (stored units), a chunk a transaction. Returns how many.
    `numbers`: record numbers in place of those that the rows have; `told` hears the number of rows after each chunk."""
    rows, done = frame.iter_rows(named=True), 0
    if numbers is not None:
        rows = ({**row, "record_id": number} for row, number in zip(rows, numbers, strict=False))
    while chunk := list(islice(rows, CHUNK)):
        with part():
            append_rows(entity, chunk, intake)
        done += len(chunk)
        told(done)
        let_others_write(BREATH)
    return done


def append_rows(entity: str, rows: Sequence[Row], intake: int) -> None:
    """Appends rows within the caller's transaction. Packs' own fields (`pack.field`) go into `more`; what is no column
    of the entity is left out."""
    if not rows:
        return
    told = list(dict.fromkeys(name for row in rows for name in row))
    held = {field.column for field in FACT_MODELS[entity]._meta.concrete_fields}
    own = [name for name in told if name in held]
    packs = [name for name in told if "." in name]
    names = (*own, "intake_id", *(("more",) if packs else ()))
    add(FACT_MODELS[entity], names, list(_tuples(rows, own, packs, intake)))


def _tuples(rows: Iterable[Row], own: Sequence[str], packs: Sequence[str], intake: int) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        values = tuple(map(row.get, own))
        if not packs:
            yield (*values, intake)
            continue
        more = {name: row[name] for name in packs if row.get(name) is not None}
        yield (*values, intake, json.dumps(more, ensure_ascii=False, default=str) if more else None)
