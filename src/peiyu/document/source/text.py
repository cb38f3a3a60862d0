"""Bytes to text, and hard-wrapped lines to paragraphs."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from peiyu.document.source import faults

_ENDS = "。；：！？;:!?”）)》】"
_BOM = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OPENS = re.compile(
    r"^(?:\s{2,}|[\u3000\t]|[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十\d]{1,3}[)）]|\d{1,2}(?:[.．](?!\d)|、)|第[一二三四五六七八九十百\d]+[章节条]|附件|[①-⑳]|——)"
)


def decoded(path: Path, data: bytes) -> tuple[str, str]:
    """The text and its encoding: UTF-8 with or without a mark, UTF-16 with one, GB18030."""
    for mark, name in _BOM:
        if data.startswith(mark):
            return _read(path, data, name), name
    try:
        return _lines(data.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        return _read(path, data, "gb18030"), "gb18030"


def _read(path: Path, data: bytes, name: str) -> str:
    try:
        return _lines(data.decode(name))
    except UnicodeDecodeError as fault:
        raise faults.encoding(path, fault.start) from None


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def unwrapped(text: str) -> str:
    """A text whose lines were broken at a width, with its paragraphs whole again; any other text as it is.

    Lines count as broken at a width when most are full (within two characters of the longest usual width) and end in
    the middle of a sentence.
    """
    lines = text.split("\n")
    lengths = sorted(len(line.rstrip()) for line in lines if line.strip())
    if len(lengths) < 12:
        return text
    width = lengths[int(len(lengths) * 0.9)]
    full = [line for line in lines if width - 2 <= len(line.rstrip()) <= width + 1]
    broken = [line for line in full if line.rstrip()[-1] not in _ENDS]
    if not 15 <= width <= 60 or len(full) < 0.4 * len(lengths) or len(broken) < 0.7 * len(full):
        return text
    return joined(lines, width)


def opens(line: str) -> bool:
    """Whether a line begins as a paragraph does: indented, or with the mark of a clause."""
    return _OPENS.match(line) is not None


def joined(lines: list[str], width: int) -> str:
    """Lines joined to paragraphs: a full line that does not end a sentence goes on in the next one."""
    paragraphs: list[str] = []
    goes_on = False
    for line in lines:
        bare = line.strip()
        if not bare:
            goes_on = False
            continue
        if goes_on and not opens(line):
            paragraphs[-1] += ("" if _han_join(paragraphs[-1], bare) else " ") + bare
        else:
            paragraphs.append(bare)
        full = len(line.rstrip()) >= width - 3
        goes_on = (full and bare[-1] not in "。！？!?") or (
            full and bare[-1] in "”）)》" and bare[-2:-1] not in "。！？"
        )
    return "\n".join(paragraphs)


def _han_join(before: str, after: str) -> bool:
    """Words in Latin letters are kept apart; everything else joins without a blank."""
    return not (before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha())
