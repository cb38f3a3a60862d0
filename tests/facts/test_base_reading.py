"""What a view sees, which value holds, what stands in, and what is confirmed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.facts.base_rows import DAY, VIEW, base_of, rows

from peiyu.facts.base import FactBase, StandIn
from peiyu.facts.base.resolution import needs_resolving
from peiyu.facts.resolve import snapshot, snapshots
from peiyu.problems import FactsError, InternalError, Text

LATE = dt.date(2022, 1, 1)
BY_ACCOUNTS = StandIn(
    entity="annual_return", field="rd_accounts", instead_of="rd_119", evidence="assumption", why=Text("", "")
)
HEADCOUNT = StandIn(
    entity="annual_return", field="staff", instead_of="staff_195", evidence="assumption", why=Text("", "")
)


def told(base: FactBase, *columns: str, view: Any = VIEW) -> list[dict[str, Any]]:
    """The annual returns of a base of one bucket."""
    return base.scan("annual_return", 0, view, columns).sort("enterprise", "year").collect().to_dicts()


def test_nothing_is_resolved_when_the_manifest_proves_that_nothing_needs_it(tmp_path: Path) -> None:
    base = base_of(tmp_path / "facts", {"annual_return": rows({"year": 2020, "staff": 1}, {"year": 2019, "staff": 2})})
    record = base.manifest.entities["annual_return"]
    assert not needs_resolving(record, VIEW)
    assert needs_resolving(record, replace(VIEW, known_at=dt.date(2019, 12, 31)))
    assert needs_resolving(replace(record, unique=False), VIEW)
    assert needs_resolving(replace(record, purposes=("统计", "行政")), VIEW)
    assert not needs_resolving(replace(record, purposes=("统计", "行政")), replace(VIEW, use="aggregate"))
    assert needs_resolving(replace(record, at_until=LATE), VIEW)


def test_the_latest_known_value_holds_and_a_later_hole_does_not_erase(tmp_path: Path) -> None:
    given = rows(
        {"year": 2020, "staff": 10, "revenue": 1},
        {"year": 2020, "staff": 12, "revenue": None, "known_from": dt.date(2021, 1, 1)},
        {"year": 2020, "staff": 99, "revenue": 99, "known_from": LATE},
    )
    base = base_of(tmp_path / "facts", {"annual_return": given})
    assert told(base, "staff", "revenue") == [{"enterprise": 1, "year": 2020, "staff": 12, "revenue": 1}]
    assert told(base, "staff", view=replace(VIEW, known_at=dt.date(2020, 6, 1)))[0]["staff"] == 10
    assert told(base, "staff", view=replace(VIEW, known_at=LATE))[0]["staff"] == 99
    assert told(base, "staff", view=replace(VIEW, known_at=dt.date(2019, 1, 1))) == []


def test_of_one_day_the_statement_with_the_higher_number_holds_whatever_its_source(tmp_path: Path) -> None:
    given = rows(
        {"year": 2020, "staff": 1, "revenue": 5, "source": "A台账", "record_id": 7},
        {"year": 2020, "staff": 2, "revenue": None, "source": "办公室录入", "record_id": 8},
    )
    base = base_of(tmp_path / "facts", {"annual_return": given})
    assert told(base, "staff", "revenue")[0].items() >= {"staff": 2, "revenue": 5}.items()
    datum = snapshot(base, 1, VIEW).datum("annual_return", "staff", 2020)
    assert datum is not None
    assert (datum.value, datum.source) == (2, "办公室录入")
    first = replace(VIEW, precedence=("A台账",))
    assert told(base, "staff", view=first)[0]["staff"] == 1


def test_between_versions_of_one_record_of_one_day_the_source_whose_name_comes_first(tmp_path: Path) -> None:
    given = rows(
        {"record_id": 7, "kind": "发明专利", "source": "B"}, {"record_id": 7, "kind": "外观设计", "source": "A"}
    )
    base = base_of(tmp_path / "facts", {"ip_right": given})
    assert base.scan("ip_right", 0, VIEW, ["kind"]).collect()["kind"].to_list() == ["外观设计"]
    assert [one.values["kind"] for one in snapshot(base, 1, VIEW).rows("ip_right")] == ["外观设计"]


def test_precedence_decides_between_sources_field_by_field(tmp_path: Path) -> None:
    given = rows(
        {"year": 2020, "staff": 1, "revenue": None, "source": "税务"},
        {"year": 2020, "staff": 2, "revenue": 5, "source": "填报", "known_from": dt.date(2021, 1, 1)},
    )
    base = base_of(tmp_path / "facts", {"annual_return": given})
    assert told(base, "staff", "revenue")[0]["staff"] == 2
    preferred = told(base, "staff", "revenue", view=replace(VIEW, precedence=("税务", "填报")))[0]
    assert (preferred["staff"], preferred["revenue"]) == (1, 5)


def test_facts_of_a_date_are_seen_from_that_date_on(tmp_path: Path) -> None:
    given = rows(
        {"name": "旧名"},
        {"name": "新名", "at": dt.date(2021, 1, 1)},
        {"name": "将来", "at": LATE},
    )
    base = base_of(tmp_path / "facts", {"enterprise": given})
    assert snapshot(base, 1, VIEW).name == "新名"
    assert snapshot(base, 1, replace(VIEW, as_of=dt.date(2020, 6, 1))).name == "旧名"


def test_a_child_record_is_its_latest_version_as_a_whole(tmp_path: Path) -> None:
    given = rows(
        {"record_id": 7, "kind": "发明专利", "status": "有效"},
        {"record_id": 7, "kind": "发明专利", "status": None, "known_from": dt.date(2021, 1, 1)},
        {"record_id": 8, "kind": "外观设计", "status": "有效"},
    )
    base = base_of(tmp_path / "facts", {"ip_right": given})
    frame = base.scan("ip_right", 0, VIEW, ["kind", "status"]).sort("record_id").collect()
    assert frame.rows() == [(1, 7, "发明专利", None), (1, 8, "外观设计", "有效")]
    assert [dict(c.values) for c in snapshot(base, 1, VIEW).rows("ip_right")] == [
        {"kind": "发明专利"},
        {"kind": "外观设计", "status": "有效"},
    ]


def test_a_missing_field_takes_its_stand_in_and_says_so(tmp_path: Path) -> None:
    given = rows(
        {"year": 2019, "rd_119": 7, "rd_accounts": 9, "staff": 3, "staff_195": None},
        {"year": 2020, "rd_119": None, "rd_accounts": 9, "staff": None, "staff_195": None},
    )
    base = base_of(tmp_path / "facts", {"annual_return": given}, BY_ACCOUNTS, HEADCOUNT)
    columns = ("rd_119", "rd_119__stand_in", "staff_195")
    assert [tuple(row.values())[2:] for row in told(base, *columns)] == [(7, False, 300), (9, True, None)]
    bare = told(base, *columns, view=replace(VIEW, stand_ins=False))
    assert [tuple(row.values())[2:] for row in bare] == [(7, False, None), (None, False, None)]
    datum = snapshot(base, 1, VIEW).datum("annual_return", "rd_119", 2020)
    assert datum is not None
    assert (datum.value, datum.stand_in, datum.record_id) == (9, "rd_accounts", 2)


def test_stand_ins_do_not_chain(tmp_path: Path) -> None:
    onward = StandIn(
        entity="annual_return", field="rd_119", instead_of="rd_195", evidence="assumption", why=Text("", "")
    )
    given = rows({"year": 2020, "rd_accounts": 9, "rd_119": None, "rd_195": None})
    base = base_of(tmp_path / "facts", {"annual_return": given}, BY_ACCOUNTS, onward)
    assert told(base, "rd_119", "rd_195") == [{"enterprise": 1, "year": 2020, "rd_119": 9, "rd_195": None}]
    assert snapshot(base, 1, VIEW).datum("annual_return", "rd_195", 2020) is None


def test_an_attested_band_speaks_before_a_stand_in_and_after_a_value(tmp_path: Path) -> None:
    confirmed = rows(
        {"fact_entity": "annual_return", "fact_field": "rd_119", "fact_year": 2020, "low": 5, "high": None},
        {"fact_entity": "annual_return", "fact_field": "rd_accounts", "fact_year": 2020, "low": 0, "high": 1},
    )
    given = rows({"year": 2020, "rd_119": None, "rd_accounts": 9})
    base = base_of(tmp_path / "facts", {"annual_return": given, "attestation": confirmed}, BY_ACCOUNTS)
    assert base.manifest.bands == (("annual_return", "rd_119"), ("annual_return", "rd_accounts"))
    assert told(base, "rd_119", "rd_119__stand_in")[0] == {
        "enterprise": 1, "year": 2020, "rd_119": None, "rd_119__stand_in": False,
    }  # fmt: skip
    seen = snapshot(base, 1, VIEW)
    band, value = seen.datum("annual_return", "rd_119", 2020), seen.datum("annual_return", "rd_accounts", 2020)
    assert band is not None
    assert (band.low, band.high, band.is_band, band.attested) == (5, None, True, True)
    assert value is not None
    assert (value.value, value.is_band) == (9, False)


def test_the_latest_confirmation_of_a_condition_holds(tmp_path: Path) -> None:
    confirmed = rows(
        {"condition": "p.t.c", "outcome": True, "attested_by": "税务局"},
        {"condition": "p.t.c", "outcome": False, "attested_by": "税务局", "known_from": dt.date(2021, 1, 1)},
    )
    base = base_of(tmp_path / "facts", {"attestation": confirmed})
    assert base.manifest.attested == ("p.t.c",)
    assert [(a.condition, a.outcome) for a in snapshot(base, 1, VIEW).attestations] == [("p.t.c", False)]
    assert base.attested(0, VIEW).select("condition", "outcome").collect().rows() == [("p.t.c", False)]


def test_a_list_is_complete_through_its_date(tmp_path: Path) -> None:
    declared = rows(
        {"entity": "ip_right", "scope": None, "through": None},
        {"entity": "title", "scope": "高新技术企业", "through": DAY},
        {"entity": "award", "scope": None, "through": DAY - dt.timedelta(days=1)},
    )
    base = base_of(tmp_path / "facts", {"list_declaration": declared})
    assert snapshot(base, 1, VIEW).complete == {("ip_right", ""), ("title", "高新技术企业")}
    assert base.complete(0, VIEW).collect().height == 2


# --- purpose ---------------------------------------------------------------------------------------------------


def test_statistical_rows_feed_aggregates_and_never_a_verdict(tmp_path: Path) -> None:
    given = rows(
        {"year": 2019, "staff": 1, "purpose": "统计"},
        {"year": 2020, "staff": 2},
        {"year": 2020, "staff": 9, "purpose": "统计", "known_from": dt.date(2021, 1, 1)},
    )
    base = base_of(tmp_path / "facts", {"annual_return": given})
    assert [row["staff"] for row in told(base, "staff")] == [2]
    assert [row["staff"] for row in told(base, "staff", view=replace(VIEW, use="aggregate"))] == [1, 9]
    assert dict(snapshot(base, 1, VIEW).facts).keys() == {("enterprise", "name", 0), ("annual_return", "staff", 2020)}


def test_a_base_of_statistics_alone_is_refused_for_verdicts(tmp_path: Path) -> None:
    firm = rows({"name": "甲", "purpose": "统计"})
    base = base_of(tmp_path / "facts", {"enterprise": firm})
    for ask in (lambda: base.scan("enterprise", 0, VIEW), lambda: snapshot(base, 1, VIEW)):
        with pytest.raises(FactsError) as caught:
            ask()
        assert [p.code for p in caught.value.problems] == ["purpose-statistics"]
    assert base.scan("enterprise", 0, replace(VIEW, use="aggregate"), ["name"]).collect().height == 1


# --- what is not there -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("entity", ["annual_return", "quarterly_return", "monthly_return", "title"])
def test_an_entity_without_rows_is_an_empty_frame_of_the_right_types(tmp_path: Path, entity: str) -> None:
    base = base_of(tmp_path / "facts", {"enterprise": rows({"name": "甲"})})
    code = "kind" if entity == "title" else "staff"
    frame = base.scan(entity, 0, VIEW, [code, f"{code}__stand_in"]).collect()
    assert frame.height == 0
    assert frame.schema[code] == (pl.String if entity == "title" else pl.Int64)
    assert frame.schema[f"{code}__stand_in"] == pl.Boolean


def test_a_quarter_and_the_year_to_its_end_are_kept_apart(tmp_path: Path) -> None:
    given = rows(
        {"year": 2020, "quarter": 2, "basis": "当月", "revenue": 1},
        {"year": 2020, "quarter": 2, "basis": "累计", "revenue": 3},
        {"year": 2020, "quarter": 2, "basis": "累计", "revenue": 4, "known_from": dt.date(2021, 1, 1)},
    )
    base = base_of(tmp_path / "facts", {"quarterly_return": given})
    frame = base.scan("quarterly_return", 0, VIEW, ["revenue"]).sort("basis").collect()
    assert sorted(frame.rows()) == [(1, 2020, 2, "当月", 1), (1, 2020, 2, "累计", 4)]


def test_a_column_that_the_vocabulary_lacks_is_our_mistake(tmp_path: Path) -> None:
    base = base_of(tmp_path / "facts", {"enterprise": rows({"name": "甲"})})
    with pytest.raises(InternalError) as caught:
        base.scan("enterprise", 0, VIEW, ["nmae"])
    assert caught.value.problems[0].found == "nmae"


def test_an_unknown_enterprise_is_said_so(tmp_path: Path) -> None:
    base = base_of(tmp_path / "facts", {"enterprise": rows({"name": "甲"})})
    with pytest.raises(FactsError) as caught:
        snapshot(base, 2, VIEW)
    assert [p.code for p in caught.value.problems] == ["enterprise-unknown"]


def test_many_snapshots_come_once_each_by_bucket_and_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peiyu.facts.resolve.AT_ONCE", 3)
    keys = [*range(-7, 0), *range(1, 9)]
    firms = rows(*({"enterprise": key, "name": f"企业{key}"} for key in keys))
    base = base_of(tmp_path / "facts", {"enterprise": firms}, buckets=2)
    seen = [(one.enterprise, one.name) for one in snapshots(base, [*keys, *keys, 99], VIEW)]
    assert seen == [(key, f"企业{key}") for key in sorted(keys, key=lambda k: ((k % 2**64) % 2, k))]


@pytest.mark.parametrize("damage", ["absent", "cut off", "empty"])
def test_a_base_with_a_damaged_file_is_refused_by_name(tmp_path: Path, damage: str) -> None:
    base_of(tmp_path / "facts", {"annual_return": rows({"year": 2020, "staff": 1})})
    file = tmp_path / "facts" / "annual_return" / "bucket=0000.parquet"
    content = file.read_bytes()
    file.unlink()
    if damage != "absent":
        file.write_bytes(content[:-10] if damage == "cut off" else b"")
    with pytest.raises(FactsError) as caught:
        FactBase.open(tmp_path / "facts")
    assert [(p.code, p.where.file) for p in caught.value.problems] == [("fact-base-damaged", str(file))]
