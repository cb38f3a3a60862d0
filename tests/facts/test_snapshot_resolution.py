"""The whole-frame reading and the plain-Python reading of a fact base say the same."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.facts.base_rows import base_of, rows

from peiyu.facts.base import FactBase, StandIn, View
from peiyu.facts.resolve import snapshots
from peiyu.problems import Text

DAYS = [dt.date(2020, 1, 1), dt.date(2020, 6, 1), dt.date(2021, 1, 1)]
KEYS = [1, -2, 3]
YEARLY = ["staff", "staff_195", "rd_accounts", "rd_119"]
STAND_INS = (
    StandIn(
        entity="annual_return",
        field="rd_accounts",
        instead_of="rd_119",
        evidence="assumption",
        why=Text("会计口径", ""),
    ),
    StandIn(
        entity="annual_return", field="staff", instead_of="staff_195", evidence="assumption", why=Text("年末数", "")
    ),
)

header = {
    "enterprise": st.sampled_from(KEYS),
    "record_id": st.integers(1, 5),
    "known_from": st.sampled_from(DAYS),
    "source": st.sampled_from(["税务", "填报", "公开年报"]),
    "purpose": st.sampled_from(["行政", "行政", "公开", "统计"]),
}
figures = st.none() | st.integers(0, 9)
enterprises = st.fixed_dictionaries(
    {
        **header,
        "at": st.none() | st.sampled_from(DAYS),
        "name": st.sampled_from(["甲", "乙", None]),
        "own_brand": st.none() | st.booleans(),
    }
)
returns = st.fixed_dictionaries({**header, "year": st.sampled_from([2018, 2019]), **dict.fromkeys(YEARLY, figures)})
rights = st.fixed_dictionaries(
    {**header, "kind": st.sampled_from(["发明专利", "外观设计", None]), "holder_rank": figures}
)
declarations = st.fixed_dictionaries(
    {
        **header,
        "entity": st.just("ip_right"),
        "scope": st.sampled_from([None, "发明专利"]),
        "through": st.none() | st.sampled_from(DAYS),
    }
)
attestations = st.fixed_dictionaries(
    {
        **header,
        "condition": st.sampled_from([None, "p.t.c", "p.t.d"]),
        "outcome": st.none() | st.booleans(),
        "fact_entity": st.sampled_from([None, "annual_return"]),
        "fact_field": st.sampled_from(["rd_119", "staff"]),
        "fact_year": st.sampled_from([2018, 2019]),
        "low": figures,
        "high": st.none() | st.integers(10, 20),
    }
)
views = st.builds(
    View,
    as_of=st.sampled_from(DAYS),
    known_at=st.sampled_from(DAYS),
    use=st.sampled_from(["verdict", "aggregate"]),
    precedence=st.sampled_from([(), ("填报",), ("公开年报", "税务")]),
    stand_ins=st.booleans(),
)


def told_by_scan(base: FactBase, view: View) -> dict[int, Any]:
    """Everything of every enterprise, by scans."""
    told: dict[int, Any] = {}
    for bucket in range(base.bucket_count):
        for row in base.scan("enterprise", bucket, view, ["name", "own_brand"]).collect().iter_rows(named=True):
            key = row.pop("enterprise")
            facts = {("enterprise", code, 0, None): value for code, value in row.items() if value is not None}
            told[key] = {"facts": facts, "rights": set(), "complete": set(), "attested": {}}
        wanted = [*YEARLY, "rd_119__stand_in", "staff_195__stand_in"]
        for row in base.scan("annual_return", bucket, view, wanted).collect().iter_rows(named=True):
            for code in YEARLY:
                if row["enterprise"] in told and row[code] is not None:
                    stood = (
                        {"rd_119": "rd_accounts", "staff_195": "staff"}.get(code)
                        if row.get(f"{code}__stand_in")
                        else None
                    )
                    told[row["enterprise"]]["facts"]["annual_return", code, row["year"], stood] = row[code]
        _told_of_records(base, bucket, view, told)
    return told


def _told_of_records(base: FactBase, bucket: int, view: View, told: dict[int, Any]) -> None:
    for key, record, kind, rank in base.scan("ip_right", bucket, view, ["kind", "holder_rank"]).collect().iter_rows():
        if key in told:
            told[key]["rights"].add((record, kind, rank))
    for key, entity, scope in base.complete(bucket, view).collect().iter_rows():
        if key in told:
            told[key]["complete"].add((entity, scope))
    for key, condition, outcome in (
        base.attested(bucket, view).select("enterprise", "condition", "outcome").collect().iter_rows()
    ):
        if key in told:
            told[key]["attested"][condition] = outcome
    for key, entity, code, year, low, high in base.bands(bucket, view).collect().iter_rows():
        if key in told and not any(fact[:3] == (entity, code, year) for fact in told[key]["facts"]):
            told[key]["facts"][entity, code, year, None] = (low, high)


def told_by_snapshots(base: FactBase, view: View) -> dict[int, Any]:
    """The same by snapshots."""
    told = {}
    for one in snapshots(base, KEYS, view):
        told[one.enterprise] = {
            "facts": {(*fact, d.stand_in): (d.low, d.high) if d.is_band else d.value for fact, d in one.facts.items()},
            "rights": {(c.record_id, c.values.get("kind"), c.values.get("holder_rank")) for c in one.rows("ip_right")},
            "complete": set(one.complete),
            "attested": {a.condition: a.outcome for a in one.attestations},
        }
    return told


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(
    st.lists(enterprises, max_size=6), st.lists(returns, max_size=12), st.lists(rights, max_size=6),
    st.lists(declarations, max_size=3), st.lists(attestations, max_size=4), views, st.integers(1, 3),
)  # fmt: skip
def test_scan_and_snapshot_tell_the_same(
    firms: list[Any],
    yearly: list[Any],
    owned: list[Any],
    declared: list[Any],
    confirmed: list[Any],
    view: View,
    buckets: int,
) -> None:
    named = [{"enterprise": key, "at": None, "name": "企业", "own_brand": None} for key in KEYS]
    entities: dict[str, pl.DataFrame] = {"enterprise": rows(*named, *firms)}
    for code, some in (
        ("annual_return", yearly),
        ("ip_right", owned),
        ("list_declaration", declared),
        ("attestation", confirmed),
    ):
        if some:
            entities[code] = rows(*some)
    with tempfile.TemporaryDirectory() as folder:
        base = base_of(Path(folder) / "facts", entities, *STAND_INS, buckets=buckets)
        assert told_by_scan(base, view) == told_by_snapshots(base, view)
