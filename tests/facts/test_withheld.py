"""What names a confidential enterprise is in no list of problems."""

from __future__ import annotations

from pathlib import Path

from tests.facts.ledgers import KNOWN, book, told, uscc

from peiyu.facts.intake import load
from peiyu.facts.register import WITHHELD

HEAD = ["统一社会信用代码", "企业名称", "涉密或不公开", "职工总数"]
WRONG = [uscc(n)[:-1] + ("A" if uscc(n)[-1] != "A" else "B") for n in (1, 2)]


def test_a_mistyped_code_of_a_confidential_enterprise_is_not_told(tmp_path: Path) -> None:
    rows = [[WRONG[0], "甲厂", "是", "十五个"], [WRONG[1], "乙厂", "否", 5], [WRONG[0], "甲厂", "是", 5]]
    loaded = load([book(tmp_path / "a.xlsx", [HEAD, *rows])], known_from=KNOWN)
    wrong = [p for p in loaded.problems if p.where.cell in ("A2", "A3", "A4")]
    assert [(p.where.cell, p.found) for p in wrong] == [("A2", WITHHELD), ("A3", WRONG[1]), ("A4", WITHHELD)]
    assert len({p.code for p in wrong}) == 1
    assert told(loaded, "cell-not-number")[0].found == "十五个"
    assert not [p for p in loaded.problems if WRONG[0] in str(p) or "甲厂" in str(p)]


def test_another_file_may_say_that_it_is_confidential(tmp_path: Path) -> None:
    first = book(tmp_path / "a.xlsx", [HEAD[:2], [WRONG[0], "甲厂"]])
    second = book(tmp_path / "b.xlsx", [["统一社会信用代码", "企业名称", "涉密或不公开"], [uscc(1), "甲厂", "是"]])
    loaded = load([first, second], known_from=KNOWN)
    assert [p.found for p in loaded.problems if p.where.cell == "A2"] == [WITHHELD]


def test_nothing_is_hidden_where_nobody_is_confidential(tmp_path: Path) -> None:
    loaded = load([book(tmp_path / "a.xlsx", [HEAD, [WRONG[0], "甲厂", "否", 5]])], known_from=KNOWN)
    assert [p.found for p in loaded.problems if p.where.cell == "A2"] == [WRONG[0]]
