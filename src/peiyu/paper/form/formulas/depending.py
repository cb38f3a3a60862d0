"""The formulas of a form that depend on cells which are filled, in the order in which they can be computed."""

from __future__ import annotations

import copy
from collections import ChainMap
from collections.abc import Collection, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass

from peiyu.facts.intake.sheets import Range
from peiyu.paper.form.formulas.computing import ERRORS, FormulaError, NotComputed, Value, compute
from peiyu.paper.form.formulas.reading import Block, Formula, read_formula
from peiyu.paper.form.grid import Cell, CellAddress, Form, Sheet


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a formula comes to. `known`: False when only a spreadsheet program can compute it. An error is a value:
    ``#DIV/0!``."""

    value: Value = None
    known: bool = True

    @property
    def error(self) -> str:
        """The error that the cell shows; "" for none."""
        return self.value if isinstance(self.value, str) and self.value in ERRORS else ""


def outcomes(form: Form, values: Mapping[CellAddress, Value]) -> dict[CellAddress, Outcome]:
    """Every formula of a workbook that depends on one of the cells, however far, with what it comes to when the cells
    hold these values; and those that have no stored result, as far as they can be computed."""
    formulas, changed, bare = _formulas(form), set(values), _without_result(form)
    found = _computed(formulas, changed | bare, _Contents(form, dict(values)))
    fresh = {at for at in bare if found[at].known and found[at].value != ""}
    affected = _affected(formulas, changed | fresh) | fresh
    return {at: one for at, one in found.items() if at in affected}


def unbearable(
    form: Form, values: Mapping[CellAddress, Value], texts: Collection[CellAddress]
) -> frozenset[CellAddress]:
    """Those of the cells `texts` whose text makes a formula come to an error that it does not come to when they are
    blank."""
    formulas = _formulas(form)
    wrong = {at for at, one in outcomes(form, values).items() if one.error}
    index = _Index(set(texts))
    readers: dict[CellAddress, list[CellAddress]] = {}
    for at in wrong:
        for cell in index.all(formulas[at].blocks, at.sheet):
            readers.setdefault(cell, []).append(at)
    contents = _Contents(form, {**values, **dict.fromkeys(readers)})
    blank = _computed(formulas, set(values) | _without_result(form), contents)
    mended = {at for at in wrong if not blank[at].error}
    return frozenset(
        cell
        for cell, own in readers.items()
        if any(_errs(formulas[at], at, contents.with_one(cell, values[cell])) for at in own if at in mended)
    )


def _errs(formula: Formula, at: CellAddress, contents: _Contents) -> bool:
    return bool(_outcome(formula, at.sheet, contents).error)


def _formulas(form: Form) -> dict[CellAddress, Formula]:
    if form.format != "xlsx":
        return {}
    held = ((sheet.address(cell), cell) for sheet in form.sheets for cell in sheet.cells if cell.formula)
    return {address: read_formula(cell.formula, form.names) for address, cell in held}


def _without_result(form: Form) -> set[CellAddress]:
    return {sheet.address(cell) for sheet in form.sheets for cell in sheet.cells if cell.formula and not cell.text}


def _computed(
    formulas: Mapping[CellAddress, Formula], changed: set[CellAddress], contents: _Contents
) -> dict[CellAddress, Outcome]:
    """The formulas that depend on what changed; `contents` holds their results from now on."""
    affected = _affected(formulas, changed) | (changed & formulas.keys())
    found: dict[CellAddress, Outcome] = {}
    for address in _in_order(formulas, affected):
        found[address] = _outcome(formulas[address], address.sheet, contents)
        contents.hold(address, found[address])
    return found | {address: Outcome(known=False) for address in affected if address not in found}


def _outcome(formula: Formula, sheet: str, contents: _Contents) -> Outcome:
    if formula.tree is None:
        return Outcome(known=False)
    try:
        return Outcome(compute(formula.tree, lambda block: contents.read(block, sheet)))
    except FormulaError as error:
        return Outcome(str(error))
    except NotComputed:
        return Outcome(known=False)


class _Contents:
    """The contents of the form's cells: what is put in, else what stands there."""

    def __init__(self, form: Form, values: MutableMapping[CellAddress, Value]) -> None:
        self._sheets = {sheet.name.casefold(): sheet for sheet in form.sheets}
        self._values = values
        self._unknown: set[CellAddress] = set()

    def hold(self, address: CellAddress, outcome: Outcome) -> None:
        self._values[address] = outcome.value
        if not outcome.known:
            self._unknown.add(address)

    def with_one(self, address: CellAddress, value: Value) -> _Contents:
        """The same with one cell holding something else."""
        other = copy.copy(self)
        other._values = ChainMap({address: value}, self._values)
        return other

    def read(self, block: Block, own: str) -> list[Value]:
        """The contents of a block's cells; blank ones only where it is a single cell. NotComputed for a sheet that is
        not there and for a formula that is not computed."""
        sheet = self._sheets.get((block.sheet or own).casefold())
        if sheet is None:
            raise NotComputed
        cells = block.cells
        if (cells.top, cells.left) == (cells.bottom, cells.right):
            return [self._content(sheet, cells.top, cells.left)]
        return [self._content(sheet, cell.row, cell.column) for cell in within(sheet, cells)]

    def _content(self, sheet: Sheet, row: int, column: int) -> Value:
        address = CellAddress(sheet.name, row, column)
        if address in self._unknown:
            raise NotComputed
        if address in self._values:
            return self._values[address]
        cell = sheet.at(row, column)
        if cell is None or (cell.row, cell.column) != (row, column) or not cell.filled:
            return None
        return cell.number if cell.number is not None else cell.text


def within(sheet: Sheet, block: Range) -> Iterator[Cell]:
    """The cells of a sheet whose top left place lies in a block."""
    rows, columns = (
        min(block.bottom, sheet.rows - 1) - block.top + 1,
        min(block.right, sheet.columns - 1) - block.left + 1,
    )
    if rows * columns <= len(sheet.cells):
        for row in range(block.top, block.top + rows):
            for column in range(block.left, block.left + columns):
                cell = sheet.at(row, column)
                if cell is not None and (cell.row, cell.column) == (row, column):
                    yield cell
        return
    yield from (cell for cell in sheet.cells if covers(block, cell.row, cell.column))


def covers(block: Range, row: int, column: int) -> bool:
    return block.top <= row <= block.bottom and block.left <= column <= block.right


def _affected(formulas: Mapping[CellAddress, Formula], changed: set[CellAddress]) -> set[CellAddress]:
    """The formulas that read a changed cell, or an affected formula, or may do so."""
    found: set[CellAddress] = set()
    fresh = changed
    while fresh:
        index = _Index(fresh)
        fresh = {
            address for address, formula in formulas.items()
            if address not in found and (formula.untold or index.any(formula.blocks, address.sheet))
        }  # fmt: skip
        found |= fresh
    return found


class _Index:
    """Addresses, to be asked for those in a block."""

    def __init__(self, addresses: set[CellAddress]) -> None:
        self._places: dict[str, dict[tuple[int, int], CellAddress]] = {}
        for one in addresses:
            self._places.setdefault(one.sheet.casefold(), {})[one.row, one.column] = one

    def any(self, blocks: Sequence[Block], own: str) -> bool:
        return next(self.all(blocks, own), None) is not None

    def all(self, blocks: Sequence[Block], own: str) -> Iterator[CellAddress]:
        for block in blocks:
            places = self._places.get((block.sheet or own).casefold(), {})
            cells = block.cells
            if (cells.bottom - cells.top + 1) * (cells.right - cells.left + 1) > len(places):
                yield from (one for place, one in places.items() if covers(cells, *place))
                continue
            for row in range(cells.top, cells.bottom + 1):
                for column in range(cells.left, cells.right + 1):
                    if (row, column) in places:
                        yield places[row, column]


def _in_order(formulas: Mapping[CellAddress, Formula], affected: set[CellAddress]) -> Iterator[CellAddress]:
    """Affected formulas, each after those that it reads; those that read each other in a circle are left out."""
    index = _Index(affected)
    needs = {one: set(index.all(formulas[one].blocks, one.sheet)) for one in affected}
    readers: dict[CellAddress, list[CellAddress]] = {}
    for one, needed in needs.items():
        for other in needed:
            readers.setdefault(other, []).append(one)
    ready = sorted(one for one, needed in needs.items() if not needed)
    while ready:
        one = ready.pop()
        yield one
        for reader in readers.get(one, ()):
            needs[reader].discard(one)
            if not needs[reader]:
                ready.append(reader)
