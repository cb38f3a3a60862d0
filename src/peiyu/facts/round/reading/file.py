"""A file that came, opened: its sheets, the marks in it, and what its looks hide."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from peiyu.facts.intake.ooxml import BROKEN, looks
from peiyu.facts.intake.sheets import Sheet, address
from peiyu.facts.intake.workbooks import open_file
from peiyu.facts.round.mark import HEAD, PROPERTY, Mark, Printed, find_printed, from_pieces, read_property
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.problems import Problem

VALUELESS = ("formula-without-value", "cell-error")
"""Cells that are not blank and have no value: a formula without its result, an error such as #REF!."""

HEAD_ROWS = 12
"""Rows above a table in which a printed line is looked for."""

_CUSTOM = re.compile(rf'name="{PROPERTY}"[^>]*>\s*<[^>]*>([^<]*)<'.encode())
Address = tuple[int, int]


@dataclass(frozen=True, slots=True)
class File:
    """`sheets` without the mark's; `damaged`: the hidden mark is there and was changed; `stated`: the mark in the
    file's properties; `valueless`: of each sheet the cells (zero-based row and column) that look blank and are not,
    with the code of why."""

    name: str
    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()
    mark: Mark | None = None
    damaged: bool = False
    stated: Printed | None = None
    has_pictures: bool = False
    valueless: Mapping[str, Mapping[Address, str]] = field(default_factory=dict)

    @property
    def printed(self) -> tuple[Printed, ...]:
        """The different printed lines of all sheets."""
        return tuple(dict.fromkeys(one for sheet in self.sheets if (one := printed_on(sheet)) is not None))


def open_returned(path: Path, vocabulary: Vocabulary) -> File:
    """Open a file whatever it is; what cannot be opened has no sheets and says why in its problems."""
    opened = open_file(path)
    if not opened.sheets:
        return File(path.name, (), opened.problems)
    marks = [sheet for sheet in opened.sheets if _is_mark(sheet)]
    mark = _mark_in(marks[0], vocabulary) if marks else None
    hidden = {sheet.name for sheet in marks}
    problems = tuple(p for p in opened.problems if not (p.code == "sheet-hidden" and p.where.sheet in hidden))
    stated, pictures = _in_archive(path)
    return File(
        path.name,
        tuple(sheet for sheet in opened.sheets if sheet not in marks),
        problems,
        mark,
        damaged=bool(marks) and mark is None,
        stated=stated,
        has_pictures=pictures,
        valueless=_valueless(path) if any(p.code in VALUELESS for p in problems) else {},
    )


def printed_on(sheet: Sheet) -> Printed | None:
    """The printed line of a sheet, if it still has one."""
    for row in sheet.cells.head(HEAD_ROWS).iter_rows():
        for text in row:
            if text is not None and "收表" in text and (found := find_printed(text)) is not None:
                return found
    return None


def _is_mark(sheet: Sheet) -> bool:
    return sheet.cells.width > 0 and sheet.cells.height > 0 and sheet.cells["c0"][0] == HEAD


def _mark_in(sheet: Sheet, vocabulary: Vocabulary) -> Mark | None:
    try:
        return from_pieces([text for text in sheet.cells["c0"].to_list() if text], vocabulary)
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        return None


def _in_archive(path: Path) -> tuple[Printed | None, bool]:
    """The mark in the file's properties, and whether it has pictures."""
    if not zipfile.is_zipfile(path):
        return None, False
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        pictures = any(name.startswith("xl/media/") for name in names)
        try:
            said = _CUSTOM.search(archive.read("docProps/custom.xml"))
        except BROKEN:
            return None, pictures
    return (read_property(html.unescape(said[1].decode("utf-8", "replace"))) if said is not None else None), pictures


def _valueless(path: Path) -> dict[str, dict[Address, str]]:
    seen, _ = looks(path)
    return {
        name: {
            **dict.fromkeys(map(address, look.uncomputed), VALUELESS[0]),
            **dict.fromkeys(map(address, look.errors), VALUELESS[1]),
        }
        for name, look in seen.items()
    }
