"""What calamine does not tell of an .xlsx: hidden rows and columns, formulas without values or to other files, cells
that hold an error or are shown in percent, the date system, and cells far away from the table. Read from the parts'
bytes, without building a tree."""

from __future__ import annotations

import re
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path

_FORMULA = re.compile(rb"<c r=\"([A-Z]+\d+)\"[^>]*>\s*<f[^>]*?(?:/>|>([^<]*)</f>)\s*(<v>[^<]|<is>)?")
_HIDDEN_ROW = re.compile(rb"<row (?=[^>]*\bhidden=\"(?:1|true)\")[^>]*\br=\"(\d+)\"")
_HIDDEN_COLUMN = re.compile(rb"<col (?=[^>]*\bhidden=\"(?:1|true)\")[^>]*?/?>")
_FAR = re.compile(rb"<c r=\"([A-Z]{3}\d+)\"[^>/]*>")
_NUMBER_OF = {name: re.compile(rf'\b{name}="(\d+)"'.encode()) for name in ("min", "max")}
_ERROR = re.compile(rb"<c (?=[^>]*\bt=\"e\")[^>]*?\br=\"([A-Z]+\d+)\"")
_FORMAT = re.compile(rb"<numFmt (?=[^>]*\bnumFmtId=\"(\d+)\")[^>]*\bformatCode=\"([^\"]*)\"")
_STYLES = re.compile(rb"<cellXfs\b.*?</cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<xf\b[^>]*")
_LITERAL = re.compile(rb"&quot;.*?&quot;|\\.")
PERCENT_FORMATS = frozenset((b"9", b"10"))
"""The formats 0% and 0.00%, which every workbook has."""

_SHEET = re.compile(rb"<sheet [^>]*>")
_RELATION = re.compile(rb"<Relationship [^>]*>")


BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, KeyError, ValueError, OSError)
"""What reading a part of a damaged, truncated or encrypted archive raises."""


@dataclass(frozen=True, slots=True)
class SheetLooks:
    """Zero-based hidden rows and columns; addresses of formulas without a stored value and of those that read other
    workbooks; of cells that hold an error and of cells whose number is shown in percent; `far` is a filled cell beyond
    column 702 (ZZ), if any."""

    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    formulas: int = 0
    uncomputed: tuple[str, ...] = ()
    external: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()
    percents: tuple[str, ...] = ()
    far: str | None = None


def looks(path: Path) -> tuple[dict[str, SheetLooks], bool]:
    """Sheet name → looks, and whether days count from 1904. Raises one of BROKEN for a damaged workbook."""
    with zipfile.ZipFile(path) as archive:
        book, parts = archive.read("xl/workbook.xml"), sheet_parts(archive)
        styles = archive.read("xl/styles.xml") if "xl/styles.xml" in archive.NameToInfo else b""
        percent = _percent_cells(styles)
        found = {
            name: _of_sheet(archive.read(part), percent) for name, part in parts.items() if part in archive.NameToInfo
        }
    return found, re.search(rb"<workbookPr[^>]*date1904=\"(?:1|true)\"", book) is not None


def _attribute(tag: bytes, name: str) -> str:
    match = re.search(rf'(?:^|[\s:]){name}="([^"]*)"'.encode(), tag)
    said = match[1].decode("utf-8", "replace") if match is not None else ""
    for mark, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        said = said.replace(mark, sign)
    return said


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → the part that holds it, in the workbook's order. KeyError for a damaged workbook."""
    book, relations = archive.read("xl/workbook.xml"), archive.read("xl/_rels/workbook.xml.rels")
    targets = {_attribute(tag, "Id"): _attribute(tag, "Target") for tag in _RELATION.findall(relations)}
    parts = {}
    for tag in _SHEET.findall(book):
        relation = re.search(rb'\b\w+:id="([^"]*)"', tag)
        target = targets.get(relation[1].decode() if relation is not None else "", "")
        parts[_attribute(tag, "name")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return parts


def _percent_cells(styles: bytes) -> re.Pattern[bytes] | None:
    """What finds the cells of a sheet whose number is shown in percent; None if no style does."""
    formats = {number for number, code in _FORMAT.findall(styles) if b"%" in _LITERAL.sub(b"", code)}
    table = _STYLES.search(styles)
    shown = [
        str(index).encode()
        for index, tag in enumerate(_STYLE.findall(table[0]) if table is not None else ())
        if (found := re.search(rb'\bnumFmtId="(\d+)"', tag)) is not None and found[1] in formats | PERCENT_FORMATS
    ]
    if not shown:
        return None
    return re.compile(rb'<c (?=[^>]*\bs="(?:' + b"|".join(shown) + rb')")[^>]*?\br="([A-Z]+\d+)"[^>/]*>')


def _of_sheet(xml: bytes, percent: re.Pattern[bytes] | None) -> SheetLooks:
    columns: set[int] = set()
    start = xml.find(b"<sheetData")
    for match in _HIDDEN_COLUMN.finditer(xml, 0, max(start, 0)):
        low, high = (int(found[1]) if (found := _NUMBER_OF[n].search(match[0])) else 1 for n in ("min", "max"))
        columns.update(range(low - 1, min(high, 1024)))
    rows: frozenset[int] = frozenset()
    if xml.find(b'hidden="', max(start, 0)) >= 0:
        rows = frozenset(int(match[1]) - 1 for match in _HIDDEN_ROW.finditer(xml))
    formulas, uncomputed, external = 0, [], []
    if xml.find(b"<f", max(start, 0)) >= 0:
        for match in _FORMULA.finditer(xml):
            formulas += 1
            if match[3] is None:
                uncomputed.append(match[1].decode())
            elif match[2] and re.search(rb"\[\d+\]|\.xlsx?\]", match[2]):
                external.append(match[1].decode())
    far = _FAR.search(xml)
    errors = _ERROR.findall(xml) if xml.find(b't="e"', max(start, 0)) >= 0 else ()
    percents = percent.findall(xml) if percent is not None else ()
    return SheetLooks(
        rows,
        frozenset(columns),
        formulas,
        tuple(uncomputed),
        tuple(external),
        tuple(cell.decode() for cell in errors),
        tuple(cell.decode() for cell in percents),
        far[1].decode() if far is not None else None,
    )
