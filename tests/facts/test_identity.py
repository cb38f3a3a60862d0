"""Codes of enterprises: read as written, checked, joined into one identity, turned into keys."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from peiyu.facts.identity import (
    ALPHABET,
    Identity,
    enterprise_key,
    identities,
    keys_of,
    org_check,
    parse_code,
    uscc_check,
)
from peiyu.problems import FactsError

SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "uscc_samples.csv"
GOOD = "91350100M000100Y43"

bodies = st.builds(
    lambda kind, region, org: kind + region + org + org_check(org),
    st.text(ALPHABET, min_size=2, max_size=2),
    st.text("0123456789", min_size=6, max_size=6),
    st.text(ALPHABET, min_size=8, max_size=8),
)


@pytest.mark.parametrize(
    "written", [GOOD, GOOD.lower(), f" {GOOD} ", "９１350100 M000100Y-43", "9135 0100 M000 100Y 43", f"uscc:{GOOD}"]
)
def test_a_code_is_read_as_people_write_it(written: str) -> None:
    assert parse_code(written) == Identity("uscc", GOOD)


@pytest.mark.parametrize(
    ("written", "scheme", "code"),
    [
        ("M000100Y4", "org", "M000100Y4"),
        ("m000100y-4", "org", "M000100Y4"),
        ("stock:600519", "stock", "600519"),
        ("local:园区:a 012", "local:园区", "A012"),
    ],
)
def test_other_schemes(written: str, scheme: str, code: str) -> None:
    assert parse_code(written) == Identity(scheme, code)


@pytest.mark.parametrize(("written", "code"), [("1", "000001"), ("600519.SH", "600519"), ("sz000001", "000001")])
def test_a_column_of_stock_codes_gets_its_zeros_back(written: str, code: str) -> None:
    assert parse_code(written, "stock") == Identity("stock", code)


def test_both_codes_of_one_enterprise_give_one_key() -> None:
    assert parse_code(GOOD).canonical == parse_code("M000100Y4").canonical == "org:M000100Y4"
    assert enterprise_key(parse_code(GOOD)) == enterprise_key(parse_code("M000100Y4"))
    assert enterprise_key(parse_code("stock:600519")) != enterprise_key(parse_code("local:a:600519"))


def test_the_key_is_stable_for_stored_bases() -> None:
    assert enterprise_key(Identity("uscc", GOOD)) == 7593186975253699281


@pytest.mark.parametrize(
    ("written", "kind", "said"),
    [
        ("91350100M000100Y44", "uscc-check-character", "应为 3"),
        ("M000100Y5", "org-check-character", "应为 4"),
        ("9135O100M000100Y43", "uscc-characters", GOOD),
        ("91310000MA1EXAMPLE", "uscc-check-character", "应为"),
        ("9131000VMA1EXAMPL3", "uscc-characters", "V"),
        ("123", "code-form", "18 位"),
        ("600519", "code-form", "stock:"),
        ("", "code-form", "18 位"),
        ("local:园区:", "code-form", "local:"),
    ],
)
def test_a_wrong_code_is_refused_and_told_what_it_should_be(written: str, kind: str, said: str) -> None:
    with pytest.raises(FactsError) as caught:
        parse_code(written)
    problem = caught.value.problems[0]
    assert problem.code == kind
    assert said in problem.said("zh")
    assert problem.message.en


def test_the_org_check_character_can_be_x() -> None:
    codes = [f"{n:08d}" for n in range(200)]
    assert {org_check(code) for code in codes} == set("0123456789X")
    assert all(parse_code(code + org_check(code)).scheme == "org" for code in codes)


@given(bodies, st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(body: str, place: int, other: str) -> None:
    code = body + uscc_check(body)
    assert parse_code(code).code == code
    changed = code[:place] + other + code[place + 1 :]
    if changed != code:
        with pytest.raises(FactsError):
            parse_code(changed)


@settings(max_examples=30)
@given(
    st.lists(
        bodies.map(lambda b: b + uscc_check(b)) | st.sampled_from(["M000100Y4", "x", GOOD.lower(), "stock:1", None]),
        max_size=8,
    )
)
def test_a_column_is_parsed_as_its_cells_are(written: list[str | None]) -> None:
    frame, problems = identities(pl.Series("代码", written, dtype=pl.String))
    assert frame.height == len(written)
    for text, row in zip(written, frame.iter_rows(named=True), strict=True):
        if text is None or text in problems:
            assert row == {"scheme": None, "code": None, "enterprise": None}
        else:
            one = parse_code(text)
            assert row == {"scheme": one.scheme, "code": one.code, "enterprise": enterprise_key(one)}
    assert set(problems) == {text for text in written if text == "x"}


def test_keys_of_a_column_are_the_keys_of_its_cells() -> None:
    forms = pl.Series(["org:M000100Y4", None, "stock:600519", "org:M000100Y4"])
    key = enterprise_key(parse_code(GOOD))
    assert keys_of(forms).to_list() == [key, None, enterprise_key(parse_code("stock:600519")), key]


def test_real_codes_pass_and_fakes_do_not() -> None:
    if not SAMPLES.exists():
        pytest.skip("the samples of real codes are not beside the checkout (../shared/data)")
    with SAMPLES.open(encoding="utf-8-sig") as file:
        samples = list(csv.DictReader(file))
    for row in samples:
        _, problems = identities(pl.Series([row["uscc"]]))
        assert (not problems) is (row["stdnum_valid"] == "True"), row["uscc"]
