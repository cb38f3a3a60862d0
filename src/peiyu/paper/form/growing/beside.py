"""What stands in parts beside a worksheet and names its places: comments, list objects, pictures, charts, pivot
tables, the order of computing."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.paper.form.growing.references import Insertion, all_moved, in_formula, moved
from peiyu.paper.form.growing.worksheet import around
from peiyu.paper.form.markup import Node, Splice, parse, spliced, with_attribute, written_text

PLACED = frozenset({"comments", "threadedComment", "table", "pivotTable"})
ANCHOR_ROWS = (2, 6)
"""Which numbers of an old drawing's anchor are rows."""


def moved_part(kind: str, data: bytes, one: Insertion) -> bytes:
    """A part that a sheet with new rows is tied to; what has no places stays as it is."""
    if kind in PLACED:
        return spliced(data, around(data, parse(data), one, here=True))
    if kind == "drawing":
        return spliced(data, _anchors(parse(data), one))
    if kind == "vmlDrawing":
        return spliced(data, _old_anchors(parse(data), one))
    return data


def _anchors(root: Node, one: Insertion) -> Iterator[Splice]:
    for row in root.below("row"):
        yield from _number(row, one)


def _old_anchors(root: Node, one: Insertion) -> Iterator[Splice]:
    for row in root.below("Row"):
        yield from _number(row, one)
    for anchor in root.below("Anchor"):
        said = anchor.text.split(",")
        for place in ANCHOR_ROWS:
            if len(said) > place and said[place].strip().isdigit():
                said[place] = str(one.row(int(said[place])))
        yield Splice(anchor.inner, anchor.close, ",".join(said).encode())


def _number(node: Node, one: Insertion) -> Iterator[Splice]:
    if node.text.strip().isdigit():
        yield Splice(node.inner, node.close, str(one.row(int(node.text))).encode())


def formulas(data: bytes, one: Insertion) -> bytes:
    """A chart's part: what its series read."""
    splices = []
    for node in parse(data).below("f"):
        said = in_formula(node.text, "", one) if node.text else ""
        if said != node.text:
            splices.append(Splice(node.inner, node.close, written_text(said).encode()))
    return spliced(data, splices)


def source(data: bytes, one: Insertion) -> bytes:
    """A pivot cache's part: the block that it was made from."""
    splices = [
        with_attribute(data, node, "ref", all_moved(node.get("ref"), one))
        for node in parse(data).below("worksheetSource")
        if node.get("sheet") == one.sheet and node.get("ref")
    ]
    return spliced(data, splices)


def chain(data: bytes, sheet: str, one: Insertion) -> bytes:
    """The order of computing: each formula where it stands now. A cell without a sheet is of the one before."""
    splices, of = [], ""
    for cell in parse(data).all("c"):
        of = cell.get("i") or of
        now = moved(cell.get("r"), one)
        if of == sheet and now != cell.get("r"):
            splices.append(with_attribute(data, cell, "r", now))
    return spliced(data, splices)
