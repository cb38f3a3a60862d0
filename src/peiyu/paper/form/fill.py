"""A blank form → the form filled in place: only the cells of the entries change, every other part stays as it is.

What else may differ, and nothing else does: the stored results of formulas that depend on a filled cell (computed here
where they are sums and simple arithmetic, taken out where they are not), and, if one had to be taken out, the request
`fullCalcOnLoad` in the workbook's part. Text is written into the sheet itself, so that the shared texts stay.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from openpyxl.styles.numbers import is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, to_excel

from peiyu.paper.form import refusals
from peiyu.paper.form.docx.edit import MARK
from peiyu.paper.form.docx.edit import edited as document_edited
from peiyu.paper.form.docx.read import DOCUMENT
from peiyu.paper.form.entries import NO_DATA, Entry, Filled
from peiyu.paper.form.formulas.computing import Value
from peiyu.paper.form.formulas.depending import Outcome, outcomes, unbearable
from peiyu.paper.form.grid import Cell, CellAddress, Form, Sheet
from peiyu.paper.form.opening import open_form
from peiyu.paper.form.package import part, rewrite
from peiyu.paper.form.xlsx.book import book_of
from peiyu.paper.form.xlsx.edit import Content, Result, edited, plain, recalculating
from peiyu.paper.form.xlsx.widths import is_too_wide
from peiyu.problems import InputError, Problem, Where, has_errors

LONGEST_TEXT = 32_767
DIGITS = 15
"""Characters, and digits of a number, that a cell of a workbook holds."""


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry with the cell that it is written into."""

    address: CellAddress
    cell: Cell
    entry: Entry


def fill(path: Path, entries: Sequence[Entry], out: Path, *, made_up: bool = False) -> Filled:
    """Fills the blank at `path` and writes it to `out`, whole or not at all.

    A cell inside a merged block is its top left one. A cell of a workbook that says 无此数据 stays blank where its text
    would make a formula of the form come to an error (note `form-cell-left-blank`). `made_up`: the first text of each
    filled sheet, or the head of a document, says that the figures are made up. InputError, and nothing is written: what
    `open_form` refuses, `form-cell-absent`, `form-cell-formula`, `form-cell-locked`, `form-cell-twice`,
    `form-cell-too-long`, `cannot-write`. Warnings: `form-formula-error` (a formula comes to an error),
    `form-formula-left` (only the program that opens the file can compute it), `form-cell-narrow`.
    """
    form = open_form(path)
    problems = tuple(_problems(form, entries))
    if has_errors(problems):
        raise InputError(*problems)
    how = _fill_workbook if form.format == "xlsx" else _fill_document
    return how(path, form, tuple(_placed(form, entries)), out, made_up=made_up)


def _problems(form: Form, entries: Sequence[Entry]) -> Iterator[Problem]:
    taken: dict[CellAddress, Entry] = {}
    for entry in entries:
        where = Where(form.file, sheet=entry.cell.sheet, cell=entry.cell.place)
        cell = form.cell(entry.cell)
        if cell is None:
            yield refusals.cell_absent(where)
            continue
        address = CellAddress(entry.cell.sheet, cell.row, cell.column)
        if address in taken:
            yield refusals.cell_twice(where, str(taken[address].cell))
        taken[address] = entry
        if cell.formula:
            yield refusals.cell_formula(where, cell.formula)
        elif cell.locked:
            yield refusals.cell_locked(where)
        if form.format == "xlsx" and _too_long(entry):
            yield refusals.cell_too_long(where, entry.text[:30] if entry.value is None else str(entry.value)[:40])


def _too_long(entry: Entry) -> bool:
    if isinstance(entry.value, Decimal | int):
        number = Decimal(entry.value)
        whole = number.is_finite() and number == number.to_integral_value()
        return not number.is_finite() or (whole and len(str(abs(int(number))).rstrip("0")) > DIGITS)
    return entry.value is None and len(entry.text) > LONGEST_TEXT


def _placed(form: Form, entries: Sequence[Entry]) -> Iterator[_Placed]:
    for entry in entries:
        cell = form.cell(entry.cell)
        if cell is not None:
            yield _Placed(CellAddress(entry.cell.sheet, cell.row, cell.column), cell, entry)


def _fill_workbook(path: Path, form: Form, placed: Sequence[_Placed], out: Path, *, made_up: bool) -> Filled:
    cells = tuple(one.address for one in placed)
    marks = _marks(form, cells) if made_up else {}
    with zipfile.ZipFile(path) as archive:
        book = book_of(archive)
        contents = {one.address: _content(one, epoch_1904=book.epoch_1904) for one in placed}
        blank = _left_blank(form, contents)
        contents |= dict.fromkeys(blank, "")
        found = outcomes(form, _values(contents))
        results = {at: Result(one.value, one.known) for at, one in found.items()}
        changed = {
            one.part: edited(part(archive, one.part), own)
            for one in book.sheets
            if (own := _of_sheet(one.name, {**contents, **marks, **results}))
        }
        stale = tuple(sorted(at for at, outcome in found.items() if not outcome.known))
        if stale:
            changed[book.part] = recalculating(part(archive, book.part))
    rewrite(path, changed, out)
    recomputed = tuple(sorted(at for at, outcome in found.items() if outcome.known))
    left = (refusals.left_blank(_where(out, at)) for at in blank)
    problems = (*form.problems, *left, *_to_look_at(out, found), *_too_wide(form, contents, found, out))
    return Filled(out, cells, recomputed, stale, problems, tuple(marks), blank)


def _too_wide(
    form: Form, contents: Mapping[CellAddress, Decimal | str], found: Mapping[CellAddress, Outcome], out: Path
) -> Iterator[Problem]:
    """The numbers for which their columns are too narrow."""
    for at, number in (*contents.items(), *((at, one.value) for at, one in found.items())):
        sheet, cell = form.sheet(at.sheet), form.cell(at)
        if isinstance(number, Decimal) and sheet is not None and cell is not None and is_too_wide(number, cell, sheet):
            yield refusals.cell_narrow(_where(out, at), plain(number))


def _values(contents: Mapping[CellAddress, Decimal | str]) -> dict[CellAddress, Value]:
    """What formulas read: an empty cell is blank."""
    return {at: one or None if isinstance(one, str) else one for at, one in contents.items()}


def _left_blank(form: Form, contents: Mapping[CellAddress, Decimal | str]) -> tuple[CellAddress, ...]:
    """Cells without data whose text a formula of the form could not bear."""
    without = [at for at, said in contents.items() if isinstance(said, str) and said.startswith(NO_DATA)]
    return tuple(sorted(unbearable(form, _values(contents), without)))


def _of_sheet(sheet: str, contents: Mapping[CellAddress, Content]) -> dict[tuple[int, int], Content]:
    return {(at.row, at.column): one for at, one in contents.items() if at.sheet == sheet}


def _content(one: _Placed, *, epoch_1904: bool) -> Decimal | str:
    """What is written into a cell of a workbook: a day as a number where the cell shows days."""
    value = one.entry.value
    if isinstance(value, dt.date):
        if not is_date_format(one.cell.number_format):
            return one.entry.text or value.isoformat()
        epoch = CALENDAR_MAC_1904 if epoch_1904 else CALENDAR_WINDOWS_1900
        return Decimal(int(to_excel(dt.datetime(value.year, value.month, value.day), epoch)))
    return one.entry.text if value is None else Decimal(value)


def _marks(form: Form, cells: Sequence[CellAddress]) -> dict[CellAddress, str]:
    """What says, in a workbook filled with made-up figures, that they are made up: the title of each filled sheet,
    which is the first text in merged cells, or the first text."""
    sheets = {one.sheet for one in cells}
    titles = ((sheet, _title(sheet, frozenset(cells))) for sheet in form.sheets if sheet.name in sheets)
    return {sheet.address(title): f"{title.text}（{MARK}）" for sheet, title in titles if title is not None}


def _title(sheet: Sheet, taken: Collection[CellAddress]) -> Cell | None:
    texts = [
        cell
        for cell in sheet.cells
        if cell.text.strip() and not cell.formula and cell.number is None and sheet.address(cell) not in taken
    ]
    return next((cell for cell in texts if cell.block.right > cell.block.left), next(iter(texts), None))


def _to_look_at(out: Path, found: Mapping[CellAddress, Outcome]) -> Iterator[Problem]:
    for address, outcome in sorted(found.items()):
        if not outcome.known:
            yield refusals.formula_left(_where(out, address))
        elif outcome.error:
            yield refusals.formula_error(_where(out, address), outcome.error)


def _where(out: Path, at: CellAddress) -> Where:
    return Where(out.name, sheet=at.sheet, cell=at.place)


def _fill_document(path: Path, form: Form, placed: Sequence[_Placed], out: Path, *, made_up: bool) -> Filled:
    texts = {(at.sheet, at.row, at.column): read_as(one.entry) for one in placed for at in (one.address,)}
    with zipfile.ZipFile(path) as archive:
        data = part(archive, DOCUMENT)
    rewrite(path, {DOCUMENT: document_edited(data, texts, made_up=made_up)}, out)
    computed = tuple(sheet.address(cell) for sheet in form.sheets for cell in sheet.cells if cell.formula)
    left = (refusals.formula_left(_where(out, at)) for at in computed)
    return Filled(out, tuple(one.address for one in placed), (), computed, (*form.problems, *left))


def read_as(entry: Entry) -> str:
    """An entry as it is read in a document: its text, else its value with all its digits."""
    if entry.text or entry.value is None:
        return entry.text
    return entry.value.isoformat() if isinstance(entry.value, dt.date) else plain(Decimal(entry.value))
