"""The text layer of a pdf: lines joined to paragraphs, page numbers and running heads dropped."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from peiyu.document.source import faults
from peiyu.document.source.text import joined

_PAGE_NUMBER = re.compile(r"^[-—–－\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／共]\s*\d{1,4}\s*页?)?[-—–－\s]*$")


def read_pdf(path: Path, data: bytes) -> tuple[str, int, int, tuple[int, ...]]:
    """Text, table rows (never told apart: 0), pages, and the numbers of pages without words."""
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
    without = tuple(at for at, lines in enumerate(pages, start=1) if not any(line.strip() for line in lines))
    if len(without) == len(pages):
        raise faults.scan(path, len(pages))
    return _paragraphs(_without_heads(pages)), 0, len(pages), without


def _page(document: object, at: int) -> list[str]:
    page = document[at]  # type: ignore[index]
    text = page.get_textpage()
    try:
        words = str(text.get_text_bounded())
    finally:
        text.close()
        page.close()
    return [line for line in words.replace("\ufffe", "").replace("\r", "").split("\n") if line.strip()]


def _without_heads(pages: list[list[str]]) -> list[str]:
    """Every page's lines without its page number and without what stands at the edge of most pages."""
    edges = Counter(_key(line) for lines in pages for line in {*lines[:2], *lines[-2:]})
    heads = {key for key, count in edges.items() if count >= max(3, len(pages) * 0.5)}
    kept: list[str] = []
    for lines in pages:
        last = len(lines) - 1
        kept += [
            line
            for at, line in enumerate(lines)
            if not ((at < 2 or at > last - 2) and (_PAGE_NUMBER.match(line) or _key(line) in heads))
        ]
    return kept


def _key(line: str) -> str:
    return re.sub(r"[\s\d]+", "", line)


def _paragraphs(lines: list[str]) -> str:
    """Lines that reach the usual width go on; the width is what nine in ten lines do not pass."""
    lengths = sorted(len(line.strip()) for line in lines)
    width = lengths[int(len(lengths) * 0.9)] if lengths else 0
    tight = [re.sub(r"(?<=[\u3000-\u9fff]) +(?=[\u3000-\u9fff])", "", line.rstrip()) for line in lines]
    return joined(tight, width) if width >= 12 else "\n".join(line.strip() for line in tight)
