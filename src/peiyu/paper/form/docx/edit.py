"""Text exchanged in the cells of a document's tables: the text of the runs changes, and every other byte stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from peiyu.paper.form.docx.tables import HOLDERS, SPACES, held, tables_of
from peiyu.paper.form.markup import Node, Splice, parse, spliced, written_text

Address = tuple[str, int, int]
TEXT = {"t", "sym", *SPACES}
MARK = "虚构数据 Made-up data"
"""What stands at the head of a document that is filled with made-up figures."""

TRACKED = {"ins", "del", "moveFrom", "moveTo", "rPrChange"}
_PLACEHOLDER = "placeholdertext"
_AROUND = HOLDERS | {"hyperlink", "fldSimple"}


def edited(data: bytes, texts: Mapping[Address, str], *, made_up: bool = False) -> bytes:
    """The document's part with these cells (table's name, row and column of the block's first cell) saying something
    else. `made_up`: a line at its head says that the figures are made up."""
    root = parse(data)
    nodes = {
        (table.name, cell.block.top, cell.block.left): cell.node for table in tables_of(root) for cell in table.cells
    }
    splices = [splice for address, text in texts.items() for splice in _in_cell(data, root, nodes[address], text)]
    return spliced(data, dict.fromkeys((*splices, *(_mark(root) if made_up else ()))))


def _mark(root: Node) -> Iterator[Splice]:
    body = root.first("body")
    if body is not None:
        p, r, t = (body.tag(name) for name in ("p", "r", "t"))
        yield Splice(body.inner, body.inner, f"<{p}><{r}><{t}>{MARK}</{t}></{r}></{p}>".encode())


def paragraphs_of(cell: Node) -> list[Node]:
    """The paragraphs of a cell, those of its inner tables left out."""
    return [one for one in held(cell) if one.name == "p"]


def runs_of(holder: Node) -> Iterator[Node]:
    """The runs of a paragraph, also those in links, fields and content controls."""
    for child in holder.children:
        if child.name == "r":
            yield child
        elif child.name in _AROUND:
            yield from runs_of(child)


def texts_of(run: Node) -> list[Node]:
    """The elements of a run that are text."""
    return [child for child in run.children if child.name in TEXT]


def _in_cell(data: bytes, root: Node, cell: Node, text: str) -> Iterator[Splice]:
    """One run takes the text; the text of all others of the cell is taken out."""
    paragraphs = paragraphs_of(cell)
    spoken = [one for paragraph in paragraphs for run in runs_of(paragraph) for one in texts_of(run)]
    controls = [one for one in controls_of(root, cell) if one.first("sdtPr", "showingPlcHdr") is not None]
    for one in controls:
        showing = one.first("sdtPr", "showingPlcHdr")
        if showing is not None:
            yield Splice(showing.start, showing.end, b"")
    if not spoken:
        yield _first_run(data, cell, paragraphs, text)
        return
    for one in spoken:
        yield Splice(one.start, one.end, _text(one, text) if one is spoken[0] else b"")
    if controls:
        yield from _without_grey(cell)


def controls_of(root: Node, cell: Node) -> list[Node]:
    """The content controls in a cell and around it."""
    return [one for one in root.below("sdt") if _within(one, cell) or _within(cell, one)]


def _within(one: Node, other: Node) -> bool:
    return other.start <= one.start and one.end <= other.end


def _without_grey(cell: Node) -> Iterator[Splice]:
    """The grey of a placeholder does not stay on what is filled in."""
    for style in cell.below("rStyle"):
        if style.get("val").replace(" ", "").lower() == _PLACEHOLDER:
            yield Splice(style.start, style.end, b"")


def _text(near: Node, said: str) -> bytes:
    """Text as the elements of a run; a line break for each line."""
    text, end = near.tag("t"), near.tag("br")
    lines = (f'<{text} xml:space="preserve">{written_text(line)}</{text}>' for line in said.split("\n"))
    return f"<{end}/>".join(lines).encode() if said else b""


def _first_run(data: bytes, cell: Node, paragraphs: list[Node], text: str) -> Splice:
    """A run for a cell without text: with the properties of a blank run, else of the paragraph's mark."""
    if not paragraphs:
        name = cell.tag("p")
        return Splice(cell.close, cell.close, f"<{name}>".encode() + _run(cell, b"", text) + f"</{name}>".encode())
    paragraph = paragraphs[0]
    blank = next((run for run in runs_of(paragraph) if run.first("fldChar") is None), None)
    look = blank.first("rPr") if blank is not None else paragraph.first("pPr", "rPr")
    run = _run(cell, _properties(data, look), text)
    if paragraph.alone:
        tag = data[paragraph.start : paragraph.inner - 2].rstrip()
        return Splice(paragraph.start, paragraph.end, tag + b">" + run + f"</{paragraph.tag('p')}>".encode())
    return Splice(paragraph.close, paragraph.close, run)


def _properties(data: bytes, look: Node | None) -> bytes:
    """The properties of a run, without the marks of tracked changes that a paragraph's carry."""
    kept = [one for one in look.children if one.name not in TRACKED] if look is not None else []
    if look is None or not kept:
        return b""
    name = look.tag("rPr").encode()
    return b"<%s>%s</%s>" % (name, b"".join(data[one.start : one.end] for one in kept), name)


def _run(near: Node, properties: bytes, text: str) -> bytes:
    name = near.tag("r").encode()
    return b"<%s>%s%s</%s>" % (name, properties, _text(near, text), name) if text else b""
