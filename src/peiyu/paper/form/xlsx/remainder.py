"""What stays of a worksheet's part when the filled cells are left out: equal bytes before and after filling."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from peiyu.paper.form.markup import Node, Splice, parse, spliced, with_attribute
from peiyu.paper.form.xlsx.edit import Place
from peiyu.paper.form.xlsx.elements import Defaults, Stood, cells_of, rows_of


def remainder(data: bytes, filled: Collection[Place], computed: Collection[Place]) -> bytes:
    """The sheet's part without the `filled` cells and without the stored results of the `computed` formulas.

    A row that holds nothing else is one tag, or nothing if it says but its number; a row's hint `spans` is left out
    where a cell of it is filled. So a row or cell that filling had to make does not tell."""
    root = parse(data)
    splices = []
    kept = 0
    for number, row in rows_of(root):
        found = list(_of_row(data, row, number, filled, computed))
        splices += found
        kept += not any(one.start == row.start and one.end == row.end and not one.put for one in found)
    holder = root.first("sheetData")
    if holder is not None and not kept:
        splices = [Splice(holder.start, holder.end, b"<sheetData/>")]
    return spliced(data, splices)


def without_request(data: bytes) -> bytes:
    """A workbook's part without the request to compute every formula anew."""
    settings = parse(data).first("calcPr")
    if settings is None:
        return data
    if set(settings.attributes) <= {"fullCalcOnLoad"}:
        return spliced(data, (Splice(settings.start, settings.end, b""),))
    return spliced(data, (with_attribute(data, settings, "fullCalcOnLoad", None),))


def cells(data: bytes, computed: Collection[Place]) -> dict[Place, bytes]:
    """The bytes of every cell, of the `computed` formulas without their results."""
    found = {}
    for number, row in rows_of(parse(data)):
        for one in cells_of(row, number):
            gone = _without_result(data, one) if (one.row, one.column) in computed else ()
            moved = (Splice(s.start - one.node.start, s.end - one.node.start, s.put) for s in gone)
            found[one.row, one.column] = spliced(data[one.node.start : one.node.end], moved)
    return found


def styles(data: bytes, places: Collection[Place]) -> dict[Place, str]:
    """The number of the style of each place, of one that is not written that of its row or column."""
    root = parse(data)
    defaults = Defaults.of(root)
    written = {
        (one.row, one.column): one.node.get("s") for number, row in rows_of(root) for one in cells_of(row, number)
    }
    return {place: written.get(place, defaults.style(*place)) or "0" for place in places}


def elsewhere(data: bytes) -> dict[str, bytes]:
    """Everything but the cells: the elements around them by name, and the tags of the rows."""
    root = parse(data)
    found: dict[str, bytes] = {}
    for child in root.children:
        held = data[child.start : child.inner] if child.name == "sheetData" else data[child.start : child.end]
        found[child.name] = found.get(child.name, b"") + held
    return found | {f"row {number + 1}": data[row.start : row.inner] for number, row in rows_of(root)}


def _of_row(
    data: bytes, row: Node, number: int, filled: Collection[Place], computed: Collection[Place]
) -> Iterator[Splice]:
    standing = list(cells_of(row, number))
    touched = any(place[0] == number for place in filled)
    gone = [one for one in standing if (one.row, one.column) in filled]
    if touched and len(gone) == len(standing):
        said = set(row.attributes) - {"r", "spans"}
        tag = with_attribute(data, row, "spans", None).put
        yield Splice(row.start, row.end, tag.rstrip(b"/>").rstrip() + b"/>" if said else b"")
        return
    if touched:
        yield with_attribute(data, row, "spans", None)
    for one in standing:
        if (one.row, one.column) in filled:
            yield Splice(one.node.start, one.node.end, b"")
        elif (one.row, one.column) in computed:
            yield from _without_result(data, one)


def _without_result(data: bytes, one: Stood) -> Iterator[Splice]:
    yield with_attribute(data, one.node, "t", None)
    value = one.node.first("v")
    if value is not None:
        yield Splice(value.start, value.end, b"")
