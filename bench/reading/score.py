"""Precision and recall of targets against labels.

A finding and a label can be one when their characters overlap; of the pairs that can be one those that agree in the
number and in the most other fields are taken first, each finding and each label once. A pair is right when subject,
number, unit, comparator and deadline are all right.

A subject is right when, without quotes, brackets, punctuation and 的, it equals one of the label's forms, or one of
the two holds the other and the shorter has at least half of the longer's characters. (A finding's subject may be
given with its quantity: 专利 and 申请量 together are 专利申请量.) A unit of a ratio may name its base: 件/万人 for 件.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bench.reading.corpus import Document, Label
from bench.reading.quantities import base_unit
from peiyu.document.model import TargetFinding

FIELDS = ("subject", "number", "unit", "comparator", "by")
"""All of these must be right; `clause` is scored beside them, where the label has one."""
_NOISE = re.compile(r"[\s“”\"‘’'《》〈〉「」（）()〔〕\[\]、，,。.；;：:·—\-]|的")
_ALIKE = {"below": "ceiling"}


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and its finding, with what is right of it."""

    label: Label
    finding: TargetFinding
    right: frozenset[str]

    @property
    def whole(self) -> bool:
        return self.right.issuperset(FIELDS)


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over documents; `fields` counts pairs that are right in that one field."""

    labels: int = 0
    found: int = 0
    right: int = 0
    fields: dict[str, int] = field(default_factory=dict)
    clauses: int = 0

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.right / self.labels if self.labels else 1.0


@dataclass(frozen=True, slots=True)
class Scored:
    """One document: its pairs, the labels nobody found, the findings that are no label."""

    document: Document
    pairs: tuple[Pair, ...]
    missed: tuple[Label, ...]
    false: tuple[TargetFinding, ...]


def plain(words: str) -> str:
    """Words without what does not count in a comparison of subjects."""
    return _NOISE.sub("", words)


def same_subject(found: str, forms: Iterable[str]) -> bool:
    """The rule for subjects that the module's text states."""
    mine = plain(found)
    for form in map(plain, forms):
        short, long = sorted((mine, form), key=len)
        if short == long or (short and short in long and 2 * len(short) >= len(long)):
            return True
    return False


def pair_up(document: Document, findings: Sequence[TargetFinding]) -> Scored:
    """Each finding with at most one label and the other way round."""
    possible = [
        (label, finding, agreement(label, finding))
        for label in document.labels
        for finding in findings
        if _overlap(label.span, finding.raw_span) > 0
    ]
    possible.sort(key=lambda p: ("number" not in p[2], -len(p[2]), -_overlap(p[0].span, p[1].raw_span)))
    pairs: list[Pair] = []
    taken: set[int] = set()
    for label, finding, right in possible:
        if id(label) not in taken and id(finding) not in taken:
            taken |= {id(label), id(finding)}
            pairs.append(Pair(label, finding, right))
    missed = tuple(label for label in document.labels if id(label) not in taken)
    return Scored(document, tuple(pairs), missed, tuple(f for f in findings if id(f) not in taken))


def agreement(label: Label, finding: TargetFinding) -> frozenset[str]:
    """The fields in which they agree."""
    comparator = _ALIKE.get(finding.comparator, finding.comparator)
    low = finding.low if finding.low is not None else finding.high
    high = finding.high if comparator == "range" else None
    subject = any(same_subject(form, label.subjects) for form in (finding.subject, finding.subject + finding.quantity))
    checks = {
        "subject": subject,
        "number": (low, high, finding.stretch) == (label.low, label.high, label.stretch),
        "unit": label.unit in (base_unit(finding.unit), base_unit(finding.unit).split("/")[0]),
        "comparator": comparator == label.comparator,
        "by": finding.by == label.by,
        "clause": label.clause is not None and finding.clause == label.clause,
    }
    return frozenset(name for name, holds in checks.items() if holds)


def total(scored: Iterable[Scored]) -> Score:
    """The counts of many documents together."""
    every = tuple(scored)
    pairs = [pair for one in every for pair in one.pairs]
    return Score(
        labels=sum(len(one.document.labels) for one in every),
        found=len(pairs) + sum(len(one.false) for one in every),
        right=sum(pair.whole for pair in pairs),
        fields={name: sum(name in pair.right for pair in pairs) for name in (*FIELDS, "clause")},
        clauses=sum(label.clause is not None for one in every for label in one.document.labels),
    )


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> int:
    return min(one[1], other[1]) - max(one[0], other[0])
