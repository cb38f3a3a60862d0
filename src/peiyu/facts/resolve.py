"""One enterprise, or thousands, as known at a date: stored rows → Snapshot.

Plain Python, row by row and field by field; `base/resolution.py` says the same over whole frames. Rows come from a
fact base (`snapshot`, `snapshots`) or from wherever else they are kept (`composed`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from peiyu.facts.base.manifest import StandIn
from peiyu.facts.base.read import FactBase
from peiyu.facts.base.resolution import UNNAMED, visible
from peiyu.facts.base.schema import STATISTICAL
from peiyu.facts.base.view import View
from peiyu.facts.given import snapshot_of
from peiyu.facts.snapshot import Child, ConditionAttestation, Datum, Snapshot, Value
from peiyu.facts.vocabulary.model import Entity
from peiyu.problems import FactsError, Problem, Text

__all__ = [
    "Row",
    "Shape",
    "composed",
    "is_read",
    "is_seen",
    "shape_of",
    "snapshot",
    "snapshot_of",
    "snapshots",
    "unknown",
]

ROOT_PERIODS = ("instant", "year")
"""Entities that conditions read as facts; the children's lists are apart, quarters and months feed insight."""

UNSEEN = ("attestation", "list_declaration")
"""Child records that are not facts about the enterprise but about what is known of it."""

AT_ONCE = 4_000
"""Enterprises whose rows are turned into Python objects at one time."""

Row = Mapping[str, Any]
FactId = tuple[str, str, int]


def snapshot(base: FactBase, key: int, view: View) -> Snapshot:
    """One enterprise. FactsError `enterprise-unknown` if the base does not hold it (or the view does not see it),
    `purpose-statistics` as in FactBase.scan."""
    for one in snapshots(base, [key], view):
        return one
    raise unknown(key)


def unknown(key: int) -> FactsError:
    """The error for a key of which nothing is seen."""
    return FactsError(
        Problem(
            "enterprise-unknown",
            Text("库中没有这家企业，或所选日期尚不可见", "the base has no such enterprise, or not at these dates"),
            found=str(key),
            next_step=Text("核对代码与数据截止日", "check the code and the as-of date"),
        )
    )


def snapshots(base: FactBase, keys: Iterable[int], view: View) -> Iterator[Snapshot]:
    """Many enterprises, read bucket by bucket with one pass over each file. They come in order of bucket and key,
    each once; keys that the base does not hold or the view does not see are left out."""
    base.refuse_statistics(view)
    by_bucket: dict[int, list[int]] = {}
    for key in sorted(set(keys)):
        by_bucket.setdefault((key % 2**64) % base.bucket_count, []).append(key)
    for bucket in sorted(by_bucket):
        yield from _bucket_snapshots(base, bucket, by_bucket[bucket], view)


def _bucket_snapshots(base: FactBase, bucket: int, keys: list[int], view: View) -> Iterator[Snapshot]:
    """The files are read once; rows become Python objects a few thousand enterprises at a time."""
    wanted = pl.lit(keys[0]) if len(keys) == 1 else pl.lit(pl.Series(keys, dtype=pl.Int64).implode())
    chosen = pl.col("enterprise") == wanted if len(keys) == 1 else pl.col("enterprise").is_in(wanted)
    entities = [e for e in base.vocabulary.entities.values() if is_read(e) and _is_held(base, e, bucket)]
    with base.reading():
        frames = pl.collect_all([base.raw(e.code, bucket).filter(chosen & visible(e, view)) for e in entities])
    held, stand_ins = base.manifest.entities, base.manifest.stand_ins
    shapes = [shape_of(entity, held[entity.code].columns, stand_ins, view) for entity in entities]
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        within = pl.col("enterprise").is_between(some[0], some[-1])
        parts = [frame if len(keys) <= AT_ONCE else frame.filter(within) for frame in frames]
        by_entity = [(shape, _rows(part)) for shape, part in zip(shapes, parts, strict=True)]
        for key in some:
            mine = {s.entity.code: (s, rows[key]) for s, rows in by_entity if key in rows}
            if "enterprise" in mine:
                yield composed(key, mine, view)


def _is_held(base: FactBase, entity: Entity, bucket: int) -> bool:
    record = base.manifest.entities.get(entity.code)
    return record is not None and bucket in record.files


def _rows(frame: pl.DataFrame) -> dict[int, list[Row]]:
    """Rows by enterprise."""
    grouped: dict[int, list[Row]] = {}
    for row in frame.iter_rows(named=True):
        grouped.setdefault(row["enterprise"], []).append(row)
    return grouped


# --- one enterprise --------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shape:
    """What the rows of one entity mean: its stored fields, and field → (field that stands in, factor)."""

    entity: Entity
    fields: frozenset[str]
    stand_ins: Mapping[str, tuple[tuple[str, int], ...]]
    ranks: Mapping[str, int]

    def preference(self, row: Row) -> tuple[int, int, int, int, str]:
        """Sorts rows best first, as `base.resolution.best_first`."""
        at = row["at"] if self.entity.period == "instant" else None
        rank = self.ranks.get(row["source"], UNNAMED)
        return rank, -at.toordinal() if at else 0, -row["known_from"].toordinal(), -row["record_id"], row["source"]


@dataclass(frozen=True, slots=True, eq=False)
class StoredFacts(Mapping[FactId, Datum]):
    """The facts of a Snapshot, each resolved when it is asked for: of hundreds stored, few are read.

    `rows`: (entity, year) → its shape and rows, best first; `bands`: what attestations narrow.
    """

    rows: Mapping[tuple[str, int], tuple[Shape, Sequence[Row]]]
    bands: Mapping[FactId, Datum]

    def __getitem__(self, key: FactId) -> Datum:
        found: Datum | None = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def get(self, key: FactId, default: Any = None) -> Any:
        entity, code, year = key
        shape, rows = self.rows.get((entity, year), (None, ()))
        if shape is not None and code in shape.fields:
            for row in rows:
                if (value := row[code]) is not None:
                    return Datum(value, source=row["source"], record_id=row["record_id"])
        if key in self.bands:
            return self.bands[key]
        for other, factor in shape.stand_ins.get(code, ()) if shape is not None else ():
            for row in rows:
                if (value := row[other]) is not None:
                    stood = value * factor if factor != 1 else value
                    return Datum(stood, source=row["source"], record_id=row["record_id"], stand_in=other)
        return default

    def __iter__(self) -> Iterator[FactId]:
        for (entity, year), (shape, _) in self.rows.items():
            for code in (*shape.fields, *(c for c in shape.stand_ins if c not in shape.fields)):
                if (key := (entity, code, year)) not in self.bands and self.get(key) is not None:
                    yield key
        yield from self.bands

    def __len__(self) -> int:
        return sum(1 for _ in self)


def is_read(entity: Entity) -> bool:
    """Whether rows of an entity can reach a Snapshot."""
    return entity.period in ROOT_PERIODS or entity.is_child


def is_seen(row: Row, entity: Entity, view: View) -> bool:
    """Whether the view sees a row, as `base.resolution.visible`."""
    if row["known_from"] > view.known_at or (view.use == "verdict" and row["purpose"] == STATISTICAL):
        return False
    return entity.period != "instant" or row["at"] is None or row["at"] <= view.as_of


def shape_of(entity: Entity, fields: Iterable[str], stand_ins: Iterable[StandIn], view: View) -> Shape:
    """What rows of an entity with these fields mean in a view."""
    held = frozenset(fields)
    declared = [s for s in stand_ins if s.entity == entity.code and s.field in held]
    standing: dict[str, tuple[tuple[str, int], ...]] = {}
    for one in declared if view.stand_ins else ():
        factor = entity.field(one.instead_of).scale // entity.field(one.field).scale
        standing[one.instead_of] = (*standing.get(one.instead_of, ()), (one.field, factor))
    return Shape(entity, held, standing, {source: rank for rank, source in enumerate(view.precedence)})


def composed(key: int, mine: Mapping[str, tuple[Shape, list[Row]]], view: View) -> Snapshot:
    """The Snapshot of an enterprise from its rows that the view sees, in any order: entity → (shape, rows)."""
    rows: dict[tuple[str, int], tuple[Shape, list[Row]]] = {}
    children: dict[str, tuple[Child, ...]] = {}
    for code, (shape, all_rows) in mine.items():
        best_first = sorted(all_rows, key=shape.preference)
        if shape.entity.period in ROOT_PERIODS:
            for row in best_first:
                rows.setdefault((code, row.get("year", 0)), (shape, []))[1].append(row)
        elif code not in UNSEEN:
            children[code] = tuple(_child(shape, row) for row in sorted(_latest(best_first), key=_record))
    confirmed, declared = (_latest_of(mine.get(code)) for code in UNSEEN)
    facts = StoredFacts(rows, _bands(confirmed))
    return Snapshot(
        enterprise=key,
        code=_text(facts, "code"),
        name=_text(facts, "name"),
        facts=facts,
        children=children,
        complete=_complete(declared, view.as_of),
        attestations=_attestations(confirmed),
    )


def _latest(best_first: Iterable[Row]) -> list[Row]:
    """Of the versions of each record the preferred one."""
    seen: dict[int, Row] = {}
    for row in best_first:
        seen.setdefault(row["record_id"], row)
    return list(seen.values())


def _latest_of(stored: tuple[Shape, list[Row]] | None) -> list[Row]:
    """The records of one entity, best first."""
    return _latest(sorted(stored[1], key=stored[0].preference)) if stored else []


def _record(row: Row) -> int:
    return int(row["record_id"])


def _child(shape: Shape, row: Row) -> Child:
    values: dict[str, Value] = {code: row[code] for code in shape.fields if row[code] is not None}
    return Child(shape.entity.code, row["record_id"], values, row["source"])


def _bands(confirmed: list[Row]) -> dict[FactId, Datum]:
    """Facts that an office narrowed; of several statements on one fact the preferred one."""
    bands: dict[FactId, Datum] = {}
    for row in confirmed:
        entity, code = row.get("fact_entity"), row.get("fact_field")
        if entity is not None and code is not None:
            band = Datum(
                None, row.get("low"), row.get("high"), is_band=True, source=row["source"], record_id=row["record_id"],
                attested=True,
            )  # fmt: skip
            bands.setdefault((entity, code, row.get("fact_year") or 0), band)
    return bands


def _attestations(confirmed: list[Row]) -> tuple[ConditionAttestation, ...]:
    settled: dict[str, ConditionAttestation] = {}
    for row in confirmed:
        condition, outcome = row.get("condition"), row.get("outcome")
        if condition is not None and outcome is not None:
            office = row.get("attested_by") or row["source"]
            settled.setdefault(condition, ConditionAttestation(condition, outcome, office, row.get("attested_on")))
    return tuple(settled[condition] for condition in sorted(settled))


def _complete(declared: list[Row], as_of: dt.date) -> frozenset[tuple[str, str]]:
    return frozenset(
        (row["entity"], row.get("scope") or "")
        for row in declared
        if row.get("entity") is not None and ((through := row.get("through")) is None or through >= as_of)
    )


def _text(facts: Mapping[FactId, Datum], code: str) -> str:
    datum = facts.get(("enterprise", code, 0))
    return str(datum.value) if datum is not None and datum.value is not None else ""
