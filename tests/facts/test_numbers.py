"""Numbers as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peiyu.facts.numbers import power_of, read_number, written
from peiyu.facts.vocabulary.model import STORED_LIMIT


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("1234.5", "万元", 1_234_500_000), ("1,234.56", "元", 123_456),
        ("１，２３４．５", "元", 123_450), ("3亿", "", 30_000_000_000),
        ("5000万元", "元", 5_000_000_000), ("0.30000000000000004", "万元", 300_000), ("(123)", "元", -12_300),
        ("（1,000.5）", "千元", -100_050_000), ("1.2e3", "元", 120_000), ("¥100", "元", 10_000), ("−7", "元", -700),
        ("100万人民币", "元", 100_000_000), ("1742285504.2800002", "元", 174_228_550_428),
    ],
)  # fmt: skip
def test_money_becomes_whole_fen(text: str, unit: str, fen: int) -> None:
    assert read_number(text, type_="money", unit=unit).value == fen


@pytest.mark.parametrize(
    ("text", "unit", "stored"),
    [("35%", "", 35_000_000), ("35", "%", 35_000_000), ("0.35", "", 35_000_000), ("5‰", "", 500_000)],
)
def test_ratios(text: str, unit: str, stored: int) -> None:
    assert read_number(text, type_="ratio", scale=10**8, unit=unit).value == stored


@pytest.mark.parametrize("text", ["", "-", "/", "—", "——", "N/A", "未知", "待定", " "])
def test_blank_and_dash_are_missing(text: str) -> None:
    reading = read_number(text, type_="money")
    assert (reading.kind, reading.value) == ("missing", None)


def test_none_ditto_and_zero_are_told_apart() -> None:
    assert read_number("无", type_="items").kind == "none"
    assert read_number("同上", type_="items").kind == "ditto"
    assert read_number("0", type_="items").kind == "known"


@pytest.mark.parametrize("text", ["约800", "近800", "800余", "800以上", "800左右", "800余万元"])
def test_approximate_numbers_are_marked(text: str) -> None:
    reading = read_number(text, type_="money", unit="万元")
    assert reading.approximate
    assert reading.value == 800_000_000


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("abc", "unreadable"),
        ("100-200", "unreadable"),
        ("1,23", "unreadable"),
        ("5人", "wrong_unit"),
        ("1e30", "over_limit"),
        ("9" * 20, "over_limit"),
    ],
)
def test_what_is_no_amount(text: str, kind: str) -> None:
    reading = read_number(text, type_="money")
    assert (reading.kind, reading.value) == (kind, None)


def test_half_a_person_is_refused() -> None:
    assert read_number("12.5", type_="persons").kind == "not_whole"
    assert read_number("12.0", type_="persons").value == 12
    assert read_number("12.5", type_="persons", scale=100).value == 1250


def test_the_limit_itself_is_accepted() -> None:
    assert read_number(str(STORED_LIMIT), type_="persons").value == STORED_LIMIT
    assert read_number(str(STORED_LIMIT + 1), type_="persons").kind == "over_limit"


def test_units_fit_their_type_only() -> None:
    assert power_of("money", 1, "万元") == 6
    assert power_of("money", 1, "人") is None
    assert power_of("ratio", 10**8, "%") == 6


def test_spreadsheet_noise_is_written_away() -> None:
    assert written(0.1 + 0.2) == "0.3"
    assert written(12.0) == "12"


@given(st.integers(-(10**14), 10**14), st.sampled_from(["元", "千元", "万元", "亿元"]))
def test_every_fen_survives_every_unit(fen: int, unit: str) -> None:
    power = power_of("money", 1, unit)
    assert power is not None
    text = f"{Decimal(fen).scaleb(-power):f}"
    assert read_number(text, type_="money", unit=unit).value == fen
