"""mended.txt, written and read back."""

from __future__ import annotations

from pathlib import Path

from peiyu.document import read
from peiyu.document.collation import mended_text, parse_mended

RAW = """政策法规
某市人民政府
关于科技创新<试点>的实施意见
包府发201513
一、目标
建立工程中心技术中心。
到2020年，培育科技型中小企业300，形成梯队。"""


def test_mended_txt_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "意见.txt"
    path.write_text(RAW, "utf-8")
    reading = read(path)
    written = mended_text(reading)
    assert "【文号】包府发〔2015〕13号\n【一】目标\n【一第1段】建立工程中心、技术中心。\n" in written
    assert parse_mended(written) == tuple((clause.address, clause.text) for clause in reading.clauses)
    assert parse_mended("说明\n【一】目标\n续行\n【二】任务") == (("一", "目标\n续行"), ("二", "任务"))
    assert parse_mended("没有条款") == ()
