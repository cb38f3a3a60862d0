"""The circular that goes out with a round, as a Word document."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import docx
import pytest

from peiyu.paper.circular import AskedField, Circular, write_circular


def circular(**more: Any) -> Circular:
    usual: dict[str, Any] = {
        "title": "关于报送《5月快报》的通知", "addressed": "各园区：", "opening": "现收集5月数据。",
        "sections": (("一、报送内容", ("营业收入。", "工业总产值。")), ("二、报送时间", ("6月10日24时前。",))),
        "fields": (AskedField(sheet="月度数据", name="营业收入", unit="万元", required=True),
                   AskedField(sheet="月度数据", name="从业人员", unit="人")),
        "issuer": "领导小组办公室", "number": "2026-06-01", "date": dt.date(2026, 6, 3), "made_up": False,
    }  # fmt: skip
    return Circular(**{**usual, **more})


def test_it_says_title_addressees_sections_fields_and_who_signs(tmp_path: Path) -> None:
    path = tmp_path / "notice.docx"
    write_circular(circular(), path)
    paper = docx.Document(str(path))
    said = [one.text for one in paper.paragraphs if one.text]
    assert said[:4] == ["关于报送《5月快报》的通知", "各园区：", "现收集5月数据。", "一、报送内容"]
    assert "领导小组办公室" in said
    assert "2026年6月3日" in said
    cells = [[cell.text for cell in row.cells] for row in paper.tables[0].rows]
    assert cells == [
        ["序号", "报送表", "数据项", "单位", "是否必填"],
        ["1", "月度数据", "营业收入", "万元", "必填"],
        ["2", "月度数据", "从业人员", "人", ""],
    ]


@pytest.mark.parametrize(("lang", "words"), [("zh", "虚构数据"), ("en", "ade-up")])
def test_made_up_places_say_so_on_every_page(tmp_path: Path, lang: str, words: str) -> None:
    write_circular(circular(made_up=True, lang=lang), path := tmp_path / "notice.docx")
    assert words in docx.Document(str(path)).sections[0].header.paragraphs[0].text


def test_the_same_circular_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.docx", "b.docx"):
        write_circular(circular(fields=()), tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
