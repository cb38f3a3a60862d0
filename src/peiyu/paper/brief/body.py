"""The blocks of a brief as Word has them: headings, paragraphs, tables, charts."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm

from peiyu.paper.brief.ink import (
    FANG,
    HEI,
    KAI,
    SMALL_SIZE,
    Marks,
    Type,
    add_line,
    add_run,
    set_up,
    with_bookmark,
)  # fmt: skip
from peiyu.paper.brief.sheet import HEADING_FONTS
from peiyu.paper.brief.values import Block, Chart, Heading, Line, Paragraph, Table
from peiyu.paper.brief.words import UNIT
from peiyu.paper.charts.render import render

SMALL_TABLE_SIZE = 10.5
CAPTION, NOTE, SMALL_NOTE = Type(HEI, 14), Type(KAI, SMALL_SIZE), Type(KAI, SMALL_TABLE_SIZE)
TABLE_LINE, SMALL_TABLE_LINE = 18.0, 15.0
"""Points from line to line of a table, and of one in 五号."""


def write_block(document: Any, block: Block, marks: Marks, *, width: float, lang: str, kept: Path | None) -> None:
    """One block; `width` of the type area in millimetres, `kept` a folder of charts drawn before."""
    match block:
        case Heading():
            heading = set_up(document.add_paragraph(style=f"Heading {block.level}"), indent=2)
            heading.paragraph_format.keep_with_next = True
            add_line(heading, block.pieces, Type(HEADING_FONTS[block.level - 1]), marks)
        case Paragraph() if block.note:
            _note(document, block.pieces, marks)
        case Paragraph():
            paragraph = set_up(document.add_paragraph(), indent=2)
            if block.lead:
                add_run(paragraph, block.lead, Type(KAI))
            add_line(paragraph, block.pieces, Type(), marks)
        case Table():
            _table(document, block, marks, width=width, lang=lang)
        case Chart():
            _chart(document, block, marks, width=width, kept=kept)


def _note(document: Any, line: Line, marks: Marks, *, small: bool = False) -> None:
    if line:
        type_, distance = (SMALL_NOTE, SMALL_TABLE_LINE) if small else (NOTE, TABLE_LINE)
        held = set_up(document.add_paragraph(), align="left", line=distance, before=2, after=4)
        add_line(held, line, type_, marks)


def _caption(document: Any, title: str, *, before: float = 0, after: float = 0) -> Any:
    caption = set_up(document.add_paragraph(), align="center", line=24, before=before, after=after)
    add_run(caption, title, CAPTION)
    return caption


def _table(document: Any, block: Table, marks: Marks, *, width: float, lang: str) -> None:
    """A table with its title and unit above and its note below."""
    if block.title:
        _caption(document, block.title, before=8).paragraph_format.keep_with_next = True
    if block.unit:
        unit = set_up(document.add_paragraph(), align="right", line=TABLE_LINE)
        add_run(unit, UNIT.in_(lang) + block.unit, NOTE)
        unit.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1 + len(block.rows), cols=len(block.columns), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(column.width for column in block.columns)
    shares = [Mm(width * column.width / whole) for column in block.columns]
    for grid, share in zip(table._tbl.tblGrid.findall(qn("w:gridCol")), shares, strict=True):
        grid.set(qn("w:w"), str(share.twips))
    _narrow_margins(table)
    size, line = (SMALL_TABLE_SIZE, SMALL_TABLE_LINE) if block.small else (SMALL_SIZE, TABLE_LINE)
    body, head = Type(FANG, size), Type(HEI, size)
    _row_rules(table.rows[0], header=True)
    for cell, column, share in zip(table.rows[0].cells, block.columns, shares, strict=True):
        _cell(cell, (column.header,), "center", share, head, marks, line)
    for held, row in zip(list(table.rows)[1:], block.rows, strict=True):
        _row_rules(held, header=False)
        for cell, said, column, share in zip(held.cells, row.cells, block.columns, shares, strict=True):
            _cell(cell, said, column.align, share, head if row.total else body, marks, line)
    if block.note:
        _note(document, block.note, marks, small=block.small)
    else:
        set_up(document.add_paragraph(), line=8)


def _narrow_margins(table: Any) -> None:
    """1 mm between a cell's edge and its text, so that narrow columns hold their headers."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), str(Mm(1).twips))
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def _cell(cell: Any, said: Line, align: Any, width: Any, type_: Type, marks: Marks, line: float) -> None:
    cell.width, cell.vertical_alignment = width, WD_CELL_VERTICAL_ALIGNMENT.CENTER
    apart = 2 if line == TABLE_LINE else 1
    add_line(set_up(cell.paragraphs[0], align=align, line=line, before=apart, after=apart), said, type_, marks)


def _row_rules(row: Any, *, header: bool) -> None:
    """A row is never split between pages; the header is repeated."""
    properties = row._tr.get_or_add_trPr()
    for name in ("cantSplit", "tblHeader")[: 2 if header else 1]:
        properties.append(OxmlElement(f"w:{name}"))


def _chart(document: Any, block: Chart, marks: Marks, *, width: float, kept: Path | None) -> None:
    """The picture inside a bookmark, with its description for those who cannot see it; its title below."""
    picture = render(block.spec, form="png", kept=kept)
    holder = set_up(document.add_paragraph(), align="center", line=None, before=8)
    holder.paragraph_format.keep_with_next = True
    run = add_run(holder, "", NOTE)
    holder._p.remove(run._r)

    def place() -> None:
        holder._p.append(run._r)
        shape = run.add_picture(io.BytesIO(picture), width=Mm(min(block.width, width)))
        properties = shape._inline.docPr
        properties.set("descr", block.alt)
        properties.set("title", block.title)

    with_bookmark(holder, marks.of_picture(block.title), place)
    _caption(document, block.title, after=0 if block.note else 8)
    _note(document, block.note, marks)
