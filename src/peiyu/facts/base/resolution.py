"""Which rows are visible and which value holds, over Polars frames (docs/explanation/library.md §2).

`resolve.py` says the same again in plain Python for a few enterprises; a property test compares the two.
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from peiyu.facts.base.manifest import EntityRecord
from peiyu.facts.base.schema import KEYS, STATISTICAL, is_versioned_by_field
from peiyu.facts.base.view import View
from peiyu.facts.vocabulary.model import Entity

UNNAMED = 1_000_000
"""Rank of a source that the precedence does not name."""


def visible(entity: Entity, view: View) -> pl.Expr:
    """True for the rows that the view sees."""
    seen = pl.col("known_from") <= view.known_at
    if view.use == "verdict":
        seen &= pl.col("purpose") != STATISTICAL
    if entity.period == "instant":
        seen &= pl.col("at").is_null() | (pl.col("at") <= view.as_of)
    return seen


def needs_resolving(record: EntityRecord, view: View) -> bool:
    """False when the manifest proves that every row is visible and none has a rival."""
    all_known = record.known_until is None or record.known_until <= view.known_at
    all_dated = record.at_until is None or record.at_until <= view.as_of
    all_permitted = view.use != "verdict" or STATISTICAL not in record.purposes
    return not (record.unique and all_known and all_dated and all_permitted)


def best_first(frame: pl.LazyFrame, entity: Entity, view: View) -> pl.LazyFrame:
    """Rows in order of preference: the precedence of their source, for instant rows the date, the day from which
    they are known; ties by record, the higher first, because a registry numbers what it records, and then by source, so
    that the choice never depends on the order of loading."""
    ranks = {source: rank for rank, source in enumerate(view.precedence)}
    rank = pl.col("source").replace_strict(ranks, default=UNNAMED, return_dtype=pl.Int64) if ranks else pl.lit(0)
    by: list[tuple[pl.Expr, bool]] = [(rank, False)]
    if entity.period == "instant":
        by.append((pl.col("at"), True))
    by += [(pl.col("known_from"), True), (pl.col("record_id"), True), (pl.col("source"), False)]
    return frame.sort([e for e, _ in by], descending=[d for _, d in by], nulls_last=True, maintain_order=True)


def resolved(frame: pl.LazyFrame, entity: Entity, view: View, fields: Sequence[str]) -> pl.LazyFrame:
    """One row a key: the keys and `fields`, each its first known value in order of preference. Child records:
    the best row of each record as a whole."""
    keys = list(KEYS[entity.period])
    wanted = [*keys, *(f for f in fields if f not in keys)]
    seen = frame.filter(visible(entity, view))
    if not is_versioned_by_field(entity):
        current = seen.filter(~superseded(keys))
        marked = current.with_columns((pl.len().over(keys) > 1).alias("__rivals"))
        alone = marked.filter(~pl.col("__rivals")).select(wanted)
        versions = best_first(marked.filter(pl.col("__rivals")), entity, view)
        return pl.concat([alone, versions.unique(keys, keep="first", maintain_order=True).select(wanted)])
    rivals = (pl.col(keys[0]) if len(keys) == 1 else pl.struct(keys)).is_duplicated()
    marked = seen.with_columns(rivals.alias("__rivals"))
    alone = marked.filter(~pl.col("__rivals")).select(wanted)
    settled = (
        best_first(marked.filter(pl.col("__rivals")), entity, view)
        .group_by(keys, maintain_order=True)
        .agg(pl.col(f).drop_nulls().first() for f in wanted if f not in keys)
    )
    return pl.concat([alone, settled.select(wanted)])


def superseded(keys: Sequence[str]) -> pl.Expr:
    """Whether the next row is a later version of the same record from the same source, so that this one cannot be the
    best: files are sorted by record and day, which spares most records the sorting by preference."""
    same = pl.all_horizontal(pl.col(c) == pl.col(c).shift(-1) for c in (*keys, "source"))
    return (same & (pl.col("known_from") < pl.col("known_from").shift(-1))).fill_null(False)
