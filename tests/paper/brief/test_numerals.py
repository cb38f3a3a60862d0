"""Numerals are read as officials write them, exactly, and what is no figure is left alone."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peiyu.paper.brief.numerals import han, masked, numerals, same_unit

HAN = "零一二三四五六七八九"


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("新增1067家", 1067, "家"),
        ("新增１０６７家", 1067, "家"),
        ("新增1,067家", 1067, "家"),
        ("新增1，067家", 1067, "家"),
        ("新增1 067家", 1067, "家"),
        ("资金1.2亿元", 120_000_000, "元"),
        ("资金12 000万元", 120_000_000, "元"),
        ("三亿五千万元", 350_000_000, "元"),
        ("企业十二家", 12, "家"),
        ("企业两家", 2, "家"),
        ("新增一千零六十七户", 1067, "户"),
        ("完成78.4%", Fraction(784, 1000), "%"),
        ("完成７８.４％", Fraction(784, 1000), "%"),
        ("完成百分之七十八点四", Fraction(784, 1000), "%"),
        ("增长－3.2%", Fraction(-32, 1000), "%"),
        ("占三分之一", Fraction(1, 3), "%"),
        ("提高3.2个百分点", Fraction(32, 10), "个百分点"),
    ],
)
def test_a_numeral_is_read_exactly_with_its_unit(text: str, value: Fraction, unit: str) -> None:
    assert [(one.value, one.unit) for one in numerals(text)] == [(value, unit)]


def test_what_only_looks_like_a_figure_is_left_out() -> None:
    assert numerals("1. 千家万户，一个重点，一批企业，五大产业，十分重要") == ()
    assert [one.said for one in numerals("3\t华苑科技园\t412")] == ["412"]


def test_dates_and_codes_are_compared_as_written() -> None:
    found = numerals("2012年9月30日，代码91120116MA05ABCD1X")
    assert [(one.kind, one.said) for one in found] == [("date", "2012年9月30日"), ("code", "91120116MA05ABCD1X")]


def test_more_than_is_marked_as_about() -> None:
    assert [(one.value, one.about) for one in numerals("1000多家、二十余家、30家")] == [
        (1000, True), (20, True), (30, False)]  # fmt: skip


def test_the_last_digit_tells_how_fine_a_figure_is() -> None:
    assert [one.step for one in numerals("1.2亿元 1.20亿元 78.4% 1067家")] == [
        10**7, 10**6, Fraction(1, 1000), 1]  # fmt: skip


def test_units_that_say_the_same_may_stand_for_each_other() -> None:
    assert same_unit("家", "户")
    assert same_unit("", "家")
    assert not same_unit("%", "个百分点")


@given(st.integers(0, 99_999_999))
def test_every_whole_number_is_read_back_in_digits_and_in_chinese(number: int) -> None:
    assert [one.value for one in numerals(f"共{number:,}家")] == [number]
    assert han(chinese(number)) == number


@given(st.lists(st.integers(0, 10**6), max_size=5))
def test_a_mask_hides_every_number_and_nothing_else(numbers: list[int]) -> None:
    text = "，".join(f"甲{n}家乙" for n in numbers)
    assert masked(text, numerals(text)) == "，".join("甲#乙" for _ in numbers)


def chinese(number: int) -> str:
    """A number as it is spoken, below 10⁸."""
    if number >= 10_000:
        high, low = divmod(number, 10_000)
        gap = "零" if 0 < low < 1000 else ""
        return chinese(high) + "万" + (gap + chinese(low) if low else "")
    if number == 0:
        return "零"
    said, zero = "", False
    for place, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            said += ("零" if zero and said else "") + HAN[digit] + name
        zero = not digit if said else False
    return said
