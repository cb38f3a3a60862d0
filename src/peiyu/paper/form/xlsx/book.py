"""What a workbook's sheets share: their names and parts, texts, number formats, and the date that days count from."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from peiyu.paper.form.markup import MarkupError, Node
from peiyu.paper.form.package import relations, tree

GENERAL = "General"
EAST_ASIAN_DATES = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'), **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
}  # fmt: skip
"""Formats that Chinese programs number without writing them out (ECMA-376 part 1, 18.8.30)."""

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class Look:
    """A cell's style, as far as a form is read by it."""

    number_format: str = GENERAL
    locked: bool = True
    bordered: bool = False
    indent: int = 0

    @property
    def is_date(self) -> bool:
        return bool(is_date_format(self.number_format))


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its name, its part, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook's sheets in order (charts and dialogs left out), its shared texts and its styles by number.

    `part`: the workbook's own part. `names`: what its defined names stand for. `epoch_1904`: days count from 1904."""

    part: str
    sheets: tuple[SheetPart, ...]
    texts: tuple[str, ...]
    looks: tuple[Look, ...]
    names: dict[str, str]
    epoch_1904: bool

    def look(self, style: str) -> Look:
        """The style of that number; the first for none."""
        number = int(style) if style.isdigit() else 0
        return self.looks[number] if number < len(self.looks) else Look()


def book_of(archive: zipfile.ZipFile) -> Book:
    """The workbook of an opened file. MarkupError or KeyError when it is none."""
    part = next((target for kind, target in relations(archive, "").values() if kind == "officeDocument"), "")
    root = tree(archive, part)
    if root is None or root.name != "workbook":
        raise MarkupError("no workbook part")
    links = relations(archive, part)
    shared = dict(links.values())
    settings = root.first("workbookPr")
    return Book(
        part=part,
        sheets=tuple(_sheets(root, links)),
        texts=_texts(tree(archive, shared.get("sharedStrings", ""))),
        looks=_looks(tree(archive, shared.get("styles", ""))),
        names={one.get("name").lower(): one.text for one in root.below("definedName")},
        epoch_1904=settings is not None and settings.flag("date1904"),
    )


def _sheets(root: Node, links: dict[str, tuple[str, str]]) -> Iterator[SheetPart]:
    for one in root.listed("sheets", "sheet"):
        kind, target = links.get(one.get("id"), ("", ""))
        if kind == "worksheet":
            yield SheetPart(one.get("name"), target, one.get("state", "visible") != "visible")


def _texts(root: Node | None) -> tuple[str, ...]:
    return tuple(text_in(one) for one in root.all("si")) if root is not None else ()


def text_in(node: Node) -> str:
    """The text of a shared or inline string or a comment: its runs, without the reading aids of a Japanese text."""
    said = "".join(one.text if one.name == "t" else text_in(one) for one in node.children if one.name in ("t", "r"))
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), said).replace("\r\n", "\n").replace("\r", "\n")


def _looks(root: Node | None) -> tuple[Look, ...]:
    if root is None:
        return ()
    codes = dict(BUILTIN_FORMATS) | EAST_ASIAN_DATES
    codes |= {int(one.get("numFmtId", "0")): one.get("formatCode") for one in root.listed("numFmts", "numFmt")}
    borders = [
        any(side.get("style", "none") != "none" for side in one.children) for one in root.listed("borders", "border")
    ]
    return tuple(_look(one, codes, borders) for one in root.listed("cellXfs", "xf"))


def _drawn(border: Node) -> bool:
    return any(side.get("style", "none") != "none" for side in border.children)


def _look(xf: Node, codes: dict[int, str], borders: list[bool]) -> Look:
    protection = xf.first("protection")
    border = int(xf.get("borderId", "0"))
    alignment = xf.first("alignment")
    return Look(
        number_format=codes.get(int(xf.get("numFmtId", "0")), GENERAL),
        locked=protection is None or protection.flag("locked", default=True),
        bordered=border < len(borders) and borders[border],
        indent=0 if alignment is None else int(alignment.get("indent", "0")),
    )
