"""Traditional characters: whether a text is written in them, and each one's simplified form."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from peiyu.document.alignment import Edit

_SAMPLE = re.compile(r"[\u3400-\u9fff]")
_MARKED = frozenset("國發關於與為業產實會員區縣廳務應該對這個經濟後術創頭種報學動長門書當無點機車東資據請條總")
"""Characters of every official text that a simplified one never has."""

_SHARE = 0.02


def is_traditional(text: str) -> bool:
    """Whether at least two in a hundred Chinese characters are traditional ones."""
    head = text[:20000]
    count = len(_SAMPLE.findall(head))
    return count > 0 and sum(c in _MARKED for c in head) >= _SHARE * count


def simplified_edits(text: str) -> tuple[Edit, ...]:
    """One edit for each stretch of characters that the simplified text writes otherwise."""
    converter = _converter()
    edits: list[Edit] = []
    place = 0
    for line in text.split("\n"):
        simple = str(converter.convert(line))
        if len(simple) != len(line):
            simple = "".join(_one(converter, c) for c in line)
        edits += [
            Edit((place + n, place + n + 1), b) for n, (a, b) in enumerate(zip(line, simple, strict=True)) if a != b
        ]
        place += len(line) + 1
    return tuple(edits)


def _one(converter: Any, char: str) -> str:
    simple = str(converter.convert(char))
    return simple if len(simple) == 1 else char


@cache
def _converter() -> Any:
    """Read once; the dictionaries take a moment."""
    import opencc

    return opencc.OpenCC("t2s")
