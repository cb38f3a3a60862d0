"""A template filled: what its tags bring stands in their places, every figure inside its bookmark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from peiyu.paper.brief.body import write_block
from peiyu.paper.brief.checks import brief_problems
from peiyu.paper.brief.heads import write_annex_head
from peiyu.paper.brief.ink import TONES, Marks, ends_of, issue_tag
from peiyu.paper.brief.sheet import TYPE_WIDTH, lay_out
from peiyu.paper.brief.template.tags import ISSUE, TAG, Figures, heading_name, is_block, line_of, section_of
from peiyu.paper.brief.values import Block, Brief, Heading, Inline, Line, Marked, Number
from peiyu.paper.brief.words import BLANK_LINE
from peiyu.paper.brief.write import Written, packed, put, snapshot_of
from peiyu.problems import InputError, has_errors

STYLES = ("Title", "Heading 1", "Heading 2", "Heading 3", "Heading 4", "Table Grid")
"""Styles that the blocks of a brief name."""


def fill(template: Path, brief: Brief, path: Path, *, figures: Figures, kept: Path | None = None) -> Written:
    """Fills a checked template with a brief and figures of the register, and writes the snapshot beside it. InputError
    with every problem of the brief, and then nothing is written."""
    problems = brief_problems(brief)
    if has_errors(problems):
        raise InputError(*problems)
    document = docx.Document(str(template))
    _lend_styles(document, brief)
    marks = Marks(issue_tag(brief.number), first=_highest(document))
    for paragraph in list(_paragraphs(document)):
        _fill_paragraph(document, paragraph, brief, marks, figures, kept)
    held = packed(document)
    return put(path, held, snapshot_of(brief, marks, path.name, held, kept=kept), problems)


def _paragraphs(document: Any) -> Iterator[Any]:
    """Every paragraph of the body, of headers and of footers."""
    yield from document.element.body.iter(qn("w:p"))
    for part in document.part.package.iter_parts():
        if re.search(r"/word/(header|footer)\d*\.xml$", str(part.partname)):
            yield from part.element.iter(qn("w:p"))


def _highest(document: Any) -> int:
    ids = (one.get(qn("w:id"), "0") for one in document.element.body.iter(qn("w:bookmarkStart")))
    return max((int(one) for one in ids if one.isdecimal()), default=0)


def _lend_styles(document: Any, brief: Brief) -> None:
    """Gives the template the styles that it does not have."""
    names = {style.name for style in document.styles}
    missing = [name for name in STYLES if name not in names]
    if missing:
        own = docx.Document()
        lay_out(own, brief)
        for name in missing:
            document.styles.element.append(deepcopy(own.styles[name].element))


def _fill_paragraph(
    document: Any, paragraph: Any, brief: Brief, marks: Marks, figures: Figures, kept: Path | None
) -> None:
    text = _text(paragraph)
    only = TAG.fullmatch(text.strip())
    if only is not None and is_block(only[1]):
        place = Place(document, paragraph)
        for block in _blocks(only[1], brief, place):
            write_block(place, block, marks, width=TYPE_WIDTH, lang=brief.lang, kept=kept)
        paragraph.getparent().remove(paragraph)
        return
    while (found := TAG.search(_text(paragraph))) is not None:
        first, last = _apart(paragraph, found.start(), found.end())
        _replace(first, last, found[1], brief, marks, figures)


class Place:
    """Where blocks are written that a tag brings: before its paragraph."""

    def __init__(self, document: Any, anchor: Any) -> None:
        self._document, self._anchor = document, anchor

    def add_paragraph(self, text: str = "", style: str | None = None) -> Any:
        made = self._document.add_paragraph(text, style)
        self._anchor.addprevious(made._p)
        return made

    def add_table(self, rows: int, cols: int, style: str | None = None) -> Any:
        made = self._document.add_table(rows, cols, style)
        self._anchor.addprevious(made._tbl)
        return made


def _blocks(word: str, brief: Brief, place: Place) -> Iterator[Block]:
    """What a tag of paragraphs brings; the heads of annexes are written as they come."""
    if word == "正文":
        yield from brief.items
    elif word == "附表":
        for annex in brief.annexes:
            write_annex_head(place, annex.label, annex.title)
            yield from annex.items
    else:
        yield from _section(section_of(word), brief)


def _section(name: str, brief: Brief) -> Iterator[Block]:
    """The blocks of a section without its heading."""
    inside = False
    for block in brief.items:
        if isinstance(block, Heading) and block.level == 1:
            inside = heading_name(block) == name
        elif inside:
            yield block


# --- within a line ----------------------------------------------------------------------------------------------


def _texts(paragraph: Any) -> list[Any]:
    return [one for one in paragraph.iter(qn("w:t")) if next(one.iterancestors(qn("w:p"))) is paragraph]


def _text(paragraph: Any) -> str:
    return "".join(one.text or "" for one in _texts(paragraph))


def _apart(paragraph: Any, start: int, end: int) -> tuple[Any, Any]:
    """The first and the last run of [start, end), runs cut so that nothing else stands in them."""
    _cut(paragraph, end)
    _cut(paragraph, start)
    place, runs = 0, []
    for text in _texts(paragraph):
        length = len(text.text or "")
        if start <= place < end and length:
            runs.append(text.getparent())
        place += length
    return runs[0], runs[-1]


def _cut(paragraph: Any, at: int) -> None:
    """Cuts the run at a place of the paragraph's text in two, each with the run's look."""
    place = 0
    for text in _texts(paragraph):
        length = len(text.text or "")
        run = text.getparent()
        if place <= at <= place + length and run.tag == qn("w:r"):
            before, after = (text.text or "")[: at - place], (text.text or "")[at - place :]
            if before and after:
                _split(run, text, before, after)
                return
            if place == at or not after:
                _isolate(run, text)
        place += length


def _split(run: Any, text: Any, before: str, after: str) -> None:
    _isolate(run, text)
    second = _like(text.getparent(), after)
    text.text = before
    _keep_blanks(text)
    text.getparent().addnext(second)


def _isolate(run: Any, text: Any) -> None:
    """Gives what stands before and after a text in its run a run of its own."""
    children = [one for one in run if one.tag != qn("w:rPr")]
    at = children.index(text)
    for some, before in ((children[:at], True), (children[at + 1 :], False)):
        if some:
            other = _like(run, None)
            for one in some:
                other.append(one)
            (run.addprevious if before else run.addnext)(other)


def _like(run: Any, said: str | None) -> Any:
    """A new run with the look of another."""
    made = OxmlElement("w:r")
    look = run.find(qn("w:rPr"))
    if look is not None:
        made.append(deepcopy(look))
    if said is not None:
        for place, part in enumerate(said.split("\n")):
            if place:
                made.append(OxmlElement("w:br"))
            text = OxmlElement("w:t")
            text.text = part
            _keep_blanks(text)
            made.append(text)
    return made


def _keep_blanks(text: Any) -> None:
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _replace(first: Any, last: Any, word: str, brief: Brief, marks: Marks, figures: Figures) -> None:
    """Puts what a tag brings in the place of its runs."""
    for made in _made(first, word, brief, marks, figures):
        first.addprevious(made)
    run = first
    while run is not None:
        following = None if run is last else _next(run)
        run.getparent().remove(run)
        run = following


def _next(run: Any) -> Any:
    """The run after another one; what stands between them goes, being inside the tag."""
    held = run.getnext()
    while held is not None and held.tag != qn("w:r"):
        after = held.getnext()
        held = after
    return held


def _made(run: Any, word: str, brief: Brief, marks: Marks, figures: Figures) -> Iterator[Any]:
    if word == ISSUE and brief.counted:
        start, end = ends_of(marks.of_issue_line())
        yield from (start, _like(run, BLANK_LINE.in_(brief.lang)), end)
        return
    line = line_of(word, brief)
    if line is None:
        number = figures(word)
        line = () if number is None else (number,)
    for piece in _closed(line):
        yield from _piece(run, piece, marks)


def _closed(line: Line) -> Iterator[Inline]:
    """The pieces without braces, so that nothing that was brought is a tag again."""
    return (piece.replace("{{", "{ {") if isinstance(piece, str) else piece for piece in line)


def _piece(run: Any, piece: Inline, marks: Marks) -> Iterator[Any]:
    match piece:
        case Number():
            start, end = ends_of(marks.of_figure(piece))
            yield from (start, _like(run, re.sub(r"(?<=\d) (?=\d)", "\u00a0", piece.text)), end)
        case Marked():
            yield _like(run, f"{TONES[piece.tone][0]}\u00a0{piece.word}")
        case str() if piece:
            yield _like(run, piece)
