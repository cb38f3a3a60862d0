"""Numbers that share words: 分别 divides lists of subjects and of days, 各 gives one number to every name of a list."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from peiyu.document.findings.dates import Time
from peiyu.document.findings.expression import Expression
from peiyu.document.findings.page import Sentence
from peiyu.document.findings.phrases import listed, shared

_EACH = re.compile("各(?:自|有|拥有|新增|增加|新建|建成|建设|引进|培育|组建|不少于|至少|达到|达|为)*$")
_TAIL = re.compile("(?:年均)?(?:分别|各)?$")


def divided(found: tuple[Expression, ...], at: int) -> tuple[Expression, ...]:
    """The expression with its own subject, day and bound; for 各 one for each name of its subject."""
    run = _run(found, at)
    first = found[run[0]]
    if len(run) > 1 and "分别" in _piece(first):
        names = listed(_TAIL.sub("", first.subject), len(run)) or _attributes(found, run)
        days = _days(first, len(run))
        place = at - run[0]
        one = _bounded(found[at], first)
        return (
            replace(
                one,
                subject=names[place] if names else one.subject,
                by=days[place].by if days else one.by,
                since=days[place].since if days else one.since,
            ),
        )
    one = found[at]
    if _EACH.search(one.passage.clause.text, 0, one.quantity.inner):
        return tuple(replace(one, subject=name) for name in shared(_TAIL.sub("", one.subject))) or (one,)
    return (one,)


def _run(found: tuple[Expression, ...], at: int) -> list[int]:
    """The places of the numbers that stand in one list."""
    run = [at]
    while run[0] > 0 and _same_list(found[run[0] - 1], found[run[0]]):
        run.insert(0, run[0] - 1)
    while run[-1] + 1 < len(found) and _same_list(found[run[-1]], found[run[-1] + 1]):
        run.append(run[-1] + 1)
    return run


def _same_list(one: Expression, other: Expression) -> bool:
    if one.role != "target" or other.role != "target":
        return False
    alike = one.quantity.dimension == other.quantity.dimension
    return one.sentence == other.sentence and other.bare and other.follows and alike


def _piece(first: Expression) -> str:
    """The words of its segment before the first number of a list."""
    return re.split("[，,；;。]", first.passage.clause.text[: first.quantity.inner])[-1]


def _attributes(found: tuple[Expression, ...], run: list[int]) -> tuple[str, ...]:
    """销售收入过10亿元、50亿元的企业分别达到60户、10户: the thresholds before the list tell the names apart."""
    before = found[max(0, run[0] - len(run)) : run[0]]
    alike = [e for e in before if e.role == "condition" and e.sentence == found[run[0]].sentence]
    if len(alike) != len(run):
        return ()
    text = alike[0].passage.clause.text
    kind = re.match("以上|以下|的|以上的", text[alike[-1].quantity.end :])
    noun = re.sub(r"^.*?[元%人户家个](?:以上|以下)?的?", "", found[run[0]].subject)
    joint = "的" if kind else ""
    over = text[alike[0].quantity.start : alike[0].quantity.inner]
    return tuple(f"{alike[0].subject}{over}{text[e.quantity.inner : e.quantity.end]}{joint}{noun}" for e in alike)


def _days(first: Expression, count: int) -> tuple[Time, ...]:
    """2023年、2024年和2025年分别…: as many years in a row as the list has numbers."""
    sentence = _sentence(first)
    named = [t for t in sentence.times if t.end <= first.quantity.inner and t.by is not None and t.explicit][-count:]
    between = [sentence.text[a.end : b.start] for a, b in pairwise(named)]
    if len(named) < count or not all(re.fullmatch(r"[、，,和及与\s]*", words) for words in between):
        return ()
    return tuple(named)


def _sentence(one: Expression) -> Sentence:
    return next(s for s in one.passage.sentences if s.start <= one.start < s.end)


def _bounded(one: Expression, first: Expression) -> Expression:
    """分别不少于5家、30家: what stands before the first number of the list is said of all."""
    said = first.passage.clause.text[first.quantity.start : first.quantity.inner]
    if one is first or one.quantity.comparator != "exactly" or said.removeprefix("分别") in ("", "达到", "为"):
        return one
    return replace(one, quantity=replace(one.quantity, comparator=first.quantity.comparator))
