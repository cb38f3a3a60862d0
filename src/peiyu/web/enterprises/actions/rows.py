"""Fact rows in bulk: the one place that writes the fact tables."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from peiyu.web.enterprises.models import FACT_MODELS

if TYPE_CHECKING:
    from polars import DataFrame

CHUNK = 4_000
"""Rows of one transaction: a few tenths of a second on SQLite, so that others can write between them."""


def append(entity: str, frame: DataFrame, intake: int, *, told: Callable[[int], None] = lambda rows: None) -> int:
    """Appends the rows of a frame in the library's columns (stored units); packs' own fields go into `more`. Returns
    how many. `told` hears the number of rows after each chunk."""
    table = FACT_MODELS[entity]
    held = {field.column for field in table._meta.concrete_fields}
    own = [name for name in frame.columns if name in held]
    packs = [name for name in frame.columns if "." in name]
    names = [*own, "intake_id", *(["more"] if packs else [])]
    rows = _rows(frame.select([*own, *packs]).iter_rows(), len(own), packs, intake)
    done = 0
    while chunk := list(islice(rows, CHUNK)):
        with transaction.atomic():
            _write(table._meta.db_table, names, chunk)
        done += len(chunk)
        told(done)
    return done


def _rows(rows: Iterator[tuple[Any, ...]], own: int, packs: Sequence[str], intake: int) -> Iterator[tuple[Any, ...]]:
    if not packs:
        yield from ((*row, intake) for row in rows)
        return
    for row in rows:
        more = {name: value for name, value in zip(packs, row[own:], strict=True) if value is not None}
        yield (*row[:own], intake, json.dumps(more, ensure_ascii=False, default=str) if more else None)


def _write(table: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    quoted = ", ".join(connection.ops.quote_name(name) for name in names)
    into = f"{connection.ops.quote_name(table)} ({quoted})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            holes = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {into} VALUES ({holes})", rows)
