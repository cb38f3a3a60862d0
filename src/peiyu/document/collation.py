"""The mended text as a file: `mended.txt`, every clause with its address."""

from __future__ import annotations

import re

from peiyu.document.model import Reading

_ADDRESSED = re.compile(r"^【([^【】\n]+)】", re.M)
_FURTHER = re.compile(r"(?<=\n)(?=【)")


def mended_text(reading: Reading) -> str:
    """`mended.txt`: every clause begins a line with its address, 【三（一）1】…; its further lines follow, one that
    itself begins with 【 set in by a blank."""
    return "".join(f"【{clause.address}】{_FURTHER.sub('　', clause.text.strip())}\n" for clause in reading.clauses)


def parse_mended(text: str) -> tuple[tuple[str, str], ...]:
    """(address, text) of every clause of a `mended.txt`, in order. Lines before the first address are left out."""
    found = list(_ADDRESSED.finditer(text))
    ends = [one.start() for one in found[1:]] + [len(text)]
    return tuple((one[1], text[one.end() : end].rstrip("\n")) for one, end in zip(found, ends, strict=False))
