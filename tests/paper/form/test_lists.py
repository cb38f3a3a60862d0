"""Lists of enterprises in a form: what their columns want, which list they want, their rows, and the next form's."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from tests.paper.form import listing
from tests.paper.form.forms.corpus import KEPT, TUNED

from peiyu.paper.form.compare import compare
from peiyu.paper.form.differences import differences
from peiyu.paper.form.fill import fill
from peiyu.paper.form.growing.grow import grow
from peiyu.paper.form.lists.columns import (
    Column,
    ListField,
    ListMapping,
    Source,
    carry_lists,
    column_of,
    decided,
    lists_from,
    lists_json,
    propose_lists,
)
from peiyu.paper.form.lists.rows import Told, list_entries, needed
from peiyu.paper.form.lists.tables import ListColumn, list_tables
from peiyu.paper.form.opening import open_form
from peiyu.problems import InputError

FIELDS = (
    ListField(code="name", names=("企业名称", "单位名称")),
    ListField(code="code", names=("统一社会信用代码", "信用代码")),
    ListField(code="revenue", names=("营业收入",), unit="元", yearly=True),
    ListField(code="employees", names=("从业人员", "从业人员数"), unit="人", yearly=True),
    ListField(code="granted_on", names=("认定时间", "发证日期")),
)
BY_CODE = {one.code: one for one in FIELDS}
SOURCES = (
    Source(id="title:city_little_giant", names=("科技小巨人", "小巨人企业")),
    Source(id="title:hnte", names=("高新技术企业",)),
)


def told(count: int) -> list[Told]:
    return [
        {
            ("name", 0): f"甲市第{number}科技有限公司", ("code", 0): f"91TEST{number:04d}",
            ("revenue", 0): Decimal(number * 1_234_500),
            ("employees", 0): None if number == 2 else Decimal(number * 10),
        }
        for number in range(1, count + 1)
    ]  # fmt: skip


@pytest.fixture
def mapping(tmp_path: Path) -> ListMapping:
    (one,) = propose_lists(open_form(listing.workbook(tmp_path / "名单.xlsx")), FIELDS, SOURCES, year=2012)
    return one


def test_columns_and_the_list_are_proposed(mapping: ListMapping) -> None:
    assert [(one.field, one.unit) for one in mapping.columns] == [
        ("number", ""), ("name", ""), ("code", ""), ("revenue", "万元"), ("employees", "人"), ("", ""), ("", ""),
    ]  # fmt: skip
    assert (mapping.first, mapping.rows, mapping.key) == (3, 3, 1)
    assert (mapping.candidate, mapping.source, mapping.open) == ("title:city_little_giant", "", True)


@pytest.mark.parametrize("count", [0, 1, 3, 8])
def test_rows_are_filled_in_place_and_grow(mapping: ListMapping, tmp_path: Path, count: int) -> None:
    blank, more = tmp_path / "名单.xlsx", needed(mapping, count)
    grown = blank if more is None else grow(blank, (more,), tmp_path / "长.xlsx")
    entries = [one.entry for one in list_entries(mapping, open_form(grown), told(count), BY_CODE)]
    filled = fill(grown, entries, tmp_path / "填.xlsx")
    assert differences(grown, tmp_path / "填.xlsx", filled.cells) == ()
    sheet = openpyxl.load_workbook(tmp_path / "填.xlsx", data_only=True)[listing.SHEET]
    names = [sheet.cell(row, 2).value for row in range(listing.FIRST, listing.FIRST + count)]
    assert names == [f"甲市第{number}科技有限公司" for number in range(1, count + 1)]
    total = max(listing.LAST, listing.FIRST + count - 1) + 1
    assert sheet.cell(total, 2).value == "合计"
    assert sheet.cell(total, 4).value == pytest.approx(sum(range(1, count + 1)) * 123.45)
    assert compare(entries, tmp_path / "填.xlsx").changed == ()


def test_what_is_not_known_says_so(mapping: ListMapping, tmp_path: Path) -> None:
    found = list_entries(mapping, open_form(tmp_path / "名单.xlsx"), told(2), BY_CODE)
    (unknown,) = [one for one in found if not one.known]
    assert (str(unknown.entry.cell), unknown.entry.text) == (f"{listing.SHEET}!E5", "无此数据")


def test_a_document_is_filled_and_grows(tmp_path: Path) -> None:
    blank = listing.document(tmp_path / "名单.docx")
    (one,) = propose_lists(open_form(blank), FIELDS, SOURCES)
    more = needed(one, 5)
    assert more is not None
    grown = grow(blank, (more,), tmp_path / "长.docx")
    entries = [each.entry for each in list_entries(one, open_form(grown), told(5), BY_CODE)]
    fill(grown, entries, tmp_path / "填.docx")
    sheet = open_form(tmp_path / "填.docx").sheets[0]
    assert [sheet.at(row, 0).text for row in range(1, 6)] == ["1", "2", "3", "4", "5"]  # type: ignore[union-attr]
    assert sheet.at(5, 3).text == "617.25"  # type: ignore[union-attr]
    assert sheet.at(6, 1).text == "合计"  # type: ignore[union-attr]


def test_a_list_without_a_blank_row_is_refused(mapping: ListMapping) -> None:
    with pytest.raises(InputError) as refused:
        needed(replace(mapping, rows=0, first=-1), 2)
    assert refused.value.problems[0].code == "form-list-without-row"


def test_what_was_decided_is_carried(mapping: ListMapping, tmp_path: Path) -> None:
    said = decided(mapping, source="title:hnte", fields={6: "granted_on"}, by="周办")
    path = listing.workbook(tmp_path / "次年.xlsx", title="2013年科技小巨人企业名单")
    book = openpyxl.load_workbook(path)
    book[listing.SHEET].insert_rows(2)
    book.save(path)
    (now,) = carry_lists((said,), propose_lists(open_form(path), FIELDS, SOURCES), years=1)
    assert (now.source, now.confirmed) == ("title:hnte", "周办")
    assert {one.column: one.field for one in now.columns}[6] == "granted_on"


def test_a_new_column_is_asked_about(mapping: ListMapping) -> None:
    said = decided(mapping, source="title:hnte", fields={}, by="周办")
    other = ListMapping(
        sheet=mapping.sheet, titles=mapping.titles, key=1, first=3, rows=3,
        columns=(*mapping.columns, Column(column=8, header="认定时间", field="granted_on")),
    )  # fmt: skip
    (now,) = carry_lists((said,), (other,))
    assert (now.source, now.confirmed) == ("title:hnte", "")


def test_it_is_kept_as_plain_values(mapping: ListMapping) -> None:
    assert lists_from(lists_json((mapping,))) == (mapping,)
    assert lists_from([{"sheet": "表1", "first": 3, "last": 9, "fields": []}]) == ()


def test_days_and_years() -> None:
    columns = {
        "2011年营业收入（万元）": ("revenue", 2011),
        "上年度营业收入（万元）": ("revenue", 2011),
        "营业收入（亿元）": ("revenue", 0), "营业收入": ("", 0),
        "认定时间": ("granted_on", 0), "营业收入（家）": ("", 0), "主营业务收入": ("", 0),
    }  # fmt: skip
    for header, (field, year) in columns.items():
        found = column_of(ListColumn(0, (header,)), FIELDS, (), 2012)
        assert (found.field, found.year) == (field, year), header


def test_lists_of_other_things_are_none(tmp_path: Path) -> None:
    kinds = {one.name: len(list_tables(open_form(one.make(tmp_path)))) for one in (*TUNED, *KEPT) if one.lists}
    assert sum(kinds.values()) >= 1
