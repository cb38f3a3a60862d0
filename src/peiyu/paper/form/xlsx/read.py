"""A worksheet's part as a sheet of the form."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import partial
from itertools import chain
from pathlib import Path

from openpyxl.formula.tokenizer import TokenizerError
from openpyxl.formula.translate import Translator, TranslatorError
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from peiyu.facts.intake.sheets import Range, letters
from peiyu.facts.numbers import written
from peiyu.paper.form import refusals
from peiyu.paper.form.grid import Cell, Sheet
from peiyu.paper.form.markup import MarkupError, Node, parse
from peiyu.paper.form.package import part, relations, tree
from peiyu.paper.form.xlsx.book import Book, Look, SheetPart, text_in
from peiyu.paper.form.xlsx.elements import (
    Defaults,
    Stood,
    block_of,
    cells_of,
    hidden_columns,
    is_protected,
    merged_of,
    rows_of,
)
from peiyu.paper.form.xlsx.widths import widths_of
from peiyu.problems import InputError, Where

MOST_CELLS = 200_000
MARGIN_ROWS, MARGIN_COLUMNS = 200, 50
"""Blank cells with a border, and merged blocks, belong to the form as far as this below and beside its last content."""

_WITH_WORDS = re.compile(r'((?:"[^"]*"|\\.)*)(?:General|#,##0|[0#])((?:"[^"]*"|\\.)*)')

Place = tuple[int, int]
Cells = dict[Place, Cell]


def read_sheet(archive: zipfile.ZipFile, book: Book, at: SheetPart) -> Sheet:
    """One worksheet as it stands. InputError `form-too-large`; MarkupError when it is damaged."""
    root = parse(part(archive, at.part))
    protected, lists = is_protected(root), tuple(_list_objects(archive, at.part))
    stood = [one for number, row in rows_of(root) for one in cells_of(row, number)]
    read = partial(_read, book=book, comments=_comments(archive, at.part), protected=protected)
    cells = read([one for one in stood if one.node.children])
    if (count := sum(cell.filled for cell in cells.values())) > MOST_CELLS:
        raise InputError(refusals.too_large(Where(Path(archive.filename or "").name, sheet=at.name), str(count)))
    blocks = (*merged_of(root), *(block for block, _ in lists))
    rows, columns = _area(cells, blocks, (one for one in stood if book.look(one.node.get("s")).bordered))
    cells |= read([one for one in stood if not one.node.children and one.row < rows and one.column < columns])
    cells |= {place: replace(cells[place], locked=True) for place in _heads(lists) if place in cells}
    blank = partial(_blank, book, Defaults.of(root), protected=protected)
    laid_out = _laid_out(cells, merged_of(root), blank, rows=rows, columns=columns)
    return Sheet(
        name=at.name, rows=rows, columns=columns, cells=tuple(laid_out), hidden=at.hidden, protected=protected,
        hidden_rows=frozenset(n for n, row in rows_of(root) if row.flag("hidden") and n < rows),
        hidden_columns=hidden_columns(root, columns), widths=widths_of(root, columns),
    )  # fmt: skip


def _read(stood: Iterable[Stood], *, book: Book, comments: dict[str, str], protected: bool) -> Cells:
    cells = {}
    shared: dict[str, tuple[str, str]] = {}
    for one in stood:
        look = book.look(one.node.get("s"))
        text, number = value_of(one.node, book, look)
        address = f"{letters(one.column)}{one.row + 1}"
        cells[one.row, one.column] = Cell(
            row=one.row, column=one.column, text=text, number=number, formula=formula_of(one.node, address, shared),
            locked=protected and look.locked, number_format=look.number_format, comment=comments.get(address, ""),
            indent=look.indent,
        )  # fmt: skip
    return cells


def value_of(node: Node, book: Book, look: Look) -> tuple[str, Decimal | None]:
    """What a cell's element says, and its number."""
    kind, held = node.get("t", "n"), node.first("v")
    said = held.text if held is not None else ""
    if kind == "s":
        number = int(said) if said.strip().isdigit() else -1
        return (book.texts[number] if 0 <= number < len(book.texts) else ""), None
    if kind == "inlineStr":
        inline = node.first("is")
        return (text_in(inline) if inline is not None else ""), None
    if kind == "b":
        return ("是" if said.strip() == "1" else "否"), None
    if kind != "n" or not said.strip():
        return said, None
    return _number(said.strip(), look, epoch_1904=book.epoch_1904)


def _number(said: str, look: Look, *, epoch_1904: bool) -> tuple[str, Decimal | None]:
    """A stored number with its 15 true digits and the words of its format (``0"年"``); a day or month by its format."""
    try:
        value = float(said)
        number = Decimal(written(value))
    except (ValueError, OverflowError, InvalidOperation):
        return said, None
    if look.is_date:
        return _day(value, look, epoch_1904=epoch_1904), number
    words = _WITH_WORDS.fullmatch(look.number_format)
    before, after = (_said(words[1]), _said(words[2])) if words is not None else ("", "")
    return f"{before}{number:f}{after}", number


def _said(words: str) -> str:
    """The words of a format: quoted, or a sign after a backslash."""
    return re.sub(r'["\\]', "", words)


def _day(value: float, look: Look, *, epoch_1904: bool) -> str:
    try:
        day = from_excel(value, CALENDAR_MAC_1904 if epoch_1904 else CALENDAR_WINDOWS_1900)
    except (ValueError, OverflowError):
        return written(value)
    if not isinstance(day, dt.datetime):
        return str(day)
    marks = re.sub(r'"[^"]*"|\[[^\]]*\]', "", look.number_format.lower())
    if "y" in marks and "d" not in marks and "h" not in marks:
        return f"{day.year}年{day.month}月"
    return day.date().isoformat()


def formula_of(node: Node, address: str, shared: dict[str, tuple[str, str]]) -> str:
    """The formula without ``=``; one that is shared is written out for this cell."""
    held = node.first("f")
    if held is None:
        return ""
    if held.get("t") != "shared":
        return held.text
    if held.text:
        shared[held.get("si")] = (held.text, address)
        return held.text
    text, origin = shared.get(held.get("si"), ("", address))
    try:
        return str(Translator(f"={text}", origin=origin).translate_formula(address))[1:]
    except (TokenizerError, TranslatorError) as fault:
        raise MarkupError(f"formula {text[:40]!r}") from fault


def _comments(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    root = next((tree(archive, to) for kind, to in relations(archive, name).values() if kind == "comments"), None)
    held = ((one.get("ref"), one.first("text")) for one in root.below("comment")) if root is not None else ()
    return {ref: text_in(text) for ref, text in held if text is not None}


def _list_objects(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[Range, bool]]:
    """The blocks of list objects, and whether their first row is a head: its texts name columns elsewhere."""
    for root in (tree(archive, to) for kind, to in relations(archive, name).values() if kind == "table"):
        if root is not None:
            yield block_of(root.get("ref")), root.get("headerRowCount", "1") != "0"


def _heads(lists: Iterable[tuple[Range, bool]]) -> Iterator[Place]:
    blocks = (block for block, has_head in lists if has_head)
    return ((block.top, column) for block in blocks for column in range(block.left, block.right + 1))


def _area(cells: Cells, blocks: Iterable[Range], bordered: Iterable[Stood]) -> Place:
    """How many rows and columns the form has: its content, and what is laid out next to it."""
    filled = [place for place, cell in cells.items() if cell.filled]
    rows = max((row + 1 for row, _ in filled), default=0)
    columns = max((column + 1 for _, column in filled), default=0)
    corners = chain(((block.bottom, block.right) for block in blocks), ((one.row, one.column) for one in bordered))
    near = [place for place in corners if place[0] < rows + MARGIN_ROWS and place[1] < columns + MARGIN_COLUMNS]
    return max(rows, *(row + 1 for row, _ in near), 0), max(columns, *(column + 1 for _, column in near), 0)


def _blank(book: Book, defaults: Defaults, row: int, column: int, *, protected: bool) -> Cell:
    """A cell that does not stand in the file."""
    look = book.look(defaults.style(row, column))
    return Cell(row, column, locked=protected and look.locked, number_format=look.number_format)


def _laid_out(
    cells: Cells, merged: Iterable[Range], blank: Callable[[int, int], Cell], *, rows: int, columns: int
) -> Iterator[Cell]:
    """Every cell of the area, written in the file or not; where the area is too wide for that, the written ones."""
    clipped = (
        Range(block.top, block.left, min(block.bottom, rows - 1), min(block.right, columns - 1))
        for block in merged
        if block.top < rows and block.left < columns
    )
    blocks = {(block.top, block.left): block for block in clipped}
    covered = {
        place
        for block in blocks.values()
        for place in _places(range(block.top, block.bottom + 1), range(block.left, block.right + 1))
    }
    whole = rows * columns <= MOST_CELLS
    for place in _places(range(rows), range(columns)) if whole else sorted(cells):
        if place in blocks or (place not in covered and place[0] < rows and place[1] < columns):
            yield replace(cells.get(place) or blank(*place), merged=blocks.get(place))


def _places(rows: range, columns: range) -> Iterator[Place]:
    return ((row, column) for row in rows for column in columns)
