"""Forms written as text and made into workbooks and documents, each beside its key.

A line is a row, cells are separated by ``|``: ``.`` is a blank cell that waits to be filled, ``<`` is merged into the
cell at its left, ``^`` into the one above, an empty text is no cell at all, ``⏎`` a new line in a cell, ``~`` an
ideographic space. ``=…`` is a formula; a number is a number. A key is written by hand: ``D5..H5 new_sme goal month -``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

import docx
import openpyxl
from docx.table import Table as WordTable
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import column_index_from_string, get_column_letter

from peiyu.paper.form.offer import Meaning

THIN = Side(style="thin")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


@dataclass(frozen=True, kw_only=True)
class Written:
    """A form as text. pack: whose figures it is filled with; sheets: name → rows (of a docx: the tables); above: of a
    docx the paragraphs before each table; key: lines; lists: how many tables list enterprises; format: xlsx or docx."""

    name: str
    pack: str
    sheets: dict[str, str]
    key: str
    above: dict[str, str] = field(default_factory=dict)
    lists: int = 0
    format: str = "xlsx"

    @property
    def file(self) -> str:
        return f"{self.name}.{self.format}"

    def make(self, folder: Path) -> Path:
        """Writes the blank form."""
        target = folder / self.file
        (_workbook if self.format == "xlsx" else _document)(self, target)
        return target

    def meanings(self) -> dict[str, Meaning | None]:
        """Cell (``表1!D5``) → its right meaning; None: the register cannot tell it."""
        found: dict[str, Meaning | None] = {}
        sheet = next(iter(self.sheets))
        for line in self.key.strip().splitlines():
            if line.startswith("["):
                sheet = line.strip("[] ")
                continue
            words = line.split()
            cells = _cells(words[0])
            for place, meaning in zip(cells, _said(words[1:], len(cells)), strict=True):
                found[f"{sheet}!{place}"] = meaning
        return found


def grid(text: str) -> list[list[str]]:
    """The rows of a layout, all of the same length."""
    rows = [
        [cell.strip().replace("⏎", "\n").replace("~", "　") for cell in line.split("|")]
        for line in text.strip("\n").splitlines()
    ]
    width = max(map(len, rows))
    return [row + [""] * (width - len(row)) for row in rows]


def blocks(rows: list[list[str]]) -> list[tuple[int, int, int, int]]:
    """The merged blocks (top, left, bottom, right), from 0."""
    found = []
    for top, row in enumerate(rows):
        for left, text in enumerate(row):
            if text in ("<", "^"):
                continue
            right = left
            while right + 1 < len(row) and row[right + 1] == "<":
                right += 1
            bottom = top
            while bottom + 1 < len(rows) and rows[bottom + 1][left] == "^":
                bottom += 1
            if (top, left) != (bottom, right):
                found.append((top, left, bottom, right))
    return found


def _value(text: str) -> str | float | int:
    return (float(text) if "." in text else int(text)) if re.fullmatch(r"-?\d+(\.\d+)?", text) else text


def _workbook(form: Written, target: Path) -> None:
    book = openpyxl.Workbook()
    book.remove(book.active)  # type: ignore[arg-type]
    for name, text in form.sheets.items():
        sheet = book.create_sheet(name)
        rows = grid(text)
        for top, row in enumerate(rows, 1):
            for left, written in enumerate(row, 1):
                if written:
                    cell = sheet.cell(top, left)
                    cell.border, cell.font = BORDER, Font(name="宋体", size=11, bold=top == 1)
                    cell.alignment = Alignment(wrap_text=True, vertical="center")
                    if written not in (".", "<", "^"):
                        cell.value = _value(written)
        for top, left, bottom, right in blocks(rows):
            sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
        for column in range(1, len(rows[0]) + 1):
            sheet.column_dimensions[get_column_letter(column)].width = 14
    book.save(target)


def _document(form: Written, target: Path) -> None:
    made = docx.Document()
    for name, text in form.sheets.items():
        for line in form.above.get(name, "").splitlines():
            made.add_paragraph(line.strip())
        rows = grid(text)
        table = made.add_table(len(rows), len(rows[0]))
        table.style = "Table Grid"
        _write(table, rows)
    made.save(str(target))


def _write(table: WordTable, rows: list[list[str]]) -> None:
    for top, left, bottom, right in blocks(rows):
        table.cell(top, left).merge(table.cell(bottom, right))
    for top, row in enumerate(rows):
        for left, written in enumerate(row):
            if written and written not in (".", "<", "^"):
                table.cell(top, left).text = written


def _cells(said: str) -> list[str]:
    """C5, C5..H5 and C5..C9 as addresses."""
    first, _, last = said.partition("..")
    one = re.fullmatch(r"([A-Z]+)(\d+)", first)
    two = re.fullmatch(r"([A-Z]+)(\d+)", last or first)
    assert one is not None, said
    assert two is not None, said
    columns = range(column_index_from_string(one[1]), column_index_from_string(two[1]) + 1)
    return [f"{get_column_letter(c)}{r}" for r in range(int(one[2]), int(two[2]) + 1) for c in columns]


def _said(words: list[str], count: int) -> list[Meaning | None]:
    """new_sme[park=软件园]{万元} goal month@3 - … → meanings; a single measure or - stands for all cells."""
    if words == ["-"]:
        return [None] * count
    named = re.fullmatch(r"([\w.]+)(?:\[(\w+)=([^\]]+)\])?(?:\{([^}]+)\})?", words[0])
    assert named is not None, words
    code, group, part, unit = named[1], named[2] or "", named[3] or "", named[4] or ""
    spread = [one for word in words[1:] for one in _run(word)]
    measures = spread * count if len(spread) == 1 else spread
    found: list[Meaning | None] = []
    for one in measures:
        measure, _, month = one.partition("@")
        share = measure in ("rate", "due", "yoy")
        found.append(
            None if one == "-" else Meaning(code, measure, group, part, "" if share else unit, int(month or 0))
        )
    return found


def _run(word: str) -> list[str]:
    """month@1-12 as month@1 … month@12."""
    found = re.fullmatch(r"(\w+)@(\d+)-(\d+)", word)
    return [word] if found is None else [f"{found[1]}@{month}" for month in range(int(found[2]), int(found[3]) + 1)]
