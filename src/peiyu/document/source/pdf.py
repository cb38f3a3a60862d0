"""The text layer of a pdf: lines joined to paragraphs, page numbers and running heads dropped."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from peiyu.document.source import faults
from peiyu.document.source.layout import Glyph, Row, paragraphs, rows_of

_PAGE_NUMBER = re.compile(r"^[-—–－\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—–－\s]*$")


@dataclass(frozen=True, slots=True)
class Pages:
    """The text of a pdf, the rows of tables in it, its number of pages, those without words and those with tables."""

    text: str
    rows: int
    count: int
    without: tuple[int, ...]
    tables: tuple[int, ...]


def read_pdf(path: Path, data: bytes) -> Pages:
    """The text layer. DocumentError where there is none, a password is wanted, or the file is damaged."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as why:
        if "assword" in str(why):
            raise faults.locked(path) from None
        raise faults.damaged(path, "pdf", "PDFium") from None
    try:
        pages = [_page(document, at) for at in range(len(document))]
    except pypdfium2.PdfiumError:
        raise faults.damaged(path, "pdf", "PDFium") from None
    finally:
        document.close()
    without = tuple(at for at, rows in enumerate(pages, start=1) if not rows)
    if len(without) == len(pages):
        raise faults.scan(path, len(pages))
    lines, tables = paragraphs(_without_heads(pages))
    return Pages("\n".join(lines), sum("\t" in line for line in lines), len(pages), without, tables)


def _page(document: object, at: int) -> list[Row]:
    page = document[at]  # type: ignore[index]
    text = page.get_textpage()
    try:
        return list(rows_of(_glyphs(text), at + 1))
    finally:
        text.close()
        page.close()


def _glyphs(text: object) -> Iterator[Glyph]:
    """The characters of a page in the order in which they were drawn; blanks and breaks are told by the places."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    for at in range(text.count_chars()):  # type: ignore[attr-defined]
        code = raw.FPDFText_GetUnicode(text, at)
        if code > 0x20 and code != 0xFFFE and raw.FPDFText_GetLooseCharBox(text, at, box):
            yield Glyph(chr(code), box.left, box.right, box.bottom, box.top)


def _without_heads(pages: list[list[Row]]) -> list[Row]:
    """Every page's lines without its page number and without what stands at the edge of most pages."""
    edges = Counter(_key(row.text) for rows in pages for row in {*rows[:2], *rows[-2:]})
    heads = {key for key, count in edges.items() if count >= max(3, len(pages) * 0.5)}
    kept: list[Row] = []
    for rows in pages:
        last = len(rows) - 1
        kept += [
            row
            for at, row in enumerate(rows)
            if not ((at < 2 or at > last - 2) and (_PAGE_NUMBER.match(row.text) or _key(row.text) in heads))
        ]
    return kept


def _key(line: str) -> str:
    return re.sub(r"[\s\d]+", "", line)
