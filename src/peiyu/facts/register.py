"""Who is in a fact base, and who may be shown.

The rule of confidential enterprises (涉密或不公开): an enterprise is confidential when the latest statement on it says
so, whatever its source, purpose or the dates that an evaluation looks from; of statements of one day the one that
says so wins. A confidential enterprise is evaluated like any other and appears in no list, graph or export:
whatever goes out passes through `listed`. Its full code still finds it; a part of its name or code does not.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import polars as pl

from peiyu.facts.base.read import FactBase
from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.problems import FactsError

WITHHELD = "（涉密或不公开）"
"""Stands where something would name a confidential enterprise."""

SHOWN = ("code", "name", "former_names")


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """An enterprise of the base with its latest code and name ('' where none is recorded)."""

    enterprise: int
    code: str
    name: str


def confidential(base: FactBase, bucket: int) -> pl.LazyFrame:
    """The confidential enterprises of a bucket: one column, `enterprise`."""
    record = base.manifest.entities.get("enterprise")
    if record is None or "sensitive" not in record.columns:
        return pl.LazyFrame(schema={"enterprise": pl.Int64()})
    stated = base.raw("enterprise", bucket).filter(pl.col("sensitive").is_not_null())
    latest = stated.sort("known_from", "sensitive", descending=True).unique(
        "enterprise", keep="first", maintain_order=True
    )
    return latest.filter("sensitive").select("enterprise")


def confidential_keys(base: FactBase) -> frozenset[int]:
    """The keys of every confidential enterprise of a base."""
    found = pl.concat([confidential(base, bucket) for bucket in range(base.bucket_count)])
    return frozenset(found.collect()["enterprise"].to_list())


def stated_names(base: FactBase, keys: frozenset[int]) -> frozenset[str]:
    """Every code and name ever recorded for some enterprises."""
    record = base.manifest.entities.get("enterprise")
    columns = [c for c in SHOWN if record is not None and c in record.columns]
    words: set[str] = set()
    for bucket in range(base.bucket_count if columns else 0):
        rows = base.raw("enterprise", bucket).filter(pl.col("enterprise").is_in(list(keys))).select(columns).collect()
        words |= {word for column in rows for word in column.drop_nulls() if word}
    return frozenset(words)


def listed(base: FactBase, frame: pl.LazyFrame, *, bucket: int | None = None) -> pl.LazyFrame:
    """The rows of a frame with a column `enterprise` that may stand in a list, a graph or an export. `bucket`: the
    one that all its rows belong to, where that is known."""
    buckets = range(base.bucket_count) if bucket is None else (bucket,)
    hidden = pl.concat([confidential(base, one) for one in buckets])
    return frame.join(hidden, on="enterprise", how="anti", maintain_order="left")


def find(base: FactBase, text: str, *, limit: int = 20) -> tuple[Found, ...]:
    """Enterprises by their code, or by a part of name, former name or code: the exact name first, then by length
    of name. At most `limit`; none for empty text."""
    wanted = unicodedata.normalize("NFKC", text).strip()
    if not wanted:
        return ()
    try:
        key = enterprise_key(parse_code(wanted))
    except FactsError:
        pass
    else:
        rows = _latest(base, (key % 2**64) % base.bucket_count).filter(pl.col("enterprise") == key).collect()
        if rows.height:
            return _found(rows)
    matches = pl.any_horizontal(
        pl.col(column).str.to_uppercase().str.contains(wanted.upper(), literal=True).fill_null(False)
        for column in ("name", "former_names", "code")
    )
    hits = pl.concat([_latest(base, bucket).filter(matches) for bucket in range(base.bucket_count)])
    order = [pl.col("name") != wanted, pl.col("name").str.len_chars(), pl.col("name"), pl.col("enterprise")]
    return _found(listed(base, hits).sort(order, nulls_last=True).head(limit).collect())


def _latest(base: FactBase, bucket: int) -> pl.LazyFrame:
    """One row an enterprise: each shown field's latest value."""
    record = base.manifest.entities.get("enterprise")
    rows = base.raw("enterprise", bucket)
    absent = [c for c in SHOWN if record is None or c not in record.columns]
    rows = rows.with_columns(pl.lit(None, pl.String).alias(c) for c in absent)
    if record is not None and not record.unique:
        rows = rows.sort("known_from", "record_id").group_by("enterprise").agg(pl.col(SHOWN).drop_nulls().last())
    return rows.select("enterprise", "code", "name", "former_names")


def _found(rows: pl.DataFrame) -> tuple[Found, ...]:
    return tuple(
        Found(key, code or "", name or "") for key, code, name in rows.select("enterprise", "code", "name").iter_rows()
    )
