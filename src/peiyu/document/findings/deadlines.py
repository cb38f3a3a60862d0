"""Days by which something is due: 2025年底前完成…."""

from __future__ import annotations

from peiyu.document.findings.page import Page, Sentence
from peiyu.document.findings.sentences import Stretch
from peiyu.document.model import DeadlineFinding


def deadlines(page: Page) -> tuple[DeadlineFinding, ...]:
    """Every day to come that is named with 到, 底, 前 or 末, with the words that it is said of."""
    found: list[DeadlineFinding] = []
    for passage in page.passages:
        for sentence in passage.sentences:
            for time in sentence.times:
                if time.role != "by" or time.by is None or passage.kind == "conditions":
                    continue
                what = _what(sentence, time.end)
                if not what.startswith(("不得", "不予", "免")):
                    anchor = page.anchor(passage.clause, time.start, time.end)
                    found.append(DeadlineFinding(**anchor, by=time.by, what=what))
    return tuple(found)


def _what(sentence: Sentence, at: int) -> str:
    """The rest of the segment after the day; where nothing follows in it, the next segment."""
    rest = [Stretch(max(at, s.start), s.end) for s in sentence.segments if s.end > at]
    return next((w for s in rest if (w := sentence.text[s.start : s.end].strip(" ，,：:、"))), "")
