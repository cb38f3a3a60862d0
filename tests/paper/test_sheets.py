"""What a clerk sees of a workbook: rows high enough for their text, words instead of codes, English in English."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.paper.test_paper import EVIL, report

from peiyu.cli.demo.firms import made_up_firms
from peiyu.cli.reference.source import told
from peiyu.paper.checkup.present import present
from peiyu.paper.values import OneShort, Substitute
from peiyu.paper.workbook import write_workbook
from peiyu.paper.workbook.height import LINE, height_of, lines_of, width_of
from peiyu.paper.workbook.kinds import kind_of
from peiyu.policy.explain.model import Part
from peiyu.policy.verdict import Outcome
from peiyu.problems import Level, Problem, Text, Where

LONG = Text("能否做到：2026年度研发费用（会计口径）从171.2万元提高到177万元？" * 3, "can it be done in the year? " * 8)
WORD = Text("词", "word")
SHORT = OneShort(
    firm=EVIL, tier=WORD, condition=WORD, cite="", outcome=Outcome.UNKNOWN, present=WORD, threshold=WORD, gap=WORD,
    ask=LONG, whom=WORD, earliest=None,
)  # fmt: skip


@pytest.mark.parametrize(("text", "lines"), [("", 1), ("企业", 1), ("企业" * 10, 3), ("a\nb", 2), ("word " * 6, 2)])
def test_lines_follow_the_width_of_chinese_and_of_words(text: str, lines: int) -> None:
    assert lines_of(text, 17.5) == lines


@given(st.text(alphabet="企业ab \n", max_size=80), st.integers(8, 60))
def test_lines_hold_the_whole_text(text: str, width: int) -> None:
    assert lines_of(text, width) * (width - 1.5) >= width_of(text.replace("\n", "").strip())
    assert height_of([(text, width)]) >= min(400, lines_of(text, width) * LINE)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_row_is_as_high_as_its_longest_text(tmp_path: Path, lang: str) -> None:
    write_workbook(replace(report(), one_short=(SHORT,)), tmp_path / "a.xlsx", lang=lang)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[1]
    assert sheet.row_dimensions[4].height >= LINE * lines_of(LONG.in_(lang), 30)


def test_the_summary_tells_kinds_of_problems_and_stand_ins_in_a_table(tmp_path: Path) -> None:
    slip = Problem("unit-slip", Text("研发费用约大了10000倍", "R&D"), Where("a.xlsx"), Level.WARNING)
    instead = Substitute(Text("销售收入", "sales"), Text("营业收入", "revenue"), Text("台账没有", "assumption"))
    made = replace(report(), problems=(slip,), stand_ins=(instead,))
    write_workbook(made, tmp_path / "a.xlsx")
    rows = list(openpyxl.load_workbook(tmp_path / "a.xlsx")["汇总"].iter_rows(values_only=True))
    assert any(row[:3] == ("销售收入", "营业收入", "台账没有") for row in rows)
    general = kind_of("unit-slip")
    assert general is not None
    assert any(row[0] == general.zh and row[1] == "unit-slip" for row in rows)


def test_every_problem_of_a_ledger_with_words_filled_in_has_a_general_sentence() -> None:
    rooms = ("facts/intake/plausibility/", "facts/intake/workbooks")
    filled = {one.code for one in told() if one.module.startswith(rooms) and any("{" in m.zh for m in one.messages)}
    assert filled
    assert [code for code in sorted(filled) if kind_of(code) is None] == []


def test_an_english_workbook_says_nothing_of_its_own_in_chinese(tmp_path: Path) -> None:
    write_workbook(replace(report(), one_short=(SHORT,)), tmp_path / "a.xlsx", lang="en")
    cells = [c.value for s in openpyxl.load_workbook(tmp_path / "a.xlsx") for row in s.iter_rows() for c in row]
    assert [one for one in cells if isinstance(one, str) and re.search("[一-鿿]", one)] == []


def test_a_condition_without_a_figure_names_what_it_rests_on() -> None:
    rows = Part(kind="list", key="l", what=Text("失信事件", "events"), value=Text("0条", "0"),
                note=Text("清单齐全", "complete"))  # fmt: skip
    part = Part(kind="criterion", key="c", what=WORD, children=(rows, rows))
    assert present(part) == Text("失信事件：0条，清单齐全", "events: 0, complete")


def test_no_two_companies_of_the_demonstration_share_a_stem() -> None:
    bare = [re.sub("^(云州|云川|昆北)", "", firm.name)[:2] for firm in made_up_firms()]
    assert len(set(bare)) == len(bare)
