"""Answers beside the same datum's own past, and beside what others say of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from statistics import median

from peiyu.facts.intake.plausibility.slips import NEAR, SLIPS
from peiyu.facts.round.examine.finding import Finding, Past, Returned, error, said, warning
from peiyu.facts.round.examine.span import adds_up, months, ordinal, year_before
from peiyu.facts.round.model import Answer, Span
from peiyu.facts.vocabulary.model import Field
from peiyu.problems import Text

FACTOR = 3
"""More than this many times the past, or less than a part of it, needs a sentence."""

TENFOLD = (8, 12.5)
STEADY_PASTS, STEADY_SPREAD = 3, 2
"""Ten times the past is taken for a slip (a nought too many, or too few) only where at least three past figures lie
within a factor of two: young firms do grow tenfold."""

SMALL = {"money": 10_000_000, "persons": 10, "items": 10, "area": 10_000, "years": 1_000, "points": 1_000}
"""Stored values of a field of scale 1, or of its usual scale, below which changes are no matter: 10万元, 10 persons."""

APART = 0.005
"""Half a percent between two sources is rounding."""

UNIT = Text(
    "核实是元还是万元，小数点、零的个数是否有误；确无误的，在“说明”栏写一句原因，由收表单位核定",
    "look again: yuan or 万元, the point, the noughts; if it is right say why, and the office that collects decides",
)


def differs_from_held(returned: Returned) -> Iterator[Finding]:
    """Another value than the one that is held, or that another source gives for the same span."""
    for place, answer in returned.answers.items():
        known = returned.field(place)
        others = [(Text("已掌握的数", "what is held"), returned.held[place])] if place in returned.held else []
        others += [
            (Text(f"{past.source}的数", f"the figure of {past.source}"), past.value)
            for past in returned.before.get(place, ())
            if past.span == returned.asked.span
        ]
        for by, value in others:
            if answer.value is not None and not _agree(answer.value, value):
                mine, theirs = said(known, answer.value), said(known, value)
                message = Text(
                    f"{known.name.zh}填报 {mine.zh}，与{by.zh} {theirs.zh} 不一致",
                    f"{known.name.en} is given as {mine.en}; {by.en} is {theirs.en}",
                )
                yield warning(answer, "answer-differs", message, accepted=theirs)
                break


def _agree(one: object, other: object) -> bool:
    if isinstance(one, int) and isinstance(other, int):
        return abs(one - other) <= APART * max(abs(one), abs(other))
    return one == other


def slips(returned: Returned) -> Iterator[Finding]:
    """An amount that is 1 000, 10 000 or 100 000 000 times the datum's own past, or ten times a steady one.

    An error, for it is nearly always the wrong unit; with a sentence of the sender a warning, for the office to see.
    """
    for answer, known, value in returned.figures():
        pasts = _paces(returned, answer, known)
        now = pace(value, returned.asked.span, known)
        if not pasts or now == 0 or known.type == "ratio":
            continue
        usual = median(pasts)
        if usual == 0 or (usual > 0) != (now > 0):
            continue
        times = _slip(known, now / usual, pasts)
        if times is not None:
            mine, expected = said(known, value), _expected(known, usual, returned.asked.span)
            message = Text(
                f"{known.name.zh} {mine.zh}，与本企业历次数据相比{times.zh}，疑为单位或零的个数写错",
                f"{known.name.en} {mine.en} is {times.en} against the firm's own past: probably the unit or a nought",
            )
            if answer.explanation.strip():
                yield warning(answer, "answer-unit-slip", message, accepted=expected)
            else:
                yield error(answer, "answer-unit-slip", message, accepted=expected, next_step=UNIT)


def _slip(known: Field, ratio: float, pasts: Sequence[float]) -> Text | None:
    """What the ratio to the past looks like, if it looks like a slip."""
    power = math.log10(ratio)
    less = Text("约小了", "too small by") if power < 0 else Text("约大了", "too large by")
    for near, (zh, en) in SLIPS.items() if known.type == "money" else ():
        if abs(abs(power) - near) < NEAR:
            return Text(f"{less.zh} {zh}倍", f"{less.en} about {en} times")
    smallest, largest = min(pasts), max(pasts)
    is_steady = len(pasts) >= STEADY_PASTS and 0 < largest <= STEADY_SPREAD * smallest
    if is_steady and TENFOLD[0] <= 10 ** abs(power) <= TENFOLD[1]:
        return Text(f"{less.zh} 10 倍", f"{less.en} about ten times")
    return None


def _expected(known: Field, usual: float, span: Span) -> Text:
    """About what the past leads to expect, in three digits."""
    exact = round(usual * (months(span) if adds_up(known) else 1))
    about = said(known, round(exact, 3 - len(str(abs(exact)))))
    return Text(f"按以往约 {about.zh}", f"by its past about {about.en}")


def leaps(returned: Returned) -> Iterator[Finding]:
    """More than three times, or less than a third of, the year before's or the last months' mean; or nothing at all
    where there was something."""
    for answer, known, value in returned.figures():
        if known.minimum is None or known.minimum < 0 or known.type == "ratio":
            continue
        for basis, reference in _references(returned, answer, known):
            if max(value, reference) < SMALL.get(known.type, 0) or reference <= 0:
                continue
            mine, usual = said(known, value), said(known, reference)
            if value == 0:
                message = Text(
                    f"{known.name.zh}填 0，而{basis.zh}为 {usual.zh}：不掌握的应留空，不填 0",
                    f"{known.name.en} is 0, {basis.en} it was {usual.en}: what is not known is left blank, not 0",
                )
                yield warning(answer, "answer-zero", message)
                break
            if value * FACTOR < reference or value > reference * FACTOR:
                more, times = "增至" if value > reference else "降至", value / reference
                message = Text(
                    f"{known.name.zh} {mine.zh}，{basis.zh}为 {usual.zh}，{more} {times:.2f} 倍",
                    f"{known.name.en} is {mine.en}; {basis.en} it was {usual.en} ({times:.2f} times)",
                )
                yield warning(answer, "answer-leaps", message)
                break


def _references(returned: Returned, answer: Answer, known: Field) -> Iterator[tuple[Text, int]]:
    """What the answer is measured by, for its whole span: the year before, the mean of the last twelve months."""
    span = returned.asked.span
    pasts = returned.before.get(answer.place, ())
    for past in pasts:
        if past.span == year_before(span) and isinstance(past.value, int):
            yield Text("上年同期", "a year before"), past.value
    recent = [p for p in pasts if 0 < ordinal(span) - ordinal(p.span) < 12]
    paces = [pace(p.value, p.span, known) for p in recent if isinstance(p.value, int)]
    if paces:
        mean = sum(paces) / len(paces) * (months(span) if adds_up(known) else 1)
        yield Text("近期平均水平", "the mean of late"), round(mean)


def _paces(returned: Returned, answer: Answer, known: Field) -> list[float]:
    """What the past says of a month (of amounts that add up) or of a day (of everything else)."""
    pasts = returned.before.get(answer.place, ())
    earlier: Iterator[Past] = (p for p in pasts if ordinal(p.span) < ordinal(returned.asked.span))
    made = [pace(p.value, p.span, known) for p in earlier if isinstance(p.value, int)]
    return [one for one in made if one != 0]


def pace(value: int, span: Span, known: Field) -> float:
    """A figure by the month, where it adds up over months."""
    return value / months(span) if adds_up(known) else float(value)
