"""A form as a grid: its sheets, and of each sheet the cells that stand in the file.

Rows and columns count from 0, as everywhere in the library; an address is written as people write it, ``表1!C5``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Literal

from peiyu.facts.intake.sheets import Range, column_of, letters
from peiyu.problems import Problem

Format = Literal["xlsx", "docx"]

_ADDRESS = re.compile(r"([A-Za-z]{1,3})([1-9]\d{0,6})")


@dataclass(frozen=True, slots=True, order=True)
class CellAddress:
    """One cell of a form: the sheet's name, row and column from 0."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{self.place}"

    @property
    def place(self) -> str:
        """Column and row as they are written: ``C5``."""
        return f"{letters(self.column)}{self.row + 1}"

    @classmethod
    def read(cls, said: str) -> CellAddress:
        """The address that ``str`` wrote. ValueError for anything else."""
        sheet, _, place = said.rpartition("!")
        match = _ADDRESS.fullmatch(place)
        if match is None:
            raise ValueError(said)
        return cls(sheet, int(match[2]) - 1, column_of(match[1]))


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as it stands in the file.

    `text`: what it says (a number with its true digits and the words of its format, a day as ISO, a month as
    2026年5月, a formula's stored result), "" when blank. `number`: the exact number where the file holds one.
    `formula`: without ``=``, "" for none. `merged`: the block of which this is the top left cell; the cells below it
    are not cells of their own. `locked`: on a protected sheet and not open for typing, or the head of a list object.
    `number_format`: as in the workbook, ``General`` for none. `comment`: what hangs at the cell. `indent`: steps by
    which its format sets the text in."""

    row: int
    column: int
    text: str = ""
    formula: str = ""
    merged: Range | None = None
    number: Decimal | None = None
    locked: bool = False
    number_format: str = "General"
    comment: str = ""
    indent: int = 0

    @property
    def filled(self) -> bool:
        """Whether the cell says something already, in its text or by a formula."""
        return bool(self.text.strip() or self.formula)

    @property
    def block(self) -> Range:
        """The rows and columns that the cell covers, ends included."""
        return self.merged or Range(self.row, self.column, self.row, self.column)


@dataclass(frozen=True)
class Sheet:
    """A worksheet, or a table of a Word document (表1, 表2 … in reading order).

    `cells` by row, then column: those with content, and the blank ones that the form lays out. `rows` and `columns`:
    the size of the area that they cover. `title`: the text before a table of a document, a line a paragraph; of a
    worksheet "" (its title stands in its cells). Hidden rows and columns from 0. `widths`: of a worksheet's columns, in
    digits.
    """

    name: str
    rows: int
    columns: int
    cells: tuple[Cell, ...]
    title: str = ""
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    protected: bool = False
    widths: tuple[float, ...] = ()

    @cached_property
    def _places(self) -> dict[tuple[int, int], Cell]:
        places = {(cell.row, cell.column): cell for cell in self.cells}
        for cell in self.cells:
            if cell.merged is not None:
                for row in range(cell.merged.top, cell.merged.bottom + 1):
                    places.update({(row, at): cell for at in range(cell.merged.left, cell.merged.right + 1)})
        return places

    def at(self, row: int, column: int) -> Cell | None:
        """The cell that covers a place; of a merged block the top left one. None where the form has none."""
        return self._places.get((row, column))

    def address(self, cell: Cell) -> CellAddress:
        """The cell's address in the form."""
        return CellAddress(self.name, cell.row, cell.column)


@dataclass(frozen=True, slots=True)
class Form:
    """A form as opened. `file`: its name; `sha256` of its bytes; `problems`: warnings to look at (pictures, links to
    other files, a signature); `names`: a workbook's defined names in lower case with what they stand for."""

    format: Format
    sheets: tuple[Sheet, ...]
    file: str = ""
    sha256: str = ""
    problems: tuple[Problem, ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of that name."""
        return next((one for one in self.sheets if one.name == name), None)

    def cell(self, address: CellAddress) -> Cell | None:
        """The cell that covers an address; None where the form has none."""
        sheet = self.sheet(address.sheet)
        return sheet.at(address.row, address.column) if sheet is not None else None
