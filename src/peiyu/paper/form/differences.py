"""Wherein a filled form differs from its blank outside the filled cells, part by part of the file and cell by cell."""

from __future__ import annotations

import zipfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from peiyu.facts.intake.sheets import letters
from peiyu.paper.form.docx.read import DOCUMENT
from peiyu.paper.form.docx.remainder import remainder as document_remainder
from peiyu.paper.form.formulas.depending import outcomes
from peiyu.paper.form.grid import Cell, CellAddress, Form, Sheet
from peiyu.paper.form.opening import open_form
from peiyu.paper.form.package import part
from peiyu.paper.form.xlsx import remainder as worksheet
from peiyu.paper.form.xlsx.book import book_of
from peiyu.problems import Text

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Difference:
    """`place`: a cell (``表1!C5``), or the part of the file and the element in it. `before` and `after`: what a cell
    says in the blank and in the filled form, "" elsewhere."""

    place: str
    said: Text
    before: str = ""
    after: str = ""


def differences(
    blank: Path, filled: Path, cells: Iterable[CellAddress], *, made_up: bool = False
) -> tuple[Difference, ...]:
    """Every difference outside `cells` (those of a merged block count as its top left one); empty: identical.

    Not counted are the stored results of formulas that depend on these cells, the request to compute them when the
    file is opened, and with `made_up` the line of a document that says so. InputError when one of them is no form.
    """
    before, after = open_form(blank), open_form(filled)
    places = frozenset(_top_left(before, one) for one in cells)
    with zipfile.ZipFile(blank) as old, zipfile.ZipFile(filled) as new:
        found = list(_listing(old, new))
        shared = [name for name in old.namelist() if name in new.NameToInfo]
        changed = [name for name in shared if not _same_bytes(old, new, name)]
        if before.format == "xlsx":
            found += _in_workbook(old, new, changed, _Pair(before, after, places))
        else:
            found += _in_document(old, new, changed, _Pair(before, after, places), made_up=made_up)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Pair:
    before: Form
    after: Form
    filled: frozenset[CellAddress]


def _top_left(form: Form, address: CellAddress) -> CellAddress:
    cell = form.cell(address)
    return address if cell is None else CellAddress(address.sheet, cell.row, cell.column)


def _same_bytes(old: zipfile.ZipFile, new: zipfile.ZipFile, name: str) -> bool:
    one, other = old.getinfo(name), new.getinfo(name)
    return (one.file_size, one.CRC) == (other.file_size, other.CRC) and old.read(name) == new.read(name)


def _listing(old: zipfile.ZipFile, new: zipfile.ZipFile) -> Iterator[Difference]:
    """Parts that are gone, new, in another order, or packed in another way."""
    before, after = old.namelist(), new.namelist()
    for name in before:
        if name not in new.NameToInfo:
            yield Difference(name, Text("这一部分没有了", "this part is gone"))
        elif old.getinfo(name).compress_type != new.getinfo(name).compress_type:
            yield Difference(name, Text("压缩方式变了", "packed in another way"))
    for name in after:
        if name not in old.NameToInfo:
            yield Difference(name, Text("多出这一部分", "this part is new"))
    if sorted(before) == sorted(after) and before != after:
        yield Difference("", Text("各部分的次序变了", "the parts stand in another order"))


def _in_workbook(old: zipfile.ZipFile, new: zipfile.ZipFile, changed: list[str], pair: _Pair) -> Iterator[Difference]:
    book = book_of(old)
    sheets = {one.part: one.name for one in book.sheets}
    computed = outcomes(pair.before, dict.fromkeys(pair.filled))
    for name in changed:
        if name in sheets:
            own = {(at.row, at.column) for at in pair.filled if at.sheet == sheets[name]}
            results = {(at.row, at.column) for at in computed if at.sheet == sheets[name]}
            yield from _in_sheet(name, sheets[name], (part(old, name), part(new, name)), pair, (own, results))
        elif name != book.part or not _is_request(part(old, name), part(new, name)):
            yield Difference(name, Text("这一部分变了", "this part changed"))


def _is_request(before: bytes, after: bytes) -> bool:
    return worksheet.without_request(before) == worksheet.without_request(after)


def _in_sheet(
    name: str, sheet: str, data: tuple[bytes, bytes], pair: _Pair, own: tuple[Collection[Place], Collection[Place]]
) -> Iterator[Difference]:
    filled, computed = own
    looks = tuple(worksheet.styles(one, filled) for one in data)
    for place in sorted(filled):
        if looks[0][place] != looks[1][place]:
            yield Difference(_said(sheet, place), Text("样式变了", "its style changed"))
    if worksheet.remainder(data[0], filled, computed) == worksheet.remainder(data[1], filled, computed):
        return
    found = list(_cells(sheet, data, pair, own))
    around = tuple(worksheet.elsewhere(one) for one in data)
    rows = {f"row {row + 1}" for row, _ in filled}
    found += [
        Difference(f"{name} {key}", Text("这一处变了", "this changed"))
        for key in sorted(around[0].keys() | around[1].keys())
        if around[0].get(key) != around[1].get(key) and key not in rows and not (key == "sheetData" and found)
    ]
    yield from found or [Difference(name, Text("单元格之间的内容变了", "what stands between the cells changed"))]


def _cells(
    sheet: str, data: tuple[bytes, bytes], pair: _Pair, own: tuple[Collection[Place], Collection[Place]]
) -> Iterator[Difference]:
    filled, computed = own
    held = tuple(worksheet.cells(one, computed) for one in data)
    for place in sorted(held[0].keys() | held[1].keys()):
        if place not in filled and held[0].get(place) != held[1].get(place):
            yield _of_cell(sheet, place, pair)


def _of_cell(sheet: str, place: Place, pair: _Pair) -> Difference:
    before, after = (_content(form.sheet(sheet), place) for form in (pair.before, pair.after))
    if before == after:
        return Difference(_said(sheet, place), Text("样式或写法变了", "its style or writing changed"), before, after)
    return Difference(_said(sheet, place), Text("未填的单元格变了", "a cell that is not filled changed"), before, after)


def _content(sheet: Sheet | None, place: Place) -> str:
    cell = sheet.at(*place) if sheet is not None else None
    if cell is None:
        return ""
    return f"={cell.formula}" if cell.formula else cell.text


def _said(sheet: str, place: Place) -> str:
    return f"{sheet}!{letters(place[1])}{place[0] + 1}"


def _in_document(
    old: zipfile.ZipFile, new: zipfile.ZipFile, changed: list[str], pair: _Pair, *, made_up: bool
) -> Iterator[Difference]:
    for name in changed:
        if name != DOCUMENT:
            yield Difference(name, Text("这一部分变了", "this part changed"))
            continue
        filled = {(at.sheet, at.row, at.column) for at in pair.filled}
        if document_remainder(part(old, name), filled) == document_remainder(part(new, name), filled, made_up=made_up):
            continue
        found = [
            _of_cell(sheet.name, (cell.row, cell.column), pair)
            for sheet in pair.before.sheets
            for cell in sheet.cells
            if sheet.address(cell) not in pair.filled and not _says_the_same(sheet, cell, pair.after)
        ]
        yield from found or [Difference(name, Text("表格以外的内容变了", "what stands outside the cells changed"))]


def _says_the_same(sheet: Sheet, cell: Cell, other: Form) -> bool:
    place = (cell.row, cell.column)
    return _content(sheet, place) == _content(other.sheet(sheet.name), place)
