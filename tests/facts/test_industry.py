"""Industry codes as membership in a tree."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peiyu.facts.industry import (
    SECTIONS,
    canonical,
    coarser_codes,
    options_prefixes,
    section_of,
    under,
    under_any,
)
from peiyu.problems import FactsError

STANDARD = Path(__file__).parents[3] / "shared" / "data" / "gbt4754_2017.csv"

divisions = st.integers(1, 97).map(lambda n: f"{n:02d}").filter(lambda d: section_of(d) is not None)
digits = st.builds(lambda d, rest: d + rest, divisions, st.text("0123456789", max_size=2))
codes = st.sampled_from(sorted(SECTIONS)) | digits


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("C39", "39"),
        ("C3912", "3912"),
        ("3912", "3912"),
        ("39", "39"),
        ("C", "C"),
        ("ｃ３９", "39"),
        (" c 391 ", "391"),
        ("01", "01"),
    ],
)
def test_codes_are_read_as_people_write_them(written: str, stored: str) -> None:
    assert canonical(written) == stored


@pytest.mark.parametrize("written", ["", "X", "U10", "A39", "98", "00", "39121", "3", "制造业"])
def test_what_is_no_code_is_refused_with_an_example(written: str) -> None:
    with pytest.raises(FactsError) as caught:
        canonical(written)
    assert caught.value.problems[0].code == "industry-code"
    assert "C3912" in caught.value.problems[0].said("zh")


@pytest.mark.parametrize(
    ("code", "option", "verdict"),
    [
        ("3912", "C", True), ("3912", "39", True), ("3912", "3912", True), ("3912", "3911", False),
        ("3912", "I", False), ("39", "3912", None), ("39", "40", False), ("C", "39", None), ("C", "C", True),
        ("C", "65", False), ("I", "C", False),
    ],
)  # fmt: skip
def test_membership(code: str, option: str, verdict: bool | None) -> None:
    assert under(code, option) is verdict


def test_one_option_that_holds_outweighs_one_that_cannot_be_told() -> None:
    assert under_any("65", ["6513", "I"]) is True
    assert under_any("65", ["6513", "C"]) is None
    assert under_any("65", []) is False


def test_sections_become_their_divisions_and_covered_prefixes_go() -> None:
    assert options_prefixes(["B"]) == ("06", "07", "08", "09", "10", "11", "12")
    assert options_prefixes(["K", "7010", "6513"]) == ("6513", "70")


@given(codes, st.lists(codes, max_size=4))
def test_prefixes_and_coarser_codes_decide_as_the_tree_does(code: str, options: list[str]) -> None:
    """What an engine over columns does: section letters among the options, prefixes, codes too coarse to tell."""
    if code in options or code.startswith(options_prefixes(options) or ("none",)):
        decided: bool | None = True
    else:
        decided = None if code in coarser_codes(options) else False
    assert decided is under_any(code, options)


def test_the_sections_are_those_of_the_standard() -> None:
    if not STANDARD.exists():
        pytest.skip("the public copy of GB/T 4754-2017 is not beside the checkout (../shared/data)")
    with STANDARD.open(encoding="utf-8-sig") as file:
        standard = [(row["code"], row["section"]) for row in csv.DictReader(file)]
    assert {code for code, _ in standard if code.isalpha()} == set(SECTIONS)
    assert [code for code, section in standard if code.isdigit() and section_of(code) != section] == []
    assert {d for d in (f"{n:02d}" for n in range(1, 98)) if section_of(d)} == {c for c, _ in standard if len(c) == 2}
