"""Which noun phrase a number counts: that before it or after it, that of the number before, or that of the heading."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache

from peiyu.document.findings.expression import Expression
from peiyu.document.findings.lexicon import alternatives, lexicon
from peiyu.document.findings.page import Sentence
from peiyu.document.findings.phrases import (
    AT_LEAST_WITH,
    Phrase,
    after_number,
    before_number,
    ends_with_verb,
    related,
    share_after,
)
from peiyu.document.findings.quantities import Quantity
from peiyu.document.findings.sentences import Stretch

_LEVELS = ("国家级", "省级", "市级", "区级", "省级以上", "市级以上", "国家级以上", "自治区级")
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
_TOTALS = ("总数", "数量", "总量")
"""…数量翻一番，总量不低于280家: both are of one thing."""
_LEVEL = re.compile("^(?:国家级|省级|市级|区级|县级|自治区级|省市级)(?:及?以上)?(?:各类)?")
_EACH_PLACE = re.compile(
    "每(?:个|家|户)?(?:县（市、区）|县市区|县区|区县|旗县|县|市|区|乡镇|镇|乡|村|街道|园区|开发区|年度|月|季度)"
)
"""Where or when, and not what."""
_STOP = "，,。；;：:、）)！!？?\n"


def compared(text: str, quantity: Quantity, phrase: Phrase) -> Quantity:
    """至少建成1个: the comparator stands before the verb; 增加到2025年的100家: so does what says that it is reached."""
    if phrase.subject in lexicon()["verbs.growth"]:
        return replace(quantity, reached=True)
    if quantity.comparator != "exactly" or not phrase.verb:
        return quantity
    before = _verb_compared().search(text[: quantity.start])
    return replace(quantity, comparator="ceiling" if before and "多" in before[0] else "floor") if before else quantity


def phrase_of(
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


def subject_of(phrase: Phrase, last: Expression | None, sentence: Sentence, begin: int) -> tuple[str, bool]:
    """The phrase's subject; where it has none, that of the number before, or of the words before the comma."""
    nameless = _EACH_PLACE.fullmatch(phrase.subject) or phrase.subject in lexicon()["verbs.growth"]
    said = "" if nameless else phrase.subject
    if said in lexicon()["verbs.events"] and last is not None and last.subject:
        return said + last.subject.removeprefix(last.verb if last.subject.startswith(last.verb) else ""), False
    if said in _MEASURES and last is not None and last.subject and not last.subject.endswith(_MEASURES):
        return last.subject + said, False
    if said in _TOTALS and last is not None and len(last.subject) > 4 and last.subject.endswith(_TOTALS):
        return last.subject[:-2] + said, False
    if said.endswith(_LEVELS) and last is not None and last.subject and not last.subject.endswith(_LEVELS):
        return said + _LEVEL.sub("", last.subject), False
    if said:
        return said, False
    if phrase.verb in lexicon()["verbs.events"] and last is not None and last.subject:
        return phrase.verb + last.subject.removeprefix(last.verb), False
    carried = last is not None and last.end <= sentence.start
    if carried and (led := _spoken(sentence, begin)):
        return led, True
    labelled = sentence.text[sentence.start : begin].rstrip().endswith(("：", ":"))
    if last is not None and last.subject and not labelled:
        return last.subject, True
    return _spoken(sentence, begin), True


def _spoken(sentence: Sentence, begin: int) -> str:
    """What the words before the comma are about."""
    text = sentence.text
    undated = "".join(text[p.start : p.end] for p in _without_times(sentence, sentence.start, begin)).rstrip(_STOP)
    lead = re.split("[，,：:]", undated)[-1]
    spoken = before_number(lead, (Stretch(0, len(lead)),)).subject
    return _grown().sub("", spoken)


def headed(heading: str) -> str:
    """What a heading is about: 做大高新技术企业规模 → 高新技术企业规模."""
    named = before_number(heading, (Stretch(0, len(heading)),)).subject
    return _ABOUT.sub("", named)


@cache
def _verb_compared() -> re.Pattern[str]:
    return re.compile(rf"(?:至少|最少|至多|最多)(?:{alternatives(lexicon()['verbs.flow'])}|有|与|和|同|对)(?:了|出)?$")


@cache
def _grown() -> re.Pattern[str]:
    return re.compile("(?:数量)?(?:快速|显著|大幅|稳步|持续|不断|明显|进一步|全面|加快|逐步|迅速)+.*$")
