"""Targets: what the document promises to reach. Parts know their whole, 力争 its floor, a repetition its first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from peiyu.document.findings.distribution import divided
from peiyu.document.findings.expression import Expression
from peiyu.document.findings.page import Page
from peiyu.document.model import TargetFinding


@dataclass(frozen=True, slots=True)
class Targets:
    """`goals` are the document's numeric goals; `restatements` say one of them again (`restates`)."""

    goals: tuple[TargetFinding, ...]
    restatements: tuple[TargetFinding, ...]


def targets(page: Page, found: tuple[Expression, ...]) -> Targets:
    """The goals and their restatements, each in the order of the document."""
    goals: list[TargetFinding] = []
    again: list[TargetFinding] = []
    said_by: dict[tuple[object, ...], list[int]] = {}
    sentence: list[tuple[Expression, int | None]] = []
    number = -1
    for at, one in enumerate(found):
        if one.role != "target":
            continue
        if one.sentence != number:
            sentence, number = [], one.sentence
        if _stretches(one, sentence):
            _extend(one, sentence, goals, page, stretch=one.quantity.low)
            continue
        if _falls_back(one, sentence):
            low, aimed_at = one.quantity.low, sentence[-1][0].quantity.low
            _extend(one, sentence, goals, page, comparator="floor", low=low, high=None, stretch=aimed_at)
            continue
        for said in divided(found, at):
            finding = replace(_finding(page, said), of=_whole(one, sentence))
            same = said_by.setdefault((*values(finding), finding.by), [])
            first = _restated(finding, [(index, goals[index]) for index in same])
            if first is not None:
                again.append(replace(finding, restates=first, of=None))
                sentence.append((one, None))
            else:
                same.append(len(goals))
                goals.append(finding)
                sentence.append((one, len(goals) - 1))
    return Targets(tuple(goals), tuple(again))


def _finding(page: Page, one: Expression) -> TargetFinding:
    low, high = one.quantity.ends
    return TargetFinding(
        **page.anchor(one.passage.clause, one.start, one.end),
        subject=one.subject,
        quantity=one.growth,
        comparator=one.quantity.comparator,
        low=low,
        high=high,
        unit=_unit(one),
        by=one.by,
        since=one.since,
        measure=one.measure,
    )


def _unit(one: Expression) -> str:
    """件/万人 where the subject says of how many (每万名从业人员, 万人发明专利拥有量)."""
    per = re.match("(?:每(?=[万千百])|(?=[万千]人))(万|千|百万|百)(?:名|人|户|家)", one.subject)
    if per is None or one.quantity.dimension != "count":
        return one.quantity.unit
    base = "户" if one.subject[len(per[0]) - 1] in "户" else "家" if per[0].endswith("家") else "人"
    return f"{one.quantity.unit}/{per[1]}{base}"


def _stretches(one: Expression, sentence: list[tuple[Expression, int | None]]) -> bool:
    """，力争达到4家 after a number of the same unit, without a subject or day of its own."""
    if not (one.quantity.stretch and one.bare and sentence):
        return False
    last = sentence[-1][0]
    return last.quantity.unit == one.quantity.unit and last.by == one.by


def _extend(
    one: Expression,
    sentence: list[tuple[Expression, int | None]],
    goals: list[TargetFinding],
    page: Page,
    **said: Any,
) -> None:
    """Adds what a figure says to the goal before it, whose characters then take in both."""
    last, index = sentence[-1]
    if index is not None:
        goals[index] = replace(goals[index], **page.anchor(one.passage.clause, last.start, one.end), **said)


def _falls_back(one: Expression, sentence: list[tuple[Expression, int | None]]) -> bool:
    """，确保不低于2% after 力争达到2.2%: the floor of what was aimed at."""
    if not (one.bare and sentence and one.quantity.comparator == "floor"):
        return False
    last = sentence[-1][0]
    said = one.passage.clause.text[last.end : one.quantity.start]
    above = last.quantity.stretch and last.quantity.low > one.quantity.low
    same = last.quantity.unit == one.quantity.unit and last.by == one.by
    return above and same and re.fullmatch("[，,]?并?(?:确保|保证)", said) is not None


def _whole(one: Expression, sentence: list[tuple[Expression, int | None]]) -> int | None:
    """The last goal of the sentence that is itself no part."""
    if not one.part:
        return None
    return next((index for other, index in reversed(sentence) if not other.part), None)


def _restated(finding: TargetFinding, goals: list[tuple[int, TargetFinding]]) -> int | None:
    """The goal of an earlier clause that this one says again, alike in name and unit; `goals` say the same numbers for
    the same day."""
    for index, goal in goals:
        if goal.clause != finding.clause and _same_bound(goal, finding) and alike(goal, finding):
            return index
    return None


def _same_bound(one: TargetFinding, other: TargetFinding) -> bool:
    bounded = one.comparator == other.comparator or {one.comparator, other.comparator} == {"floor", "above"}
    return bounded and one.stretch == other.stretch and one.quantity == other.quantity and one.measure == other.measure


def values(one: TargetFinding) -> tuple[Fraction | None, Fraction | None]:
    """The ends regardless of the comparator."""
    return (one.low if one.low is not None else one.high, one.high if one.high is not None else one.low)


def alike(one: TargetFinding, other: TargetFinding) -> bool:
    """One name is in the other, or half of their pairs of characters are the same."""
    a, b = _bare(one.subject), _bare(other.subject)
    if not a or not b:
        return False
    if a in b or b in a:
        return min(len(a), len(b)) >= 3
    shared = len(_pairs(a) & _pairs(b))
    return shared >= 3 and 2 * shared >= min(len(_pairs(a)), len(_pairs(b)))


def _bare(subject: str) -> str:
    return re.sub('[“”"、，,的0-9]|新增|各类|各级|企业|年度', "", subject)


def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))
