"""A form is opened: what the file really is, and its sheets or tables as a grid. Nothing in the file is changed."""

from __future__ import annotations

import hashlib
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from peiyu.facts.intake import guards
from peiyu.paper.form import refusals
from peiyu.paper.form.docx.read import read_tables
from peiyu.paper.form.grid import Form, Format, Sheet
from peiyu.paper.form.package import UNREADABLE, relations
from peiyu.paper.form.xlsx.book import book_of
from peiyu.paper.form.xlsx.read import read_sheet
from peiyu.problems import InputError, Problem, Where

MACRO_PARTS = ("xl/vbaProject.bin", "word/vbaProject.bin")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_form(path: Path) -> Form:
    """The form as a grid. InputError, with a sentence that says what to do, for a file that is no form:
    `form-old-format` (.xls, .et, .doc, .wps), `form-macros`, `form-encrypted`, `form-damaged`, `form-too-large`,
    `form-not-a-form`, `form-without-table`, and what `facts.intake.guards` finds before it is opened."""
    format_ = admitted(path)
    try:
        with zipfile.ZipFile(path) as archive:
            form = _workbook(archive) if format_ == "xlsx" else Form("docx", read_tables(archive))
            problems = tuple(_warnings(archive, path.name, form.sheets))
    except UNREADABLE as fault:
        raise InputError(refusals.damaged(path, f"{type(fault).__name__}: {fault}"[:160])) from fault
    if not any(sheet.cells for sheet in form.sheets):
        raise InputError(refusals.without_table(path, format_))
    return replace(form, file=path.name, sha256=hashlib.sha256(path.read_bytes()).hexdigest(), problems=problems)


def admitted(path: Path) -> Format:
    """What a form's file is, by its bytes. InputError for what cannot be filled in place."""
    kind, problems = guards.kind_of(path)
    codes = {one.code for one in problems}
    if codes & {"file-not-found", "file-empty", "file-zip-bomb", "file-damaged"}:
        raise InputError(*problems)
    if "file-encrypted" in codes:
        raise InputError(refusals.encrypted(path))
    if kind == "xls" or "file-wps" in codes or _begins(path, OLE):
        raise InputError(refusals.old_format(path))
    names = _names(path)
    if any(name in names for name in MACRO_PARTS):
        raise InputError(refusals.macros(path))
    if "word/document.xml" in names:
        return "docx"
    if kind == "xlsx":
        return "xlsx"
    raise InputError(refusals.not_a_form(path))


def _begins(path: Path, signature: bytes) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(signature)) == signature


def _names(path: Path) -> frozenset[str]:
    if not zipfile.is_zipfile(path):
        return frozenset()
    with zipfile.ZipFile(path) as archive:
        names = [info.filename for info in archive.infolist()]
        if any(info.flag_bits & 1 for info in archive.infolist()):
            raise InputError(refusals.encrypted(path))
    if len(set(names)) < len(names):
        raise InputError(refusals.damaged(path, "duplicate parts"))
    return frozenset(names)


def _workbook(archive: zipfile.ZipFile) -> Form:
    book = book_of(archive)
    return Form("xlsx", tuple(read_sheet(archive, book, one) for one in book.sheets), names=tuple(book.names.items()))


def _warnings(archive: zipfile.ZipFile, file: str, sheets: tuple[Sheet, ...]) -> Iterator[Problem]:
    names = archive.namelist()
    if any(name.startswith("xl/externalLinks/") for name in names):
        yield refusals.links(Where(file))
    if any(name.startswith("_xmlsignatures/") for name in names):
        yield refusals.signed(Where(file))
    for sheet in sheets:
        if not sheet.cells and not sheet.hidden and _has_pictures(archive, sheet.name):
            yield refusals.picture(Where(file, sheet=sheet.name))


def _has_pictures(archive: zipfile.ZipFile, sheet: str) -> bool:
    found = next((one for one in book_of(archive).sheets if one.name == sheet), None)
    return found is not None and any(kind == "drawing" for kind, _ in relations(archive, found.part).values())
