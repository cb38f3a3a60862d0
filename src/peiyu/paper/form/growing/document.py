"""Rows put into a table of a document: the row above them once more, without what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peiyu.paper.form.docx.edit import paragraphs_of, runs_of, texts_of
from peiyu.paper.form.docx.tables import cells_of, nodes_of, rows_of
from peiyu.paper.form.growing.references import Insertion
from peiyu.paper.form.markup import MarkupError, Node, Splice, parse, spliced

ONCE = re.compile(rb"\s+w14:(paraId|textId)\s*=\s*\"[^\"]*\"")
"""Marks of paragraphs that may stand in a document but once."""
GONE = ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference")


def grown(data: bytes, one: Insertion) -> bytes:
    """The document's part with the rows in it. MarkupError without the table or the row."""
    table = nodes_of(parse(data)).get(one.sheet)
    rows = list(rows_of(table)) if table is not None else []
    if one.after >= len(rows):
        raise MarkupError(f"{one.sheet}: row {one.after + 1}")
    row = rows[one.after]
    emptied = spliced(data, dict.fromkeys(_emptied(row)))
    shorter = len(data) - len(emptied)
    copy = ONCE.sub(b"", emptied[row.start : row.end - shorter])
    return spliced(data, (Splice(row.end, row.end, copy * one.count),))


def _emptied(row: Node) -> Iterator[Splice]:
    for cell in cells_of(row):
        for paragraph in paragraphs_of(cell):
            for run in runs_of(paragraph):
                yield from (Splice(text.start, text.end, b"") for text in texts_of(run))
    for name in GONE:
        yield from (Splice(node.start, node.end, b"") for node in row.below(name))
    for properties in row.below("sdtPr"):
        yield from (Splice(node.start, node.end, b"") for node in properties.all("id"))
