"""Many rows from each given one, in bulk: what a whole set of rows shares is bound once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

Rows = Sequence[tuple[Any, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How a given row becomes rows of a table: `shared` has one value in all of them, `by` one of `each`, `own` is what
    every row has of its own, `always` what all rows of all given ones have."""

    shared: str
    by: str
    each: tuple[int, ...]
    own: tuple[str, ...]
    always: tuple[tuple[str, int], ...] = ()

    @property
    def columns(self) -> tuple[str, ...]:
        return self.shared, self.by, *self.own, *(name for name, _ in self.always)


def spread(table: type[models.Model], how: Spread, rows: Rows) -> None:
    """Appends as many rows for each given one as `each` has numbers. A given row is the shared value and then the own
    ones (whole numbers, true, false or nothing) row by row. Within the caller's transaction."""
    if not rows or not how.each:
        return
    quote = connection.ops.quote_name
    into = f"{quote(table._meta.db_table)} ({', '.join(map(quote, how.columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            lines = _lines(how)
            with cursor.cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write(lines % tuple(["\\N" if value is None else int(value) for value in _repeated(how, row)]))
        else:
            # What a statement of several rows may have to take back, SQLite notes page by page, which costs more than
            # the rows themselves; the transaction takes everything back anyway.
            cursor.executemany(f"INSERT OR FAIL INTO {into} VALUES {_places(how)}", rows)


def _places(how: Spread) -> str:
    """The rows of one statement, with the shared value as ?1."""
    always = "".join(f", {value:d}" for _, value in how.always)
    width = len(how.own)
    sets = ((number, (f", ?{2 + place * width + at}" for at in range(width))) for place, number in enumerate(how.each))
    return ", ".join(f"(?1, {number:d}{''.join(own)}{always})" for number, own in sets)


def _lines(how: Spread) -> str:
    """The rows of one given row as COPY reads them, with a place for each value."""
    always = "".join(f"\t{value:d}" for _, value in how.always)
    return "".join(f"%s\t{number:d}{chr(9).join(['', *(['%s'] * len(how.own))])}{always}\n" for number in how.each)


def _repeated(how: Spread, row: tuple[Any, ...]) -> list[Any]:
    """The row with the shared value before each set of own ones."""
    width = len(how.own)
    return [value for at in range(1, 1 + width * len(how.each), width) for value in (row[0], *row[at : at + width])]
