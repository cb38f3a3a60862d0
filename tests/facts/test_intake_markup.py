"""The workbook comes back with what was found on its cells."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from tests.facts.ledgers import KNOWN, book, uscc

from peiyu.facts.intake import load, marked_up
from peiyu.problems import FactsError


def test_comments_stand_on_the_cells_and_the_rest_is_untouched(tmp_path: Path) -> None:
    rows = [["统一社会信用代码", "职工总数", "研发人员"], [uscc(1), 10, 12], [uscc(2), "abc", 1]]
    path = book(tmp_path / "a.xlsx", rows)
    loaded = load([path], known_from=KNOWN)
    page = openpyxl.load_workbook(marked_up(path, loaded.problems, tmp_path / "out" / "m.xlsx"))["台账"]
    assert "研发人员多于职工总数" in page["C2"].comment.text
    assert "R&D staff" in page["C2"].comment.text
    assert "不是数字" in page["B3"].comment.text
    assert [[c.value for c in row] for row in page.iter_rows()] == rows
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["m.xlsx"]


def test_a_text_table_comes_back_as_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("企业名称,职工总数,2023年营业收入（万元）\n甲,007,abc\n", encoding="utf-8")
    loaded = load([path], known_from=KNOWN)
    made = openpyxl.load_workbook(marked_up(path, loaded.problems, tmp_path / "m.xlsx"))
    page = made[made.sheetnames[0]]
    assert "不是数字" in page["C2"].comment.text
    assert page["B2"].value == "007"
    listed = made["问题清单"]
    assert listed["C2"].value == "C2"


def test_a_large_workbook_is_written_anew_with_every_value(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("peiyu.facts.intake.markup.FAITHFUL_BYTES", 0)
    rows = [
        ["企业名称", "职工总数", "2023年营业收入（万元）"],
        ["甲<&>\n乙", 10, -12.5],
        ["=丙", "abc", None],
        ["007", 3, 1e12],
    ]
    path = book(tmp_path / "a.xlsx", rows)
    loaded = load([path], known_from=KNOWN)
    page = openpyxl.load_workbook(marked_up(path, loaded.problems, tmp_path / "m.xlsx"))["台账"]
    assert page["A2"].value == "甲<&>\n乙"
    assert page["A4"].value == "007"
    assert page["C2"].value == -12.5
    assert "不是数字" in page["B3"].comment.text
    assert page["B3"].fill.fgColor.rgb == "FFFFC7CE"
    assert (
        load([tmp_path / "m.xlsx"], known_from=KNOWN).frames["annual_return"].height
        == loaded.frames["annual_return"].height
    )


def test_problems_of_merged_rows_and_whole_columns_find_a_cell(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["企业名称", "职工总数"], ["甲", 1], [None, 2]], merge=["A2:A3"])
    loaded = load([path], known_from=KNOWN)
    page = openpyxl.load_workbook(marked_up(path, loaded.problems, tmp_path / "m.xlsx"))["台账"]
    assert page["A2"].value == "甲"


def test_a_target_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    path = book(tmp_path / "a.xlsx", [["企业名称"], ["甲"]])
    blocked = tmp_path / "file"
    blocked.write_text("x")
    with pytest.raises(FactsError) as caught:
        marked_up(path, (), blocked / "m.xlsx")
    assert caught.value.problems[0].code == "cannot-write"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a.xlsx", "file"]


def test_a_workbook_without_problems_comes_back_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    openpyxl.Workbook().save(path)
    assert marked_up(path, (), tmp_path / "m.xlsx").read_bytes() == path.read_bytes()
