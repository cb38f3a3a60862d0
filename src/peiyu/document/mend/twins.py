"""Phrases that the document writes twice, once with its 、 and once without."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peiyu.document.mend.manuscript import Manuscript
from peiyu.document.mend.proposal import Proposal, insert
from peiyu.problems import Text

_SIDE = 5
"""Characters on each side that must be the same: with fewer, 科技创新成果转化 would pass for 科技创新、成果转化."""
_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{5})、([\u4e00-\u9fff]{5}))")


def twin_phrases(sheet: Manuscript) -> Iterator[Proposal]:
    """高校科研院所 → 高校、科研院所, where the document has the divided form with the same words around it."""
    places = {f"{m[1]}{m[2]}" for m in sheet.matches(_PAIR)}
    text = sheet.text
    if places:
        for at in range(len(text) - 2 * _SIDE + 1):
            run = text[at : at + 2 * _SIDE]
            if run in places:
                yield _proposal(at + _SIDE, f"{run[:_SIDE]}、{run[_SIDE:]}")


def _proposal(place: int, form: str) -> Proposal:
    said = Text(f"文中另有“{form}”", f"elsewhere: {form}")
    return insert("enumeration", place, "、", said, "certain")
