"""The day of which a ledger says that its data are."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter

from peiyu.facts.intake import load
from peiyu.facts.intake.stated import days_in

JUNE = dt.date(2026, 6, 30)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("数据截止日：2026年6月30日", [JUNE]),
        ("某区企业台账（截至2026年6月30日）", [JUNE]),
        ("截止日期:2026-06-30", [JUNE]),
        ("统计截止到 2026.6.30", [JUNE]),
        ("截至２０２６年６月底", [JUNE]),
        ("申报截止日期：2026年7月15日", []),
        ("2026年6月30日填报", []),
        ("截至2026年6月31日", []),
        ("截至2026年13月1日", []),
    ],
)
def test_a_day_is_stated_only_for_the_data(text: str, days: list[dt.date]) -> None:
    assert list(days_in(text)) == days


def ledger(folder: Path, *titles: str) -> Path:
    path = folder / "台账.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, title in enumerate(titles):
            sheet.write(number, 0, title)
        sheet.write_row(len(titles), 0, ["企业名称", "营业收入（万元）"])
        sheet.write_row(len(titles) + 1, 0, ["甲公司", 100])
    return path


def test_facts_are_known_from_the_stated_day(tmp_path: Path) -> None:
    loaded = load([ledger(tmp_path, "企业台账", "数据截止日：2026年6月30日")])
    assert loaded.stated == (JUNE,)
    assert loaded.frames["enterprise"]["known_from"].to_list() == [JUNE]


def test_two_days_are_both_told_and_neither_is_taken(tmp_path: Path) -> None:
    loaded = load([ledger(tmp_path, "截至2026年6月30日", "截至2025年12月31日")])
    assert loaded.stated == (dt.date(2025, 12, 31), JUNE)
    assert loaded.refused
