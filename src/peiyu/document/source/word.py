"""The paragraphs and tables of a docx in their order, automatic numbers written out."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from peiyu.document.source import faults
from peiyu.document.source.numbering import Numbering

_BROKEN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, SyntaxError, EOFError, OSError, NotImplementedError)
"""What a zip or xml file that was cut or overwritten raises."""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def read_docx(path: Path, data: bytes) -> tuple[str, int]:
    """Text and number of table rows. A row is one line, its cells apart by tabs."""
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(data))
    except (*_BROKEN, PackageNotFoundError) as why:
        raise faults.damaged(path, "docx", type(why).__name__) from None
    numbering = Numbering.of(document)
    lines: list[str] = []
    rows = 0
    for block in document.element.body.iterchildren():
        if block.tag == f"{_W}p":
            lines += _paragraph(block, numbering)
        elif block.tag == f"{_W}tbl":
            table = list(_rows(block))
            lines += table
            rows += len(table)
        elif block.tag == f"{_W}sdt":
            for inner in block.iter(f"{_W}p"):
                lines += _paragraph(inner, numbering)
    return "\n".join(lines), rows


def _paragraph(block: Any, numbering: Numbering) -> list[str]:
    """The lines of a paragraph: more than one where it holds breaks."""
    text = _words(block)
    if not text.strip():
        return []
    number = numbering.next_of(block)
    lines = [line for line in re.split(r"[\n\x0b\x0c]", text) if line.strip()]
    lines[0] = number + lines[0].strip() if number else lines[0]
    return lines


def _words(block: Any) -> str:
    """What is visible: deleted text and field codes are not."""
    pieces: list[str] = []
    for node in block.iter():
        if node.tag == f"{_W}t":
            pieces.append(node.text or "")
        elif node.tag in {f"{_W}tab"} and node.getparent().tag == f"{_W}r":
            pieces.append(" ")
        elif node.tag in {f"{_W}br", f"{_W}cr"}:
            pieces.append("\n")
        elif node.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
    return "".join(pieces)


def _rows(table: Any) -> Iterator[str]:
    for row in table.iter(f"{_W}tr"):
        cells = ["".join(_words(p).strip() for p in cell.iter(f"{_W}p")) for cell in row.iter(f"{_W}tc")]
        if any(cells):
            yield "\t".join(cells)
