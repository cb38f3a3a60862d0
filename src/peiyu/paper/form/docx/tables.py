"""The tables of a Word document's part, with the element of every cell and the rows and columns that it covers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from peiyu.facts.intake.sheets import Range
from peiyu.paper.form.markup import Node

HOLDERS = {"sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo"}
"""Elements that stand around rows, cells, paragraphs or runs and are not one of them."""
GONE = {
    *("del", "moveFrom", "instrText", "delText", "Fallback", "txbxContent"),
    *("pPr", "rPr", "tcPr", "trPr", "tblPr", "sdtPr"),
}  # fmt: skip
SPACES = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class TableCell:
    """A cell of a table: the block that it covers, and the elements that are merged into it, the first one first."""

    block: Range
    nodes: tuple[Node, ...]

    @property
    def node(self) -> Node:
        return self.nodes[0]


@dataclass(frozen=True, slots=True)
class Table:
    """A table in reading order (one inside a cell comes after the table around it), the text before it since the last
    table, and its cells by row."""

    name: str
    title: str
    rows: int
    columns: int
    cells: tuple[TableCell, ...]
    hidden_rows: frozenset[int] = frozenset()


def tables_of(root: Node) -> tuple[Table, ...]:
    """Every table of a document's part."""
    body = root.first("body")
    found = list(_tables(body, [])) if body is not None else []
    return tuple(_table(node, f"表{number}", title) for number, (node, title) in enumerate(found, start=1))


def nodes_of(root: Node) -> dict[str, Node]:
    """The element of every table by the table's name."""
    body = root.first("body")
    found = _tables(body, []) if body is not None else ()
    return {f"表{number}": node for number, (node, _) in enumerate(found, start=1)}


def _tables(holder: Node, above: list[str]) -> Iterator[tuple[Node, str]]:
    for child in held(holder):
        if child.name == "p":
            above += [said] if (said := text_of(child).strip()) else []
        if child.name == "tbl":
            yield child, "\n".join(above)
            above.clear()
            for row in rows_of(child):
                for cell in cells_of(row):
                    yield from _tables(cell, [])


def held(holder: Node) -> Iterator[Node]:
    """What an element holds, as a reader meets it: through holders, without what was deleted."""
    for child in holder.children:
        if child.name in HOLDERS:
            yield from held(child)
        elif child.name not in GONE:
            yield child


def rows_of(table: Node) -> Iterator[Node]:
    """The rows of a table that a reader sees."""
    return (row for row in held(table) if row.name == "tr" and row.first("trPr", "del") is None)


def cells_of(row: Node) -> Iterator[Node]:
    """The cells of a row."""
    return (cell for cell in held(row) if cell.name == "tc")


def text_of(node: Node) -> str:
    """The text of a cell (a line a paragraph), a paragraph or a run, without the tables inside."""
    if node.name == "t":
        return node.text
    if node.name in SPACES:
        return SPACES[node.name]
    if node.name == "tc":
        return "\n".join(text_of(one) for one in held(node) if one.name == "p")
    if node.name == "AlternateContent":
        return "".join(text_of(one) for one in node.all("Choice"))
    return "".join(text_of(one) for one in held(node) if one.name != "tbl")


def formula_of(cell: Node) -> str:
    """The field that computes a cell, ``SUM(ABOVE)``; "" for none."""
    said = "".join(one.text for one in cell.below("instrText")) or "".join(
        one.get("instr") for one in cell.below("fldSimple")
    )
    return said.strip()[1:].strip() if said.strip().startswith("=") else ""


def _number(node: Node | None) -> int:
    said = node.get("val") if node is not None else ""
    return min(int(said), 1000) if said.isdigit() else 0


def _table(node: Node, name: str, title: str) -> Table:
    """Lays the cells out: spans over columns, and blocks that go on in the rows below."""
    cells: list[TableCell] = []
    above: dict[int, int] = {}
    rows = columns = 0
    hidden = set()
    for at, row in enumerate(rows_of(node)):
        above, column = _row(row, at, cells, above)
        rows, columns = at + 1, max(columns, column)
        if row.first("trPr", "hidden") is not None:
            hidden.add(at)
    return Table(name, title, rows, columns, tuple(cells), frozenset(hidden))


def _row(row: Node, at: int, cells: list[TableCell], above: dict[int, int]) -> tuple[dict[int, int], int]:
    """Adds the cells of a row. `above`: column → number of the cell that may go on from the row above. Gives the same
    for the row below, and how many columns the row has."""
    column, place = _number(row.first("trPr", "gridBefore")), -1
    below: dict[int, int] = {}
    for cell in cells_of(row):
        width = max(_number(cell.first("tcPr", "gridSpan")), 1)
        if _goes_on(cell, "hMerge") and place >= 0:
            cells[place] = _grown(cells[place], cell, at, column + width - 1)
        elif _goes_on(cell, "vMerge") and column in above:
            place = above[column]
            cells[place] = _grown(cells[place], cell, at, column + width - 1)
        else:
            place = len(cells)
            cells.append(TableCell(Range(at, column, at, column + width - 1), (cell,)))
        if cell.first("tcPr", "vMerge") is not None:
            below[cells[place].block.left] = place
        column += width
    return below, column


def _goes_on(cell: Node, how: str) -> bool:
    """Whether a cell is merged into the one at its left or above it."""
    merge = cell.first("tcPr", how)
    return merge is not None and merge.get("val", "continue") == "continue"


def _grown(whole: TableCell, part: Node, bottom: int, right: int) -> TableCell:
    block = whole.block
    return TableCell(Range(block.top, block.left, bottom, max(block.right, right)), (*whole.nodes, part))
