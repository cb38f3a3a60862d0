"""Totals of a filled form against their parts."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import openpyxl
from tests.paper.form.forms.layout import Written

from peiyu.paper.form.entries import Entry
from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.opening import open_form
from peiyu.paper.form.totals import totals
from peiyu.problems import Level, Problem

PARKS = "园区|本月|同比（%）\n甲园|.|.\n乙园|.|.\n合计|.|."


def found(text: str, folder: Path, **values: int | str) -> tuple[Problem, ...]:
    form = open_form(Written(name="form", pack="", sheets={"表": text}, key="").make(folder))
    entries = tuple(entry(place, value) for place, value in values.items())
    return totals(form, entries)


def entry(place: str, value: int | str) -> Entry:
    cell = CellAddress.read(f"表!{place}")
    return Entry(cell, text=value) if isinstance(value, str) else Entry(cell, Decimal(value))


def test_a_total_that_is_the_sum_is_not_named(tmp_path: Path) -> None:
    assert found(PARKS, tmp_path, B2=3, B3=4, B4=7) == ()


def test_a_total_that_is_not_the_sum_is_named_with_its_place_and_numbers(tmp_path: Path) -> None:
    (one,) = found(PARKS, tmp_path, B2=3, B3=4, B4=8)
    assert (one.code, one.where.cell, one.level) == ("form-total-differs", "B4", Level.WARNING)
    assert "8 ≠ 7" in one.found


def test_shares_are_not_added(tmp_path: Path) -> None:
    assert found(PARKS, tmp_path, C2=30, C3=40, C4=35) == ()


def test_a_part_without_a_figure_leaves_the_total_alone(tmp_path: Path) -> None:
    assert found(PARKS, tmp_path, B2=3, B3="无此数据", B4=8) == ()


def test_a_formula_that_leaves_a_row_out_is_named(tmp_path: Path) -> None:
    text = "园区|本月\n甲园|.\n乙园|.\n丙园|.\n合计|=SUM(B2:B3)"
    (one,) = found(text, tmp_path, B2=3, B3=4, B4=5)
    assert (one.code, one.where.cell) == ("form-total-differs", "B5")
    assert "公式" in one.message.zh
    assert found(text.replace("B3)", "B4)"), tmp_path, B2=3, B3=4, B4=5) == ()


def test_parts_of_a_whole_may_be_fewer_and_not_more(tmp_path: Path) -> None:
    text = "指标|本月\n新增科小|.\n~~其中：大额|.\n~~~~小额|.\n新增高企|."
    assert found(text, tmp_path, B2=10, B3=3, B4=6) == ()
    (one,) = found(text, tmp_path, B2=10, B3=3, B4=8)
    assert (one.code, one.where.cell) == ("form-part-exceeds", "B2")


def test_a_column_of_totals_is_the_sum_of_its_months(tmp_path: Path) -> None:
    text = "指标|年度目标|1月|2月|合计\n新增科小|100|.|.|."
    assert found(text, tmp_path, C2=3, D2=4, E2=7) == ()
    assert [one.where.cell for one in found(text, tmp_path, C2=3, D2=4, E2=9)] == ["E2"]


def test_numbers_of_lines_are_no_figures(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (("序号", "指标", "本月"), (1, "新增科小", None), (2, "其中：大额", None), (3, "新增高企", None)):
        sheet.append(row)
    sheet.title = "表"
    book.save(tmp_path / "form.xlsx")
    form = open_form(tmp_path / "form.xlsx")
    assert totals(form, (entry("C2", 10), entry("C3", 3), entry("C4", 5))) == ()
    (one,) = totals(form, (entry("C2", 2), entry("C3", 3), entry("C4", 5)))
    assert one.where.cell == "C2"
