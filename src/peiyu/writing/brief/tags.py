"""Tags of a template that name figures of the register: 新增科技小巨人企业.完成率, new_giants.rate, 专利申请.甲园."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.insight.targets.amounts import amount
from peiyu.paper.brief.template.sample import Listed
from peiyu.paper.brief.template.tags import Figures, Words
from peiyu.paper.brief.values import Number
from peiyu.problems import Text
from peiyu.writing.brief.agree import id_of
from peiyu.writing.brief.numbers import Pen
from peiyu.writing.register import MEASURES, TOTAL, FigureKey, Held, Register

NO_FIGURE = "—"
TOLD = (TOTAL, "month", "goal", "rate", "due", "before", "yoy", "gap", "outlook_low", "outlook_high")
"""Measures that the sample lists of each indicator."""


def figures_of(register: Register, *, lang: str) -> Figures:
    """What the tags of a template bring from a register."""
    pen = Pen(register.day, lang)

    def figure(word: str) -> Number | None:
        key = key_of_tag(word, register)
        return None if key is None else number_of(key, register, pen)

    return figure


def key_of_tag(word: str, register: Register) -> FigureKey | None:
    """The figure that a tag names: an indicator by name or code, then what is told of it (累计 where nothing is said),
    or a group of a breakdown; None for a tag that names none, or a group that several breakdowns have."""
    for code, name in register.names.items():
        for start in (name.zh, name.in_("en"), code):
            if word == start:
                return _there(FigureKey(code), register)
            if word.startswith(f"{start}."):
                found = _rest(code, word.removeprefix(f"{start}.").strip(), register)
                if found is not None:
                    return found
    return None


def _rest(code: str, rest: str, register: Register) -> FigureKey | None:
    for measure, name in MEASURES.items():
        if rest in (measure, name.zh, name.en):
            return _there(FigureKey(code, measure), register)
    group, _, part = rest.rpartition("=")
    held = [
        FigureKey(code, TOTAL, by, key)
        for by, grouped in register.groups.items()
        if not group or group in (by, grouped.name.zh, grouped.name.in_("en"))
        for key, name in grouped.parts.items()
        if part in (key, name.zh, name.in_("en"))
    ]
    found = [key for key in held if key in register.figures]
    return found[0] if len(found) == 1 else None


def _there(key: FigureKey, register: Register) -> FigureKey | None:
    return key if key in register.figures else None


def number_of(key: FigureKey, register: Register, pen: Pen) -> Number:
    """The figure as it is written, locked; without a value a dash."""
    held, id_ = register.figures[key], id_of(key, register)
    if held.value is None:
        return Number(id_, NO_FIGURE, None, held.unit, held.definition.in_(pen.lang), register.day)
    return pen.number(id_, held.value, held.unit, means=held.definition)


def listed(register: Register) -> Iterator[Listed]:
    """The tags of figures that a sample lists, with what they say now: what may be told of the first indicator, then
    the names of the others, which are told of in the same way."""
    first = True
    for code, name in register.names.items():
        if "." in code:
            continue
        for measure in TOLD if first else (TOTAL,):
            held = register.held(code, measure)
            if held is not None:
                told = MEASURES[measure]
                means = Text(f"{name.zh}：{told.zh}", f"{name.in_('en')}: {told.en}")
                yield Listed(f"{name.zh}.{told.zh}", Words(means, _example(held)))
        first = False


def _example(held: Held) -> Text:
    return held.reason if held.value is None else amount(held.value, held.unit)
