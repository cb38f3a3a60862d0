"""Statements within one document that repeat or contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from peiyu.document.findings.page import Page
from peiyu.document.findings.targets import Targets, values
from peiyu.document.model import Anchored, Contradiction, TargetFinding
from peiyu.problems import Text

_POPULATIONS = ("小巨人", "中小企业", "高新技术企业", "瞪羚", "独角兽", "专精特新", "规模以上", "单项冠军")
_RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*(?:[—–－~～-]{1,2}|至)\s*(\d+(?:\.\d+)?)(?![\d.万亿年月日])")
_OVER = re.compile("(?:超过|突破|大于|高于)[^，,。；;]*?以上")


def contradictions(page: Page, found: Targets) -> tuple[Contradiction, ...]:
    """Goals said twice, said differently, doubly bounded, with a range from more to less, whose parts do not add up, or
    under several names."""
    rows = [
        *_again(found),
        *_differing(found.goals),
        *_doubly_bounded(found.goals),
        *_turned(found.goals),
        *_parts(found.goals),
        *_names(page, found),
    ]
    order = {p.clause.address: i for i, p in enumerate(page.passages)}
    return tuple(sorted(rows, key=lambda r: (order[r.clause], r.span)))


def _again(found: Targets) -> Iterator[Contradiction]:
    """A goal and its restatement: alike, or with another population, unit or comparator."""
    for other in found.restatements:
        if other.restates is None:
            continue
        first = found.goals[other.restates]
        said = _difference(first, other)
        if said is None:
            yield _row("double", first, other, Text("同一目标前后两处表述一致", "one goal is stated twice, alike"))
        else:
            yield _row("contradiction", first, other, said)


def _difference(first: TargetFinding, other: TargetFinding) -> Text | None:
    mine, others = _population(first.subject), _population(other.subject)
    if mine and others and mine != others:
        return Text(
            f"同一数字前后对象不同：“{first.subject}”与“{other.subject}”",
            f"one number is said of two populations: 「{first.subject}」 and 「{other.subject}」",
        )
    if first.comparator != other.comparator:
        return Text(
            f"同一目标的限定不同：“{first.text}”与“{other.text}”",
            f"one goal is bounded differently: 「{first.text}」 and 「{other.text}」",
        )
    if first.unit.split("/")[0] != other.unit.split("/")[0] and {first.unit, other.unit} - {"家", "户", "个"}:
        return Text(
            f"同一目标的单位不同：{first.unit}与{other.unit}",
            f"one goal is counted in two units: {first.unit} and {other.unit}",
        )
    return None


def _population(subject: str) -> str:
    return next((p for p in _POPULATIONS if p in subject), "")


def _differing(goals: tuple[TargetFinding, ...]) -> Iterator[Contradiction]:
    """The same name, unit and day with different numbers in two clauses."""
    for at, one in enumerate(goals):
        for other in goals[at + 1 :]:
            if one.clause != other.clause and _of_one_thing(one, other) and values(one) != values(other):
                yield _row(
                    "contradiction",
                    one,
                    other,
                    Text(
                        f"“{one.subject}”前后数字不一：“{one.text}”与“{other.text}”",
                        f"「{one.subject}」 has two numbers: 「{one.text}」 and 「{other.text}」",
                    ),
                )


def _of_one_thing(one: TargetFinding, other: TargetFinding) -> bool:
    mine = (one.subject, one.quantity, one.unit, one.by, one.measure, one.of)
    return mine == (other.subject, other.quantity, other.unit, other.by, other.measure, other.of)


def _doubly_bounded(goals: tuple[TargetFinding, ...]) -> Iterator[Contradiction]:
    for one in goals:
        if _OVER.search(one.text) and one.comparator == "above":
            yield _row(
                "contradiction",
                one,
                one,
                Text(
                    "“超过”与“以上”并用：是否含本数说法不一，按“超过”（不含本数）读",
                    "超过 and 以上 together: whether the number itself counts is said both ways; read as more than",
                ),
            )


def _turned(goals: tuple[TargetFinding, ...]) -> Iterator[Contradiction]:
    for one in goals:
        ends = None if one.comparator == "range" else _RANGE.search(one.text)
        if ends is not None and Fraction(ends[1]) > Fraction(ends[2]):
            yield _row(
                "contradiction",
                one,
                one,
                Text(
                    f"区间“{ends[0]}”的下限大于上限，只取了后一个数：请核对原文",
                    f"the range 「{ends[0]}」 goes from more to less; only the second number was taken",
                ),
            )


def _parts(goals: tuple[TargetFinding, ...]) -> Iterator[Contradiction]:
    """Exact parts that pass their whole, or that divide it (…以上, …以下) and do not reach it."""
    for index, whole in enumerate(goals):
        parts = [g for g in goals if g.of == index and g.unit == whole.unit and g.comparator == "exactly"]
        if len(parts) < 2 or whole.comparator != "exactly" or whole.low is None:
            continue
        total = sum((p.low or Fraction(0) for p in parts), Fraction(0))
        dividing = any("以上" in p.subject for p in parts) and any("以下" in p.subject for p in parts)
        if total > whole.low or (dividing and total != whole.low):
            yield _row(
                "contradiction",
                whole,
                parts[0],
                Text(
                    f"分项合计 {total} 与总数 {whole.low} 不符",
                    f"the parts sum to {total}, the whole is {whole.low}",
                ),
            )


def _names(page: Page, found: Targets) -> Iterator[Contradiction]:
    """One goal under several names, that of the restatement's heading among them."""
    for other in found.restatements:
        if other.restates is None:
            continue
        first = found.goals[other.restates]
        names = [_name(first.subject), _name(other.subject)]
        tail = names[1][-4:]
        heading = re.split("建设|组建|建立|打造|培育|构建|完善", page.clauses[other.clause].heading)[-1]
        if len(tail) == 4 and tail in heading:
            names.append(heading[: heading.index(tail) + 4])
        distinct = tuple(dict.fromkeys(names))
        nested = names[0] in names[1] or names[1] in names[0]
        if len(distinct) > 1 and not nested and not _population(distinct[0]) and names[0][-2:] == names[1][-2:]:
            yield _row(
                "names",
                first,
                other,
                Text(
                    "同一事项名称不一：" + "、".join(f"“{n}”" for n in distinct),
                    "one thing has several names: " + ", ".join(f"「{n}」" for n in distinct),
                ),
            )


def _name(subject: str) -> str:
    """The name without its relative clauses and the list before 等."""
    return re.split("的|等", re.sub("^(?:各级|各类)", "", subject))[-1]


def _row(kind: str, one: TargetFinding, other: TargetFinding, said: Text) -> Contradiction:
    return Contradiction(
        clause=one.clause,
        span=one.span,
        raw_span=one.raw_span,
        text=one.text,
        kind=kind,  # type: ignore[arg-type]
        other=Anchored(clause=other.clause, span=other.span, raw_span=other.raw_span, text=other.text),
        said=said,
    )
