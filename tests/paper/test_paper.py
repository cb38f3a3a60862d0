"""Paper: what the workbook and the pages show, and that nothing in them runs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
from hypothesis import given
from hypothesis import strategies as st

from peiyu.paper.checkup.verdicts import shortfall
from peiyu.paper.page.html import ConditionRows, PageWriter, fact_rows
from peiyu.paper.page.word import write_docx
from peiyu.paper.values import (
    CheckupReport,
    ConditionLine,
    EnterprisePage,
    Expiring,
    FactLine,
    Firm,
    FirmRow,
    TierLine,
)
from peiyu.paper.workbook import write_workbook
from peiyu.policy.condition.ast import Flag
from peiyu.policy.pack.model import Combined, Criterion, Negated
from peiyu.policy.verdict import Outcome
from peiyu.problems import Text

DAY = dt.date(2026, 6, 30)
EVIL = Firm(name='=HYPERLINK("x")<script>', code="91990199MAD100116X", page="")
HNTE = Text("高企", "HNTE")
OUT = Expiring(firm=EVIL, what=HNTE, number="+1", runs_out=DAY, days_left=0, todo=Text("办", "act"))


def report() -> CheckupReport:
    row = FirmRow(firm=EVIL, outcomes=())
    return CheckupReport(
        title=Text("体检", "Check-up"), made_up=True, as_of=DAY, known_at=DAY, rules_at=DAY,
        event=Text("新申报", "new"), sources=("a.xlsx",), standards=(), tiers=(), classifications=(), definitions=(),
        stand_ins=(), firms=(row,), one_short=(), expiring=(OUT,), at_risk=(), problems=(),
    )  # fmt: skip


def page() -> EnterprisePage:
    tier = TierLine(
        name=Text("层", "tier"), standard=Text("文", "text"), in_force=False, outcome=Outcome.UNKNOWN, stand_in=True,
        conditions=(),
    )  # fmt: skip
    return EnterprisePage(firm=EVIL, as_of=DAY, made_up=True, tiers=(tier,), expiring=(OUT,))


def test_the_workbook_holds_no_formula_and_says_what_it_is(tmp_path: Path) -> None:
    write_workbook(report(), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["汇总", "差一项", "到期", "风险", "一企一行", "问题清单", "说明"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(cell.value == EVIL.name for cell in cells)
    for sheet in book:
        assert "第&P页" in (sheet.oddFooter.right.text or "")
        assert "预判，不作为认定依据" in (sheet.oddFooter.left.text or "")


def test_the_rows_of_a_page_are_escaped_and_marked_up() -> None:
    group = ConditionLine(name=Text("组", "group"), outcome=Outcome.MET, joint=Text("之一", "any of"))
    line = ConditionLine(
        name=Text("<b>", "name"), outcome=Outcome.UNKNOWN, rule=Text("≥ 1 & < 2", "rule"), present=Text("'1'", "one"),
        note=Text('"注"', "note"), cite="<第1条>", depth=7,
    )  # fmt: skip
    assert ConditionRows("zh")((group, line)) == (
        '      <tr class="joint"><td class="d0">之一</td><td></td><td></td><td class="o MET">✓ 符合</td>'
        '<td class="small"></td></tr>'
        '      <tr><td class="d5">&lt;b&gt;</td><td>≥ 1 &amp; &lt; 2</td>'
        "<td>&#39;1&#39;<small>&#34;注&#34;</small></td>"
        '<td class="o UNKNOWN">? 待补</td><td class="small">&lt;第1条&gt;</td></tr>'
    )
    fact = FactLine(name=Text("营收<", "revenue"), values=(Text("1", "1"), Text("&", "and")), source="a>b")
    assert fact_rows((fact,), "zh") == (
        '      <tr><td>营收&lt;</td><td class="n">1</td><td class="n">&amp;</td><td class="small">a&gt;b</td></tr>'
    )


def test_a_page_escapes_and_marks_what_is_out_of_force() -> None:
    made = PageWriter().page(page())
    assert "<script>" not in made.partition("<body>")[2]
    for words in ("预判，不作为认定依据", "虚构数据，仅供演示", "该文本在所选日期不在有效期内", "? 待补"):
        assert words in made


def test_an_english_page_has_english_headings() -> None:
    assert "Forecast tier by tier" in PageWriter(lang="en").page(page())


def test_a_word_page_sets_its_east_asian_fonts(tmp_path: Path) -> None:
    from docx import Document

    write_docx(page(), tmp_path / "a.docx")
    xml = Document(str(tmp_path / "a.docx")).element.xml
    assert 'w:eastAsia="仿宋_GB2312"' in xml
    assert "预判，不作为认定依据" in xml


def leaf(key: str) -> Criterion:
    return Criterion(key=key, name=Text(key, key), when=Flag(True))


TREE = Combined(
    key="t", name=Text("", ""), how="all", need=3,
    parts=(
        leaf("a"),
        Combined(key="o", name=Text("", ""), how="any", need=1, parts=(leaf("b"), leaf("c"))),
        Negated(key="n", name=Text("", ""), of=leaf("d")),
    ),
)  # fmt: skip


def met(values: dict[str, bool | None]) -> bool:
    return values["a"] is True and (values["b"] is True or values["c"] is True) and values["d"] is False


@given(st.fixed_dictionaries({key: st.sampled_from([True, False, None]) for key in "abcd"}))
def test_a_shortfall_is_empty_exactly_when_the_tier_is_met_and_turning_it_meets_the_tier(
    values: dict[str, bool | None],
) -> None:
    missing = shortfall(TREE, values)
    assert (missing == ()) == met(values)
    assert met(values | {key: key != "d" for key in missing})


def test_what_an_expert_must_judge_is_not_counted() -> None:
    values = {"a": None, "b": True, "c": False, "d": False}
    assert shortfall(TREE, values, aside=frozenset("a")) == ()
    assert shortfall(TREE, values | {"a": False}, aside=frozenset("a")) == ("a",)


def test_facts_are_written_in_the_reader_s_language() -> None:
    from peiyu.facts.given import snapshot_of
    from peiyu.paper.checkup.pages import fact_table

    given = {"revenue": {2025: "1200万元"}, "zero_filed": {2025: "否"}}
    lines = fact_table(snapshot_of(given, as_of=dt.date(2026, 6, 30)), (2025,))
    assert [line.values[0] for line in lines] == [Text("1200万元", "12,000,000 yuan"), Text("否", "no")]
