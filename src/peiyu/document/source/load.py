"""Opening a file: what it is, whether it is what its name says, and its paragraphs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from peiyu.document.model import Format, Source
from peiyu.document.source import faults
from peiyu.document.source.pdf import read_pdf
from peiyu.document.source.script import is_traditional
from peiyu.document.source.text import decoded, unwrapped
from peiyu.document.source.web import read_html
from peiyu.document.source.word import read_docx
from peiyu.problems import Problem

LIMIT = 64 * 2**20
"""Bytes; a hundred pages of policy are less than one."""

_SUFFIXES: dict[str, Format] = {
    ".txt": "txt", ".text": "txt", ".md": "txt", ".docx": "docx", ".html": "html", ".htm": "html", ".pdf": "pdf"
}  # fmt: skip
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "docx"),
    (b"\xd0\xcf\x11\xe0", "doc/xls/wps"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tif"),
    (b"MM\x00*", "tif"),
    (b"{\\rtf", "rtf"),
    (b"Rar!", "rar"),
)
_TABLE_ONLY = 40
"""Characters outside tables below which a document with tables has no clauses."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """A file as read: where it is from, its raw text, and warnings."""

    source: Source
    raw: str
    problems: tuple[Problem, ...]


def load(path: Path) -> Loaded:
    """The raw text of a document, one paragraph a line, line ends as \\n.

    Raises DocumentError: no such file, a folder, over 64 MiB, empty, damaged, of a format that is not read or not the
    one its name says, a scan, with a password, only tables, hardly any Chinese.
    """
    data = _bytes(path)
    kind = _format(path, data)
    problems: list[Problem] = []
    encoding, pages = "", None
    if kind == "txt":
        text, encoding = decoded(path, data)
        body, rows = unwrapped(text), 0
        if _looks_like_html(text):
            raise faults.not_its_name(path, "txt", "html")
    elif kind == "html":
        body, rows, encoding = read_html(path, data)
    elif kind == "docx":
        body, rows = read_docx(path, data)
    else:
        found = read_pdf(path, data)
        body, rows, pages = found.text, found.rows, found.count
        if found.without:
            problems.append(faults.some_pages_without_text(path, found.without))
        if found.tables:
            problems.append(faults.tables_by_lines(path, found.tables))
    _check(path, body, rows)
    traditional = is_traditional(body)
    if traditional:
        problems.append(faults.traditional(path))
    source = Source(path.name, kind, encoding, hashlib.sha256(data).hexdigest(), pages, traditional)
    return Loaded(source, body, tuple(problems))


def _bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise faults.folder(path)
        size = path.stat().st_size
        if size > LIMIT:
            raise faults.too_large(path, size, LIMIT)
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise faults.absent(path) from None
    except (OSError, ValueError) as why:
        raise faults.unreadable(path, type(why).__name__) from None
    if not data.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise faults.empty(path)
    return data


def _format(path: Path, data: bytes) -> Format:
    suffix = path.suffix.lower()
    says = _SUFFIXES.get(suffix)
    found = next((name for sign, name in _SIGNATURES if data.startswith(sign)), None)
    if found == "docx" and b"word/" not in data[:8192] and b"word/document" not in data:
        found = "xlsx" if b"xl/" in data else "zip"
    if suffix == ".wps" and found == "docx":
        return "docx"  # WPS saves documents as Word does under its own ending, too
    if says is None:
        raise faults.not_a_document(path, found or suffix or "—")
    if found is None:
        if says in {"pdf", "docx"}:
            raise faults.not_its_name(path, says, "txt")
        return says
    if found != says:
        raise faults.not_its_name(path, says, found)
    return says


def _looks_like_html(text: str) -> bool:
    start = text[:400].lstrip().lower()
    return start.startswith(("<!doctype html", "<html"))


def _check(path: Path, body: str, rows: int) -> None:
    if not body.strip():
        raise faults.empty(path)
    bare = "".join(body.split())
    outside = sum(len("".join(line.split())) for line in body.split("\n") if "\t" not in line)
    if rows and outside < _TABLE_ONLY:
        raise faults.only_tables(path, rows)
    if _tabular(body):
        raise faults.only_tables(path, body.count("\n") + 1)
    if sum("\u3400" <= c <= "\u9fff" for c in bare) * 5 < len(bare):
        raise faults.not_chinese(path)


def _tabular(body: str) -> bool:
    """A text of which nearly every line is a row of cells."""
    lines = [line for line in body.split("\n") if line.strip()]
    return len(lines) >= 3 and sum("\t" in line.strip() for line in lines) >= 0.9 * len(lines)
