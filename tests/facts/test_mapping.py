"""Mapping files: what they say, what is refused, and the carried one on the real panel."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from tests.facts.ledgers import told

from peiyu.facts.base import FactBaseWriter
from peiyu.facts.intake import carried, load, read_mapping
from peiyu.facts.intake.mapping import parse_mapping
from peiyu.problems import FactsError, Text

PANEL = Path(__file__).parents[3] / "shared" / "data" / "listed_companies_2019_2021.csv"

SMALL = """
mapping: small
source: 某系统
purpose: 企业授权
identity: {scheme: stock, column: 证券号}
known_from: 2024-05-01
year: 2022
columns:
  收入合计数: {field: revenue, unit: 千元, zero_means: missing}
  人头: staff
constants: {resident: 是}
ignore: [杂项]
stand_ins: [{field: rd_accounts, instead_of: rd_119, evidence: assumption, why: 只有会计口径}]
crosswalks: [{column: 门类, field: industry, evidence: assumption, why: 试, values: {C: [制造], "65": [软件]}}]
"""


def test_a_mapping_reads_headers_that_are_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("证券号,收入合计数,人头,门类,杂项\n1,500,3,制造,x\n2,0,4,软件,y\n3,7,,别的,z\n", encoding="utf-8")
    loaded = load([path], mapping=parse_mapping(SMALL))
    assert not loaded.refused
    annual = loaded.frames["annual_return"]
    assert annual.select("year", "revenue", "staff", "source", "purpose").rows() == [
        (2022, 50_000_000, 3, "某系统", "企业授权"),
        (2022, None, 4, "某系统", "企业授权"),
        (2022, 700_000, None, "某系统", "企业授权"),
    ]
    enterprise = loaded.frames["enterprise"]
    assert enterprise.select("scheme", "code", "industry", "resident").rows()[:2] == [
        ("stock", "000001", "C", True),
        ("stock", "000002", "65", True),
    ]
    assert told(loaded, "cell-not-crosswalked")[0].where.cell == "D4"
    assert told(loaded, "zero-is-missing")
    assert loaded.stand_ins[0].instead_of == "rd_119"
    roles = {c.header: c.role for c in loaded.columns}
    assert roles["杂项"] == "ignored"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("columns: {收入: 没有这项}", "mapping-unknown-field", 1),
        ("entity: nothing", "mapping-unknown-entity", 1),
        ("purpose: 随便", "mapping-unknown-purpose", 1),
        ("mapping: x\nbogus: 1", "mapping-unknown-key", 2),
        ("stand_ins: [{field: rd_accounts, instead_of: rd_119}]", "mapping-evidence", None),
        ("a: [", "mapping-malformed", None),
        ("- a", "mapping-malformed", None),
    ],
)
def test_what_is_wrong_in_a_mapping_is_told_with_its_line(text: str, code: str, line: int | None) -> None:
    with pytest.raises(FactsError) as caught:
        parse_mapping(text, file="m.yaml")
    problem = caught.value.problems[0]
    assert problem.code == code
    if line is not None:
        assert problem.where.line == line


def test_no_such_mapping_is_a_problem_of_the_loading(tmp_path: Path) -> None:
    loaded = load([tmp_path / "x.csv"], mapping="no-such")
    assert [p.code for p in loaded.problems] == ["mapping-not-found"]
    assert loaded.frames == {}


def test_every_carried_mapping_is_sound() -> None:
    assert "listed-companies" in carried()
    for name in carried():
        mapping = read_mapping(name)
        assert mapping.code == name
        assert all(one.why.zh and one.why.en and one.evidence for one in mapping.stand_ins)


@pytest.mark.shared
def test_the_real_panel_and_its_true_defects(tmp_path: Path) -> None:
    if not PANEL.is_file():
        pytest.skip("the real panel is not beside the checkout")
    loaded = load([PANEL], mapping="listed-companies")
    assert not loaded.refused
    assert not told(loaded, "header-unknown")
    annual = loaded.frames["annual_return"]
    assert annual.height > 7600
    assert sorted(annual["year"].unique()) == [2019, 2020, 2021]
    assert annual["staff"].min() > 0  # type: ignore[operator]
    assert annual["rd_accounts"].drop_nulls().min() >= 0  # type: ignore[operator]
    reasons = dict(loaded.quarantine.group_by("reason").len().iter_rows())
    slips = loaded.quarantine.filter(pl.col("reason") == "unit-slip")["cell"].str.extract(r"(\d+)").n_unique()
    assert 40 <= slips <= 80
    assert reasons["share-differs"] > 300
    assert reasons["value-too-small"] >= 5
    with FactBaseWriter(tmp_path / "base") as writer:
        for entity, frame in loaded.frames.items():
            writer.add(entity, frame)
        for one in loaded.stand_ins:
            writer.stand_in(one)
        base = writer.finish()
    assert base.manifest.enterprises > 2500


@pytest.mark.parametrize(
    ("why", "said"), [("年末数", Text("年末数", "")), ("{zh: 年末数, en: Year-end}", Text("年末数", "Year-end"))]
)
def test_a_stand_ins_reason_is_chinese_alone_or_both_languages(why: str, said: Text) -> None:
    written = f"stand_ins: [{{field: staff, instead_of: staff_195, evidence: assumption, why: {why}}}]"
    assert [one.why for one in parse_mapping(written).stand_ins] == [said]


def test_a_stand_ins_reason_has_its_chinese() -> None:
    with pytest.raises(FactsError) as caught:
        parse_mapping("stand_ins: [{field: staff, instead_of: staff_195, evidence: assumption, why: {en: Year-end}}]")
    assert [p.code for p in caught.value.problems] == ["mapping-evidence"]
