"""打印盖章版: the same paper gives the same bytes, wide tables turn the sheet, the id stands on every page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT

from peiyu.paper.sealed import SealedPaper, SealedTable, is_wide, write_sealed

NARROW = SealedTable(title="月度数据", heads=("企业", "营业收入（万元）"), rows=(("云帆稀土科技有限公司", "1,200"),))
WIDE = replace(NARROW, heads=tuple("甲乙丙丁戊己庚"), rows=(tuple("1234567"),))
PAPER = SealedPaper(
    title="10月企业经营情况 报送表", unit="甲园", about=("报告期：2026年10月（累计）",), tables=(NARROW,),
    document="2026-10-01-5-1", checksum="7F3A 91C2 0B5E D4A8", filled_by="王填报", date=dt.date(2026, 11, 8),
    explained=("云帆稀土科技有限公司 营业收入：停产检修",),
)  # fmt: skip


def test_everything_that_a_seal_stands_under(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    write_sealed(PAPER, path)
    document = docx.Document(str(path))
    text = "\n".join(one.text for one in document.paragraphs)
    for said in ("甲园", "2026年10月（累计）", "单位盖章", "单位负责人：", "审核人：", "填表人：王填报", "停产检修"):
        assert said in text
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows][1] == [
        "云帆稀土科技有限公司",
        "1,200",
    ]
    for footer in (document.sections[0].footer, document.sections[0].even_page_footer):
        assert "2026-10-01-5-1　校验码 7F3A 91C2 0B5E D4A8" in footer.paragraphs[0].text


def test_the_same_paper_gives_the_same_bytes(tmp_path: Path) -> None:
    one, other = tmp_path / "a.docx", tmp_path / "b.docx"
    write_sealed(PAPER, one)
    write_sealed(PAPER, other)
    assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize(("table", "wide"), [(NARROW, False), (WIDE, True)])
def test_many_columns_turn_the_sheet(tmp_path: Path, table: SealedTable, wide: bool) -> None:
    paper, path = replace(PAPER, tables=(table,), lang="en", explained=()), tmp_path / "a.docx"
    write_sealed(paper, path)
    turned = docx.Document(str(path)).sections[0].orientation == WD_ORIENT.LANDSCAPE
    assert (is_wide(paper), turned) == (wide, wide)
