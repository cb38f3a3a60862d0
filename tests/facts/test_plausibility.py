"""What is readable and yet cannot be right is held, with its raw value."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.facts.ledgers import KNOWN, book, ledger, told, uscc

from peiyu.facts.intake import Acceptance, load
from peiyu.facts.intake.plausibility import CHECKS

YEARS = ["2021年营业收入（万元）", "2022年营业收入（万元）", "2023年营业收入（万元）", "职工总数"]


@pytest.mark.parametrize("slip", [1_000, 10_000, 100_000_000])
@pytest.mark.parametrize("year", [0, 1, 2])
def test_a_unit_slip_against_the_other_years(tmp_path: Path, slip: int, year: int) -> None:
    amounts = [80_000.0, 90_000.0, 100_000.0]
    amounts[year] /= slip
    loaded = ledger(tmp_path, YEARS, [*amounts, 1000])
    (found,) = told(loaded, "unit-slip")
    assert found.where.cell == f"{'CDE'[year]}2"
    assert found.accepted is not None
    assert loaded.quarantine["stored"].to_list() == [round(amounts[year] * 10**6)]
    kept = loaded.frames["annual_return"].drop_nulls("revenue")["revenue"].to_list()
    assert len(kept) == 2


def test_of_two_years_the_one_unlike_its_peers_slipped(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, ["年度", "营业收入（万元）", "职工总数"], [2022, 9000, 100])
    assert not told(loaded, "unit-slip")
    code = uscc(1)
    rows = [
        ["统一社会信用代码", "年度", "营业收入（万元）", "职工总数"],
        [code, 2022, 0.9, 100],
        [code, 2023, 9000, 100],
    ]
    loaded = load([book(tmp_path / "b.xlsx", rows)], known_from=KNOWN)
    assert [p.where.cell for p in told(loaded, "unit-slip")] == ["C2"]


def test_a_whole_row_in_the_wrong_unit_is_told_once_and_held_whole(tmp_path: Path) -> None:
    rows: list[list[object]] = [["统一社会信用代码", "年度", "营业收入", "资产总额", "净利润", "职工总数"]]
    rows += [[uscc(1), year, 9e7, 2e8, 1e6, 100] for year in (2020, 2021)]
    rows += [[uscc(1), 2022, 9e3, 2e4, 1e2, 100]]
    loaded = load([book(tmp_path / "b.xlsx", rows)], known_from=KNOWN)
    assert len(told(loaded, "unit-slip")) == 1
    assert sorted(loaded.quarantine["field"]) == ["net_profit", "revenue", "total_assets"]


def test_growth_is_no_slip(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, YEARS, [100, 2_000, 30_000, 100])
    assert not told(loaded, "unit-slip")


@pytest.mark.parametrize(
    ("headers", "row", "code", "cells"),
    [
        (["2023年营业收入（万元）"], [-5], "value-too-small", ["C2"]),
        (["2023年营业成本（万元）"], [-5], "value-too-small", ["C2"]),
        (["国内市场占有率"], [35], "value-too-large", ["C2"]),
        (["职工总数", "研发人员"], [10, 12], "part-over-whole", ["D2"]),
        (["职工总数", "科技人员"], [10, 12], "part-over-whole", ["D2"]),
        (["营业收入（万元）", "职工总数"], [500, 0], "zero-for-unknown", ["D2"]),
        (["资产总额（万元）"], [0], "zero-for-unknown", ["C2"]),
        (["资产总额（万元）", "负债总额（万元）", "净资产（万元）"], [100, 50, 80], "sum-differs", ["C2", "D2", "E2"]),
        (["营业收入（万元）", "研发费用（万元）", "资产总额（万元）"], [10, 500, 300], "rd-over-revenue", ["D2"]),
        (["成立日期"], ["1912-01-01"], "date-too-early", ["C2"]),
        (["成立日期"], ["2025-01-01"], "date-in-future", ["C2"]),
        (["高企证书认定日期", "高企证书有效期至"], ["2023-01-01", "2020-01-01"], "dates-reversed", ["D2"]),
    ],
)
def test_each_implausible_cell_is_held(
    tmp_path: Path, headers: list[str], row: list[object], code: str, cells: list[str]
) -> None:
    loaded = ledger(tmp_path, headers, row)
    held = loaded.quarantine.filter(loaded.quarantine["reason"] == code)
    assert sorted(held["cell"]) == cells
    assert held["raw"].null_count() == 0
    assert not loaded.refused
    for entity, field in held.select("entity", "field").rows():
        assert loaded.frames[entity][field].null_count() == loaded.frames[entity].height


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        (["2023年净利润（万元）"], [-5]), (["国内市场占有率（%）"], [35]), (["职工总数", "研发人员"], [10, 10]),
        (["资产总额（万元）", "负债总额（万元）", "净资产（万元）"], [100, 50.2, 50]),
        (["营业收入（万元）", "职工总数"], [0, 0]),
        (["营业收入（万元）", "研发费用（万元）"], [100, 99]), (["成立日期"], ["2024-06-01"]),
    ],
)  # fmt: skip
def test_what_may_be_is_let_pass(tmp_path: Path, headers: list[str], row: list[object]) -> None:
    assert ledger(tmp_path, headers, row).quarantine.height == 0


def test_a_company_twice(tmp_path: Path) -> None:
    head = ["统一社会信用代码", "企业名称", "职工总数", "科技人员"]
    path = book(
        tmp_path / "a.xlsx",
        [head, [uscc(1), "甲", 10, 3], [uscc(1), "甲", 12, 3], [uscc(2), "乙", 5, 1], [uscc(2), "乙", 5, 1]],
    )
    loaded = load([path], known_from=KNOWN)
    assert [p.where.cell for p in told(loaded, "company-twice-differs")] == ["C2", "C3"]
    assert {p.where.cell for p in told(loaded, "company-twice")} >= {"B5"}
    assert sorted(loaded.quarantine["cell"]) == ["C2", "C3"]


def test_one_name_with_two_codes_and_old_with_new_code(tmp_path: Path) -> None:
    new = uscc(1)
    head = ["统一社会信用代码", "企业名称", "职工总数"]
    loaded = load(
        [book(tmp_path / "a.xlsx", [head, [new, "甲", 10], [new[8:17], "甲", 10], [uscc(3), "甲", 4]])],
        known_from=KNOWN,
    )
    assert {p.where.cell for p in told(loaded, "name-two-codes") + told(loaded, "old-and-new-code")} >= {"B4"}
    assert loaded.frames["enterprise"]["enterprise"].n_unique() in (2, 3)


def test_an_accepted_cell_is_loaded_with_a_note(tmp_path: Path) -> None:
    rows = [["统一社会信用代码", "职工总数", "研发人员"], [uscc(1), 10, 12]]
    path = book(tmp_path / "a.xlsx", rows)
    loaded = load([path], known_from=KNOWN, accept=(Acceptance("C2", "含外派人员", "台账"),))
    assert loaded.quarantine.height == 0
    assert loaded.frames["annual_return"]["rd_staff"].to_list() == [12]
    assert told(loaded, "cell-accepted")


def test_the_checks_are_pure_functions_that_can_be_read() -> None:
    assert len(CHECKS) == len({check.__name__ for check in CHECKS})
    assert all(check.__doc__ for check in CHECKS)


def test_a_repeated_row_is_told_once(tmp_path: Path) -> None:
    headers = ["统一社会信用代码", "企业名称", "注册资本（万元）", "职工总数"]
    same, other = [uscc(1), "甲", 100, 10], [uscc(2), "乙", 100, 5]
    path = book(tmp_path / "a.xlsx", [headers, same, same, same, other, [*other[:3], 6]])
    loaded = load([path], known_from=KNOWN)
    assert [p.where.cell for p in told(loaded, "company-twice")] == ["B3", "B4"]
    assert [p.where.cell for p in told(loaded, "company-twice-differs")] == ["D5", "D6"]
