"""Ledgers as clerks keep them → facts."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from tests.facts.ledgers import KNOWN, book, ledger, told, uscc

from peiyu.facts.base import FactBaseWriter
from peiyu.facts.intake import load
from peiyu.problems import Level


def test_an_ugly_ledger(tmp_path: Path) -> None:
    rows = [
        ["某区科技型企业台账（2023年）"],
        ["单位：万元"],
        ["序号", "企业名称", "统一社会信用代码", "成立时间", "经营数据", None, None, "发明专利"],
        [None, None, None, None, "2023年营业收入", "2022年营业收入", "研发费用（元）", None],
        [1, "甲公司", uscc(1), dt.datetime(2012, 2, 3), 1234.5, 1000, "12,345.6", 3],
        ["序号", "企业名称", "统一社会信用代码", "成立时间", "经营数据", None, None, "发明专利"],
        [2, "乙公司", uscc(2), "2013-05-06", "约800", "-", None, "无"],
        [None] * 8,
        ["合计", None, None, None, 2034.5, 1000, 12345.6, 3],
        ["填表人：某某"],
    ]
    path = book(tmp_path / "台账.xlsx", rows, merge=["A1:H1", "E3:G3", *(f"{c}3:{c}4" for c in "ABCDH")])
    loaded = load([path], known_from=KNOWN)
    assert not loaded.refused
    annual = loaded.frames["annual_return"].sort("year", "revenue", descending=True)
    assert annual.select("year", "revenue", "rd_accounts", "invention_patents").rows() == [
        (2023, 1_234_500_000, 1_234_560, 3),
        (2023, 800_000_000, None, 0),
        (2022, 1_000_000_000, None, None),
    ]
    assert loaded.frames["enterprise"]["founded"].to_list() == [dt.date(2012, 2, 3), dt.date(2013, 5, 6)]
    skipped = dict(loaded.sheets[0].skipped)
    assert skipped["total"] == 1
    assert skipped["note"] == 1
    assert told(loaded, "number-approximate")[0].where.cell == "E7"


def test_facts_are_taken_by_the_fact_base(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, ["2023年营业收入（万元）", "是否高新技术企业"], [1000, "是"], [2000, "否"])
    with FactBaseWriter(tmp_path / "base") as writer:
        for entity, frame in loaded.frames.items():
            writer.add(entity, frame)
        writer.beside("quarantine", loaded.quarantine)
        base = writer.finish()
    assert base.manifest.enterprises == 2


def test_the_same_figure_in_every_unit(tmp_path: Path) -> None:
    for unit, number in (("元", 12_340_000), ("千元", 12_340), ("万元", 1234), ("亿元", 0.1234)):
        loaded = ledger(tmp_path, [f"2023年营业收入（{unit}）"], [number])
        assert loaded.frames["annual_return"]["revenue"].to_list() == [1_234_000_000]


def test_a_bad_cell_is_an_error_with_its_address_and_lenient_holds_it(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, ["2023年营业收入（万元）"], [1000], [900], ["abc"])
    (problem,) = told(loaded, "cell-not-number")
    assert loaded.refused
    assert problem.where.cell == "C4"
    held = ledger(tmp_path, ["2023年营业收入（万元）"], [1000], [900], ["abc"], lenient=True)
    assert not held.refused
    assert held.quarantine.select("raw", "reason", "cell").rows() == [("abc", "cell-not-number", "C4")]


def test_over_the_limit(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, ["2023年营业收入（亿元）"], [10_000_000])
    assert told(loaded, "number-over-limit")[0].level is Level.ERROR


def test_a_wrong_check_character_keeps_the_company_by_name(tmp_path: Path) -> None:
    good = uscc(7)
    bad = good[:17] + ("0" if good[17] != "0" else "1")
    loaded = load(
        [book(tmp_path / "a.xlsx", [["统一社会信用代码", "企业名称", "职工总数"], [bad, "甲", 10]])], known_from=KNOWN
    )
    assert told(loaded, "uscc-check-character")[0].where.cell == "A2"
    assert loaded.frames["enterprise"].select("scheme", "code").rows() == [("local:名称", "甲")]


def test_rows_without_identity_and_tables_without_it(tmp_path: Path) -> None:
    loaded = load([book(tmp_path / "a.xlsx", [["企业名称", "职工总数"], ["甲", 10], [None, 20]])], known_from=KNOWN)
    assert told(loaded, "row-without-identity")[0].where.cell == "3"
    assert loaded.frames["annual_return"].height == 1
    loaded = load([book(tmp_path / "b.xlsx", [["职工总数", "科技人员"], [10, 2]])], known_from=KNOWN)
    assert loaded.refused
    assert told(loaded, "identity-missing")


def test_titles_and_their_declarations(tmp_path: Path) -> None:
    loaded = ledger(
        tmp_path, ["是否高新技术企业", "高企证书编号", "高企证书有效期至", "是否省级专精特新"],
        ["是", "GR2023", "2026-11-01", "否"], ["否", None, None, None], [None, "GR2022", None, "是"],
    )  # fmt: skip
    titles = loaded.frames["title"].sort("kind", "number")
    assert titles.select("kind", "number").rows() == [
        ("专精特新中小企业", None), ("高新技术企业", "GR2022"), ("高新技术企业", "GR2023"),
    ]  # fmt: skip
    scopes = loaded.frames["list_declaration"].group_by("scope").len().sort("scope").rows()
    assert scopes == [("专精特新中小企业", 2), ("高新技术企业", 2)]


def test_unknown_headers_name_the_nearest_field(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, ["职工总数", "研发人员总计数"], [10, 2])
    (note,) = told(loaded, "header-unknown")
    assert note.level is Level.NOTE
    assert note.accepted is not None


def test_two_columns_of_one_field_are_refused(tmp_path: Path) -> None:
    assert told(ledger(tmp_path, ["职工人数", "员工总数"], [10, 12]), "header-twice")[0].level is Level.ERROR


def test_the_years_of_a_long_table_and_the_year_that_is_assumed(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, ["年度", "职工总数"], ["2021年", 10], [2022, 12])
    assert sorted(loaded.frames["annual_return"]["year"]) == [2021, 2022]
    loaded = ledger(tmp_path, ["职工总数"], [10])
    assert loaded.frames["annual_return"]["year"].to_list() == [2023]
    assert told(loaded, "year-assumed")


def test_it_must_be_said_from_when_the_facts_are_known(tmp_path: Path) -> None:
    loaded = load([book(tmp_path / "a.xlsx", [["企业名称", "职工总数"], ["甲", 10]])])
    assert loaded.refused
    assert told(loaded, "known-from-missing")


def test_child_records_of_a_second_sheet_find_their_company_by_name(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["统一社会信用代码", "企业名称", "职工总数"], [uscc(1), "甲", 10]])
    made = openpyxl.load_workbook(path)
    page = made.create_sheet("专利")
    for row in (
        ["企业名称", "专利号", "专利类型", "授权公告日", "状态"],
        ["甲", "ZL1", "发明专利", "2020-01-02", "有效"],
        ["同上", "ZL2", "外观设计", "2021-01-02", "失效"],
    ):
        page.append(row)
    made.save(path)
    loaded = load([path], known_from=KNOWN)
    rights = loaded.frames["ip_right"]
    assert rights["enterprise"].n_unique() == 1
    assert rights["enterprise"][0] == loaded.frames["annual_return"]["enterprise"][0]
    assert rights["kind"].to_list() == ["发明专利", "外观设计"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_tables(tmp_path: Path, encoding: str, delimiter: str) -> None:
    path = tmp_path / "a.csv"
    lines = [["单位：万元"], ["企业名称", "2023年营业收入", "职工总数"], ["喆玥公司", "15", "3"], [], ["乙", "7", ""]]
    path.write_bytes("\r\n".join(delimiter.join(line) for line in lines).encode(encoding))
    loaded = load([path], known_from=KNOWN)
    assert not loaded.refused, loaded.problems
    annual = loaded.frames["annual_return"]
    assert annual.select("revenue", "staff").rows() == [(15_000_000, 3), (7_000_000, None)]


def test_one_bad_cell_of_a_long_text_table(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    rows = [f"{i:06d}公司,{i}.5" for i in range(50_000)]
    rows[40_000] = "坏公司,十二"
    path.write_text("企业名称,2023年营业收入（万元）\n" + "\n".join(rows), encoding="utf-8")
    loaded = load([path], known_from=KNOWN)
    assert [(p.where.cell, p.found) for p in told(loaded, "cell-not-number")] == [("B40002", "十二")]


def test_record_ids_are_one_a_record_and_stay(tmp_path: Path) -> None:
    first = ledger(tmp_path, ["2022年营业收入（万元）", "2023年营业收入（万元）"], [1000, 1100], [2000, 2100])
    again = ledger(tmp_path, ["2022年营业收入（万元）", "2023年营业收入（万元）"], [1000, 1100], [2000, 2100])
    ids = pl.concat([frame["record_id"] for frame in first.frames.values()])
    assert ids.is_unique().all()
    assert first.frames["annual_return"].equals(again.frames["annual_return"])
