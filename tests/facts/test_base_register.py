"""Finding an enterprise, and keeping the confidential ones out of lists."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest
from tests.facts.base_rows import base_of, rows

from peiyu.facts.base import FactBase
from peiyu.facts.identity import enterprise_key, parse_code
from peiyu.facts.register import Found, confidential, find, listed

CODE = "91350100M000100Y43"
KEY = enterprise_key(parse_code(CODE))
LATER = dt.date(2021, 1, 1)
FIRMS = rows(
    {"enterprise": KEY, "scheme": "uscc", "code": CODE, "name": "福州甲材料有限公司", "former_names": "福州老甲厂"},
    {"enterprise": 1, "code": "600519", "name": "甲材料"},
    {"enterprise": 2, "name": "秘密甲材料所", "sensitive": True},
    {"enterprise": 3, "name": "曾经秘密甲材料", "sensitive": True},
    {"enterprise": 3, "sensitive": False, "known_from": LATER},
    {"enterprise": 4, "name": "后来秘密甲材料", "sensitive": False},
    {"enterprise": 4, "sensitive": True, "known_from": LATER, "purpose": "统计"},
    {"enterprise": 5, "name": "同日两说甲材料", "sensitive": True},
    {"enterprise": 5, "sensitive": False, "source": "填报"},
    {"enterprise": 6, "code": "ABC", "name": "Beta 100% (x)"},
)


@pytest.fixture(params=[1, 3])
def base(tmp_path: Path, request: pytest.FixtureRequest) -> FactBase:
    return base_of(tmp_path / "facts", {"enterprise": FIRMS}, buckets=request.param)


@pytest.mark.parametrize("written", [CODE, CODE.lower(), "M000100Y-4"])
def test_a_code_finds_its_enterprise_however_written(base: FactBase, written: str) -> None:
    assert find(base, written) == (Found(KEY, CODE, "福州甲材料有限公司"),)


def test_a_part_of_a_name_finds_the_exact_name_first(base: FactBase) -> None:
    assert [one.name for one in find(base, "甲材料")] == ["甲材料", "曾经秘密甲材料", "福州甲材料有限公司"]
    assert [one.name for one in find(base, "甲材料", limit=1)] == ["甲材料"]


@pytest.mark.parametrize(
    ("written", "name"), [("老甲厂", "福州甲材料有限公司"), ("600519", "甲材料"), ("beta 100%", "Beta 100% (x)")]
)
def test_former_names_and_parts_of_codes_find_too(base: FactBase, written: str, name: str) -> None:
    assert [one.name for one in find(base, written)] == [name]


@pytest.mark.parametrize("written", ["", "  ", "没有这家", "(x))"])
def test_what_nobody_is_called_finds_nobody(base: FactBase, written: str) -> None:
    assert find(base, written) == ()


def test_confidential_enterprises_stand_in_no_list(base: FactBase) -> None:
    hidden = pl.concat([confidential(base, bucket) for bucket in range(base.bucket_count)]).collect()
    assert sorted(hidden["enterprise"]) == [2, 4, 5]
    frame = pl.LazyFrame({"enterprise": [5, 4, 3, 2, 1], "verdict": [True] * 5})
    assert listed(base, frame).collect()["enterprise"].to_list() == [3, 1]


def test_without_a_word_on_confidentiality_everyone_may_be_listed(tmp_path: Path) -> None:
    open_base = base_of(tmp_path / "facts", {"enterprise": rows({"name": "甲"})})
    assert listed(open_base, pl.LazyFrame({"enterprise": [1, 2]})).collect().height == 2
