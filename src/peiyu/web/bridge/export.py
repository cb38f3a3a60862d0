"""The database as a fact base: the visible rows of every fact table, in the library's columns."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import polars as pl
from django.conf import settings
from django.db import connection

from peiyu.facts.base import FactBase, FactBaseWriter
from peiyu.facts.base.schema import columns
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Entity
from peiyu.web.enterprises.models import FACT_MODELS
from peiyu.web.enterprises.queries import facts_version, intakes_unseen

Progress = Callable[[float], None]


def export(*, progress: Progress = lambda share: None) -> FactBase:
    """The fact base of everything that is live; the one that is there already if nothing changed since."""
    version = facts_version()
    name = hashlib.blake2b(version.encode(), digest_size=16).hexdigest()
    target: Path = settings.PEIYU.path("facts", name)
    if target.exists():
        return FactBase.open(target)
    entities = list(vocabulary().entities.values())
    with FactBaseWriter(target, made_up=settings.PEIYU.made_up) as writer:
        for place, entity in enumerate(entities):
            frame = rows(entity)
            if frame.height:
                writer.add(entity.code, frame)
            progress((place + 1) / (len(entities) + 4))
        base = writer.finish()
    progress(1.0)
    return base


def rows(entity: Entity) -> pl.DataFrame:
    """The visible rows of an entity, cast by the vocabulary: drivers give booleans as integers and dates as text.

    SQLite's columns have no type of their own and the driver takes that of the first rows, which may all be empty: a
    first row of the right types goes before them, and is dropped again.
    """
    table = FACT_MODELS[entity.code]
    kinds = columns(entity, (field.code for field in entity.fields))
    named = ", ".join(connection.ops.quote_name(name) for name in kinds)
    unseen = intakes_unseen()
    where = f" WHERE intake_id NOT IN ({', '.join(map(str, unseen))})" if unseen else ""
    query = f"SELECT {named} FROM {connection.ops.quote_name(table._meta.db_table)}{where}"
    if connection.vendor == "sqlite":
        first = ", ".join("0" if kind in (pl.Int64, pl.Boolean) else "'2000-01-01'" for kind in kinds.values())
        query = f"SELECT * FROM (SELECT {first}) UNION ALL {query}"
    found = pl.read_database_uri(query, uri(), engine="adbc")
    found.columns = list(kinds)
    if connection.vendor == "sqlite":
        found = found.slice(1)
    return found.select(_cast(name, found.schema[name], kind) for name, kind in kinds.items())


def _cast(name: str, given: pl.DataType, kind: pl.DataType) -> pl.Expr:
    if kind == pl.Date and given == pl.String:
        return pl.col(name).str.to_date("%Y-%m-%d")
    return pl.col(name).cast(kind)


def uri() -> str:
    """Where ADBC finds the database."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{given['NAME']}"
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD", "dbname": "NAME"}
    return "postgresql:///?" + urlencode({word: given[key] for word, key in named.items() if given[key]})


def forget(keep: int = 3) -> None:
    """Removes all but the newest fact bases that no evaluation needs."""
    folders = sorted(settings.PEIYU.path("facts").iterdir(), key=lambda one: one.stat().st_mtime, reverse=True)
    for folder in folders[keep:]:
        shutil.rmtree(folder, ignore_errors=True)
