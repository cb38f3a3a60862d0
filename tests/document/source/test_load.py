"""Files to raw text: four formats, and what bad ones get."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from random import Random

import pytest
from tests.document.source.pdf_file import pdf_bytes

from peiyu.document import read
from peiyu.document.source import load
from peiyu.problems import DocumentError, Level

TEXT = (
    "某市科技创新实施方案\n\n一、总体目标\n"
    "到2020年，培育科技型中小企业300家以上，建设孵化器5家。\n二、保障措施\n加强组织领导。\n"
)
PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>x</title><script>var 广告 = 1;</script></head><body>
<nav>首页 导航</nav><div class="breadcrumb">当前位置</div>
<div class="content"><p align="center">某市科技创新实施方案</p>
<p>　　一、总体目标</p><p>到2020年，培育<span>科技型中小企业</span>300家以上，建设孵化器5家。<br>另行通知有关事项。</p>
<table><tr><td>序号</td><td><p>任务</p></td></tr></table></div><footer>版权所有</footer></body></html>"""


def code(path: Path) -> str:
    with pytest.raises(DocumentError) as fault:
        load(path)
    problem = fault.value.problems[0]
    assert problem.message.zh
    assert problem.message.en
    assert problem.next_step is not None
    return problem.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "方案.txt"
    path.write_bytes(TEXT.replace("\n", "\r\n").encode(encoding))
    loaded = load(path)
    assert loaded.raw == TEXT
    assert loaded.source.encoding == encoding


def test_lines_broken_at_a_width_are_joined(tmp_path: Path) -> None:
    sentence = "为深入贯彻落实创新驱动发展战略，充分发挥科技型中小企业在转变发展方式中的重要作用，" * 4
    lines = [sentence[n : n + 30] for n in range(0, len(sentence), 30)]
    path = tmp_path / "折行.txt"
    path.write_text("一、总体目标\n" + "\n".join(lines) + "。\n二、任务\n" + "\n".join(lines) + "。\n", "utf-8")
    assert load(path).raw.split("\n") == ["一、总体目标", f"{sentence}。", "二、任务", f"{sentence}。"]


def test_html_without_its_site(tmp_path: Path) -> None:
    path = tmp_path / "页.html"
    path.write_text(PAGE, "utf-8")
    assert load(path).raw.split("\n") == [
        "某市科技创新实施方案",
        "一、总体目标",
        "到2020年，培育科技型中小企业300家以上，建设孵化器5家。",
        "另行通知有关事项。",
        "序号\t任务",
    ]


def test_the_line_ends_of_a_set_text_count_and_others_do_not(tmp_path: Path) -> None:
    path = tmp_path / "页.html"
    first = "<font>第一条 到2025年，</font>培育企业<b>50</b>家。"
    words = f"<pre>{first}\n\n<span>第二条 设立基金。\n第三条</span> 其他。</pre>"
    path.write_text(f"<html><body><p>某市\n方案</p>{words}<p>抄送：\n市委</p></body></html>", "utf-8")
    assert load(path).raw.split("\n") == [
        "某市方案", "第一条到2025年，培育企业50家。", "第二条设立基金。", "第三条其他。", "抄送：市委"
    ]  # fmt: skip


def test_html_in_gb2312(tmp_path: Path) -> None:
    path = tmp_path / "页.htm"
    path.write_bytes(PAGE.replace("utf-8", "gb2312").encode("gb18030"))
    loaded = load(path)
    assert loaded.source.encoding == "gb18030"
    assert "科技型中小企业300家以上" in loaded.raw


def test_docx_with_automatic_numbers_and_tables_in_order(tmp_path: Path) -> None:
    path = tmp_path / "方案.docx"
    _docx(path)
    lines = load(path).raw.split("\n")
    assert lines[:4] == [
        "某市科技创新实施方案",
        "一、总体目标",
        "到2020年，培育科技型中小企业300家以上。",
        "二、重点任务",
    ]
    assert lines[4:6] == ["序号\t任务\t单位", "1\t建设孵化器\t市科技局"]
    assert lines[6:] == ["（一）加强领导。由市科技局牵头，各区配合，形成合力抓好落实。", "（二）加大投入。"]


def _docx(path: Path) -> None:
    import docx
    from docx.oxml import parse_xml

    document = docx.Document()
    numbering = document.part.numbering_part.element
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for n, text in enumerate(("%1、", "（%2）"))
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {w} w:abstractNumId="77">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {w} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))

    def numbered(text: str, level: int) -> None:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f'<w:numPr {w}><w:ilvl w:val="{level}"/><w:numId w:val="77"/></w:numPr>'))

    document.add_paragraph("某市科技创新实施方案")
    numbered("总体目标", 0)
    document.add_paragraph("到2020年，培育科技型中小企业300家以上。")
    numbered("重点任务", 0)
    table = document.add_table(2, 3)
    for cell, text in zip(
        [c for row in table.rows for c in row.cells],
        ["序号", "任务", "单位", "1", "建设孵化器", "市科技局"],
        strict=True,
    ):
        cell.text = text
    numbered("加强领导。由市科技局牵头，各区配合，形成合力抓好落实。", 1)
    numbered("加大投入。", 1)
    document.save(str(path))


PAGES = [
    ["某市文件汇编", "某市培育科技型中小企业实施方案", "一、总体目标", "为深入贯彻落实创新驱动发展战略，培育一批科技",
     "型中小企业，制定本方案。", "- 1 -"],
    ["某市文件汇编", "二、重点任务", "（一）扩大规模。新建孵化器10家，引进高层次人", "才100名。", "- 2 -"],
    ["某市文件汇编", "三、保障措施", "加强组织领导，落实工作责任，形成工作合力。", "- 3 -"],
]  # fmt: skip


def test_pdf_lines_are_joined_and_running_heads_dropped(tmp_path: Path) -> None:
    path = tmp_path / "方案.pdf"
    path.write_bytes(pdf_bytes(PAGES))
    loaded = load(path)
    assert loaded.source.pages == 3
    assert loaded.raw.split("\n") == [
        "某市培育科技型中小企业实施方案",
        "一、总体目标",
        "为深入贯彻落实创新驱动发展战略，培育一批科技型中小企业，制定本方案。",
        "二、重点任务",
        "（一）扩大规模。新建孵化器10家，引进高层次人才100名。",
        "三、保障措施",
        "加强组织领导，落实工作责任，形成工作合力。",
    ]


def test_pages_without_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "半扫描.pdf"
    path.write_bytes(pdf_bytes([PAGES[0], [], PAGES[2]]))
    (problem,) = load(path).problems
    assert (problem.code, problem.level, problem.found) == ("document-pages-without-text", Level.WARNING, "2")


def test_traditional_characters_are_kept_and_read_simplified(tmp_path: Path) -> None:
    path = tmp_path / "繁.txt"
    path.write_text(
        "某市科技創新實施方案\n\n一、總體目標\n到2020年，培育科技型中小企業300家以上，建設孵化器5家。\n", "utf-8"
    )
    reading = read(path)
    assert [p.code for p in reading.problems][:1] == ["document-traditional"]
    assert "科技型中小企業300家" in reading.raw
    clause = reading.clause("一第1段")
    assert clause.text == "到2020年，培育科技型中小企业300家以上，建设孵化器5家。"
    assert reading.raw[clause.raw_start : clause.raw_end] == "到2020年，培育科技型中小企業300家以上，建設孵化器5家。"
    span = reading.raw_span(clause, (clause.text.index("建设"), clause.text.index("5家")))
    assert reading.raw[slice(*span)] == "建設孵化器"


def test_a_document_without_goals_says_so(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_text("关于做好防汛工作的通知\n\n各单位：\n近期降雨频繁，请加强值守，落实责任，确保安全。\n", "utf-8")
    (problem,) = read(path).problems
    assert (problem.code, problem.level) == ("document-without-targets", Level.WARNING)
    path.write_text(TEXT, "utf-8")
    assert read(path).problems == ()


def test_bad_files_say_what_is_the_matter(tmp_path: Path) -> None:
    def file(name: str, data: bytes) -> Path:
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    assert code(tmp_path / "没有.txt") == "document-not-found"
    assert code(tmp_path) == "document-is-folder"
    assert code(file("空.txt", b"\xef\xbb\xbf \r\n")) == "document-empty"
    assert code(file("空.html", b"<html><body><script>1</script></body></html>")) == "document-empty"
    assert code(file("扫描.pdf", pdf_bytes([[], []]))) == "document-scan"
    assert code(file("加密.pdf", pdf_bytes(PAGES, password=True))) == "document-locked"
    assert code(file("坏.pdf", b"%PDF-1.4 broken")) == "document-damaged"
    assert code(file("坏.docx", b"PK\x03\x04word/document.xml")) == "document-damaged"
    assert code(file("假.docx", TEXT.encode())) == "document-not-its-name"
    assert code(file("假.txt", pdf_bytes(PAGES))) == "document-not-its-name"
    assert code(file("网页.txt", PAGE.encode())) == "document-not-its-name"
    assert code(file("旧.doc", b"\xd0\xcf\x11\xe0rest")) == "document-format"
    assert code(file("图.png", b"\x89PNG....")) == "document-format"
    assert code(file("乱码.txt", "实施方案".encode() + b"\xff\xff\xff")) == "document-encoding"
    assert code(file("表.txt", "序号\t任务\n1\t建设\n2\t引进\n3\t培育\n".encode())) == "document-only-tables"
    assert code(file("英文.txt", b"This is an English text and no policy document at all.")) == "document-not-chinese"


def test_tables_alone_are_no_document(tmp_path: Path) -> None:
    import docx

    document = docx.Document()
    table = document.add_table(6, 2)
    for row in table.rows:
        row.cells[0].text, row.cells[1].text = "新增科技型中小企业", "100家"
    document.save(str(tmp_path / "表.docx"))
    assert code(tmp_path / "表.docx") == "document-only-tables"


def test_what_wps_saves_as_word_does_is_read_under_its_own_ending(tmp_path: Path) -> None:
    _docx(tmp_path / "方案.docx")
    lines = load(tmp_path / "方案.docx").raw
    (tmp_path / "方案.docx").rename(tmp_path / "方案.wps")
    found = load(tmp_path / "方案.wps")
    assert (found.raw, found.source.format) == (lines, "docx")
    (tmp_path / "旧.wps").write_bytes(b"\xd0\xcf\x11\xe0" + b"x" * 200)
    assert code(tmp_path / "旧.wps") == "document-format"


def test_a_workbook_named_docx(tmp_path: Path) -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    (tmp_path / "表.docx").write_bytes(held.getvalue())
    assert code(tmp_path / "表.docx") == "document-not-its-name"


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib

    monkeypatch.setattr(importlib.import_module("peiyu.document.source.load"), "LIMIT", 10)
    (tmp_path / "大.txt").write_text(TEXT, "utf-8")
    assert code(tmp_path / "大.txt") == "document-too-large"


@pytest.mark.parametrize("name", ["方案.docx", "方案.pdf", "页.html", "方案.txt"])
def test_bytes_gone_wrong_never_end_in_a_traceback(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    if name.endswith("docx"):
        _docx(path)
    else:
        path.write_bytes({"方案.pdf": pdf_bytes(PAGES), "页.html": PAGE.encode()}.get(name, TEXT.encode()))
    whole, random = path.read_bytes(), Random(3)
    for _ in range(40):
        data = bytearray(whole)
        for _ in range(random.randint(1, 6)):
            data[random.randrange(len(data))] = random.randrange(256)
        path.write_bytes(data[: random.choice([len(data), random.randrange(20, len(data))])])
        assert _told_or_read(path)


def _told_or_read(path: Path) -> bool:
    """Whether the file was read, or said in a problem what is the matter; anything else is raised."""
    try:
        return bool(load(path).raw.strip())
    except DocumentError as fault:
        return fault.problems[0].code.startswith("document-")
