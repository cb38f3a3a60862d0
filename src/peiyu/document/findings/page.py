"""The document as the finders see it: passages with their kind and their inherited time, sentences with their parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, TypedDict

from peiyu.document.alignment import Alignment, Span
from peiyu.document.findings.dates import Now, Time, times
from peiyu.document.findings.lexicon import lexicon
from peiyu.document.findings.quantities import Quantity, quantities
from peiyu.document.findings.sentences import Stretch, segments, sentences
from peiyu.document.model import Clause

Kind = Literal["goals", "past", "conditions", "awards", "plain"]

OUTSIDE = ("文号", "主送", "成文日期", "抄送", "印发", "标题", "来源")
"""Addresses outside the body in which nothing is promised."""

_QUOTED = re.compile('《[^《》]*》|“[^“”]{1,30}”|‘[^‘’]{1,30}’|"[^"\n]{1,20}"|〔[^〔〕]*〕')
_YEAR = re.compile(r"[〔\[（(]((?:19|20)\d{2})[〕\]）)]")
_DUE = re.compile("完成(?:时限|时间|期限|时点)[：:]")
_NUMBERED = re.compile(r"第\s*[0-9一二三四五六七八九十百]+\s*[条号期届次批章节个名位]")


class Anchor(TypedDict):
    """Where a finding stands, as its constructor takes it."""

    clause: str
    span: Span
    raw_span: Span
    text: str


@dataclass(frozen=True)
class Sentence:
    """One sentence of a clause's text, with its segments, times and quantities, all in the text's characters."""

    text: str
    start: int
    end: int
    now: Now

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @cached_property
    def segments(self) -> tuple[Stretch, ...]:
        return segments(self.text, Stretch(self.start, self.end))

    @cached_property
    def times(self) -> tuple[Time, ...]:
        return times(self.text, self.start, self.end, now=self.now)

    @cached_property
    def quoted(self) -> tuple[Span, ...]:
        """《》, “” and 第…条: numbers in them count nothing."""
        found = [
            *_QUOTED.finditer(self.text, self.start, self.end),
            *_NUMBERED.finditer(self.text, self.start, self.end),
        ]
        return tuple((m.start(), m.end()) for m in found)

    @cached_property
    def quantities(self) -> tuple[Quantity, ...]:
        shut = (*((t.start, t.end) for t in self.times), *self.quoted)
        return quantities(self.text, self.start, self.end, shut=tuple(sorted(shut)))


@dataclass(frozen=True)
class Passage:
    """One clause of the body. `kind` is what the headings over it say; `since` and `by` the time it inherits."""

    clause: Clause
    kind: Kind
    now: Now
    since: date | None
    by: date | None

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        text = self.clause.text
        return tuple(Sentence(text, s.start, s.end, self.now) for s in sentences(text))

    @cached_property
    def due(self) -> date | None:
        """The day of （责任单位：…；完成时限：…） that the clause ends with."""
        label = _DUE.search(self.clause.text)
        if label is None:
            return None
        named = times(self.clause.text, label.end(), len(self.clause.text), now=self.now)
        return next((t.by for t in named if t.role in ("by", "within")), None)


@dataclass(frozen=True)
class Page:
    """A document for the finders: its passages in order, all clauses by address, and what times are reckoned from."""

    passages: tuple[Passage, ...]
    clauses: Mapping[str, Clause]
    now: Now
    title: str = ""
    alignment: Alignment | None = field(default=None, repr=False)

    def anchor(self, clause: Clause, start: int, end: int) -> Anchor:
        """The anchor of characters [start, end) of a clause's text."""
        inside = (clause.start + start, clause.start + end)
        raw = inside if self.alignment is None else self.alignment.raw_span(inside)
        return {"clause": clause.address, "span": (start, end), "raw_span": raw, "text": clause.text[start:end]}


def page(clauses: tuple[Clause, ...], *, issued: date | None, title: str, alignment: Alignment | None) -> Page:
    """The clauses as passages. Times are inherited from the clause's earlier siblings that lead in (…目标：), from the
    clauses over it, and at last from the title's span or the span that the goals state."""
    by_address = {c.address: c for c in clauses}
    now = _numbered(_period(clauses, _title_now(title, issued)), clauses)
    passages: list[Passage] = []
    led: dict[str, tuple[date | None, date | None]] = {}
    for clause in clauses:
        if clause.address.startswith(OUTSIDE):
            continue
        since, by = _inherited(clause, by_address, led, now)
        passages.append(Passage(clause, _kind(clause, by_address), now, since, by))
        own = _stated(clause.text, now)
        if own is not None and own[1] is not None and clause.text.rstrip().endswith(("：", ":")):
            led[clause.parent] = own
    return Page(tuple(passages), by_address, now, title, alignment)


def _title_now(title: str, issued: date | None) -> Now:
    """The span that a title names: 2012年度… · (2015—2020年) · “十四五”…规划."""
    found = times(title, 0, len(title), now=Now())
    spans = [t for t in found if t.by is not None and t.since is not None and t.explicit]
    if not spans:
        return Now(issued)
    widest = max(spans, key=lambda t: (t.by or date.min) - (t.since or date.min))
    return Now(issued, widest.since, widest.by)


def _period(clauses: tuple[Clause, ...], now: Now) -> Now:
    """The document's span: its title's, else up to the day that its preamble or its goals name last (展望 aside)."""
    if now.by is not None:
        return now if now.issued is not None else Now(None, now.since, now.by, now.since)
    stated: list[date] = []
    for clause in clauses:
        if clause.address.startswith(OUTSIDE):
            continue
        for stretch in sentences(clause.text):
            words = clause.text[stretch.start : stretch.end]
            if "展望" not in words and "有效" not in words:
                stated += [t.by for t in times(words, 0, len(words), now=now) if t.role == "by" and t.explicit and t.by]
    future = [d for d in stated if now.issued is None or d > now.issued]
    return Now(now.issued, None, max(future) if future else None)


def _numbered(now: Now, clauses: tuple[Clause, ...]) -> Now:
    """Where no day is known the year of the document's number tells when it was written."""
    found = next((m for c in clauses if c.address.startswith("文号") and (m := _YEAR.search(c.text))), None)
    return now if found is None or now.day is not None else replace(now, begun=date(int(found[1]), 1, 1))


def _kind(clause: Clause, by_address: Mapping[str, Clause]) -> Kind:
    """What the nearest heading that says something says."""
    at: Clause | None = clause
    while at is not None:
        found = heading_kind(at.heading)
        if found != "plain":
            return found
        at = by_address.get(at.parent)
        if at is not None and at.text.rstrip().endswith(("：", ":")) and demands(at.text):
            return "conditions"
    return "plain"


def demands(text: str) -> bool:
    """The last sentence says that what follows are conditions."""
    return any(w in re.split("[。；]", text.rstrip("：: \n。；"))[-1] for w in lexicon()["contexts.conditions"])


def heading_kind(heading: str) -> Kind:
    """goals, past, conditions or awards, as a heading's words tell; else plain."""
    words = lexicon()
    if any(w in heading for w in words["contexts.headings.conditions"]):
        return "conditions"
    if heading.endswith(words["contexts.headings.conditions_end"]):
        return "conditions"
    for kind in ("awards", "past", "goals"):
        if any(w in heading for w in words[f"contexts.headings.{kind}"]):
            return kind
    return "plain"


def _inherited(
    clause: Clause,
    by_address: Mapping[str, Clause],
    led: Mapping[str, tuple[date | None, date | None]],
    now: Now,
) -> tuple[date | None, date | None]:
    at = clause
    while True:
        if at.parent in led:
            return led[at.parent]
        over = by_address.get(at.parent)
        if over is None:
            return now.since, now.by
        stated = _stated(over.heading, now) or (_stated(over.text, now) if over is not clause else None)
        if stated is not None:
            return stated
        at = over


def _stated(text: str, now: Now) -> tuple[date | None, date | None] | None:
    """The last time to come that a text names."""
    named = [t for t in times(text, 0, len(text), now=now) if t.role in ("by", "within") and t.by is not None]
    if not named:
        return None
    return named[-1].since, named[-1].by
