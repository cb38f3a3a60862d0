"""第×期 is written into the document at last, and nothing else changes."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from tests.paper.brief.editing import edited, swap
from tests.paper.brief.issues import brief

from peiyu.paper.brief.reading import read
from peiyu.paper.brief.stamp import has_room, stamp
from peiyu.paper.brief.verify import verify
from peiyu.paper.brief.write import write
from peiyu.problems import InputError

LINE = "第9期（总第21期）"


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    """An issue that is not counted yet."""
    written = write(brief(issue=0, total=0, counted=True), tmp_path / "blank.docx")
    assert verify(written.path, written.snapshot).sound
    return written.path


def test_only_the_line_changes(blank: Path, tmp_path: Path) -> None:
    out = stamp(blank, LINE, tmp_path / "out.docx")
    before, after = read(blank).passages, read(out).passages
    changed = [(one.text, other.text) for one, other in zip(before, after, strict=True) if one != other]
    assert changed == [("第　　期（总第　　期）", LINE)]
    with zipfile.ZipFile(blank) as given, zipfile.ZipFile(out) as made:
        assert given.namelist() == made.namelist()
        for name in given.namelist():
            assert name == "word/document.xml" or given.read(name) == made.read(name)


def test_the_line_is_found_without_its_bookmark(blank: Path, tmp_path: Path) -> None:
    bare = edited(blank, lambda xml: re.sub(r'<w:bookmarkStart[^>]*_ISSUE"/>', "", xml))
    assert has_room(bare)
    assert any(one.text == LINE for one in read(stamp(bare, LINE, tmp_path / "out.docx")).passages)


def test_without_the_line_nothing_is_written(blank: Path, tmp_path: Path) -> None:
    cut = edited(edited(blank, lambda xml: re.sub(r'<w:bookmarkStart[^>]*_ISSUE"/>', "", xml)),
                 swap("第　　期（总第　　期）", "本期"), name="cut.docx")  # fmt: skip
    assert not has_room(cut)
    with pytest.raises(InputError) as refused:
        stamp(cut, LINE, tmp_path / "out.docx")
    assert refused.value.problems[0].code == "issue-line-missing"
    assert not (tmp_path / "out.docx").exists()
