"""The tables of a Word document as sheets of the form."""

from __future__ import annotations

import zipfile
from pathlib import Path

from peiyu.paper.form import refusals
from peiyu.paper.form.docx.tables import Table, TableCell, formula_of, tables_of, text_of
from peiyu.paper.form.grid import Cell, Sheet
from peiyu.paper.form.markup import parse
from peiyu.paper.form.package import part
from peiyu.problems import InputError, Where

DOCUMENT = "word/document.xml"
MOST_CELLS = 200_000


def read_tables(archive: zipfile.ZipFile) -> tuple[Sheet, ...]:
    """Every table as a sheet. InputError `form-too-large`; MarkupError or KeyError when the document is damaged."""
    tables = tables_of(parse(part(archive, DOCUMENT)))
    if (count := sum(len(one.cells) for one in tables)) > MOST_CELLS:
        raise InputError(refusals.too_large(Where(Path(archive.filename or "").name), str(count)))
    return tuple(_sheet(one) for one in tables)


def _sheet(table: Table) -> Sheet:
    return Sheet(
        name=table.name, rows=table.rows, columns=table.columns, cells=tuple(_cell(one) for one in table.cells),
        title=table.title, hidden_rows=table.hidden_rows,
    )  # fmt: skip


def _cell(cell: TableCell) -> Cell:
    block = cell.block
    alone = (block.top, block.left) == (block.bottom, block.right)
    said = text_of(cell.node).strip("\n")
    return Cell(block.top, block.left, said, formula_of(cell.node), merged=None if alone else block)
