"""Generated enterprises: figures on and beside the thresholds of generated rules, with holes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from peiyu.facts.base import FactBase, FactBaseWriter
from peiyu.facts.base.schema import columns, header
from peiyu.facts.snapshot import Child as Record
from peiyu.facts.snapshot import ConditionAttestation, Datum, Snapshot, Value
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.testing.generate import AMOUNTS, AS_OF, DAYS, HEADS, INDUSTRIES, MONEY, PACK, RATES


def snapshots(seed: int, count: int) -> list[Snapshot]:
    """Enterprises on and beside the thresholds, with holes, founded in and before the window."""
    return [snapshot(Random(f"{seed}/{n}"), n) for n in range(count)]


def snapshot(dice: Random, number: int) -> Snapshot:
    facts: dict[tuple[str, str, int], Datum] = {}

    def put(entity: str, code: str, year: int, value: Value, holes: float) -> None:
        if dice.random() >= holes:
            facts[entity, code, year] = Datum(value, source="generated")

    holes = dice.choice((0.0, 0.1, 0.5))
    put("enterprise", "founded", 0, dice.choice(DAYS), holes)
    put("enterprise", "industry", 0, dice.choice(INDUSTRIES), holes)
    for code in ("resident", "own_brand"):
        put("enterprise", code, 0, dice.random() < 0.5, holes)
    base = dice.choice(AMOUNTS)
    for year in range(AS_OF.year - 6, AS_OF.year):
        for code in MONEY:
            put("annual_return", code, year, amount(dice, base, code), holes)
        for code in HEADS:
            put("annual_return", code, year, dice.choice((0, 1, 7, 10, 30, 70, 100)), holes)
        put("annual_return", "market_share", year, dice.choice((0, 5 * 10**6, 10**7, 10**8)), holes)
        put("annual_return", "segment_years", year, dice.choice((0, 199, 200, 399, 1000)), holes)
        put("annual_return", "platform_score", year, dice.choice((0, 500, 950)), holes)
    children = {entity: records(dice, entity, holes) for entity in ("ip_right", "award", "financing", "title")}
    complete = frozenset((entity, "") for entity in children if dice.random() < 0.5)
    if dice.random() < 0.3:
        complete |= {("title", "高新技术企业")}
    attested: tuple[ConditionAttestation, ...] = ()
    if dice.random() < 0.1:
        attested = (ConditionAttestation(f"{PACK}.first.c1", dice.random() < 0.5, "generated", None),)
    key = number - 50 if number < 50 else number - 49
    return Snapshot(key, f"G{number}", f"made up {number}", facts, children, complete, attested)


def amount(dice: Random, base: int, code: str) -> int:
    """The firm's base amount or exactly a round share of it, sometimes one fen off, sometimes a loss."""
    share = dice.choice((Fraction(1), Fraction(1), Fraction(11, 10), *RATES))
    value = int(base * share) + dice.choice((0, 0, 0, 0, 1, -1))
    return value if code in ("net_profit", "net_assets") and dice.random() < 0.9 else abs(value)


FIELDS: Mapping[str, Mapping[str, tuple[Value, ...]]] = {
    "ip_right": {
        "kind": ("发明专利", "软件著作权", "实用新型"),
        "status": ("有效", "失效"),
        "granted_on": DAYS,
        "productive": (True, False),
    },
    "award": {"awarded_on": DAYS, "unit_rank": (1, 3, 4)},
    "financing": {"amount": (0, 10**8, 10**8 - 1), "qualified": (True, False), "paid_on": DAYS},
    "title": {
        "kind": ("高新技术企业", "瞪羚企业"),
        "granted_on": DAYS[:6],
        "expires_on": DAYS[5:],
        "revoked_on": DAYS[5:7],
    },
}


def records(dice: Random, entity: str, holes: float) -> tuple[Record, ...]:
    made = []
    for number in range(dice.choice((0, 0, 1, 3))):
        missing = {"revoked_on": 0.7}
        values = {
            code: dice.choice(options)
            for code, options in FIELDS[entity].items()
            if dice.random() >= max(holes, missing.get(code, 0.0))
        }
        made.append(Record(entity, number + 1, values, "generated"))
    return tuple(made)


def stored_rows(found: list[Snapshot]) -> dict[str, list[dict[str, Any]]]:
    """The same enterprises as rows of a fact base, by entity."""
    rows: dict[str, list[dict[str, Any]]] = {code: [] for code in vocabulary().entities}
    for one in found:
        by_record: dict[tuple[str, int], dict[str, Any]] = {("enterprise", 0): {"code": one.code, "name": one.name}}
        for (entity, code, year), datum in one.facts.items():
            by_record.setdefault((entity, year), {"year": year} if year else {})[code] = datum.value
        for (entity, _), values in by_record.items():
            rows[entity].append({"enterprise": one.enterprise, **values})
        for entity, kept in one.children.items():
            rows[entity] += [{"enterprise": one.enterprise, "record_id": r.record_id, **r.values} for r in kept]
        rows["list_declaration"] += [
            {"enterprise": one.enterprise, "record_id": n + 1, "entity": entity, "scope": scope or None}
            for n, (entity, scope) in enumerate(sorted(one.complete))
        ]
        rows["attestation"] += [
            {"enterprise": one.enterprise, "record_id": 1, "condition": a.condition, "outcome": a.outcome}
            for a in one.attestations
        ]
    return rows


def write_base(found: list[Snapshot], folder: Path, *, buckets: int = 2) -> FactBase:
    """A fact base of these enterprises, said to be made up."""
    with FactBaseWriter(folder, buckets=buckets, made_up=True) as writer:
        for entity, rows in stored_rows(found).items():
            if not rows:
                continue
            kept = vocabulary().entities[entity]
            schema = columns(kept, dict.fromkeys(code for row in rows for code in row if code not in header(kept)))
            header_of = {"record_id": 1, "known_from": dt.date(2000, 1, 1), "source": "generated", "purpose": "行政"}
            full = [dict.fromkeys(schema) | header_of | row for row in rows]
            writer.add(entity, pl.DataFrame(full, schema=schema))
        return writer.finish()
