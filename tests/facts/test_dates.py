"""Dates as people write them."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peiyu.facts.dates import ENDLESS, read_date, read_year


@pytest.mark.parametrize(
    "text",
    [
        "2012-02-03",
        "2012/2/3",
        "2012.2.3",
        "2012年2月3日",
        "20120203",
        "2012-02-03 00:00:00",
        "２０１２－０２－０３",
        "40942",
        "2012年02月03号",
    ],
)
def test_a_day(text: str) -> None:
    reading = read_date(text)
    assert (reading.value, reading.precision) == (dt.date(2012, 2, 3), "day")


@pytest.mark.parametrize("text", ["2012.2", "2012年2月", "2012-02", "201202", "2012/2"])
def test_a_month(text: str) -> None:
    reading = read_date(text)
    assert (reading.value, reading.precision) == (dt.date(2012, 2, 1), "month")


@pytest.mark.parametrize("text", ["2012", "2012年", "2012年度"])
def test_a_year(text: str) -> None:
    assert read_date(text).precision == "year"


@pytest.mark.parametrize("text", ["3/4/2012", "12-02-03", "2012.1"])
def test_what_could_be_two_dates_is_never_guessed(text: str) -> None:
    reading = read_date(text)
    assert (reading.kind, reading.value) == ("ambiguous", None)


@pytest.mark.parametrize("text", ["abc", "2012-13-01", "2012-02-30", "20121301"])
def test_what_is_no_date(text: str) -> None:
    assert read_date(text).kind == "unreadable"


def test_absence_and_no_end() -> None:
    assert read_date("-").kind == "missing"
    assert read_date("长期").value == ENDLESS
    assert read_date("25/12/2012").value == dt.date(2012, 12, 25)


def test_day_numbers_of_both_systems() -> None:
    assert read_date("44562").value == dt.date(2022, 1, 1)
    assert read_date("43100", epoch_1904=True).value == dt.date(2022, 1, 1)
    assert read_date("44562").serial


@pytest.mark.parametrize(
    ("text", "year"), [("2021", 2021), ("2021年度", 2021), ("2021-12-31", 2021), ("21", None), ("2021.0", 2021)]
)
def test_fiscal_years(text: str, year: int | None) -> None:
    assert read_year(text) == year


@given(st.dates(dt.date(1949, 1, 1), dt.date(2100, 1, 1)))
def test_every_day_survives_each_way_of_writing(day: dt.date) -> None:
    for text in (
        day.isoformat(),
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.year}/{day.month}/{day.day}",
    ):
        assert read_date(text).value == day
