"""Templates of an office's own: what is wrong with one is named with its place, and a filled one is locked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import pytest
from tests.paper.brief.issues import TOTAL, brief, notice

from peiyu.paper.brief.reading import read
from peiyu.paper.brief.template import check_template, fill, sections_of, tags_of, write_sample
from peiyu.paper.brief.values import Kind, Number
from peiyu.paper.brief.verify import verify
from peiyu.problems import InputError

RATE = "新增企业.完成率"


def figures(word: str) -> Number | None:
    """One figure is known."""
    return TOTAL if word == "新增企业.累计" else None


def template(tmp_path: Path, *paragraphs: str) -> Path:
    """A document with these paragraphs."""
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    path = tmp_path / "template.docx"
    document.save(str(path))
    return path


def codes(path: Path) -> list[str]:
    found = check_template(path, name="自拟.docx", figures=figures, sections=("总体情况",), words=("新增企业.累计",))
    return [one.code for one in found.problems]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("截至{{数据截止日}}{{新增企业.累计", "template-tag-broken"),
        ("｛｛标题｝｝", "template-tag-broken"),
        ("{% for one in 正文 %}", "template-tag-broken"),
        ("共{{新增企业.同比}}", "template-tag-unknown"),
        ("{{节：没有这一节}}", "template-tag-unknown"),
        ("正文如下{{正文}}", "template-tag-place"),
        ("没有标签", "template-without-tags"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(tmp_path: Path, text: str, code: str) -> None:
    path = template(tmp_path, "第一段", text)
    found = check_template(path, name="自拟.docx", figures=figures, sections=("总体情况",), words=("新增企业.累计",))
    assert code in [one.code for one in found.problems]
    for one in found.problems:
        assert one.where is not None
        assert "自拟.docx" in str(one.where)
        assert one.next_step is not None
        assert one.accepted is not None


def test_the_nearest_tag_is_offered(tmp_path: Path) -> None:
    path = template(tmp_path, "{{新增企业.累记}}")
    (problem,) = check_template(path, name="a.docx", figures=figures, sections=(), words=("新增企业.累计",)).problems
    assert problem.accepted is not None
    assert "新增企业.累计" in problem.accepted.zh


def test_a_block_in_a_table_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_table(rows=1, cols=1).rows[0].cells[0].text = "{{正文}}"
    document.save(str(tmp_path / "t.docx"))
    assert codes(tmp_path / "t.docx") == ["template-tag-place"]


def test_a_field_that_fetches_from_elsewhere_is_refused(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("{{标题}}")
    simple = docx.oxml.OxmlElement("w:fldSimple")
    simple.set(docx.oxml.ns.qn("w:instr"), 'INCLUDETEXT "C:\\secret.docx"')
    paragraph._p.append(simple)
    document.save(str(tmp_path / "t.docx"))
    assert codes(tmp_path / "t.docx") == ["template-reaches-outside"]


def test_a_figure_takes_the_look_around_it_and_is_locked(tmp_path: Path) -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("截至{{数据截止日}}，新增")
    paragraph.add_run("{{新增").bold = True
    paragraph.add_run("企业.累计}}，")
    paragraph.add_run("完成任务。{{期号}}").italic = True
    path = tmp_path / "t.docx"
    document.save(str(path))
    written = fill(path, brief(issue=0, total=0, counted=True), tmp_path / "out.docx", figures=figures)
    (passage,) = read(written.path).passages
    assert passage.text == f"截至2012年9月30日，新增{TOTAL.text}，完成任务。第　　期（总第　　期）"
    marks = {one.name: passage.text[one.start : one.end] for one in passage.marks}
    assert TOTAL.text in marks.values()
    assert any(name.endswith("_ISSUE") for name in marks)
    (run,) = [one for one in docx.Document(str(written.path)).paragraphs[0].runs if one.text == TOTAL.text]
    assert run.bold
    assert verify(written.path, written.snapshot).sound
    assert list(written.snapshot.figures) == [TOTAL.id]


@pytest.mark.parametrize("kind", [Kind.BRIEF, Kind.NOTICE, Kind.MONTHLY])
def test_the_sample_of_a_kind_is_a_template_of_it(tmp_path: Path, kind: Kind) -> None:
    issue = replace(notice() if kind is Kind.NOTICE else brief(), kind=kind)
    path = write_sample(issue, tmp_path / "sample.docx", sections=sections_of(issue), figures=())
    checked = check_template(path, name="样板.docx", figures=figures, sections=sections_of(issue))
    assert checked.problems == ()
    assert "正文" in {one.word for one in tags_of(path)}
    assert issue.number not in "".join(one.text for one in read(path).passages)
    written = fill(path, issue, tmp_path / "filled.docx", figures=figures)
    placed = {one.id for block in issue.items for one in numbers(block)}
    assert placed <= set(written.snapshot.figures)
    assert verify(written.path, written.snapshot).sound


def numbers(block: object) -> tuple[Number, ...]:
    from peiyu.paper.brief.values import _in

    return tuple(_in(block))  # type: ignore[arg-type]


def test_a_section_is_brought_without_its_heading(tmp_path: Path) -> None:
    path = template(tmp_path, "{{节：总体情况}}")
    issue = notice()
    assert sections_of(issue)[0] == "总体情况"
    written = fill(path, issue, tmp_path / "out.docx", figures=figures)
    text = "\n".join(one.text for one in read(written.path).passages)
    assert "全区累计新增" in text
    assert "一、总体情况" not in text
    assert "各园区情况" not in text
    assert written.snapshot.pictures == ()


def test_a_brief_of_two_minds_fills_nothing(tmp_path: Path) -> None:
    path = template(tmp_path, "{{正文}}")
    with pytest.raises(InputError):
        fill(path, brief(items=()), tmp_path / "out.docx", figures=figures)
    assert not (tmp_path / "out.docx").exists()
