"""Every number of a document with its subject, its time and its role: the one reading that the finders share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from peiyu.document.findings.dates import Time
from peiyu.document.findings.expression import Expression
from peiyu.document.findings.lexicon import alternatives, lexicon
from peiyu.document.findings.page import Page, Passage, Sentence
from peiyu.document.findings.phrases import begins_with_verb
from peiyu.document.findings.quantities import Quantity
from peiyu.document.findings.roles import Setting, role
from peiyu.document.findings.subjects import compared, headed, phrase_of, subject_of
from peiyu.document.findings.tables import Cell, goals_of_tables
from peiyu.document.model import Measure

_ENUMERATED = re.compile(r"[、或和]\s*[0-9]")
_TIMES = ("人次", "家次", "户次", "场次", "班次")
"""What is done so many times needs no other subject: 培训2000人次."""
_LONG = re.compile(r"[一二两三四五六七八九十\d]+年")


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a clause's earlier words leave for the later: its days, whether they are past or thresholds."""

    since: date | None
    by: date | None
    begun: date | None = None
    period: date | None = None
    past: bool = False
    conditions: bool = False


def expressions(page: Page) -> tuple[Expression, ...]:
    """All numbers of the body, in the order of the document."""
    found: list[Expression] = []
    count = 0
    tables = goals_of_tables(page.passages)
    for passage in page.passages:
        if passage.clause.address in tables:
            count += 1
            found += [_of_table(passage, cell, count) for cell in tables[passage.clause.address]]
            continue
        by = passage.due or passage.by
        scope = _Scope(passage.since, by, passage.since, passage.now.by or passage.by)
        some: list[Expression] = []
        for sentence in passage.sentences:
            new = not _continued(sentence)
            count += new
            if new:
                scope = replace(scope, past=False, conditions=False, **_kept(scope, passage))
            some, scope = _sentence(passage, sentence, scope, count, carried=() if new else some[-1:])
            found += some
    return tuple(found)


def _of_table(passage: Passage, cell: Cell, number: int) -> Expression:
    return Expression(
        passage,
        number,
        cell.quantity,
        "target",
        cell.subject,
        growth="",
        verb="",
        start=cell.start,
        end=cell.end,
        by=cell.by,
        since=passage.since,
        measure=_measure("", cell.subject, "", cell.quantity),
        part=False,
        bare=False,
        follows=False,
    )


def _kept(scope: _Scope, passage: Passage) -> dict[str, date | None]:
    """A past sentence leaves no day to the next one."""
    return {"since": passage.since, "by": passage.due or passage.by} if scope.past else {}


def _continued(sentence: Sentence) -> bool:
    before = sentence.text[: sentence.start].rstrip()
    return before.endswith(("；", ";"))


def _sentence(
    passage: Passage, sentence: Sentence, scope: _Scope, number: int, *, carried: Sequence[Expression]
) -> tuple[list[Expression], _Scope]:
    """The numbers of a sentence; `carried` is the last one before a ；."""
    found: list[Expression] = list(carried)
    begin = sentence.start
    part = False
    for segment in sentence.segments:
        words = sentence.text[segment.start : segment.end]
        inside = [q for q in sentence.quantities if segment.start <= q.inner < segment.end]
        part = words.startswith("其中") or (part and not begins_with_verb(words))
        begin = segment.start
        for at, quantity in enumerate(inside):
            following = _following(inside, at, segment.end)
            scope = _at(sentence, quantity.start, scope, found)
            one = _expression(
                passage, sentence, quantity, scope, number, room=(begin, following, segment.end), said=found, part=part
            )
            if quantity.start < begin:
                one = replace(one, role="condition", start=quantity.start, end=quantity.end)
            found.append(one)
            if one.role not in ("condition", "term") or (quantity.dimension == "count" and not _attributive(one)):
                begin = one.end
            elif _ENUMERATED.match(sentence.text, quantity.end):
                begin = quantity.end
    scope = _at(sentence, sentence.end, scope, found)
    return found[len(carried) :], scope


def _following(inside: list[Quantity], at: int, close: int) -> int:
    """Where the next number begins that is no part of this one's name (2至3个产值过百亿元的产业集群)."""
    counts = inside[at].dimension == "count"
    for other in inside[at + 1 :]:
        if not counts or other.dimension not in ("money", "time", "ratio"):
            return other.start
    return close


def _attributive(one: Expression) -> bool:
    return one.passage.clause.text.startswith("的", one.end)


def _expression(
    passage: Passage,
    sentence: Sentence,
    quantity: Quantity,
    scope: _Scope,
    number: int,
    *,
    room: tuple[int, int, int],
    said: list[Expression],
    part: bool,
) -> Expression:
    text = sentence.text
    begin, following, close = room
    last = next((e for e in reversed(said) if e.role != "condition"), None)
    phrase = phrase_of(text, sentence, quantity, room, last)
    own = text[begin : quantity.inner]
    before, after = text[sentence.start : quantity.inner], text[quantity.end : sentence.end]
    listed = last is not None and _lists(text[last.end : phrase.start], last)
    subject, bare = subject_of(phrase, last, sentence, begin)
    if bare and said and said[-1].role == "condition" and re.fullmatch("[、或和]", text[said[-1].end : phrase.start]):
        subject = said[-1].subject
    if bare and phrase.verb and quantity.unit in _TIMES:
        subject, bare = phrase.verb, False
    if not subject and quantity.dimension != "time":
        subject = headed(passage.clause.heading)
    quantity = compared(text, quantity, phrase)
    setting = Setting(
        quantity,
        phrase,
        subject,
        passage.kind,
        before,
        own,
        after,
        dated=any(_to_come(t, passage) for t in sentence.times if t.end <= quantity.start),
        past=scope.past,
        conditions=scope.conditions,
        follows=last.role if last is not None and (listed or last.role in ("target", "fund", "term")) else None,
        leads=_leads(text[quantity.end : following], last_of_segment=following == close),
    )
    found = role(setting)
    verb = phrase.verb or (last.verb if last is not None and listed and not quantity.reached else "")
    if found == "target" and not subject:
        found = "background"
    start = min(phrase.start, quantity.start)
    return Expression(
        passage,
        number,
        quantity,
        found,
        subject,
        phrase.growth or (last.growth if last is not None and bare and listed and not quantity.reached else ""),
        verb,
        start,
        max(phrase.end, quantity.end) if phrase.after else quantity.end,
        scope.by,
        scope.since,
        last.measure if last is not None and bare and listed else _measure(verb, subject, phrase.growth, quantity),
        part,
        bare,
        listed,
    )


def _to_come(time: Time, passage: Passage) -> bool:
    """A day to come; where a heading speaks of the past, only a calendar year is one."""
    return time.role in ("by", "within", "yearly") and (time.explicit or passage.kind != "past")


def _leads(between: str, *, last_of_segment: bool) -> bool:
    """A name stands between this number and the next one."""
    return not last_of_segment and len(between) >= 2 and not re.search("[、，,；;和及]", between)


def _lists(between: str, last: Expression) -> bool:
    """Between two numbers stands nothing but 、 ， 和 and the second one's own words."""
    return bool(re.fullmatch("(?:[、，,；;]|和|及|以及|与|其中|：|\\s)*", between))


def _measure(verb: str, subject: str, growth: str, quantity: Quantity) -> Measure:
    if verb and verb not in lexicon()["verbs.stock"] and not growth:
        return "flow"
    if subject.startswith(("新增", "净增", "年度", "每年")) or subject.endswith(
        ("申请量", "授权量", "成交额", "交易额")
    ):
        return "flow"
    if quantity.reached or growth or quantity.dimension in ("ratio", "points", "times"):
        return "stock"
    return "stock" if subject.endswith(lexicon()["contexts.measures"]) else "flow"


def _at(sentence: Sentence, place: int, scope: _Scope, found: Sequence[Expression]) -> _Scope:
    """The scope at a place: the last time before it, and what the words say since; `found` are the numbers before."""
    words = sentence.text
    dated = sentence.start
    past = scope.past
    own = False
    for time in sentence.times:
        if time.start >= place:
            break
        if time.role == "base" or (past and not time.explicit and time.role == "within"):
            continue
        if own and _in_passing(sentence, time):
            continue
        scope, past = _timed(time, scope, own=own), time.role == "past"
        own = own or time.role in ("by", "within")
        dated = time.end
    if not past:
        past = bool(_past_word().search(words, dated, place))
    conditions = scope.conditions or any(
        not _within_a_promise(word.start(), found) for word in _condition_word().finditer(words, sentence.start, place)
    )
    return replace(scope, past=past, conditions=conditions)


def _within_a_promise(place: int, found: Sequence[Expression]) -> bool:
    """…企业15家，其中…不得少于三家: the bound of a goal demands nothing of anybody."""
    return any(e.role == "target" and (e.part or e.passage.kind == "goals") and e.start <= place < e.end for e in found)


def _in_passing(sentence: Sentence, time: Time) -> bool:
    """到2025年…（五年累计）: how long, after the day has been said."""
    return not time.explicit and bool(_LONG.fullmatch(sentence.text, time.start, time.end))


def _timed(time: Time, scope: _Scope, *, own: bool) -> _Scope:
    """每年 without a day of the sentence's own runs to the end of the document's span."""
    if time.role == "yearly":
        return scope if own and not time.explicit else replace(scope, by=scope.period or scope.by, since=scope.begun)
    if time.role == "within":
        return replace(scope, by=time.by, since=time.since)
    if time.role == "by":
        begun = scope.begun if scope.begun and time.by and scope.begun < time.by else None
        return replace(scope, by=time.by, since=begun)
    return scope


@cache
def _past_word() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["contexts.past"]))


@cache
def _condition_word() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["contexts.conditions"]))
