"""What the commands say: tables and sentences for people, JSON for programs, problems for both."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum
from fractions import Fraction
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text as Plain

from peiyu.problems import Level, Problem, Text

LEVEL_STYLE = {Level.ERROR: "bold red", Level.WARNING: "yellow", Level.NOTE: "cyan"}
READABLE = 20
"""A column that wants more is broken into lines of so many cells."""
FRAME = 3
"""What the frame of a table takes of each column."""
SHOWN = 20
"""Problems of one code shown on a terminal; the files hold all of them."""


@dataclasses.dataclass(frozen=True, slots=True)
class Painted:
    """Words of a table in a colour; the colour never says what the words do not."""

    words: Text
    style: str

    def in_(self, lang: str) -> str:
        return f"[{self.style}]{escape(self.words.in_(lang))}[/{self.style}]"


def plain(value: Any) -> Any:
    """A value object as JSON knows it: dataclasses as objects, texts with both languages, exact numbers as text."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, dict) or hasattr(value, "items"):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        ordered = sorted(value, key=str) if isinstance(value, (set, frozenset)) else value
        return [plain(one) for one in ordered]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else str(value)
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)


def column_width(cells: Iterable[str]) -> int:
    """The width that a column wants, in cells of a terminal: that of its longest line, at most READABLE."""
    lines = (cell_len(line) for cell in cells for line in Plain.from_markup(cell).plain.splitlines())
    return min(max(lines, default=0), READABLE)


def stacked(widths: Sequence[int], room: int) -> list[list[int]]:
    """Places of columns, in as many tables as are needed for each to fit into the room; every one begins with the first
    column and has at least one more."""
    parts: list[list[int]] = [[0]] if widths else []
    for place, width in enumerate(widths[1:], 1):
        taken = 1 + sum(widths[one] + FRAME for one in parts[-1])
        if len(parts[-1]) > 1 and taken + width + FRAME > room:
            parts.append([0])
        parts[-1].append(place)
    return parts


class Voice:
    """Speaks one language, in sentences on a terminal or as one JSON document on standard output."""

    def __init__(self, *, lang: str = "zh", as_json: bool = False) -> None:
        self.lang, self.as_json = lang, as_json
        self._out = Console(soft_wrap=True, highlight=False)
        self._err = Console(stderr=True, soft_wrap=True, highlight=False)

    def line(self, text: Text | str, *, style: str = "") -> None:
        """A sentence of the result; silent in JSON."""
        if not self.as_json:
            self._out.print(escape(text.in_(self.lang) if isinstance(text, Text) else text), style=style)

    def aside(self, text: Text) -> None:
        """A sentence beside the result, on standard error."""
        self._err.print(escape(text.in_(self.lang)))

    def table(self, headings: Sequence[Text], rows: Iterable[Sequence[Any]], *, title: Text | None = None) -> None:
        """A table of the result; silent in JSON. What is too wide for the terminal becomes several tables, one under
        the other, each beginning with the first column."""
        if self.as_json:
            return
        heads = [heading.in_(self.lang) for heading in headings]
        cells = [[self._cell(one) for one in row] for row in rows]
        widths = [column_width(column) for column in zip(heads, *cells, strict=True)]
        for part, places in enumerate(stacked(widths, self._out.width)):
            named = title.in_(self.lang) if title and part == 0 else None
            table = Table(title=named, title_justify="left", header_style="bold")
            for place in places:
                table.add_column(heads[place], overflow="fold", min_width=min(widths[place], self._out.width))
            for row in cells:
                table.add_row(*(row[place] for place in places))
            self._out.print(table)

    def _cell(self, value: Any) -> str:
        if isinstance(value, Painted):
            return value.in_(self.lang)
        return escape(value.in_(self.lang) if isinstance(value, Text) else str(value))

    def give(self, value: Any) -> None:
        """The result as JSON; silent otherwise."""
        if self.as_json:
            sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")

    def problems(self, problems: Sequence[Problem], *, failed: bool = False) -> None:
        """Problems on standard error, at most SHOWN of one code; as JSON on standard output when the command failed."""
        if self.as_json:
            if failed:
                self.give({"problems": problems})
            return
        seen: dict[str, int] = {}
        for one in problems:
            seen[one.code] = seen.get(one.code, 0) + 1
            if seen[one.code] <= SHOWN:
                self._err.print(escape(one.said(self.lang)), style=LEVEL_STYLE[one.level])
        more = {code: count - SHOWN for code, count in seen.items() if count > SHOWN}
        for code, count in more.items():
            self.aside(Text(f"……另有 {count} 处 [{code}]", f"... and {count} more [{code}]"))

    @contextmanager
    def progress(self, words: Text) -> Iterator[Progress]:
        """A progress bar on standard error, shown only on a terminal; tasks are added by the caller."""
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        quiet = self.as_json or not sys.stderr.isatty()
        with Progress(*columns, console=self._err, disable=quiet, transient=True) as bar:
            bar.add_task(words.in_(self.lang), total=None)
            yield bar
