"""Every number of a document with its subject, its time and its role: the one reading that the finders share."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from peiyu.document.findings.dates import Time
from peiyu.document.findings.lexicon import alternatives, lexicon
from peiyu.document.findings.page import Page, Passage, Sentence
from peiyu.document.findings.phrases import (
    AT_LEAST_WITH,
    Phrase,
    after_number,
    before_number,
    begins_with_verb,
    ends_with_verb,
    related,
    share_after,
)
from peiyu.document.findings.quantities import Quantity
from peiyu.document.findings.roles import Role, Setting, role
from peiyu.document.findings.sentences import Stretch
from peiyu.document.model import Measure

_LEVELS = ("国家级", "省级", "市级", "区级", "省级以上", "市级以上", "国家级以上", "自治区级")
_ENUMERATED = re.compile(r"[、或和]\s*[0-9]")
_TIMES = ("人次", "家次", "户次", "场次", "班次")
"""What is done so many times needs no other subject: 培训2000人次."""
_ABOUT = re.compile("(?:目标|指标|情况|行动|工程|工作|计划|培育|发展|建设)+$")
_MEASURES = (
    "总数",
    "数量",
    "总量",
    "占比",
    "总规模",
    "总额",
    "比重",
    "增速",
    "年均增速",
    "总面积",
    "覆盖率",
    "存活率",
    "总值",
)
_LEVEL = re.compile("^(?:国家级|省级|市级|区级|县级|自治区级|省市级)(?:及?以上)?(?:各类)?")
_EACH_PLACE = re.compile(
    "每(?:个|家|户)?(?:县（市、区）|县市区|县区|区县|旗县|县|市|区|乡镇|镇|乡|村|街道|园区|开发区|年度|月|季度)"
)
"""Where or when, and not what."""
_LONG = re.compile(r"[一二两三四五六七八九十\d]+年")
_STOP = "，,。；;：:、）)！!？?\n"


@dataclass(frozen=True, slots=True)
class Expression:
    """A number as the document says it. [start, end) are the characters of the clause's text that say it.

    `part` tells that it follows 其中; `bare` that its own words name no subject (，力争达到4家); `sentence` numbers the
    sentences of the document, where ； does not end one.
    """

    passage: Passage
    sentence: int
    quantity: Quantity
    role: Role
    subject: str
    growth: str
    verb: str
    start: int
    end: int
    by: date | None
    since: date | None
    measure: Measure
    part: bool
    bare: bool
    follows: bool
    """It continues the list of the number before it, with that number's verb."""


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
    for passage in page.passages:
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


def _kept(scope: _Scope, passage: Passage) -> dict[str, date | None]:
    """A past sentence leaves no day to the next one."""
    return {"since": passage.since, "by": passage.by} if scope.past else {}


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
            scope = _at(sentence, quantity.start, scope)
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
    scope = _at(sentence, sentence.end, scope)
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
    phrase = _phrase(text, sentence, quantity, room, last)
    own = text[begin : quantity.inner]
    before, after = text[sentence.start : quantity.inner], text[quantity.end : sentence.end]
    listed = last is not None and _lists(text[last.end : phrase.start], last)
    subject, bare = _subject(phrase, last, sentence, begin)
    if bare and said and said[-1].role == "condition" and re.fullmatch("[、或和]", text[said[-1].end : phrase.start]):
        subject = said[-1].subject
    if bare and phrase.verb and quantity.unit in _TIMES:
        subject, bare = phrase.verb, False
    if not subject and quantity.dimension != "time":
        subject = _headed(passage.clause.heading)
    quantity = _compared(text, quantity, phrase)
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
        phrase.growth or (last.growth if last is not None and bare and listed else ""),
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


def _compared(text: str, quantity: Quantity, phrase: Phrase) -> Quantity:
    """至少建成1个: the comparator stands before the verb."""
    if quantity.comparator != "exactly" or not phrase.verb:
        return quantity
    before = _verb_compared().search(text[: quantity.start])
    return replace(quantity, comparator="ceiling" if before and "多" in before[0] else "floor") if before else quantity


def _phrase(
    text: str, sentence: Sentence, quantity: Quantity, room: tuple[int, int, int], last: Expression | None
) -> Phrase:
    """The noun phrase of a number: after it where a verb stands right before it, else before it."""
    begin, following, close = room
    pieces = _without_times(sentence, begin, quantity.start)
    before = before_number(text, pieces, reached=quantity.reached)
    built = text.startswith("的", quantity.end) and quantity.dimension in ("area", "land") and before.verb
    if built and before.subject.endswith("面积"):
        subject, end = after_number(text, quantity.end, close, sentence.end)
        return Phrase(subject, before.verb, "", before.start, end, after=True)
    after_end = _name_end(text, quantity.end, following, close)
    trailing = text[quantity.end : after_end].strip()
    said = "".join(text[p.start : p.end] for p in pieces).rstrip()
    verb = ends_with_verb(said) or ("与" if said.endswith(AT_LEAST_WITH) else "")
    if quantity.dimension == "ratio" and not before.subject:
        deed = share_after(text, quantity.end, following)
        if deed:
            return Phrase(deed, verb or "达到", "", quantity.start, following, after=True, share=True)
    joined = trailing.startswith(lexicon()["verbs.after_conj"]) and not related(text, quantity.end, sentence.end)
    if not trailing or trailing[0] in _STOP or joined or trailing.startswith(("进行", "予以", "给予", "纳入", "列入")):
        return before
    leading = verb or said.endswith("等") or not before.subject
    if not leading and not (quantity.dimension == "count" and before.idle):
        return before
    if not verb and before.subject and not said.endswith("等") and not before.idle:
        return before
    subject, end = after_number(text, quantity.end, after_end, sentence.end)
    start = before.start if verb or said.endswith("等") else quantity.start
    carried = last.verb if last is not None and not verb and not said.endswith("等") and last.role == "target" else ""
    governing = verb or before.verb or carried
    if not governing and quantity.reached:
        governing = text[quantity.start : quantity.inner]
    return Phrase(subject, governing, "", start, end, after=True, idle=before.idle and not verb)


def _name_end(text: str, start: int, following: int, close: int) -> int:
    """Where the name after a number ends: at the segment's end, or before the 、 that leads to the next number."""
    if following == close:
        return close
    words = text[start:following]
    cut = max(words.rfind("、"), words.rfind("和"), words.rfind("及"), words.rfind("以及"), words.rfind("与"))
    return start + cut if cut > 0 and len(words) - cut <= 3 else following


def _without_times(sentence: Sentence, start: int, end: int) -> tuple[Stretch, ...]:
    """What stands in [start, end) beside the times."""
    pieces = []
    for time in sentence.times:
        if time.end <= start or time.start >= end:
            continue
        if time.start > start:
            pieces.append(Stretch(start, time.start))
        start = min(time.end, end)
    pieces.append(Stretch(start, end))
    return tuple(p for p in pieces if p.end > p.start) or (Stretch(end, end),)


def _subject(phrase: Phrase, last: Expression | None, sentence: Sentence, begin: int) -> tuple[str, bool]:
    """The phrase's subject; where it has none, that of the number before, or of the words before the comma."""
    said = "" if _EACH_PLACE.fullmatch(phrase.subject) else phrase.subject
    if said in lexicon()["verbs.events"] and last is not None and last.subject:
        return said + last.subject.removeprefix(last.verb if last.subject.startswith(last.verb) else ""), False
    if said in _MEASURES and last is not None and last.subject and not last.subject.endswith(_MEASURES):
        return last.subject + said, False
    if said.endswith(_LEVELS) and last is not None and last.subject and not last.subject.endswith(_LEVELS):
        return said + _LEVEL.sub("", last.subject), False
    if said:
        return said, False
    if phrase.verb in lexicon()["verbs.events"] and last is not None and last.subject:
        return phrase.verb + last.subject.removeprefix(last.verb), False
    led = _spoken(sentence, begin)
    if led and last is not None and last.end <= sentence.start:
        return led, True
    labelled = sentence.text[sentence.start : begin].rstrip().endswith(("：", ":"))
    if last is not None and last.subject and not labelled:
        return last.subject, True
    return led, True


def _spoken(sentence: Sentence, begin: int) -> str:
    """What the words before the comma are about."""
    text = sentence.text
    undated = "".join(text[p.start : p.end] for p in _without_times(sentence, sentence.start, begin)).rstrip(_STOP)
    lead = re.split("[，,：:]", undated)[-1]
    spoken = before_number(lead, (Stretch(0, len(lead)),)).subject
    return _grown().sub("", spoken)


def _headed(heading: str) -> str:
    """What a heading is about: 做大高新技术企业规模 → 高新技术企业规模."""
    named = before_number(heading, (Stretch(0, len(heading)),)).subject
    return _ABOUT.sub("", named)


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


def _at(sentence: Sentence, place: int, scope: _Scope) -> _Scope:
    """The scope at a place: the last time before it, and what the words say since."""
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
    conditions = scope.conditions or bool(_condition_word().search(words, sentence.start, place))
    return replace(scope, past=past, conditions=conditions)


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
def _verb_compared() -> re.Pattern[str]:
    return re.compile(rf"(?:至少|最少|至多|最多)(?:{alternatives(lexicon()['verbs.flow'])}|与|和|同|对)(?:了|出)?$")


@cache
def _condition_word() -> re.Pattern[str]:
    return re.compile(alternatives(lexicon()["contexts.conditions"]))


@cache
def _grown() -> re.Pattern[str]:
    return re.compile("(?:数量)?(?:快速|显著|大幅|稳步|持续|不断|明显|进一步|全面|加快|逐步|迅速)+.*$")
