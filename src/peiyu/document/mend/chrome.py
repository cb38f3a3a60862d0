"""What a web site wrote around a document."""

from __future__ import annotations

import re
from collections.abc import Iterator

from peiyu.document.mend.lexicon import words
from peiyu.document.mend.manuscript import Manuscript
from peiyu.document.mend.proposal import Proposal
from peiyu.problems import Text

_ANYWHERE = re.compile("|".join(f"(?:{one})" for one in words("chrome")["anywhere"]), re.I)
_EDGES = re.compile("|".join(f"(?:{one})" for one in words("chrome")["edges"]))
_DEPTH = 10
_SAID = Text(
    "网页的导航、来源、访问次数等，不是文件内容",
    "navigation, source or visit counter of the web page, not the document",
)


def site_chrome(sheet: Manuscript) -> Iterator[Proposal]:
    """Drops the lines that a site wrote: navigation, source and visit counters, buttons, notices of the operator."""
    last = len(sheet.lines) - 1
    for at, line in enumerate(sheet.lines):
        if len(line.text) > 120:
            continue
        edge = at < _DEPTH or at > last - _DEPTH
        if _ANYWHERE.fullmatch(line.text) or (edge and _EDGES.fullmatch(line.text)):
            yield Proposal("chrome", (line.start, line.end), "", _SAID, "certain", drops_line=True)
