"""A vocabulary with packs' own fields goes through intake, templates and the fact base like the common one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from tests.facts.ledgers import KNOWN, book, told, uscc

from peiyu.facts.base import FactBase, FactBaseWriter, View
from peiyu.facts.intake import Loaded, Mapping, load, read_mapping
from peiyu.facts.intake.mapping import parse_mapping
from peiyu.facts.templates import write
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import FactsError, Text

STAGES = (("startup", Text("初创期", "start-up")), ("growth", Text("成长期", "growth")))
PAID = Field(
    "enterprise", "zone-2012.paid_in", Text("实缴资本", "paid-in capital"), "money", minimum=Fraction(0),
    maximum=Fraction(10**11), aliases=("实收资本",),
)  # fmt: skip
STAGE = Field(
    "enterprise", "zone-2012.declared_stage", Text("自报培育阶段", "stage as declared"), "enum", options=STAGES
)
RENT = Field("annual_return", "zone-2012.rent", Text("年租金（2003年标准）", "rent"), "money")
SHARE = Field(
    "annual_return",
    "zone-2012.share",
    Text("本地采购占比", "local share"),
    "ratio",
    scale=10**8,
    maximum=Fraction(9, 10),
)
ENDS = Field("ip_right", "zone-2012.expires_on", Text("质押到期日", "pledged until"), "date")
OTHER = Field("enterprise", "town.declared_stage", Text("自报培育阶段", "stage in town"), "enum", options=STAGES)
OWN = (PAID, STAGE, RENT, SHARE, ENDS)
WORDS = vocabulary().extended(OWN)
SHARED = vocabulary().extended((*OWN, OTHER))


def ledger(tmp_path: Path, headers: Sequence[object], *rows: Sequence[object], words: object = WORDS) -> Loaded:
    full = [["统一社会信用代码", "企业名称", *headers], *([uscc(i), f"企业{i}", *row] for i, row in enumerate(rows))]
    return load([book(tmp_path / "台账.xlsx", full)], known_from=KNOWN, vocabulary=words)  # type: ignore[arg-type]


def stored(loaded: Loaded, folder: Path) -> FactBase:
    with FactBaseWriter(folder, vocabulary=loaded.vocabulary) as writer:
        for entity, frame in loaded.frames.items():
            writer.add(entity, frame)
        return writer.finish()


@pytest.mark.parametrize(
    "header",
    ["实缴资本（万元）", "实收资本(万元)", "paid-in capital（万元）", "zone-2012.paid_in（万元）", "paid_in（万元）",
     "实缴资本（zone-2012）（万元）"],
)  # fmt: skip
def test_a_column_is_known_by_name_alias_or_code(tmp_path: Path, header: str) -> None:
    loaded = ledger(tmp_path, [header], ["25"])
    assert not loaded.problems
    assert loaded.frames["enterprise"][PAID.code].to_list() == [25 * 10**6]


def test_without_the_pack_the_column_is_unknown_and_nothing_else_changes(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, ["实收资本（万元）", "注册资本（万元）"], [25, 30], words=None)
    assert [p.found for p in told(loaded, "header-unknown")] == ["实收资本（万元）"]
    assert loaded.frames["enterprise"]["registered_capital"].to_list() == [30 * 10**6]
    assert loaded.vocabulary is vocabulary()


def test_a_name_of_two_packs_is_ambiguous_until_its_pack_is_said(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, ["自报培育阶段"], ["成长期"], words=SHARED)
    (problem,) = told(loaded, "header-ambiguous")
    assert loaded.refused
    assert problem.accepted is not None
    assert problem.accepted.zh == "自报培育阶段（zone-2012）、自报培育阶段（town）"
    for number, header in enumerate(problem.accepted.zh.split("、")):
        again = ledger(tmp_path, [header], ["growth"], words=SHARED)
        assert not again.problems
        assert again.frames["enterprise"][(STAGE, OTHER)[number].code].to_list() == ["成长期"]
    assert SHARED.root_field("自报培育阶段") is None
    assert SHARED.root_field("town.declared_stage") is OTHER


def test_the_common_vocabulary_wins_over_a_packs_alias(tmp_path: Path) -> None:
    taking = vocabulary().extended([replace(PAID, aliases=("注册资本",))])
    loaded = ledger(tmp_path, ["注册资本（万元）"], [30], words=taking)
    assert loaded.frames["enterprise"]["registered_capital"].to_list() == [30 * 10**6]


def test_a_year_in_a_fields_name_is_no_year_of_the_figure(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, ["年租金（2003年标准）（万元）", "2022年年租金（2003年标准）（万元）"], [5, 4])
    frame = loaded.frames["annual_return"].sort("year")
    assert frame.select("year", RENT.code).rows() == [(2022, 4 * 10**6), (2023, 5 * 10**6)]


def test_a_wrong_unit_and_a_wrong_option_are_told_at_their_cells(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, ["实缴资本（人）", "自报培育阶段"], [25, "衰退期"])
    assert [p.where.cell for p in told(loaded, "header-wrong-unit")] == ["C1"]
    (problem,) = told(loaded, "cell-not-option")
    assert (problem.where.cell, problem.accepted) == ("D2", Text("初创期、成长期", "startup, growth"))


def test_what_cannot_be_is_held_with_its_bound_as_people_write_it(tmp_path: Path) -> None:
    headers = ["实缴资本（亿元）", "2023年本地采购占比（%）"]
    loaded = ledger(tmp_path, headers, [-1, 95], [11, 90], [10, 20])
    said = {p.where.cell: p.message.zh for p in loaded.problems}
    assert said == {
        "C2": "实缴资本不应小于 0", "C3": "实缴资本不应大于 100000万元", "D2": "本地采购占比不应大于 90%",
    }  # fmt: skip
    assert set(loaded.quarantine["field"]) == {PAID.code, SHARE.code}
    assert loaded.frames["enterprise"][PAID.code].to_list() == [None, None, 10**11]


def test_a_unit_slip_of_the_whole_row_holds_the_packs_money_too(tmp_path: Path) -> None:
    head = ["统一社会信用代码", "年度", "营业收入", "资产总额", "zone-2012.rent", "职工总数"]
    rows = [[uscc(1), year, 9e7, 2e8, 1e6, 100] for year in (2020, 2021)]
    path = book(tmp_path / "b.xlsx", [head, *rows, [uscc(1), 2022, 9e3, 2e4, 1e2, 100]])
    loaded = load([path], known_from=KNOWN, vocabulary=WORDS)
    assert sorted(loaded.quarantine["field"]) == ["revenue", "total_assets", RENT.code]


def test_an_end_in_the_future_is_no_impossible_date(tmp_path: Path) -> None:
    path = book(
        tmp_path / "b.xlsx", [["统一社会信用代码", "专利号或登记号", "质押到期日"], [uscc(1), "X1", "2030-01-01"]]
    )
    loaded = load([path], known_from=KNOWN, vocabulary=WORDS)
    assert not loaded.quarantine.height
    assert loaded.frames["ip_right"][ENDS.code].to_list() == [dt.date(2030, 1, 1)]


@pytest.mark.parametrize(
    "word",
    ["实缴资本", "实收资本", "paid_in", "zone-2012.paid_in", "enterprise.zone-2012.paid_in", "enterprise.实缴资本"],
)
def test_a_mapping_names_a_packs_field(tmp_path: Path, word: str) -> None:
    file = tmp_path / "m.yaml"
    file.write_text(
        f"columns:\n  到账资本: {{field: {word}, unit: 万元}}\nconstants: {{自报培育阶段: 初创期}}\n", "utf-8"
    )
    full = [["统一社会信用代码", "到账资本"], [uscc(1), 25]]
    loaded = load([book(tmp_path / "a.xlsx", full)], mapping=file, known_from=KNOWN, vocabulary=WORDS)
    assert not loaded.problems
    assert loaded.frames["enterprise"].select(PAID.code, STAGE.code).rows() == [(25 * 10**6, "初创期")]


def test_a_mapping_that_was_read_brings_its_vocabulary(tmp_path: Path) -> None:
    mapping = parse_mapping("columns: {到账资本: {field: 实缴资本, unit: 元}}", vocabulary=WORDS)
    path = book(tmp_path / "a.xlsx", [["统一社会信用代码", "到账资本", "自报培育阶段"], [uscc(1), 25, "初创期"]])
    loaded = load([path], mapping=mapping, known_from=KNOWN)
    assert loaded.vocabulary is WORDS
    assert loaded.frames["enterprise"].select(PAID.code, STAGE.code).rows() == [(2500, "初创期")]
    bare = load([path], mapping=Mapping(), known_from=KNOWN, vocabulary=WORDS)
    assert bare.frames["enterprise"][STAGE.code].to_list() == ["初创期"]


def test_a_mapping_refuses_what_no_pack_or_several_call_so(tmp_path: Path) -> None:
    with pytest.raises(FactsError) as caught:
        parse_mapping("columns: {甲: 实缴资本}", file="m.yaml")
    assert [p.code for p in caught.value.problems] == ["mapping-unknown-field"]
    with pytest.raises(FactsError) as caught:
        parse_mapping("columns: {甲: 自报培育阶段}", file="m.yaml", vocabulary=SHARED)
    (problem,) = caught.value.problems
    assert (problem.code, problem.where.line) == ("mapping-shared-field", 1)
    assert problem.accepted == Text(*["zone-2012.declared_stage, town.declared_stage"] * 2)
    assert read_mapping("listed-companies", vocabulary=SHARED).vocabulary is SHARED


def test_templates_ask_for_packs_fields_and_load_back_without_loss(tmp_path: Path) -> None:
    who = {"identity": [uscc(1), uscc(2)], "known_from": [KNOWN, KNOWN]}
    records = {
        "enterprise": pl.DataFrame(
            {**who, PAID.code: [10**10, 1], STAGE.code: ["成长期", None], OTHER.code: ["初创期", "成长期"]}
        ),
        "annual_return": pl.DataFrame({**who, "year": [2022, 2023], RENT.code: [123, None], SHARE.code: [10**7, 1]}),
        "ip_right": pl.DataFrame({**who, ENDS.code: [dt.date(2023, 1, 2), dt.date(2031, 1, 2)]}),
    }
    path = write(list(records), tmp_path / "t.xlsx", records=records, vocabulary=SHARED)
    heads = [cell.value for cell in openpyxl.load_workbook(path)["企业"][1]]
    assert {"实缴资本（万元）", "自报培育阶段（zone-2012）", "自报培育阶段（town）"} <= set(heads)
    loaded = load([path], vocabulary=SHARED)
    assert not loaded.problems
    for entity, given in records.items():
        own = [name for name in given.columns if "." in name]
        back = loaded.frames[entity].filter(pl.any_horizontal(pl.col(own).is_not_null()))
        assert back.select(own).rows() == given.select(own).rows()


def test_without_packs_a_template_has_none_of_their_columns(tmp_path: Path) -> None:
    page = openpyxl.load_workbook(write(["enterprise"], tmp_path / "t.xlsx"))["企业"]
    assert not [cell.value for cell in page[1] if "实缴资本" in str(cell.value)]


def test_what_was_loaded_is_stored_with_the_words_it_was_read_by(tmp_path: Path) -> None:
    loaded = ledger(tmp_path, ["实缴资本（万元）", "注册资本（万元）"], [25, 30])
    base = stored(loaded, tmp_path / "facts")
    assert [(one.entity, one.code, one.type) for one in base.manifest.own] == [("enterprise", PAID.code, "money")]
    assert base.manifest.vocabulary == WORDS.hash_of([("enterprise", PAID.code)]) != WORDS.hash
    plain = ledger(tmp_path, ["注册资本（万元）"], [30])
    assert stored(plain, tmp_path / "plain").manifest.vocabulary == vocabulary().hash
    again = FactBase.open(tmp_path / "facts").with_fields([PAID, STAGE])
    view = View(as_of=KNOWN, known_at=KNOWN)
    assert again.scan("enterprise", 0, view, [PAID.code, STAGE.code]).collect().rows()[0][1:] == (25 * 10**6, None)


@pytest.mark.parametrize(
    "now",
    [replace(STAGE, type="text", options=()), replace(STAGE, options=STAGES[:1]),
     replace(STAGE, options=(("startup", Text("起步期", "start-up")), STAGES[1]))],
)  # fmt: skip
def test_a_field_that_is_no_longer_what_was_stored_is_refused(tmp_path: Path, now: Field) -> None:
    base = stored(ledger(tmp_path, ["自报培育阶段"], ["成长期"]), tmp_path / "facts")
    plain = FactBase.open(base.path)
    with pytest.raises(FactsError) as caught:
        plain.with_fields([now])
    (problem,) = caught.value.problems
    assert problem.code == "field-changed"
    assert problem.accepted is not None
    assert problem.accepted.zh == "enum 初创期、成长期"
    with pytest.raises(FactsError):
        FactBase.open(base.path, vocabulary=vocabulary().extended([now]))
    grown = replace(STAGE, options=(*STAGES, ("strong", Text("壮大期", "strong"))), name=Text("阶段", "stage"))
    assert plain.with_fields([grown]).vocabulary.field("enterprise", STAGE.code) is grown


def test_of_one_code_the_last_given_field_holds() -> None:
    later = replace(PAID, minimum=None)
    assert vocabulary().extended([PAID, later]).field("enterprise", PAID.code) is later
    assert WORDS.extended([later]).field("enterprise", PAID.code) is later
    assert WORDS.extended([]) is WORDS
    assert WORDS.hash == vocabulary().extended(reversed(OWN)).hash
