"""Edits that people make to an issued document in WPS, Word or LibreOffice, done to its parts."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest

Change = Callable[[str], str]


def edited(source: Path, change: Change, *, part: str = "word/document.xml", name: str = "edited.docx") -> Path:
    """A copy with one part rewritten; fails when the change changed nothing."""
    target = source.with_name(name)
    with zipfile.ZipFile(source) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for one in given.infolist():
            held = given.read(one.filename)
            if one.filename == part:
                text = held.decode()
                assert change(text) != text, "the edit found nothing to edit"
                held = change(text).encode()
            made.writestr(one.filename, held)
    return target


def without_bookmarks(xml: str) -> str:
    return re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", xml)


def swap(old: str, new: str, *, times: int = -1) -> Change:
    """Replaces text inside runs."""
    return lambda xml: xml.replace(old, new, times)


def tracked(old: str, new: str) -> Change:
    """The run that says `old` is deleted and `new` inserted after it, both as tracked changes."""
    who = 'w:id="77" w:author="甲" w:date="2012-10-09T00:00:00Z"'
    run = re.compile(rf"<w:r>((?:(?!</w:r>).)*?)<w:t>{re.escape(old)}</w:t></w:r>", re.S)
    return lambda xml: run.sub(
        rf"<w:del {who}><w:r>\1<w:delText>{old}</w:delText></w:r></w:del>"
        rf"<w:ins {who}><w:r>\1<w:t>{new}</w:t></w:r></w:ins>",
        xml,
        count=1,
    )


def split_runs(xml: str) -> str:
    """Every run of several characters becomes two runs, as after spelling checks."""
    run = re.compile(r"<w:r>(<w:rPr>(?:(?!</w:r>).)*?</w:rPr>)<w:t(?: xml:space=\"preserve\")?>([^<]{2,})</w:t></w:r>")

    def halves(match: re.Match[str]) -> str:
        middle = len(match[2]) // 2
        parts = (match[2][:middle], match[2][middle:])
        return "".join(f'<w:r>{match[1]}<w:t xml:space="preserve">{one}</w:t></w:r>' for one in parts)

    return run.sub(halves, xml)


def round_trip(source: Path) -> Path:
    """docx → odt → docx by LibreOffice."""
    folder = source.parent / "trip"
    for given, kind in ((source, "odt"), (folder / f"{source.stem}.odt", "docx")):
        converted(given, kind, folder)
    return folder / source.name


def pages_of(source: Path) -> int:
    """How many pages LibreOffice lays a document out on."""
    folder = source.parent / "pages"
    converted(source, "pdf", folder)
    return len(pypdfium2.PdfDocument(folder / f"{source.stem}.pdf"))


def converted(source: Path, kind: str, folder: Path, *more: Path) -> None:
    """What LibreOffice makes of a file, and of more of them in one go, in a folder."""
    soffice = shutil.which("soffice")
    if soffice is None and os.environ.get("CI") == "true":
        pytest.fail("LibreOffice (soffice) is not installed; .ci/run installs it")
    if soffice is None:
        pytest.skip("LibreOffice (soffice) is not installed: what it makes of the document is not tried")
    profile = f"-env:UserInstallation={(source.parent / 'profile').as_uri()}"
    command = [
        soffice,
        profile,
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        *map(str, (source, *more)),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
