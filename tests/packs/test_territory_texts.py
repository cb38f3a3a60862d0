"""The texts of the packs: as found, mended, and mended by the reader."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from tests.packs.territories import (
    BAOTOU,
    OF_THEN,
    PACKS,
    TIANJIN,
    pack_of,
    programme_of,
)

from peiyu.document import read

RAW = {
    TIANJIN: "79bd548242a735c8e559d81616b8c7188563dade00c586bed386db9a29d5cdbd",
    BAOTOU: "4a0d152d117d20d1beb50443c19506ff9b1fe47d333426234d3e64c0c49be5a4",
}
"""SHA-256 of the documents as found."""

REPAIRS = (
    ("包府发201513", "包府发〔2015〕13号"),
    ("(20152020年)", "(2015—2020年)"),
    ("2015210日印发", "2015年2月10日印发"),
    ("8337发展思路", "“8337”发展思路"),
    ("5421战略定位", "“5421”战略定位"),
    ("打造科技小巨人企业", "打造科技“小巨人”企业"),
    ("企业50\n", "企业50户"),
    ("建设35个", "建设3—5个"),
    ("市场潜力大在本行业", "市场潜力大、在本行业"),
    ("国家行业标准30项", "国家、行业标准30项"),
    ("授权50\n", "授权50件"),
    ("工程中心技术中心重点实验室", "工程中心、技术中心、重点实验室"),
    ("院士工作站10\n", "院士工作站10家"),
    ("与高校科研院所联合", "与高校、科研院所联合"),
    ("综合实力发展活力", "综合实力、发展活力"),
    ("科技水平高竞争实力强成长性好管理规范", "科技水平高、竞争实力强、成长性好、管理规范"),
    ("国家自治区相关要求", "国家、自治区相关要求"),
    ("自治区包头市鼓励", "自治区、包头市鼓励"),
    ("市人大常委会办公厅政协办公厅", "市人大常委会办公厅、政协办公厅"),
    ("\n2020年,全市", "到2020年,全市"),
)
"""What clauses of Baotou's document say as found, and mended."""


def document_text(name: str, kind: str) -> str:
    return (Path(pack_of(name).folder) / f"{kind}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", OF_THEN)
def test_the_raw_text_is_the_document_as_found(name: str) -> None:
    raw = (Path(pack_of(name).folder) / "raw.txt").read_bytes()
    assert hashlib.sha256(raw).hexdigest() == RAW[name]


@pytest.mark.parametrize(("found", "mended"), REPAIRS)
def test_baotou_is_mended(found: str, mended: str) -> None:
    text = document_text(BAOTOU, "mended")
    assert found in document_text(BAOTOU, "raw")
    assert mended in text
    assert found.strip() not in text or found.strip() in mended


def test_tianjin_is_as_found_but_for_the_page_around_it() -> None:
    mended = re.sub(r"【[^】]+】", "", document_text(TIANJIN, "mended"))
    raw = {line.strip() for line in document_text(TIANJIN, "raw").splitlines()}
    for line in mended.splitlines():
        assert any(part.endswith(line) for part in raw), line
    assert "天津焊接网" not in mended
    assert "培增计划" in mended


@pytest.mark.parametrize("name", PACKS)
def test_the_reader_mends_the_raw_text_into_the_pack_s(name: str) -> None:
    reading = read(Path(pack_of(name).folder) / "raw.txt")
    assert reading.questions == ()
    assert {one.address: one.text.strip() for one in reading.clauses} == {
        address: clause.text for address, clause in programme_of(name).clauses.items()
    }
