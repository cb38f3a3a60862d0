"""A Word form is filled in place: the text of the cells changes, their properties and everything else stay."""

from __future__ import annotations

import datetime as dt
import zipfile
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from tests.paper.form import blanks

from peiyu.paper.form.compare import compare
from peiyu.paper.form.differences import differences
from peiyu.paper.form.entries import NO_DATA, Entry, Filled
from peiyu.paper.form.fill import fill
from peiyu.paper.form.grid import CellAddress
from peiyu.paper.form.opening import open_form
from peiyu.problems import InputError

DOCUMENT = "word/document.xml"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def entry(said: str, value: Decimal | int | dt.date | None = None, text: str = "") -> Entry:
    return Entry(CellAddress.read(said), value, text)


def filled(path: Path, *entries: Entry, made_up: bool = False) -> Filled:
    """The filled form, after it was seen to differ in the filled cells alone and to hold every entry."""
    done = fill(path, entries, path.with_name(f"filled-{path.name}"), made_up=made_up)
    assert differences(path, done.path, done.cells, made_up=made_up) == ()
    assert compare(entries, done.path).same == entries
    return done


def says(path: Path, said: str) -> str:
    cell = open_form(path).cell(CellAddress.read(said))
    assert cell is not None
    return cell.text


def body(path: Path) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(DOCUMENT).decode()


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    return blanks.document(tmp_path / "form.docx")


def table(tmp_path: Path, *rows: str) -> Path:
    """A document with one table, its rows written as XML."""
    made = docx.Document()
    made.add_table(1, 1)
    made.save(tmp_path / "plain.docx")
    inside = f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"
    return blanks.rewritten(
        tmp_path / "plain.docx",
        DOCUMENT,
        lambda xml: xml[: xml.index("<w:tbl>")] + inside + xml[xml.index("</w:tbl>") + len("</w:tbl>") :],
        name="form.docx",
    )


def cell(inside: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inside}</w:tc>"


NAME = cell("<w:p><w:r><w:t>指标</w:t></w:r></w:p>")


def test_only_the_document_part_changes(blank: Path) -> None:
    done = filled(
        blank, entry("表1!B3", 1067), entry("表1!C3", Decimal("12.50"), "12.50"), entry("表3!B1", text=NO_DATA)
    )
    with zipfile.ZipFile(blank) as before, zipfile.ZipFile(done.path) as after:
        assert before.namelist() == after.namelist()
        assert [name for name in before.namelist() if before.read(name) != after.read(name)] == [DOCUMENT]
    assert [says(done.path, f"表1!{place}") for place in ("B3", "C3", "A3")] == ["1067", "12.50", "新增企业（家）"]
    assert says(done.path, "表3!B1") == NO_DATA
    first = docx.Document(str(done.path)).tables[0]
    assert first.cell(2, 1).text == "1067"


def test_the_run_that_stood_there_gives_the_looks(blank: Path) -> None:
    done = filled(blank, entry("表1!B3", 5))
    run = docx.Document(str(done.path)).tables[0].cell(2, 1).paragraphs[0].runs[0]
    assert (run.text, run.bold, run.font.name) == ("5", True, "宋体")


def test_a_blank_paragraph_gives_its_marks_looks(tmp_path: Path) -> None:
    marked = cell('<w:p><w:pPr><w:jc w:val="right"/><w:rPr><w:ins w:id="1" w:author="甲"/><w:b/></w:rPr></w:pPr></w:p>')
    done = filled(table(tmp_path, NAME + marked), entry("表1!B1", 5))
    paragraph = docx.Document(str(done.path)).tables[0].cell(0, 1).paragraphs[0]
    assert paragraph.runs[0].bold
    assert "<w:rPr><w:b/></w:rPr>" in body(done.path)
    assert 'w:jc w:val="right"' in body(done.path)


RUN = "<w:r><w:t>甲</w:t></w:r>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> FORMTEXT </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>   </w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
INSIDE = (
    "<w:p/>",
    '<w:p w:rsidR="00A1" />',
    "<w:p></w:p>",
    "<w:p><w:pPr/></w:p>",
    "<w:p><w:r><w:rPr><w:b/></w:rPr></w:r></w:p>",
    "<w:p><w:r><w:t/></w:r></w:p>",
    '<w:p><w:r><w:t xml:space="preserve">  </w:t><w:tab/><w:t>家</w:t></w:r><w:r><w:t>（填）</w:t></w:r></w:p>',
    f"<w:p>{RUN}</w:p><w:p>{RUN}</w:p>",
    f"<w:p/><w:p>{RUN}</w:p>",
    f'<w:p><w:bookmarkStart w:id="3" w:name="x"/><w:hyperlink w:anchor="x">{RUN}</w:hyperlink></w:p>',
    f"<w:p><w:ins>{RUN}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del></w:p>",
    f'<w:sdt><w:sdtPr><w:id w:val="5"/></w:sdtPr><w:sdtContent><w:p>{RUN}</w:p></w:sdtContent></w:sdt>',
    f"<w:p>{FIELD}</w:p>",
)
"""A cell's content, as programs write it."""


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("text", ["1 067", "甲<&>\n乙"])
def test_however_a_cell_is_written_it_says_the_text_alone(tmp_path: Path, inside: str, text: str) -> None:
    done = filled(table(tmp_path, NAME + cell(inside)), entry("表1!B1", text=text))
    assert says(done.path, "表1!B1").strip("\n") == text
    assert docx.Document(str(done.path)).tables[0].cell(0, 0).text == "指标"


def test_a_placeholder_goes_with_its_grey(tmp_path: Path) -> None:
    control = (
        "<w:p><w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
        '<w:r><w:rPr><w:rStyle w:val="PlaceholderText"/></w:rPr><w:t>点击此处输入</w:t></w:r>'
        "</w:sdtContent></w:sdt></w:p>"
    )
    done = filled(table(tmp_path, NAME + cell(control)), entry("表1!B1", 5))
    assert "showingPlcHdr" not in body(done.path)
    assert "PlaceholderText" not in body(done.path)


def test_one_placeholder_around_two_cells_goes_once(tmp_path: Path) -> None:
    around = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    path = table(tmp_path, NAME + around.format(cell("<w:p/>") + cell("<w:p/>")))
    done = filled(path, entry("表1!B1", 5), entry("表1!C1", 6))
    assert (says(done.path, "表1!B1"), says(done.path, "表1!C1")) == ("5", "6")


def test_merged_cells_across_and_down_are_one(tmp_path: Path) -> None:
    down, on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    path = table(
        tmp_path,
        cell("<w:p/>", down) + cell("<w:p/>", '<w:gridSpan w:val="2"/>'),
        cell("<w:p/>", on) + cell("<w:p/>") + cell("<w:p/>"),
        '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + cell("<w:p/>") + cell("<w:p/>"),
    )
    done = filled(path, entry("表1!A2", text="下"), entry("表1!C1", text="宽"), entry("表1!C3", text="末"))
    assert [str(one) for one in done.cells] == ["表1!A1", "表1!B1", "表1!C3"]
    assert open_form(path).cell(CellAddress.read("表1!A3")) is None


def test_cells_merged_across_in_the_old_way_are_one(tmp_path: Path) -> None:
    begins, goes_on = '<w:hMerge w:val="restart"/>', '<w:hMerge w:val="continue"/>'
    path = table(tmp_path, cell("<w:p/>", begins) + cell("<w:p/>", goes_on) + cell("<w:p/>", goes_on) + NAME)
    done = filled(path, entry("表1!C1", 5))
    assert [(str(one), open_form(path).sheets[0].columns) for one in done.cells] == [("表1!A1", 4)]
    assert says(done.path, "表1!D1") == "指标"


def test_a_field_that_computes_is_not_overwritten(tmp_path: Path) -> None:
    field = '<w:p><w:fldSimple w:instr=" =SUM(ABOVE) "><w:r><w:t>0</w:t></w:r></w:fldSimple></w:p>'
    path = table(tmp_path, NAME + cell("<w:p/>"), NAME + cell(field))
    with pytest.raises(InputError) as caught:
        fill(path, [entry("表1!B2", 5)], path.with_name("out.docx"))
    assert caught.value.problems[0].code == "form-cell-formula"
    assert not path.with_name("out.docx").exists()
    done = filled(path, entry("表1!B1", 5))
    assert (done.stale, [one.code for one in done.problems]) == ((CellAddress("表1", 1, 1),), ["form-formula-left"])


def test_days_are_written_out(blank: Path) -> None:
    done = filled(blank, entry("表1!B4", dt.date(2026, 5, 31)), entry("表1!C4", dt.date(2026, 5, 31), "2026年5月31日"))
    assert (says(done.path, "表1!B4"), says(done.path, "表1!C4")) == ("2026-05-31", "2026年5月31日")


def test_made_up_figures_say_so_at_the_head(blank: Path) -> None:
    done = filled(blank, entry("表1!B3", 5), made_up=True)
    assert docx.Document(str(done.path)).paragraphs[0].text == "虚构数据 Made-up data"
    assert differences(blank, done.path, done.cells) != ()
