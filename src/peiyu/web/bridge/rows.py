"""The rows of a fact table as frames of bounded size, straight from the database's driver and typed by the
vocabulary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from types import ModuleType
from urllib.parse import quote

import polars as pl
from django.db import connection

from peiyu.facts.base.schema import columns, dtype
from peiyu.facts.vocabulary.model import Entity
from peiyu.web.enterprises.models import FACT_MODELS

AT_ONCE = 131_072
"""Rows of a frame: some 100 MB of an entity with a hundred columns."""

FIRST: Mapping[type[pl.DataType], str] = {pl.Int64: "0", pl.Boolean: "0", pl.Date: "'2000-01-01'"}
TEXT = "'x'"


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """The rows that are seen: of intakes up to `last`, without those that are being written or taken away."""

    last: int
    unseen: tuple[int, ...]

    @property
    def where(self) -> str:
        """The condition; the sum keeps both databases from walking the index of intakes instead of the table."""
        without = f" AND intake_id NOT IN ({', '.join(map(str, self.unseen))})" if self.unseen else ""
        return f" WHERE intake_id + 0 <= {self.last}{without}"


def frames(entity: Entity, which: Which) -> Iterator[pl.DataFrame]:
    """Every seen row of an entity, AT_ONCE at a time, each frame without the fields that nothing in it fills. Packs'
    own fields of the entity come out of `more`."""
    own = [field for field in entity.fields if field.pack]
    kinds = columns(entity, (field.code for field in entity.fields if not field.pack))
    names = [*kinds, *(["more"] if own else [])]
    for found in read(query_of(entity, kinds, which, more=bool(own))):
        found.columns = names
        frame = found.select(_cast(name, found.schema[name], kind) for name, kind in kinds.items())
        if own:
            frame = frame.hstack(own_columns(found["more"], entity))
        counts = dict(zip(frame.columns, frame.null_count().row(0), strict=True))
        yield frame.drop(field.code for field in entity.fields if counts[field.code] == frame.height)


def query_of(entity: Entity, kinds: Mapping[str, pl.DataType], which: Which, *, more: bool) -> str:
    """The statement. SQLite's columns have no type of their own and its driver takes that of the first rows, which may
    all be empty: a first row of the right types goes before them, and `read` drops it again."""
    quoted = connection.ops.quote_name
    wide = [quoted(name) for name in kinds]
    wide += [] if not more else ["more"] if connection.vendor == "sqlite" else ["CAST(more AS text)"]
    query = f"SELECT {', '.join(wide)} FROM {quoted(FACT_MODELS[entity.code]._meta.db_table)}{which.where}"
    if connection.vendor != "sqlite":
        return query
    first = [FIRST.get(type(kind), TEXT) for kind in kinds.values()] + ([TEXT] if more else [])
    return f"SELECT * FROM (SELECT {', '.join(first)}) UNION ALL {query}"


def read(query: str) -> Iterator[pl.DataFrame]:
    """The result of a statement in frames of AT_ONCE rows, without the first row on SQLite."""
    skip = connection.vendor == "sqlite"
    with closing(driver().connect(uri())) as link, closing(link.cursor()) as cursor:
        if connection.vendor == "sqlite":
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


def own_columns(more: pl.Series, entity: Entity) -> list[pl.Series]:
    """Packs' own fields out of the JSON that holds them."""
    kinds = {field.code: dtype(field) for field in entity.fields if field.pack}
    written = {code: pl.String() if kind == pl.Date else kind for code, kind in kinds.items()}
    parts = more.str.json_decode(pl.Struct(written)).struct.unnest()
    return [part.str.to_date("%Y-%m-%d") if kinds[part.name] == pl.Date else part for part in parts.get_columns()]


def _cast(name: str, given: pl.DataType, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Date and given == pl.String:
        return pl.col(name).str.to_date("%Y-%m-%d")
    return pl.col(name).cast(kind)


def driver() -> ModuleType:
    """The ADBC driver of the database."""
    if connection.vendor == "sqlite":
        from adbc_driver_sqlite import dbapi
    else:
        from adbc_driver_postgresql import dbapi  # type: ignore[no-redef]
    return dbapi


def uri() -> str:
    """Where ADBC finds the database."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"file:{quote(str(given['NAME']))}"
    parts = {name: quote(str(given[name]), safe="") for name in ("USER", "PASSWORD", "HOST", "NAME")}
    return "postgresql://{USER}:{PASSWORD}@{HOST}:{port}/{NAME}".format(**parts, port=given["PORT"] or 5432)
