"""The part of a worksheet with rows put in: rows and cells below stand lower, what refers to them follows."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from openpyxl.formula.translate import Translator

from peiyu.facts.intake.sheets import letters
from peiyu.paper.form.growing.references import Insertion, all_moved, in_formula, moved
from peiyu.paper.form.markup import (
    MarkupError,
    Node,
    Splice,
    parse,
    spliced,
    with_attribute,
    with_attributes,
    written_text,
)
from peiyu.paper.form.xlsx.elements import LAST_ROW, Stood, block_of, cells_of, rows_of
from peiyu.paper.form.xlsx.read import formula_of

ONE_CELL = {("selection", "activeCell"), ("pane", "topLeftCell"), ("sheetView", "topLeftCell"), ("cellWatch", "r")}
RANGES = {
    ("dimension", "ref"), ("mergeCell", "ref"), ("hyperlink", "ref"), ("autoFilter", "ref"), ("sortState", "ref"),
    ("sortCondition", "ref"), ("comment", "ref"), ("threadedComment", "ref"), ("table", "ref"), ("location", "ref"),
}  # fmt: skip
SPREAD = {
    ("conditionalFormatting", "sqref"), ("dataValidation", "sqref"), ("protectedRange", "sqref"),
    ("ignoredError", "sqref"),
}  # fmt: skip
FORMULAS = {"formula", "formula1", "formula2", "f", "calculatedColumnFormula", "totalsRowFormula"}
"""Attributes and elements outside the cells that name places of a sheet."""


def grown(data: bytes, one: Insertion) -> bytes:
    """The sheet's part with the rows in it: copies of the row above them, with its formulas and without what it says.
    MarkupError for what cannot be told (a data table, a matrix formula across the place)."""
    root = parse(data)
    shared: dict[str, tuple[str, str]] = {}
    splices = [splice for at, row in rows_of(root) for splice in _row(data, at, row, one, shared)]
    for child in root.children:
        if child.name != "sheetData":
            splices += around(data, child, one, here=True)
    return spliced(data, (*splices, *_merged(data, root, one)))


def elsewhere(data: bytes, sheet: str, one: Insertion) -> bytes:
    """Another sheet's part, whose formulas may read the one that has grown."""
    root = parse(data)
    shared: dict[str, tuple[str, str]] = {}
    splices: list[Splice] = []
    for at, row in rows_of(root):
        for cell in cells_of(row, at):
            splices += _exchanged(data, cell, formula_of(cell.node, place_said(cell), shared), sheet, one)
    for child in root.children:
        if child.name != "sheetData":
            splices += around(data, child, one, here=False, sheet=sheet)
    return spliced(data, splices) if splices else data


def around(data: bytes, node: Node, one: Insertion, *, here: bool, sheet: str = "") -> Iterator[Splice]:
    """The changes in an element and all below it: attributes of the sheet itself (`here`), formulas of any."""
    if node.name in FORMULAS and node.text:
        said = in_formula(node.text, one.sheet if here else sheet, one)
        if said != node.text:
            yield Splice(node.inner, node.close, written_text(said).encode())
    elif node.name == "sqref" and here:
        yield Splice(node.inner, node.close, all_moved(node.text, one).encode())
    elif node.name == "brk" and here and node.get("id").isdigit():
        yield with_attribute(data, node, "id", str(one.end(int(node.get("id")) - 1) + 1))
    elif here:
        yield from _attributes(data, node, one)
    for child in node.children:
        yield from around(data, child, one, here=here, sheet=sheet)


def _attributes(data: bytes, node: Node, one: Insertion) -> Iterator[Splice]:
    said = {
        name: _said(node.name, name, value, one)
        for name, value in node.attributes.items()
        if (node.name, name) in ONE_CELL | RANGES | SPREAD | {("selection", "sqref")}
    }
    changed = {name: value for name, value in said.items() if value != node.get(name)}
    if changed:
        yield with_attributes(data, node, changed)


def _said(element: str, name: str, value: str, one: Insertion) -> str:
    if (element, name) in ONE_CELL | {("selection", "sqref")}:
        return all_moved(value, one, takes_in=False)
    if element == "mergeCell" and _is_in_row(value, one.after):
        return value
    return all_moved(value, one, takes_in=(element, name) in SPREAD)


def _is_in_row(said: str, row: int) -> bool:
    block = block_of(said)
    return block.top == block.bottom == row


# --- rows and cells ---------------------------------------------------------------------------------------------


def _row(data: bytes, at: int, row: Node, one: Insertion, shared: dict[str, tuple[str, str]]) -> Iterator[Splice]:
    """A row where it stands now; the copies of the row above the new ones come right behind it."""
    cells = list(cells_of(row, at))
    below = one.row(at) != at
    if below:
        if one.row(at) >= LAST_ROW:
            raise MarkupError(f"row {at + 1} is moved out of the sheet")
        yield with_attribute(data, row, "r", str(one.row(at) + 1))
    formulas = {cell.column: formula_of(cell.node, place_said(cell), shared) for cell in cells}
    for cell in cells:
        if below:
            yield with_attribute(data, cell.node, "r", f"{letters(cell.column)}{one.row(at) + 1}")
        yield from _exchanged(data, cell, formulas[cell.column], one.sheet, one)
    if at == one.after:
        copies = (_copy(data, row, cells, formulas, at + step, one) for step in range(1, one.count + 1))
        yield Splice(row.end, row.end, b"".join(copies))


def place_said(cell: Stood) -> str:
    """``C5`` for a cell's element."""
    return f"{letters(cell.column)}{cell.row + 1}"


def _exchanged(data: bytes, cell: Stood, formula: str, sheet: str, one: Insertion) -> Iterator[Splice]:
    """A formula as it reads now. One that is shared is written out, because its cells no longer stand as they did."""
    held = cell.node.first("f")
    if held is None:
        return
    kind, said = held.get("t"), in_formula(formula, sheet, one, row=cell.row) if formula else ""
    if kind == "dataTable":
        raise MarkupError("data table")
    if kind == "array" and sheet == one.sheet:
        block = block_of(held.get("ref") or place_said(cell))
        if block.top <= one.after <= block.bottom and block.top != block.bottom:
            raise MarkupError("matrix formula across the new rows")
        ref = moved(held.get("ref"), one) if block.top > one.after else held.get("ref")
        yield with_attribute(data, held, "ref", ref)
        yield Splice(held.inner, held.close, written_text(said).encode())
    elif kind == "shared" and sheet == one.sheet:
        name = held.tag("f")
        yield Splice(held.start, held.end, f"<{name}>{written_text(said)}</{name}>".encode())
    elif kind == "shared" and said != formula:
        raise MarkupError(f"shared formula of another sheet: {formula[:40]}")
    elif said != formula:
        yield Splice(held.inner, held.close, written_text(said).encode())


def _copy(data: bytes, row: Node, cells: list[Stood], formulas: dict[int, str], at: int, one: Insertion) -> bytes:
    """The row once more: its height and styles, its formulas for this row, nothing else."""
    tag = with_attribute(data, row, "r", str(at + 1)).put
    made = b"".join(_blank(cell, formulas[cell.column], at, one) for cell in cells)
    return tag if row.alone else tag + made + f"</{row.tag('row')}>".encode()


def _blank(cell: Stood, formula: str, at: int, one: Insertion) -> bytes:
    name, place = cell.node.tag("c"), f"{letters(cell.column)}{at + 1}"
    start = f'<{name} r="{place}"' + (f' s="{escape(cell.node.get("s"))}"' if cell.node.get("s") else "")
    if not formula:
        return f"{start}/>".encode()
    said = in_formula(formula, one.sheet, one, row=cell.row)
    own = str(Translator(f"={said}", origin=place_said(cell)).translate_formula(place))[1:]
    inner = cell.node.tag("f")
    return f"{start}><{inner}>{written_text(own)}</{inner}></{name}>".encode()


def _merged(data: bytes, root: Node, one: Insertion) -> Iterator[Splice]:
    """Blocks within the row above the new ones stand in each of these, too."""
    holder = root.first("mergeCells")
    if holder is None:
        return
    own = [block_of(each.get("ref")) for each in holder.all("mergeCell") if _is_in_row(each.get("ref"), one.after)]
    name = holder.tag("mergeCell")
    made = (
        f'<{name} ref="{letters(block.left)}{at + 1}:{letters(block.right)}{at + 1}"/>'
        for at in range(one.after + 1, one.after + 1 + one.count)
        for block in own
    )
    put = "".join(made).encode()
    if put:
        yield Splice(holder.close, holder.close, put)
        count = sum(1 for _ in holder.all("mergeCell")) + len(own) * one.count
        yield with_attribute(data, holder, "count", str(count))
