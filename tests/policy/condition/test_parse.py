"""Text → condition: numbers are exact, faults have a place, nothing exhausts the stack."""

from __future__ import annotations

from fractions import Fraction

import pytest

from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Name, Number
from peiyu.policy.condition.parse import parse
from peiyu.problems import PackError, Problem


def fault(text: str) -> Problem:
    with pytest.raises(PackError) as caught:
        parse(text, file="pack.yaml", line=7, column=11)
    return caught.value.problems[0]


@pytest.mark.parametrize(
    ("text", "value", "dimension"),
    [
        ("5000万元", Fraction(5_000_000_000), "money"),
        ("0.01元", Fraction(1), "money"),
        ("1.5亿元", Fraction(15 * 10**9), "money"),
        ("3千元", Fraction(300_000), "money"),
        ("3%", Fraction(3, 100), "ratio"),
        ("12.345％", Fraction(12345, 100000), "ratio"),
        ("500 人", Fraction(500), "persons"),
        ("2件", Fraction(2), "items"),
        ("60分", Fraction(60), "points"),
        ("2年", Fraction(2), "years"),
        ("100㎡", Fraction(100), "area"),
        ("0.1", Fraction(1, 10), ""),
        ("-5人", Fraction(-5), "persons"),
    ],
)
def test_numbers_are_exact_in_base_units(text: str, value: Fraction, dimension: str) -> None:
    assert parse(text) == Number(value, dimension)


def test_months_and_days_are_durations() -> None:
    assert (parse("6月"), parse("365天")) == (ast.Duration(months=6), ast.Duration(days=365))


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("a >= 1人 and b < 2人 or not c", "a ≥ 1人 且 b ＜ 2人 或 非 c"),
        ("x not in [甲, 乙]", "x 非 属于 [甲，乙]"),
        ("sum(a over 3 years) / 2", "sum（a 近3年）÷ 2"),
        ("count(标准 where d in this and last 1 fiscal years)", "count(标准 其中 d 属于 今年及近1财年)"),
        ("d in last 5 rolling years", "d 属于 近5周年"),
        ("x = true", "x == 是"),
    ],
)
def test_both_languages_mean_one_thing(english: str, chinese: str) -> None:
    assert parse(english) == parse(chinese)


def test_precedence() -> None:
    expr = parse("a or b and not c + 1 * 2 > 3")
    assert isinstance(expr, ast.Or)
    inner = expr.parts[1]
    assert isinstance(inner, ast.And)
    negated = inner.parts[1]
    assert isinstance(negated, ast.Not)
    compare = negated.of
    assert isinstance(compare, ast.Compare)
    assert compare.left == ast.Binary("+", Name("c"), ast.Binary("*", Number(Fraction(1)), Number(Fraction(2))))


def test_subtraction_groups_to_the_left() -> None:
    assert parse("a - b - c") == ast.Binary("-", ast.Binary("-", Name("a"), Name("b")), Name("c"))


def test_ranges_and_sets() -> None:
    one = parse("x in [5000万元, 1亿元)")
    assert isinstance(one, ast.InRange)
    assert (one.low_closed, one.high_closed) == (True, False)
    assert parse("x in (, 5%]") == ast.InRange(Name("x"), None, Number(Fraction(1, 20), "ratio"), False, True)
    assert parse("x in [C, D, 6513]") == ast.InSet(Name("x"), ("C", "D", "6513"))
    assert parse("x in 某集合") == ast.InSet(Name("x"), (), False, "某集合")


def test_quoted_names_and_packs_with_hyphens() -> None:
    assert parse("「研发费用（会计口径）」") == Name("研发费用（会计口径）")
    assert parse("meets(cn-gradient-2022.innovative)") == ast.Meets("cn-gradient-2022.innovative")
    assert parse('holds(「专精特新"小巨人"企业」, year_end)') == ast.Holds('专精特新"小巨人"企业', "year_end")


@pytest.mark.parametrize(
    ("text", "code", "column"),
    [
        ("", "condition-empty", 11),
        ("a < b < c", "condition-chain", 17),
        ("a >=", "condition-syntax", 15),
        ("a b", "condition-syntax", 13),
        ("a > 5万圆", "unit-unknown", 15),
        ("2022-02-30 > d", "date-impossible", 11),
        ("count(a, b)", "function-arguments", 11),
        ("sum(a over 0 years)", "window-years", 17),
        ("x in [1, 2, 3)", "range-written", 16),
        ("a ? b", "condition-syntax", 13),
    ],
)
def test_a_fault_says_where(text: str, code: str, column: int) -> None:
    found = fault(text)
    assert (found.code, found.where.file, found.where.line, found.where.column) == (code, "pack.yaml", 7, column)


def test_a_place_in_a_later_line_counts_from_that_line() -> None:
    found = fault("a > 1人 and\n  b > 5万圆")
    assert (found.where.line, found.where.column) == (8, 7)


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000 + "a" + ")" * 10_000,
        "[" * 10_000,
        "（" * 10_000,
        "+".join(["a"] * 2_000),
        "-" * 10_000 + "a",
        "not " * 4_000 + "a",
    ],
    ids=["brackets", "square", "full-width", "sum", "signs", "nots"],
)
def test_depth_is_refused_with_a_sentence(text: str) -> None:
    assert fault(text).code == "condition-too-deep"


def test_length_is_refused_with_a_sentence() -> None:
    assert fault("a" * 30_000).code == "condition-too-long"
