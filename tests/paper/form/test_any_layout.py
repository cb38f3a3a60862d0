"""Whatever a form looks like, it is read without a fault, and no filled cell is proposed."""

from __future__ import annotations

import itertools
import time

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.paper.form.forms.corpus import offers_of

from peiyu.facts.intake.sheets import Range
from peiyu.paper.form.carry import carry
from peiyu.paper.form.entries import Entry
from peiyu.paper.form.grid import Cell, Form, Sheet
from peiyu.paper.form.headers.cells import fillable, listed
from peiyu.paper.form.mapping import mapping_of
from peiyu.paper.form.propose.propose import propose
from peiyu.paper.form.totals import totals

OFFERS = offers_of("model-zone-2026")
WORDS = st.sampled_from([
    "", "", "", "", "指标", "单位", "家", "万元", "本月", "1—5月累计", "同比（%）", "年度目标", "新增高新技术企业",
    "科技型中小企业", "其中：注册资本2000万元以上", "　　其中：", "合计", "园区", "软件园", "一、企业", "（一）",
    "1.", "注：说明", "填表人：", "单位：万元", "表1 情况表", "2026年5月", "3", "一季度", "企业名称", "甲", "乙",
    "……", "—", "备注", "小计", "责任单位",
])  # fmt: skip
"""What stands in forms, in any order."""


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    rows, columns = draw(st.integers(1, 7)), draw(st.integers(1, 6))
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row, column in itertools.product(range(rows), range(columns)):
        if (row, column) in taken or draw(st.integers(0, 9)) == 0:
            continue
        bottom, right = row, column
        if draw(st.integers(0, 4)) == 0:
            bottom, right = draw(st.integers(row, rows - 1)), draw(st.integers(column, columns - 1))
        block = set(itertools.product(range(row, bottom + 1), range(column, right + 1)))
        if block & taken:
            bottom, right, block = row, column, {(row, column)}
        taken |= block
        merged = Range(row, column, bottom, right) if (bottom, right) != (row, column) else None
        cells.append(Cell(row, column, draw(WORDS), merged=merged, indent=draw(st.integers(0, 1))))
    return Sheet("表", rows, columns, tuple(cells), title=draw(st.sampled_from(["", "附表1\n情况表", "2026年5月"])))


@settings(max_examples=150, deadline=None)
@given(sheets())
def test_any_layout_is_read_without_a_fault(sheet: Sheet) -> None:
    form = Form("xlsx", (sheet,))
    listed(form)
    found = propose(form, OFFERS)
    assert len({one.cell for one in found}) == len(found)
    for one in found:
        cell = form.cell(one.cell)
        assert cell is not None
        assert not cell.filled
        assert one.confidence in ("ask", "left") or one.meaning is not None
        assert one.why.zh
        assert one.why.en
    mapping = mapping_of(form, found)
    assert {one.cell for one in carry(mapping, form).gone} <= {one.cell for one in found}
    totals(form, [Entry(one.cell, 1) for one in found])


def test_a_sheet_of_many_blank_rows_is_read_at_once() -> None:
    cells = [Cell(0, 0, "指标"), Cell(0, 1, "本月"), Cell(1, 0, "新增高新技术企业"), Cell(1, 1)]
    cells += [Cell(row, column) for row in range(2, 20_000) for column in (0, 1)]
    form = Form("xlsx", (Sheet("表", 20_000, 2, tuple(cells)),))
    start = time.process_time()
    assert [one.cell.place for one in fillable(form)] == ["B2"]
    assert time.process_time() - start < 5
