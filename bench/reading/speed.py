"""How long a document of 100 pages takes to read."""

from __future__ import annotations

from pathlib import Path

from bench.measure import Interval, interval, timed
from bench.reading.corpus import HALVES, documents
from bench.reading.repairs import Read

PAGE = 22 * 28
"""Characters of a full page of an official document: 22 lines of 28."""


def hundred_pages(path: Path) -> int:
    """Writes one document of at least 100 full pages, a chapter for each document of the corpus; its characters."""
    texts = [d.text for half in HALVES for d in documents(half)]
    pieces: list[str] = []
    length = 0
    while length < 100 * PAGE:
        piece = f"第{_chinese(len(pieces) + 1)}编 文件汇编\n\n{texts[len(pieces) % len(texts)]}\n\n"
        pieces.append(piece)
        length += len(piece)
    path.write_text("".join(pieces), "utf-8")
    return length


def reading_time(read: Read, path: Path, *, runs: int = 7) -> Interval:
    """Seconds to read it, after one run to warm up."""
    read(path)
    return interval([timed(lambda: read(path)) for _ in range(runs)])


def _chinese(number: int) -> str:
    """1—99 in Chinese numerals."""
    digits = "〇一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else ("十" if tens == 1 else f"{digits[tens]}十")
    return head + ("" if ones == 0 and tens else digits[ones])
