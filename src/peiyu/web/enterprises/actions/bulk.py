"""Rows in bulk, as fast as each database takes them: the one place that writes SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection, models

Rows = Sequence[tuple[Any, ...]]

SAMPLE = 1_000
"""So many rows of an index SQLite looks at: milliseconds, however large the table."""

MANY = 2_000
"""Fewer rows than this change no way that is worth a thought; PostgreSQL sees to them by itself within minutes."""


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
    """Writes rows over those of the same key, or adds them; no key twice. Within the caller's transaction."""
    if not rows:
        return
    quote = connection.ops.quote_name
    changes = ", ".join(f"{quote(one)} = excluded.{quote(one)}" for one in columns if one != key)
    into, over = f"INSERT INTO {_into(table, columns)}", f"ON CONFLICT ({quote(key)}) DO UPDATE SET {changes}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"{into} SELECT * FROM unnest({_arrays(table, columns)}) {over}", _by_column(rows))
        else:
            cursor.executemany(f"{into} VALUES ({_holes(columns)}) {over}", rows)


def alter(table: type[models.Model], columns: Sequence[str], rows: Rows, *, key: str) -> None:
    """Writes some columns of rows that are there; indexes of the others stay untouched. Within the caller's
    transaction. `columns`: with the key, wherever it stands."""
    if not rows:
        return
    quote, name = connection.ops.quote_name, connection.ops.quote_name(table._meta.db_table)
    others = [one for one in columns if one != key]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            changes = ", ".join(f"{quote(one)} = given.{quote(one)}" for one in others)
            cursor.execute(
                f"UPDATE {name} SET {changes} FROM {_given(table, columns)} WHERE {name}.{quote(key)} = "
                f"given.{quote(key)}",
                _by_column(rows),
            )
        else:
            changes = ", ".join(f"{quote(one)} = %s" for one in others)
            places = [columns.index(one) for one in (*others, key)]
            told = [tuple(row[place] for place in places) for row in rows]
            cursor.executemany(f"UPDATE {name} SET {changes} WHERE {quote(key)} = %s", told)


def remove(table: type[models.Model], columns: Sequence[str], rows: Rows) -> None:
    """Takes away the rows that have these values in these columns. Within the caller's transaction."""
    if not rows:
        return
    quote, name = connection.ops.quote_name, connection.ops.quote_name(table._meta.db_table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            same = " AND ".join(f"{name}.{quote(one)} = given.{quote(one)}" for one in columns)
            cursor.execute(f"DELETE FROM {name} USING {_given(table, columns)} WHERE {same}", _by_column(rows))
        else:
            same = " AND ".join(f"{quote(one)} = %s" for one in columns)
            cursor.executemany(f"DELETE FROM {name} WHERE {same}", rows)


def take_stock(written: Mapping[type[models.Model], int]) -> None:
    """Has the database count anew how often which value occurs in tables into which many rows were written (`written`:
    how many): by that it chooses its ways, and after bulk work the old numbers, or none, lead it astray. SQLite, where
    others wait meanwhile, counts a sample; PostgreSQL always does."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {SAMPLE}")
        for table in (table for table, rows in written.items() if rows >= MANY):
            cursor.execute(f"ANALYZE {connection.ops.quote_name(table._meta.db_table)}")


def _into(table: type[models.Model], columns: Sequence[str]) -> str:
    quote = connection.ops.quote_name
    return f"{quote(table._meta.db_table)} ({', '.join(map(quote, columns))})"


def _holes(columns: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(columns))


def _given(table: type[models.Model], columns: Sequence[str]) -> str:
    names = ", ".join(map(connection.ops.quote_name, columns))
    return f"unnest({_arrays(table, columns)}) AS given ({names})"


def _by_column(rows: Rows) -> list[list[Any]]:
    return [list(values) for values in zip(*rows, strict=True)]


def _arrays(table: type[models.Model], columns: Sequence[str]) -> str:
    """A parameter a column, of its type without a length: a cast to one would cut in silence what is too long."""
    kinds = {field.column: field.db_type(connection) or "text" for field in table._meta.concrete_fields}
    return ", ".join(f"%s::{kinds[name].partition('(')[0]}[]" for name in columns)
