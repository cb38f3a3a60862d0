"""What stays of a document's part when the filled cells are left out: equal bytes before and after filling."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from peiyu.paper.form.docx.edit import MARK, Address, controls_of, paragraphs_of
from peiyu.paper.form.docx.tables import tables_of, text_of
from peiyu.paper.form.markup import Node, Splice, parse, spliced


def remainder(data: bytes, filled: Collection[Address], *, made_up: bool = False) -> bytes:
    """The document's part with the paragraphs of the `filled` cells empty (their properties stay); with `made_up`
    without the line that says so."""
    root = parse(data)
    splices = [
        splice
        for table in tables_of(root)
        for cell in table.cells
        if (table.name, cell.block.top, cell.block.left) in filled
        for splice in _of_cell(data, root, cell.node)
    ]
    body = root.first("body")
    first = body.children[0] if body is not None and body.children else None
    if made_up and first is not None and first.name == "p" and text_of(first) == MARK:
        splices.append(Splice(first.start, first.end, b""))
    return spliced(data, dict.fromkeys(splices))


def _of_cell(data: bytes, root: Node, cell: Node) -> Iterator[Splice]:
    paragraphs = paragraphs_of(cell)
    for control in controls_of(root, cell):
        showing = control.first("sdtPr", "showingPlcHdr")
        if showing is not None and not any(one.start < showing.start < one.end for one in paragraphs):
            yield Splice(showing.start, showing.end, b"")
    for paragraph in paragraphs:
        look = paragraph.first("pPr")
        tag = data[paragraph.start : paragraph.inner].rstrip(b"/>").rstrip()
        kept = data[look.start : look.end] if look is not None else b""
        yield Splice(paragraph.start, paragraph.end, tag + b">" + kept + f"</{paragraph.tag('p')}>".encode())
