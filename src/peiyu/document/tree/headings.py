"""What of a clause's text is its heading."""

from __future__ import annotations

import re

from peiyu.document.model import ClauseLevel

_BRACKETED = re.compile(r"^[【（(\[［]([^】）)\]］]{2,20})[】）)\]］]")
_TITLED = re.compile(r"^([^，,。；;：:]{2,12})。(?=.)")
_LABEL = re.compile(r"^([^，,。.；;：:、]{2,20})[：:](?=.)")
_RUN_IN = re.compile(r"^([^。；;：:]{2,45}?)(?:。|(?<=[\u4e00-\u9fff”》）)])\.)(?=.)")
_STOPS = "。.：:；;，,"
_SHORT = 20
_ALWAYS = frozenset[ClauseLevel]({"annex", "part", "chapter", "division"})


def heading_of(text: str, level: ClauseLevel) -> str:
    """The heading that a marked line consists of or begins with; empty where it has none.

    `营造氛围。广泛利用…` has `营造氛围`, `规模指标：新增…` has `规模指标`; a line that is one whole sentence has none.
    """
    if level in _ALWAYS:
        return text.rstrip(_STOPS)
    if level == "article":
        found = _BRACKETED.match(text) or _TITLED.match(text)
        return found[1] if found else ""
    run_in = _LABEL.match(text) or _RUN_IN.match(text)
    if run_in:
        return run_in[1]
    alone = text.rstrip("：:") if len(text) > _SHORT or re.search(r"[，,；;\d]", text) else text.rstrip(_STOPS)
    return alone if len(alone) <= 50 and not re.search(r"[。；;，,]$|\d+\s*[\u4e00-\u9fff]{1,3}$", alone) else ""
