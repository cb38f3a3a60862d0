"""A blank with rows put in, written as another blank: what stood below stands lower, and all that refers to it
follows - formulas of every sheet, names, print areas, rules, choices, comments, pictures, charts."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from peiyu.paper.form import refusals
from peiyu.paper.form.docx.read import DOCUMENT
from peiyu.paper.form.growing import beside, document, worksheet
from peiyu.paper.form.growing.references import Insertion, in_formula
from peiyu.paper.form.markup import MarkupError, Node, Splice, parse, spliced, written_text
from peiyu.paper.form.opening import admitted
from peiyu.paper.form.package import part, relations, rewrite
from peiyu.paper.form.xlsx.book import Book, book_of
from peiyu.problems import InputError

CHARTS = "xl/charts/"
CACHES = "xl/pivotCache/pivotCacheDefinition"


@dataclass(slots=True)
class _Parts:
    """The parts of a file as they are so far."""

    archive: zipfile.ZipFile
    changed: dict[str, bytes] = field(default_factory=dict)

    def get(self, name: str) -> bytes:
        return self.changed[name] if name in self.changed else part(self.archive, name)

    def put(self, name: str, data: bytes) -> None:
        if data != self.get(name):
            self.changed[name] = data


def grow(path: Path, insertions: Iterable[Insertion], out: Path) -> Path:
    """Writes the form at `path` to `out` with rows put in, whole or not at all. Rows are told by where they stand in
    the form at `path`. InputError `form-cannot-grow` where it cannot be told what a formula would mean then, and what
    `open_form` refuses."""
    lowest_first = sorted((one for one in insertions if one.count), key=lambda one: -one.after)
    format_ = admitted(path)
    try:
        with zipfile.ZipFile(path) as archive:
            parts = _Parts(archive)
            for one in lowest_first:
                if format_ == "docx":
                    parts.put(DOCUMENT, document.grown(parts.get(DOCUMENT), one))
                else:
                    _in_workbook(parts, book_of(archive), one)
    except MarkupError as fault:
        raise InputError(refusals.cannot_grow(path, str(fault))) from fault
    rewrite(path, parts.changed, out)
    return out


def _in_workbook(parts: _Parts, book: Book, one: Insertion) -> None:
    for sheet in book.sheets:
        data = parts.get(sheet.part)
        if sheet.name == one.sheet:
            parts.put(sheet.part, worksheet.grown(data, one))
            for kind, target in relations(parts.archive, sheet.part).values():
                if target in parts.archive.NameToInfo:
                    parts.put(target, beside.moved_part(kind, parts.get(target), one))
        else:
            parts.put(sheet.part, worksheet.elsewhere(data, sheet.name, one))
    parts.put(book.part, _names(parts.get(book.part), one))
    for name in parts.archive.namelist():
        if name.startswith(CHARTS) and name.endswith(".xml"):
            parts.put(name, beside.formulas(parts.get(name), one))
        elif name.startswith(CACHES):
            parts.put(name, beside.source(parts.get(name), one))
    links = relations(parts.archive, book.part)
    chain = dict(links.values()).get("calcChain", "")
    if chain in parts.archive.NameToInfo:
        parts.put(chain, beside.chain(parts.get(chain), _id_of(parse(parts.get(book.part)), one.sheet), one))


def _id_of(root: Node, sheet: str) -> str:
    return next((one.get("sheetId") for one in root.listed("sheets", "sheet") if one.get("name") == sheet), "")


def _names(data: bytes, one: Insertion) -> bytes:
    """The workbook's part: print areas and other names."""
    splices = []
    for name in parse(data).below("definedName"):
        said = in_formula(name.text, "", one) if name.text else ""
        if said != name.text:
            splices.append(Splice(name.inner, name.close, written_text(said).encode()))
    return spliced(data, splices)
