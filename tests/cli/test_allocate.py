"""peiyu allocate: units from a table or YAML, parts, what is agreed, and what bad input gets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tests.cli.bad_inputs import Line

TABLE = """单位,上级,产能,历史,下限,上限,已商定,下限/大额
滨海科技园,,,,,,,
华苑科技园,,120,30,40,,,5
张三,滨海科技园,60,10,,,,
李四,滨海科技园,40,20,,,300,
"""
YAML = """
unit: 家
counts: {产能: 6, 历史: 4}
parts: {大额: 70, 小额: 930}
units:
  - {单位: 滨海科技园}
  - {单位: 华苑科技园, 产能: 120, 历史: 30, 下限: 40, 下限/大额: 5}
  - {id: 张三, within: 滨海科技园, 产能: 60, 历史: 10}
  - {unit: 李四, within: 滨海科技园, 产能: 40, 历史: 20, agreed: 300}
"""
MORE = ("--part", "大额=70", "--part", "小额=930", "--count", "产能=6", "--count", "历史=4", "--unit", "家")


def put(folder: Path, text: str, name: str = "units.csv") -> str:
    path = folder / name
    path.write_text(text, "utf-8")
    return str(path)


def given(line: Line, *more: str) -> dict[str, Any]:
    answer = line("allocate", *more, "--json")
    assert answer.code == 0, answer.out
    made: dict[str, Any] = json.loads(answer.out)
    return made


def test_a_table_is_decomposed_down_to_people_and_adds_up(line: Line, tmp_path: Path) -> None:
    units = put(tmp_path, TABLE)
    made = given(line, "--units", units, *MORE)
    numbers = {one["unit"]: one["number"] for one in made["shares"]}
    assert made["total"] == 1000 == numbers["滨海科技园"] + numbers["华苑科技园"]
    assert numbers["张三"] + numbers["李四"] == numbers["滨海科技园"]
    assert numbers["李四"] == 300
    assert sum(one["parts"]["大额"] for one in made["shares"] if not one["within"]) == 70
    shown = line("allocate", "--units", units, *MORE).out
    assert "合计" in shown
    assert "张三" in shown
    assert "agreed at 300" in line("allocate", "--units", units, *MORE, "--lang", "en").out.replace("\n", " ")


def test_a_table_a_workbook_and_yaml_give_the_same(line: Line, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in TABLE.splitlines():
        book.active.append([int(cell) if cell.isdecimal() else cell or None for cell in row.split(",")])
    book.save(tmp_path / "units.xlsx")
    first = given(line, "--units", put(tmp_path, TABLE), *MORE)
    assert given(line, "--units", str(tmp_path / "units.xlsx"), *MORE) == first
    assert given(line, "--units", put(tmp_path, YAML, "units.yaml")) == first


def test_weights_may_be_written_themselves(line: Line, tmp_path: Path) -> None:
    made = given(line, "35", "--units", put(tmp_path, "单位,权重\na,50%\nb,25%\nc,25%\n"))
    assert [one["number"] for one in made["shares"]] == [17, 9, 9]


def test_what_an_office_s_table_has_beside_is_no_factor_and_no_unit(line: Line, tmp_path: Path) -> None:
    plain = given(line, "10", "--units", put(tmp_path, "单位,产能\na,3\nb,1\n"))
    table = "序号,单位,负责人,产能,备注,联系电话\n1,a,张三,3,新址,022-1\n2,b,李四,1,,022-2\n,合计,,4,,\n"
    assert given(line, "10", "--units", put(tmp_path, table)) == plain


@pytest.mark.parametrize(
    ("text", "more", "code", "said"),
    [
        (TABLE, (), 2, "total-or-parts"),
        (TABLE, ("1001", *MORE), 2, "total-or-parts"),
        (TABLE, ("1000", "--count", "产值=1"), 2, "factor-unknown"),
        (TABLE, ("1000", "--count", "产能=一"), 2, "not-whole"),
        (TABLE, ("100",), 2, "allocation-part-unknown"),
        ("单位,权重,下限\na,1,6\nb,1,6\n", ("10",), 2, "allocation-impossible"),
        ("甲,乙\n1,2\n", ("10",), 1, "units-written"),
        ("单位,权重\na,很多\n", ("10",), 1, "units-number"),
        ("单位,权重,下限\na,1,1.5\n", ("10",), 1, "units-number"),
        ("单位,产能\na,1\nb,\n", ("10",), 2, "weight-missing"),
        ("单位,权重\na,1\na,1\n", ("10",), 2, "allocation-unit-twice"),
        ("", ("10",), 1, "file-empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_said(
    line: Line, tmp_path: Path, text: str, more: tuple[str, ...], code: int, said: str
) -> None:
    line.refused(code, said, "allocate", *more, "--units", put(tmp_path, text))


BROKEN = ("units: [", "units: 3", "- a", "units: [a]", "units: [{权重: 1}]", "units: [{单位: a, 权重: b}]")


@pytest.mark.parametrize("text", BROKEN)
def test_yaml_that_is_none_of_units_is_said(line: Line, tmp_path: Path, text: str) -> None:
    path = put(tmp_path, text, "units.yaml")
    answer = line("allocate", "10", "--units", path)
    assert answer.code == 1
    assert "units-" in answer.err
