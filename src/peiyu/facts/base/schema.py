"""The columns of a fact base's files: which an entity has, of which type, and what identifies a row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import polars as pl

from peiyu.facts.vocabulary.model import Entity, Field, Period

STATISTICAL = "统计"
"""The purpose that a verdict never sees."""

PURPOSES = ("行政", STATISTICAL, "企业授权", "公开")

PROVENANCE: Mapping[str, pl.DataType] = {
    "enterprise": pl.Int64(), "record_id": pl.Int64(), "known_from": pl.Date(), "source": pl.String(),
    "purpose": pl.String(),
}  # fmt: skip
"""Columns of every row; none is ever null."""

PERIOD_COLUMNS: Mapping[Period, Mapping[str, pl.DataType]] = {
    "instant": {"at": pl.Date()},
    "year": {"year": pl.Int64()},
    "quarter": {"year": pl.Int64(), "quarter": pl.Int64(), "basis": pl.String()},
    "month": {"year": pl.Int64(), "month": pl.Int64(), "basis": pl.String()},
    "none": {},
}
"""Columns that date a row, by the entity's period; only `at` may be null (a fact without a date of its own)."""

KEYS: Mapping[Period, tuple[str, ...]] = {
    "instant": ("enterprise",),
    "year": ("enterprise", "year"),
    "quarter": ("enterprise", "year", "quarter", "basis"),
    "month": ("enterprise", "year", "month", "basis"),
    "none": ("enterprise", "record_id"),
}
"""What identifies a fact's row: versions and sources of one key are resolved against each other."""

BASES = ("当月", "累计")
"""What a quarterly or monthly figure covers: the period alone, or the year up to its end."""

STAND_IN_MARK = "__stand_in"


def is_versioned_by_field(entity: Entity) -> bool:
    """Whether rows of one key are resolved field by field (child records: the latest row as a whole)."""
    return entity.period != "none"


def dtype(field: Field) -> pl.DataType:
    """The stored type of a field."""
    if field.is_numeric:
        return pl.Int64()
    if field.type == "bool":
        return pl.Boolean()
    return pl.Date() if field.type == "date" else pl.String()


def header(entity: Entity) -> dict[str, pl.DataType]:
    """The columns of an entity's rows before its fields."""
    return {**PROVENANCE, **PERIOD_COLUMNS[entity.period]}


def columns(entity: Entity, fields: Iterable[str]) -> dict[str, pl.DataType]:
    """The header and the given fields, with their stored types. KeyError if the entity has no such field."""
    return {**header(entity), **{code: dtype(entity.field(code)) for code in fields}}


def sort_order(entity: Entity) -> list[str]:
    """How a file is sorted: by year and enterprise, then so that equal content gives equal bytes."""
    first = [name for name in ("year",) if name in PERIOD_COLUMNS[entity.period]] + ["enterprise"]
    rest = [name for name in KEYS[entity.period] if name not in first]
    return [*first, *rest, *(n for n in ("known_from", "source", "record_id") if n not in rest)]


def bucket_of(buckets: int) -> pl.Expr:
    """The bucket of a row: its key as an unsigned number, mod the number of buckets."""
    return pl.col("enterprise").reinterpret(signed=False) % buckets
