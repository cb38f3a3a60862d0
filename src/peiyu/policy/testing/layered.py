"""Generated fact bases in which nothing is settled beforehand: versions, rival sources, statistical rows, facts of
another day, stand-ins, attested bands, contradicting offices, a list that the base lacks. Who reads them resolves
them. And enterprises of which more becomes known."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import polars as pl

from peiyu.facts.base import FactBase, FactBaseWriter
from peiyu.facts.base.manifest import StandIn
from peiyu.facts.base.schema import columns, header
from peiyu.facts.snapshot import Child as Record
from peiyu.facts.snapshot import Datum, Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.testing.enterprises import FIELDS, snapshot, snapshots, stored_rows
from peiyu.policy.testing.generate import AS_OF, DAYS, HEADS, MONEY, PACK, binding
from peiyu.problems import Text

SOURCES = ("填报", "税务", "调查")
KNOWN = (dt.date(2000, 1, 1), dt.date(2024, 1, 1), dt.date(2024, 2, 1))
AS_OF_DAYS = (
    dt.date(2024, 2, 28), dt.date(2024, 2, 29), dt.date(2024, 1, 1), dt.date(2023, 12, 31), dt.date(2023, 2, 28),
)  # fmt: skip
STAND_INS = (
    StandIn(
        entity="annual_return",
        field="rd_statistics",
        instead_of="rd_accounts",
        evidence="assumption",
        why=Text("近似", ""),
    ),
    StandIn(
        entity="annual_return", field="main_revenue", instead_of="sales", evidence="assumption", why=Text("近似", "")
    ),
    StandIn(entity="annual_return", field="revenue", instead_of="sales", evidence="assumption", why=Text("近似", "")),
    StandIn(
        entity="annual_return", field="rd_staff", instead_of="sci_staff", evidence="assumption", why=Text("近似", "")
    ),
)
HEADER = ("enterprise", "record_id", "year")
FULL = len(max((snapshot(Random(n), 0).facts for n in range(20)), key=len))
"""How many facts an enterprise without holes has."""

FOUNDED = ("enterprise", "founded", 0)
Row = dict[str, Any]


def varied(seed: int) -> Binding:
    """`binding(seed)` looked at from another day, known-at and precedence, with or without stand-ins."""
    dice = Random(f"selection/{seed}")
    as_of = dice.choice(AS_OF_DAYS)
    selection = Selection(
        as_of=as_of, known_at=dice.choice((as_of, dt.date(2023, 12, 31), dt.date(2024, 12, 31))), rules_at=as_of,
        stand_ins=dice.random() < 0.7, precedence=dice.choice(((), SOURCES[1:2], SOURCES)),
    )  # fmt: skip
    return dataclasses.replace(binding(seed), selection=selection)


def write_layered(seed: int, enterprises: int, folder: Path, *, buckets: int = 2) -> FactBase:
    """A fact base of some enterprises, said to be made up."""
    dice = Random(f"layered/{seed}")
    rows = stored_rows(snapshots(seed, enterprises))
    keys = [row["enterprise"] for row in rows["enterprise"]]
    rows["attestation"] += [said for key in keys for said in offices(dice, key)]
    rows[dice.choice(("award", "financing"))] = []
    rows["annual_return"] += [
        {"enterprise": row["enterprise"], "year": row["year"], "rd_statistics": dice.choice((0, 10**8, None))}
        for row in rows["annual_return"]
        if dice.random() < 0.3
    ]
    with FactBaseWriter(folder, buckets=buckets, made_up=True) as writer:
        for one in STAND_INS:
            writer.stand_in(one)
        for entity, stored in rows.items():
            if stored:
                kept = vocabulary().entities[entity]
                versions = [version for row in stored for version in told(dice, entity, row)]
                codes = dict.fromkeys(code for row in versions for code in row if code not in header(kept))
                schema = columns(kept, codes)
                writer.add(entity, pl.DataFrame([dict.fromkeys(schema) | row for row in versions], schema=schema))
        return writer.finish()


def told(dice: Random, entity: str, row: Row) -> Iterator[Row]:
    """A row as one to three statements: by other sources, of other days, some fields left out, some changed."""
    period = vocabulary().entities[entity].period
    for number in range(dice.choice((1, 1, 1, 2, 3))):
        said = {code: v for code, v in row.items() if code in HEADER or dice.random() > number * 0.3}
        if number and period == "year":
            said |= {c: dice.choice((0, 10**8, 7)) for c in dice.sample((*MONEY, *HEADS), 3)}
        if number and entity == "enterprise":
            said |= {"resident": dice.random() < 0.5}
        if period == "instant":
            said["at"] = dice.choice((None, dt.date(2023, 6, 30), dt.date(2024, 6, 30))) if number else None
        if entity == "list_declaration" and dice.random() < 0.5:
            said["through"] = dice.choice((dt.date(2023, 12, 31), dt.date(2024, 2, 28), dt.date(2024, 2, 29)))
        yield {"record_id": 1} | said | {
            "known_from": dice.choice(KNOWN) if number else KNOWN[0],
            "source": dice.choice(SOURCES),
            "purpose": dice.choice(("行政", "行政", "企业授权", "统计")) if number else "行政",
        }  # fmt: skip


def offices(dice: Random, enterprise: int) -> Iterator[Row]:
    """What offices confirm of one enterprise: conditions, at times two of them against each other, and bands."""
    number = 10
    for _ in range(dice.choice((0, 0, 0, 1, 2))):
        number += 1
        tier = dice.choice(("first", "third"))
        yield {"enterprise": enterprise, "record_id": number, "condition": f"{PACK}.{tier}.c{dice.choice((1, 2))}",
               "outcome": dice.choice((True, False, None))}  # fmt: skip
    for _ in range(dice.choice((0, 0, 0, 0, 0, 0, 0, 0, 1, 3))):
        number += 1
        low = dice.choice((None, 0, 1, 10**6, 5 * 10**8))
        high = dice.choice((None, 5 * 10**8, 2 * 10**10)) if low is None or low < 5 * 10**8 else None
        yield {"enterprise": enterprise, "record_id": number, "fact_entity": "annual_return",
               "fact_field": dice.choice((*MONEY, *HEADS)), "fact_year": dice.choice((2021, 2022, 2023)),
               "low": low, "high": high}  # fmt: skip


def since_founding(dice: Random, one: Snapshot) -> Snapshot:
    """As real enterprises are: without figures of years before the founding; and where that lies within a window,
    with everything known that is of no year (docs/explanation/library.md §3 says why)."""
    founded = one.facts.get(FOUNDED)
    if founded is None or not isinstance(founded.value, dt.date) or founded.value.year <= AS_OF.year - 6:
        return one
    whole, first = learned(dice, one), founded.value.year
    figures = {k: v for k, v in one.facts.items() if k[2] >= first}
    return dataclasses.replace(whole, facts={**{k: v for k, v in whole.facts.items() if k[2] == 0}, **figures})


def learned(dice: Random, before: Snapshot) -> Snapshot:
    """The same enterprise when everything missing has been answered: facts from its founding on, the fields of its
    records, the rest of its lists. Nothing known changes."""
    whole = snapshot_of_all(dice)
    earliest = min((year for _, _, year in before.facts if year), default=AS_OF.year)
    answers = {FOUNDED: Datum(dice.choice([day for day in DAYS if day.year <= max(earliest, DAYS[0].year)]))}
    founded = before.facts.get(FOUNDED, answers[FOUNDED]).value
    assert isinstance(founded, dt.date)
    answers |= {k: v for k, v in whole.facts.items() if k != FOUNDED and (k[2] == 0 or k[2] >= founded.year)}
    children = {
        entity: tuple(answered(dice, record) for record in records)
        + (() if before.is_complete(entity) else whole.children[entity])
        for entity, records in before.children.items()
    }
    return dataclasses.replace(
        before, facts={**answers, **before.facts}, children=children,
        complete=frozenset((entity, "") for entity in children),
    )  # fmt: skip


def snapshot_of_all(dice: Random) -> Snapshot:
    """An enterprise without a hole; its records come after those of any other."""
    whole = next(s for n in count(dice.randrange(10**6)) if len((s := snapshot(Random(n), 0)).facts) == FULL)
    children = {
        entity: tuple(dataclasses.replace(r, record_id=r.record_id + 10) for r in records)
        for entity, records in whole.children.items()
    }
    titles = tuple(r for r in children["title"] if r.values.get("kind") != "高新技术企业")
    return dataclasses.replace(whole, children={**children, "title": titles})


def answered(dice: Random, record: Record) -> Record:
    """A record without a hole; an empty day of revocation says that there was none."""
    missing = {c: dice.choice(o) for c, o in FIELDS[record.entity].items() if c != "revoked_on"}
    return dataclasses.replace(record, values={**missing, **record.values})
