"""Changes to the parts of a saved workbook: what other programs leave behind, and what a library would not write."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from xml.sax.saxutils import escape

from peiyu.facts.intake.ooxml import sheet_parts

Step = Callable[[bytes], bytes]

LAST_ROW = 1_048_576
_DIMENSION = re.compile(rb"<dimension [^>]*/>")


def rewritten(content: bytes, change: Callable[[str, bytes], bytes | None], more: Mapping[str, bytes]) -> bytes:
    """A workbook with each part changed (None: left out) and further parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            part = change(name, source.read(name))
            if part is not None:
                target.writestr(name, part)
        for name, part in more.items():
            target.writestr(name, part)
    return made.getvalue()


def without_dimensions(content: bytes) -> bytes:
    """Without the records of used ranges, as WPS saves."""
    return rewritten(
        content, lambda name, part: _DIMENSION.sub(b"", part) if name.startswith("xl/worksheets/sheet") else part, {}
    )


def linked(sheet: str, cell: str, result: object) -> Step:
    """A step that puts a formula to another workbook into a cell, with its last result."""
    pattern = re.compile(rb'<c r="' + cell.encode() + rb'"((?: s="\d+")?)[^>]*>.*?</c>', re.DOTALL)
    formula = escape("[1]汇总!$C$5").encode()

    def step(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            own = sheet_parts(archive)[sheet]
        made = b'<c r="' + cell.encode() + rb'"\1><f>' + formula + b"</f><v>" + str(result).encode() + b"</v></c>"
        return rewritten(content, lambda name, part: pattern.sub(made, part, count=1) if name == own else part, {})

    return step


def with_blank_rows(sheet: str) -> Step:
    """A step that fills the sheet with formatted blank rows to its very end."""

    def step(content: bytes) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            own = sheet_parts(archive)[sheet]
            rows = [int(number) for number in re.findall(rb'<row r="(\d+)"', archive.read(own))]
        blank = b"".join(b'<row r="%d"><c r="A%d"/></row>' % (n, n) for n in range(max(rows) + 1, LAST_ROW + 1))
        return rewritten(
            content,
            lambda name, part: part.replace(b"</sheetData>", blank + b"</sheetData>") if name == own else part,
            {},
        )

    return step


def with_macros(content: bytes) -> bytes:
    """The workbook as one that has macros."""

    def change(name: str, part: bytes) -> bytes:
        plain = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
        macros = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
        return part.replace(plain, macros) if name == "[Content_Types].xml" else part

    return rewritten(content, change, {"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"made up" * 40})


def ole(stream: str) -> bytes:
    """A compound file that has a stream of this name, and nothing in it that can be read."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + stream.encode("utf-16-le") + b"\x00" * 2048


def picture(width: int, height: int) -> bytes:
    """A white PNG of so many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
