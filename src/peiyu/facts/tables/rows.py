"""The rows of fact tables as frames of bounded size, straight from the database's driver, typed by the vocabulary.

A program that has a SQLite database open must not read it here but in a process of its own (`copying`): the driver
brings its own copy of SQLite, and two copies in one process do not see each other's locks.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import polars as pl

from peiyu.facts.base.schema import columns, dtype
from peiyu.facts.vocabulary.model import Entity
from peiyu.problems import FactsError, Problem, Text

AT_ONCE = 131_072
"""Rows of a frame: some 100 MB of an entity with a hundred columns."""

FIRST: Mapping[type[pl.DataType], str] = {pl.Int64: "0", pl.Boolean: "0", pl.Date: "'2000-01-01'"}
TEXT = "'x'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A database as its driver finds it, and the rows of it that are seen: of intakes up to `last`, without those that
    are being written or taken away. `tables`: entity → its table."""

    vendor: str
    uri: str
    tables: Mapping[str, str]
    last: int
    unseen: tuple[int, ...]

    @property
    def is_sqlite(self) -> bool:
        return self.vendor == "sqlite"

    @property
    def where(self) -> str:
        """The condition; the sum keeps both databases from walking the index of intakes instead of the table."""
        without = f" AND intake_id NOT IN ({', '.join(map(str, self.unseen))})" if self.unseen else ""
        return f" WHERE intake_id + 0 <= {self.last}{without}"


def frames(entity: Entity, source: Source) -> Iterator[pl.DataFrame]:
    """Every seen row of an entity, AT_ONCE at a time, with the fields that any of them fills. Packs' own fields of the
    entity come out of `more`."""
    own = [field for field in entity.fields if field.pack]
    kinds = columns(entity, filled(entity, source))
    for found in read(query_of(entity, kinds, source, more=bool(own)), source, first=source.is_sqlite):
        found.columns = [*kinds, *(["more"] if own else [])]
        frame = found.select(_cast(name, found.schema[name], kind) for name, kind in kinds.items())
        yield frame.hstack(own_columns(found["more"], entity)) if own else frame


def filled(entity: Entity, source: Source) -> list[str]:
    """The fields of the common vocabulary that any seen row fills: one pass over the table, which spares reading the
    many columns that are empty."""
    codes = [field.code for field in entity.fields if not field.pack]
    counts = ", ".join(f'COUNT("{code}") AS "{code}"' for code in codes)
    query = f'SELECT {counts} FROM "{source.tables[entity.code]}"{source.where}'
    held = next(iter(read(query, source))).row(0) if codes else ()
    return [code for code, count in zip(codes, held, strict=True) if count]


def query_of(entity: Entity, kinds: Mapping[str, pl.DataType], source: Source, *, more: bool) -> str:
    """The statement. SQLite's columns have no type of their own and its driver takes that of the first rows, which may
    all be empty: a first row of the right types goes before them, and `read` drops it again."""
    wide = [f'"{name}"' for name in kinds]
    wide += [] if not more else ['"more"'] if source.is_sqlite else ['CAST("more" AS text)']
    query = f'SELECT {", ".join(wide)} FROM "{source.tables[entity.code]}"{source.where}'
    if not source.is_sqlite:
        return query
    first = [FIRST.get(type(kind), TEXT) for kind in kinds.values()] + ([TEXT] if more else [])
    return f"SELECT * FROM (SELECT {', '.join(first)}) UNION ALL {query}"


def read(query: str, source: Source, *, first: bool = False) -> Iterator[pl.DataFrame]:
    """The result of a statement in frames of AT_ONCE rows; `first`: without its first row. FactsError `database-lost`
    where the database does not answer, or no more."""
    driver: Any = import_module(f"adbc_driver_{source.vendor}.dbapi")
    try:
        yield from _read(driver, query, source, first)
    except (driver.OperationalError, OSError) as fault:
        raise _lost(str(fault)) from fault


def _read(driver: Any, query: str, source: Source, skip: bool) -> Iterator[pl.DataFrame]:
    with closing(driver.connect(source.uri)) as link, closing(link.cursor()) as cursor:
        if source.is_sqlite:
            cursor.adbc_statement.set_options(**{"adbc.sqlite.query.batch_rows": str(AT_ONCE)})
        cursor.execute(query)
        held: list[pl.DataFrame] = []
        for batch in cursor.fetch_record_batch():
            frame = pl.DataFrame(pl.from_arrow(batch))
            held.append(frame.slice(1) if skip else frame)
            skip = False
            if sum(one.height for one in held) >= AT_ONCE:
                yield pl.concat(held)
                held = []
        if any(one.height for one in held):
            yield pl.concat(held)


def _lost(found: str) -> FactsError:
    return FactsError(
        Problem(
            "database-lost",
            Text("数据库没有响应，未读出数据", "the database does not answer; nothing was read"),
            found=found.splitlines()[0] if found else "",
            next_step=Text(
                "稍候一分钟再试；仍不行，请告诉系统管理员",
                "try again in a minute; if it lasts, tell the system administrator",
            ),
        )
    )


def own_columns(more: pl.Series, entity: Entity) -> list[pl.Series]:
    """Packs' own fields out of the JSON that holds them, those that any of these rows fills."""
    kinds = {field.code: dtype(field) for field in entity.fields if field.pack}
    written = {code: pl.String() if kind == pl.Date else kind for code, kind in kinds.items()}
    parts = more.str.json_decode(pl.Struct(written)).struct.unnest()
    held = [part for part in parts.get_columns() if part.null_count() < part.len()]
    return [part.str.to_date("%Y-%m-%d") if kinds[part.name] == pl.Date else part for part in held]


def _cast(name: str, given: pl.DataType, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Date and given == pl.String:
        return pl.col(name).str.to_date("%Y-%m-%d")
    return pl.col(name).cast(kind)
