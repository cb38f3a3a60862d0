"""Rows in bulk, as fast as each database takes them: the one place that writes SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

Rows = Sequence[tuple[Any, ...]]


def add(table: type[models.Model], columns: Sequence[str], rows: Rows) -> None:
    """Appends rows: COPY on PostgreSQL, one prepared statement elsewhere. Within the caller's transaction."""
    if not rows:
        return
    into = _into(table, columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            cursor.executemany(f"INSERT INTO {into} VALUES ({_holes(columns)})", rows)


def put(table: type[models.Model], columns: Sequence[str], rows: Rows, *, key: str) -> None:
    """Writes rows over those of the same key, or adds them. Within the caller's transaction."""
    if not rows:
        return
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(one)} = excluded.{quote(one)}" for one in columns if one != key)
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO {_into(table, columns)} VALUES ({_holes(columns)}) "
            f"ON CONFLICT ({quote(key)}) DO UPDATE SET {changes}",
            rows,
        )


def _into(table: type[models.Model], columns: Sequence[str]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table._meta.db_table)} ({', '.join(map(quote, columns))})"


def _holes(columns: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(columns))
