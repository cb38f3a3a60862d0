"""Money that is provided: funds with their purposes, awards for one thing each."""

from __future__ import annotations

import re
from functools import cache

from peiyu.document.findings.expression import Expression
from peiyu.document.findings.lexicon import alternatives, lexicon
from peiyu.document.findings.page import Page, Passage, Sentence
from peiyu.document.model import AmountFinding

_PURPOSE = re.compile("(?:主要)?(?:用于|支持|重点支持|专项用于)(?P<what>[^。；;]+)")
_WHOM = re.compile("对(?:于)?(?P<whom>[^，,]+)|(?:^|[，,])(?P<said>[^，,对]+?的)(?=[，,]|给予|奖励|补助)")
_GIVEN = re.compile("(?:直接|分别|一次性|再)*(?:给予|予以|奖励|补助|补贴|资助)")
_TAIL = re.compile("(?:等(?:方面|工作|项目|支出|领域)?|方面)$")
_UNIT = re.compile("^(?:[万亿]*元)?的?")


def amounts(page: Page, found: tuple[Expression, ...]) -> tuple[AmountFinding, ...]:
    """Funds with an amount, funds that are set up without one, and awards, in the order of the document."""
    rows = [_amount(page, one) for one in found if one.role in ("fund", "award")]
    said = [(one.passage.clause.address, one.start) for one in found if one.role == "fund"]
    for passage in page.passages:
        for sentence in passage.sentences:
            inside = any(a == passage.clause.address and sentence.start <= s < sentence.end for a, s in said)
            if not inside:
                rows += _unpriced(page, passage, sentence)
    order = {p.clause.address: i for i, p in enumerate(page.passages)}
    return tuple(sorted(rows, key=lambda r: (order[r.clause], r.span)))


def _amount(page: Page, one: Expression) -> AmountFinding:
    sentence = _sentence(one)
    fund = one.role == "fund"
    yearly = one.since is not None and one.by is not None and one.since.year == one.by.year
    year = one.by.year if fund and yearly and one.by is not None else None
    return AmountFinding(
        **page.anchor(one.passage.clause, one.start, one.end),
        name=_fund_name(sentence.words, one) if fund else _award_name(sentence, one),
        role="fund" if fund else "award",
        comparator=one.quantity.comparator,
        amount=one.quantity.high if one.quantity.dimension == "money" else None,
        year=year,
        purposes=_purposes(sentence.text[one.end : sentence.end]) if fund else (),
    )


def _sentence(one: Expression) -> Sentence:
    return next(s for s in one.passage.sentences if s.start <= one.start < s.end)


def _fund_name(words: str, one: Expression) -> str:
    """The quoted or longest name of a fund in the sentence, else the number's subject."""
    names = [_UNIT.sub("", m["name"]).strip('“”"') for m in _named().finditer(words)]
    return max(names, key=len) if names else one.subject


def _award_name(sentence: Sentence, one: Expression) -> str:
    """What it is paid for: 对首次认定的高新技术企业."""
    before = sentence.text[sentence.start : one.quantity.start]
    named = [*_WHOM.finditer(before)]
    if not named:
        return one.subject
    said: str = named[-1]["whom"] or named[-1]["said"]
    return _GIVEN.split(said)[0].removesuffix("的") or said


def _purposes(words: str) -> tuple[str, ...]:
    match = _PURPOSE.search(words)
    if match is None:
        return ()
    parts = re.split("[、，,]", _TAIL.sub("", match["what"].strip()))
    return tuple(p for part in parts if (p := _TAIL.sub("", part.strip())))


def _unpriced(page: Page, passage: Passage, sentence: Sentence) -> list[AmountFinding]:
    """设立…专项资金, without a sum."""
    match = _set_up().search(sentence.text, sentence.start, sentence.end)
    if match is None or passage.kind == "past":
        return []
    return [
        AmountFinding(
            **page.anchor(passage.clause, match.start(), match.end()),
            name=match["name"].strip('“”"'),
            role="fund",
            amount=None,
            purposes=_purposes(sentence.text[match.end() : sentence.end]),
        )
    ]


def _funds() -> str:
    return alternatives(w for w in lexicon()["contexts.fund_names"] if w.endswith(("资金", "基金", "经费", "资金池")))


@cache
def _named() -> re.Pattern[str]:
    words = _funds()
    quoted, plain = rf"“[^”]*(?:{words})”", rf"[^，,。；;：:、（）()0-9设安整用统挥的]*(?:{words})"
    return re.compile(rf"(?:设立|安排|整合|用好|统筹|发挥)?(?P<name>{quoted}|{plain})")


@cache
def _set_up() -> re.Pattern[str]:
    words = _funds()
    return re.compile(rf"(?:设立|建立|组建|安排)(?P<name>[^，,。；;：:、]{{0,24}}?(?:{words})”?)(?![会与的])")
