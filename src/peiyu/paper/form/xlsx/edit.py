"""Cells exchanged in the bytes of a worksheet: every other byte stays (but the hint `spans` of a row that grows)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from peiyu.facts.intake.sheets import letters
from peiyu.paper.form.formulas.computing import ERRORS, Value
from peiyu.paper.form.markup import Node, Splice, parse, spliced, with_attribute, written_text
from peiyu.paper.form.xlsx.elements import Defaults, Stood, cells_of, rows_of

Place = tuple[int, int]
BEFORE_CALC = ("functionGroups", "sheets", "externalReferences", "definedNames")
"""What stands before `calcPr` in a workbook's part."""

_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass(frozen=True, slots=True)
class Result:
    """A formula's result that is to be stored; without one (`known` False) the stored result is taken out."""

    value: Value
    known: bool = True


Content = Decimal | str | Result
"""A number, a text ("" empties the cell), or the result of the formula that stands there."""
ByRow = Mapping[int, Mapping[int, Content]]


def edited(data: bytes, contents: Mapping[Place, Content]) -> bytes:
    """The sheet's part with these cells changed. A cell that is not there is made at its place, in the style of its
    row or column; a result is stored only where a formula stands."""
    root = parse(data)
    rows = list(rows_of(root))
    by_row: dict[int, dict[int, Content]] = {}
    for (row, column), content in sorted(contents.items()):
        by_row.setdefault(row, {})[column] = content
    standing = dict(rows)
    defaults = Defaults.of(root)
    splices = [
        splice
        for row, cells in by_row.items()
        if row in standing
        for splice in _in_row(data, standing[row], row, cells, defaults)
    ]
    fresh = {row: cells for row, cells in by_row.items() if row not in standing}
    return spliced(data, (*splices, *_new_rows(data, root, rows, fresh, defaults)))


def recalculating(data: bytes) -> bytes:
    """The workbook's part, asking whoever opens it to compute every formula anew."""
    root = parse(data)
    settings = root.first("calcPr")
    if settings is not None:
        return spliced(data, (with_attribute(data, settings, "fullCalcOnLoad", "1"),))
    at = max(child.end for child in root.children if child.name in BEFORE_CALC)
    return spliced(data, (Splice(at, at, f'<{root.tag("calcPr")} fullCalcOnLoad="1"/>'.encode()),))


def _in_row(data: bytes, row: Node, at: int, contents: Mapping[int, Content], defaults: Defaults) -> Iterator[Splice]:
    """The changes in a row that is there."""
    standing = {one.column: one for one in cells_of(row, at)}
    added: list[bytes] = []
    for column, content in contents.items():
        if column in standing:
            yield from _exchanged(data, standing[column], content)
            continue
        made = _cell(row, at, column, defaults.style(at, column), content)
        if row.alone:
            added.append(made)
        else:
            after = [one.node.start for one in standing.values() if one.column > column]
            place = min(after) if after else max((one.node.end for one in standing.values()), default=row.inner)
            yield Splice(place, place, made)
    grown = _spans(row, [column for column in contents if column not in standing])
    if row.alone:
        tag = _tag(data, row, grown)
        yield Splice(row.start, row.end, b"%s>%s</%s>" % (tag[:-2].rstrip(), b"".join(added), row.tag("row").encode()))
    elif grown is not None:
        yield Splice(row.start, row.inner, _tag(data, row, grown))


def _tag(data: bytes, row: Node, spans: str | None) -> bytes:
    return with_attribute(data, row, "spans", spans).put if spans is not None else data[row.start : row.inner]


def _spans(row: Node, added: list[int]) -> str | None:
    """The row's hint of where its cells begin and end, if new cells lie outside of it."""
    first, _, last = row.get("spans").partition(":")
    if not added or not (first.isdigit() and last.isdigit()):
        return None
    grown = f"{min(int(first), min(added) + 1)}:{max(int(last), max(added) + 1)}"
    return grown if grown != row.get("spans") else None


def _exchanged(data: bytes, one: Stood, content: Content) -> Iterator[Splice]:
    """A cell exchanged whole, or the result of its formula."""
    if not isinstance(content, Result):
        made = _cell(one.node, one.row, one.column, one.node.get("s"), content)
        yield Splice(one.node.start, one.node.end, made)
        return
    formula, value = one.node.first("f"), one.node.first("v")
    if formula is None:
        return
    kind, said = _stored(content)
    start, end = (value.start, value.end) if value is not None else (formula.end, formula.end)
    yield with_attribute(data, one.node, "t", kind)
    yield Splice(start, end, _value(one.node, said))


def _stored(result: Result) -> tuple[str | None, str | None]:
    """The type and text of a stored result."""
    value = result.value
    if not result.known:
        return None, None
    if isinstance(value, bool):
        return "b", str(int(value))
    if isinstance(value, str):
        return ("e" if value in ERRORS else "str"), value
    return None, repr(float(value or 0)).removesuffix(".0")


def _value(near: Node, said: str | None) -> bytes:
    return b"" if said is None else f"<{near.tag('v')}>{written_text(said)}</{near.tag('v')}>".encode()


def _cell(near: Node, row: int, column: int, style: str, content: Content) -> bytes:
    """A cell's element, with the prefix of an element near it."""
    name = near.tag("c")
    start = f'<{name} r="{letters(column)}{row + 1}"' + (f' s="{style}"' if style else "")
    if isinstance(content, Decimal):
        return f"{start}>".encode() + _value(near, plain(content)) + f"</{name}>".encode()
    if isinstance(content, Result) or not content:
        return f"{start}/>".encode()
    said = written_text(_ESCAPE.sub("_x005F_", content))
    text, inline = near.tag("t"), near.tag("is")
    return f'{start} t="inlineStr"><{inline}><{text} xml:space="preserve">{said}</{text}></{inline}></{name}>'.encode()


def plain(number: Decimal) -> str:
    """A number with all its digits and without zeros that say nothing."""
    said = format(number, "f")
    return (said.rstrip("0").rstrip(".") if "." in said else said) or "0"


def _new_rows(
    data: bytes,
    root: Node,
    rows: list[tuple[int, Node]],
    fresh: Mapping[int, Mapping[int, Content]],
    defaults: Defaults,
) -> Iterator[Splice]:
    """The rows that are not there, before the first that comes after them."""
    holder = root.first("sheetData")
    if holder is None or not fresh:
        return
    made = {
        at: f'<{holder.tag("row")} r="{at + 1}">'.encode()
        + b"".join(_cell(holder, at, column, defaults.style(at, column), one) for column, one in cells.items())
        + f"</{holder.tag('row')}>".encode()
        for at, cells in fresh.items()
    }
    if holder.alone:
        name = holder.tag("sheetData").encode()
        tag = data[holder.start : holder.inner - 2].rstrip()
        yield Splice(holder.start, holder.end, b"%s>%s</%s>" % (tag, b"".join(made.values()), name))
        return
    for at, row in made.items():
        after = [node.start for number, node in rows if number > at]
        place = min(after) if after else max((node.end for _, node in rows), default=holder.inner)
        yield Splice(place, place, row)
