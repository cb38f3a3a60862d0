"""A brief → a Word document whose every figure is a bookmark, and beside it the snapshot of what it says."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import docx

from peiyu.paper.brief.body import write_block
from peiyu.paper.brief.checks import brief_problems
from peiyu.paper.brief.heads import write_annex_head, write_end, write_head, write_signature, write_title
from peiyu.paper.brief.ink import Marks, issue_tag
from peiyu.paper.brief.reading import Document, Passage, read_bytes
from peiyu.paper.brief.sheet import TYPE_HEIGHT, TYPE_WIDTH, lay_out, next_section
from peiyu.paper.brief.snapshot import Locked, Occurrence, Picture, Snapshot, beside, to_json
from peiyu.paper.brief.values import Brief, Chart, Number
from peiyu.paper.charts.render import font_problems, render
from peiyu.problems import InputError, Problem, has_errors

SENTENCE_END = re.compile(r"[^。！？；\n]*[。！？；\n]?")
EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: the document, its snapshot (a file and a value), and warnings to look at."""

    path: Path
    numbers: Path
    snapshot: Snapshot
    problems: tuple[Problem, ...]


def write(brief: Brief, path: Path, *, kept: Path | None = None) -> Written:
    """Writes the brief to `path` and its snapshot beside it; the same brief gives the same bytes.

    `kept`: a folder of charts drawn before. InputError with every problem of the brief, and then nothing is written.
    """
    problems = brief_problems(brief)
    if has_errors(problems):
        raise InputError(*problems)
    document, marks = compose(brief, kept=kept)
    held = packed(document)
    snapshot = snapshot_of(brief, marks, path.name, held, kept=kept)
    warnings = (*problems, *(font_problems() if any(isinstance(b, Chart) for b in brief.blocks()) else ()))
    return put(path, held, snapshot, warnings)


def put(path: Path, held: bytes, snapshot: Snapshot, problems: tuple[Problem, ...]) -> Written:
    """Both files, each whole or not at all."""
    _put(path, held)
    _put(beside(path), to_json(snapshot).encode())
    return Written(path, beside(path), snapshot, problems)


def compose(brief: Brief, *, kept: Path | None) -> tuple[Any, Marks]:
    """The whole document, and the bookmarks in it."""
    document, marks = docx.Document(), Marks(issue_tag(brief.number))
    lay_out(document, brief)
    write_head(document, brief, marks)
    write_title(document, brief, marks)
    for block in brief.items:
        width = TYPE_HEIGHT if brief.wide else TYPE_WIDTH
        write_block(document, block, marks, width=width, lang=brief.lang, kept=kept)
    write_signature(document, brief)
    for annex in brief.annexes:
        next_section(document, brief, wide=annex.wide)
        write_annex_head(document, annex.label, annex.title)
        for block in annex.items:
            width = TYPE_HEIGHT if annex.wide else TYPE_WIDTH
            write_block(document, block, marks, width=width, lang=brief.lang, kept=kept)
    write_end(document, brief)
    return document, marks


def packed(document: Any) -> bytes:
    """The document's bytes, with no clock time in the archive."""
    raw, made = io.BytesIO(), io.BytesIO()
    document.save(raw)
    with zipfile.ZipFile(raw) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for one in given.infolist():
            entry = zipfile.ZipInfo(one.filename, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, given.read(one.filename))
    return made.getvalue()


def snapshot_of(brief: Brief, marks: Marks, file: str, held: bytes, *, kept: Path | None) -> Snapshot:
    """The snapshot, from the document as it is read back."""
    read = read_bytes(held)
    places: dict[str, list[Occurrence]] = {}
    figures: dict[str, Number] = {}
    for mark, number, passage in _found(read, marks):
        span = next(one for one in passage.marks if one.name == mark)
        written, sentence = passage.text[span.start : span.end], sentence_at(passage.text, span.start)
        figures.setdefault(number.id, replace(number, figure=number.family))
        places.setdefault(number.id, []).append(Occurrence(mark, written, sentence, passage.place))
    pictures = []
    for block in brief.blocks():
        if isinstance(block, Chart) and block.title in marks.pictures.values():
            drawn = hashlib.sha256(render(block.spec, form="png", kept=kept)).hexdigest()
            pictures.append(Picture(block.title, drawn, tuple(one.id for one in block.numbers)))
            for number in block.numbers:
                figures.setdefault(number.id, replace(number, figure=number.family))
    return Snapshot(
        number=brief.number, title=brief.title, kind=brief.kind.value, date=brief.date, as_of=brief.as_of,
        made_up=brief.made_up, lang=brief.lang, file=file, sha256=read.sha256,
        figures={id_: Locked(number, tuple(places.get(id_, ()))) for id_, number in figures.items()},
        passages=read.passages, pictures=tuple(pictures),
    )  # fmt: skip


def _found(read: Document, marks: Marks) -> Iterator[tuple[str, Number, Passage]]:
    """Every bookmark of a figure with the passage that holds it, in reading order."""
    for passage in read.passages:
        for mark in passage.marks:
            if mark.name in marks.figures:
                yield mark.name, marks.figures[mark.name], passage


def sentence_at(text: str, place: int) -> str:
    """The sentence of a passage around a place; a table's row whole."""
    if "\t" in text:
        return text
    for match in SENTENCE_END.finditer(text):
        if match.start() <= place < match.end():
            return match[0].strip()
    return text.strip()


def _put(path: Path, held: bytes) -> None:
    """Writes a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(held)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
