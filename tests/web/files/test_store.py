"""Files that people bring: once each, by hash, of kinds that are taken, and what is said about the others."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.http import Http404

from peiyu.web.files import store
from peiyu.web.files.given import given
from peiyu.web.files.kinds import OLE
from peiyu.web.files.sheets import write
from peiyu.web.files.store import keep, path_of
from peiyu.web.look.refusal import Refusal

PDF = b"%PDF-1.4 paper"


def zipped(*names: str) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return whole.getvalue()


def leftovers() -> list[str]:
    return [one.name for one in settings.PEIYU.path("files").glob("incoming-*")]


def test_the_same_contents_are_kept_once_under_their_hash() -> None:
    one, two = keep("一.pdf", [PDF[:5], PDF[5:]]), keep("二.PDF", [PDF])
    assert one.hash == two.hash == hashlib.sha256(PDF).hexdigest()
    assert (one.bytes, two.name) == (len(PDF), "二.PDF")
    assert path_of(one.hash).read_bytes() == PDF
    assert leftovers() == []


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("a.xlsx", zipped("xl/workbook.xml")), ("a.docx", zipped("word/document.xml")), ("a.ofd", zipped("OFD.xml")),
        ("a.xls", OLE + b"Workbook"), ("a.png", b"\x89PNG\r\n\x1a\n."), ("a.jpeg", b"\xff\xd8\xff\xe0"),
        ("a.csv", "名称,数\n甲,1\n".encode("gbk")), ("a.txt", "文字".encode()),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_offices_use_is_taken(name: str, contents: bytes) -> None:
    assert keep(name, [contents]).bytes == len(contents)


@pytest.mark.parametrize(
    ("name", "contents", "code"),
    [
        ("a.xlsm", zipped("xl/workbook.xml"), "file-macros"),
        ("a.xlsx", zipped("xl/workbook.xml", "xl/vbaProject.bin"), "file-macros"),
        ("a.docx", zipped("word/document.xml", "word/vbaProject.bin"), "file-macros"),
        ("a.xls", OLE + "_VBA_PROJECT".encode("utf-16-le"), "file-macros"),
        ("a.exe", b"MZ\x90", "file-kind"),
        ("a.pdf.js", b"alert(1)", "file-kind"),
        ("a.html", b"<script>", "file-kind"),
        ("a.svg", b"<svg onload=x>", "file-kind"),
        ("a.zip", zipped("a"), "file-kind"),
        ("没有扩展名", PDF, "file-kind"),
        ("a.pdf", b"MZ\x90\x00", "file-contents"),
        ("a.xlsx", b"PK\x03\x04 broken", "file-contents"),
        ("a.xlsx", zipped("word/document.xml"), "file-contents"),
        ("a.csv", b"MZ\x90\x00\x01", "file-contents"),
        ("a.txt", b"#!/bin/sh\nrm -rf", "file-contents"),
        ("a.png", b"GIF89a", "file-contents"),
        ("a.pdf", b"", "file-empty"),
    ],
)
def test_what_is_not_taken_says_why_and_leaves_nothing(name: str, contents: bytes, code: str) -> None:
    before = sorted(settings.PEIYU.path("files").rglob("*"))
    with pytest.raises(Refusal) as refused:
        keep(name, [contents] if contents else [])
    problem = refused.value.problems[0]
    assert problem.code == code
    assert problem.message.zh
    assert problem.message.en
    assert sorted(settings.PEIYU.path("files").rglob("*")) == before


def test_a_file_that_is_too_large_is_refused_before_it_is_whole() -> None:
    read = []

    def blocks():
        for number in range(100):
            read.append(number)
            yield b"%PDF-" + bytes(1024 * 1024)

    with pytest.raises(Refusal) as refused:
        keep("a.pdf", blocks(), megabytes=3)
    assert refused.value.problems[0].code == "file-too-large"
    assert len(read) <= 4
    assert leftovers() == []


def test_a_full_disk_is_told_and_leaves_nothing(monkeypatch) -> None:
    def full(blocks, write, most):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store, "_written", full)
    with pytest.raises(Refusal) as refused:
        keep("a.pdf", [PDF])
    assert (refused.value.problems[0].code, refused.value.status) == ("disk-full", 507)
    assert leftovers() == []


def test_a_folder_that_may_not_be_written_is_no_full_disk(monkeypatch) -> None:
    def refused(blocks, write, most):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(store, "_written", refused)
    with pytest.raises(PermissionError):
        keep("a.pdf", [PDF])
    assert leftovers() == []


@pytest.mark.parametrize("digest", ["../../peiyu.toml", "a" * 63, "A" * 64, ""])
def test_no_path_comes_out_of_what_is_no_hash(digest: str) -> None:
    with pytest.raises(ValueError, match="^" + re.escape(digest) + "$"):
        path_of(digest)


def test_what_is_not_there_is_not_found() -> None:
    with pytest.raises(Http404):
        given("0" * 64, "a.pdf")


def test_text_stays_text_in_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    write(path, ["=标题"], ["代码", "数"], [["=cmd|' /C calc'!A0", 3], ["00123", None], ["+86", 0.5]])
    rows = list(openpyxl.load_workbook(path).active.iter_rows())
    assert [cell.value for cell in rows[2]] == ["'=cmd|' /C calc'!A0", 3]
    assert [cell.value for cell in rows[3]] == ["00123", None]
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert os.path.getsize(path) > 0
