"""Phrases that the document writes twice, once with its 、 and once without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peiyu.document.mend.manuscript import Manuscript
from peiyu.document.mend.proposal import Proposal, insert
from peiyu.problems import Text

_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{4})、([\u4e00-\u9fff]{4}))")
_SHORT = re.compile(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{2,4})、([\u4e00-\u9fff]{2,6})(?![\u4e00-\u9fff])")


def twin_phrases(sheet: Manuscript) -> Iterator[Proposal]:
    """高校科研院所 → 高校、科研院所, where the document has the divided form with the same words around it."""
    places = {f"{m[1]}{m[2]}" for m in sheet.matches(_PAIR)}
    text = sheet.text
    if places:
        for at in range(len(text) - 7):
            eight = text[at : at + 8]
            if eight in places:
                yield _proposal(at + 4, f"{eight[:4]}、{eight[4:]}")


def _proposal(place: int, form: str) -> Proposal:
    said = Text(f"文中另有“{form}”", f"elsewhere: {form}")
    return insert("enumeration", place, "、", said, "certain")
