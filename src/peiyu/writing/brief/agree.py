"""An issue's numbers held against the register of its closing, before anybody sees it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from peiyu.paper.brief.values import Brief, Number
from peiyu.problems import InputError, Problem, Text
from peiyu.writing.register import FigureKey, Register

PART = re.compile(r"^(?P<code>.+)\.total\[(?P<group>[^=\]]+)=(?P<part>.*)\]$")
ENDS: dict[str, str] = {
    "total": "total", "possible": "possible", "month": "month", "year": "year", "goal": "goal", "rate": "rate",
    "plan": "plan", "due": "due", "before": "before", "yoy": "yoy", "gap": "gap", "outlook.likely": "outlook",
    "outlook.low": "outlook_low", "outlook.high": "outlook_high", "outlook.gap": "shortfall",
    "outlook.gap.high": "shortfall_high",
}  # fmt: skip
"""How the id of a number ends, and which measure of the register it is."""
LONGEST_FIRST = tuple(sorted(ENDS, key=len, reverse=True))
TREND = "trend."
MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Differs:
    """A number that says another value than the register (None: the register says there is none)."""

    number: Number
    expected: Fraction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What holding an issue against a register found: how many figures agree, which differ, and the ids of those that
    the register does not keep (counts of targets, enterprises since the year began, chances), which come from the same
    facts and stand in no line of a closing."""

    agree: int
    differs: tuple[Differs, ...]
    apart: tuple[str, ...]


def agreement(numbers: Iterable[Number], register: Register) -> Agreement:
    """Each figure once; of another day than the register's, it stands apart."""
    held = {number.id: number for number in numbers}
    agree, differs, apart = 0, [], []
    for number in held.values():
        if not _of(number, register):
            apart.append(number.id)
            continue
        expected = value_of(number.id, register)
        if expected == number.value:
            agree += 1
        else:
            differs.append(Differs(number, expected))
    return Agreement(agree=agree, differs=tuple(differs), apart=tuple(apart))


def refuse_differences(brief: Brief, register: Register) -> Agreement:
    """The agreement of an issue. InputError `brief-disagrees` naming the figures that differ."""
    found = agreement(brief.numbers(), register)
    if found.differs:
        raise InputError(disagrees(found.differs))
    return found


def disagrees(differs: tuple[Differs, ...]) -> Problem:
    """The problem that figures differ from the closing."""
    more = "…" if len(differs) > MOST_NAMED else ""
    return Problem(
        "brief-disagrees",
        Text("文稿中的数与月结的数不一致，未成稿", "figures differ from those of the closing; nothing was issued"),
        found="；".join(named(differs)) + more,
        accepted=Text("与月结登记逐项一致", "every figure as the closing has it"),
        next_step=Text(
            "数据在月结后变动且原数据底表已不在：请另出一版月结，再成稿",
            "the facts changed after the closing and its base is gone: close the month anew, then compose",
        ),
    )


def named(differs: tuple[Differs, ...]) -> Iterator[str]:
    """Each figure with what the text says and what the closing says."""
    for one in differs[:MOST_NAMED]:
        expected = "—" if one.expected is None else str(one.expected)
        yield f"{one.number.id}: {one.number.text} ({one.number.value}) ≠ {expected}"


def known(id_: str, register: Register) -> bool:
    """Whether the register keeps a figure of this id. A group that a breakdown does not list has nothing in it."""
    part = PART.match(id_)
    if part is not None:
        of_group = (key for key in register.figures if (key.code, key.group) == (part["code"], part["group"]))
        return next(of_group, None) is not None
    key = key_of(id_)
    if key is None:
        word, _, end = id_.rpartition(".")
        return end in ("fall", "apart") and register.held(word, "goal") is not None
    return key in register.figures


def value_of(id_: str, register: Register) -> Fraction | None:
    """What the register says of an id that it keeps; what follows from its figures is worked out."""
    part = PART.match(id_)
    if part is not None:
        held = register.held(part["code"], "total", part["group"], part["part"])
        return Fraction(0) if held is None else held.value
    key = key_of(id_)
    if key is not None:
        return register.figures[key].value
    word, _, end = id_.rpartition(".")
    if end == "fall":
        growth = _value(word, "yoy", register)
        return None if growth is None else -growth
    rate, due = _value(word, "rate", register), _value(word, "due", register)
    return None if rate is None or due is None else abs(rate - due) * 100


def values_today(numbers: Iterable[Number], register: Register) -> dict[str, Fraction]:
    """What a register says of figures that it keeps of their day: id → value."""
    found = ((one.id, value_of(one.id, register)) for one in numbers if _of(one, register))
    return {id_: value for id_, value in found if value is not None}


def _of(number: Number, register: Register) -> bool:
    return number.as_of == register.day and known(number.id, register)


def key_of(id_: str) -> FigureKey | None:
    """The name under which the register keeps the figure of an id; None where it does not."""
    if id_.startswith(TREND):
        word = id_.removeprefix(TREND)
        for end, measure in ((".before.possible", ""), (".possible", "possible"), (".before", "before")):
            if word.endswith(end):
                return FigureKey(word.removesuffix(end), measure) if measure else None
        return FigureKey(word, "total")
    for end in LONGEST_FIRST:
        if id_.endswith(f".{end}"):
            return FigureKey(id_.removesuffix(f".{end}"), ENDS[end])
    return None


def id_of(key: FigureKey, register: Register) -> str:
    """The id under which issues tell a figure of the register."""
    if key.group:
        return f"{key.code}.total[{key.group}={key.part}]"
    if register.held(key.code, "goal") is None and "." not in key.code:
        return TREND + key.code + {"total": ""}.get(key.measure, f".{key.measure}")
    return f"{key.code}.{next(end for end, measure in ENDS.items() if measure == key.measure)}"


def _value(code: str, measure: str, register: Register) -> Fraction | None:
    held = register.held(code, measure)
    return None if held is None else held.value
