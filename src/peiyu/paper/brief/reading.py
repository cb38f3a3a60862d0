"""A Word document as passages of text: paragraphs, rows of tables, headers, footers, text boxes, notes.

What is read is what a reader sees once all tracked changes are accepted: inserted text is there, deleted text is not,
fields show their results (but for page numbers). Bookmarks become spans of their passage.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lxml import etree

from peiyu.problems import InputError, Problem, Text, Where

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
GONE = {f"{W}del", f"{W}moveFrom", f"{W}instrText", f"{W}delText", f"{W}rPr", f"{W}pPr", f"{W}tblPr", f"{W}tcPr"}
PAGE_FIELDS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
PARTS: tuple[tuple[str, Text], ...] = (
    ("word/document", Text("正文", "body")),
    ("word/header", Text("页眉", "header")),
    ("word/footer", Text("页脚", "footer")),
    ("word/footnotes", Text("脚注", "footnote")),
    ("word/endnotes", Text("尾注", "endnote")),
)
SPACES = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}softHyphen": ""}


@dataclass(frozen=True, slots=True)
class Mark:
    """A bookmark: its name and the characters [start, end) of the passage that it covers."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph, or a row of a table with its cells apart by tabs."""

    place: Text
    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document as read: its passages in order, and the hashes of the pictures in it."""

    passages: tuple[Passage, ...]
    pictures: frozenset[str]
    sha256: str


@dataclass
class _Flow:
    """Text being gathered into one passage, with the bookmarks that are open in it."""

    text: str = ""
    marks: list[Mark] = field(default_factory=list)
    opened: dict[str, tuple[str, int]] = field(default_factory=dict)
    boxes: list[Any] = field(default_factory=list)
    fields: list[list[str]] = field(default_factory=list)

    def write(self, text: str) -> None:
        if not any(state[1] == "hidden" for state in self.fields):
            self.text += text

    def bookmark(self, element: Any) -> None:
        key = element.get(f"{W}id", "")
        if element.tag == f"{W}bookmarkStart":
            self.opened[key] = (element.get(f"{W}name", ""), len(self.text))
        elif key in self.opened:
            name, start = self.opened.pop(key)
            self.marks.append(Mark(name, start, len(self.text)))

    def field_char(self, kind: str) -> None:
        """A complex field's own text is hidden until its result, and a page number's result too."""
        if kind == "begin":
            self.fields.append(["", "hidden"])
        elif kind == "separate" and self.fields:
            self.fields[-1][1] = "hidden" if self.fields[-1][0].strip().upper().startswith(PAGE_FIELDS) else "shown"
        elif kind == "end" and self.fields:
            self.fields.pop()

    def finished(self, place: Text) -> Passage:
        marks = [*self.marks, *(Mark(name, start, len(self.text)) for name, start in self.opened.values())]
        return Passage(place, self.text, tuple(sorted(marks, key=lambda m: (m.start, m.end, m.name))))


def read(path: Path) -> Document:
    """Reads a .docx; InputError `document-unreadable` for anything else."""
    try:
        return read_bytes(path.read_bytes())
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise InputError(
            Problem(
                "document-unreadable", Text("不是可读取的 Word 文档", "not a Word document that can be read"),
                Where(str(path)), found=path.suffix or path.name,
                accepted=Text("docx（WPS、Word 或 LibreOffice 保存）", "docx, saved by WPS, Word or LibreOffice"),
                next_step=Text("在 WPS 或 Word 中另存为 docx", "save it as docx in WPS or Word"),
            )
        ) from error  # fmt: skip


def read_bytes(held: bytes) -> Document:
    """Reads the bytes of a .docx; raises what zipfile and lxml raise."""
    with zipfile.ZipFile(io.BytesIO(held)) as package:
        names = sorted(package.namelist())
        if "word/document.xml" not in names:
            raise KeyError("word/document.xml")
        passages = [
            passage
            for stem, place in PARTS
            for name in names
            if name.startswith(stem) and name.endswith(".xml")
            for passage in _part(package.read(name), place)
        ]
        pictures = frozenset(
            hashlib.sha256(package.read(name)).hexdigest() for name in names if name.startswith("word/media/")
        )
    return Document(tuple(passages), pictures, hashlib.sha256(held).hexdigest())


def _part(xml: bytes, place: Text) -> Iterator[Passage]:
    root = etree.fromstring(xml, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    counters = {"paragraph": 0, "table": 0}
    for held in root if root.tag != f"{W}document" else root[0]:
        yield from _block(held, place, counters)


def _block(element: Any, place: Text, counters: dict[str, int]) -> Iterator[Passage]:
    """The passages of a block: a paragraph, a table, or whatever holds such."""
    if element.tag in GONE or not isinstance(element.tag, str):
        return
    if element.tag == f"{W}p":
        counters["paragraph"] += 1
        number = counters["paragraph"]
        flow = _Flow()
        _gather(element, flow)
        yield from _told(flow, Text(f"{place.zh}第{number}段", f"{place.en}, paragraph {number}"), place, counters)
    elif element.tag == f"{W}tbl":
        counters["table"] += 1
        yield from _table(element, place, counters)
    else:
        for held in _chosen(element):
            yield from _block(held, place, counters)


def _told(flow: _Flow, where: Text, place: Text, counters: dict[str, int]) -> Iterator[Passage]:
    passage = flow.finished(where)
    if passage.text.strip() or passage.marks:
        yield passage
    for box in flow.boxes:
        for held in box:
            yield from _block(held, Text(f"{place.zh}文本框", f"{place.en}, text box"), counters)


def _table(element: Any, place: Text, counters: dict[str, int]) -> Iterator[Passage]:
    number = counters["table"]
    for row, held in enumerate((one for one in element.iter(f"{W}tr") if _own(one, element)), start=1):
        if _deleted(held):
            continue
        flow, nested = _Flow(), []
        cells = [one for one in held.iter(f"{W}tc") if _own(one, element)]
        for place_in_row, cell in enumerate(cells):
            if place_in_row:
                flow.text += "\t"
            nested += _cell(cell, flow)
        where = Text(f"{place.zh}表{number}第{row}行", f"{place.en}, table {number}, row {row}")
        yield from _told(flow, where, place, counters)
        for table in nested:
            yield from _block(table, place, counters)


def _cell(cell: Any, flow: _Flow) -> list[Any]:
    """Gathers a cell's paragraphs into its row; gives the tables nested in it."""
    nested, begun = [], False
    for held in cell:
        if held.tag == f"{W}tbl":
            nested.append(held)
        elif held.tag not in GONE:
            if held.tag == f"{W}p" and begun:
                flow.text += "\n"
            _gather(held, flow)
            begun = begun or held.tag == f"{W}p"
    return nested


def _own(element: Any, table: Any) -> bool:
    """Whether a row or cell belongs to this table and not to one inside it."""
    return next(element.iterancestors(f"{W}tbl"), None) is table


def _deleted(row: Any) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None


def _chosen(element: Any) -> Iterator[Any]:
    """The children; of alternatives for newer and older programs only the first."""
    if element.tag == f"{MC}AlternateContent":
        choice = element.find(f"{MC}Choice")
        yield from choice if choice is not None else element.find(f"{MC}Fallback")
    else:
        yield from element


def _gather(element: Any, flow: _Flow) -> None:
    """Adds the text of an element to the flow."""
    if element.tag in GONE and element.tag != f"{W}instrText":
        return
    match element.tag:
        case t if t == f"{W}t":
            flow.write(element.text or "")
        case t if t in SPACES:
            flow.write(SPACES[t])
        case t if t in (f"{W}bookmarkStart", f"{W}bookmarkEnd"):
            flow.bookmark(element)
        case t if t == f"{W}fldChar":
            flow.field_char(element.get(f"{W}fldCharType", ""))
        case t if t == f"{W}instrText":
            if flow.fields:
                flow.fields[-1][0] += element.text or ""
        case t if t == f"{W}txbxContent":
            flow.boxes.append(element)
        case t if t == f"{W}fldSimple" and element.get(f"{W}instr", "").strip().upper().startswith(PAGE_FIELDS):
            return
        case _:
            for held in _chosen(element):
                _gather(held, flow)
