"""A target told in a row of a table: its numbers and remarks in words, alike wherever targets are listed."""

from __future__ import annotations

from collections.abc import Iterable

from peiyu.insight.figures import Outlook, TargetStatus
from peiyu.insight.forecast.wording import span
from peiyu.insight.targets.amounts import amount, said
from peiyu.insight.values import Value
from peiyu.problems import Text

NOTHING = Text("", "")


def total_cell(one: TargetStatus) -> Text:
    """The value; of a ratio that is not decided also what is held gives, which is no bound."""
    value = said(one.actual, one.goal.unit)
    held = held_said(one)
    return value if held is None else Text(f"{value.zh}（{held.zh}）", f"{value.en} ({held.en})")


def held_said(one: TargetStatus) -> Text | None:
    """已报数 of a ratio that is not decided; None of anything else."""
    figure = one.figure
    if figure.scale is None or figure.value is None or figure.value.is_point or figure.as_held is None:
        return None
    held = amount(figure.as_held, one.goal.unit)
    return Text(f"已报数 {held.zh}", f"as reported {held.en}")


def outlook_cell(found: Outlook, unit: str) -> Text:
    """31—36家, or why there is none in two words."""
    if found.low is None or found.kind == "cannot_tell":
        return Text("说不准", "cannot tell")
    low = amount(found.low, unit)
    if found.high is None:
        return Text(f"{low.zh}以上", f"{low.en} or more")
    return span(found.low, found.high, unit)


def told(value: Value | None, unit: str) -> Text:
    """A value, or nothing where it is not told."""
    return NOTHING if value is None else said(value, unit)


def notes(one: TargetStatus) -> Iterable[Text]:
    """Remarks: what is undecided or withheld, doubles, a ratio's parts, 其中 that do not add up, the stretch."""
    figure = one.figure
    if figure.undecided:
        yield Text(f"待核实 {figure.undecided} 条", f"{figure.undecided} not decided")
    if figure.doubles:
        yield Text(f"重复登记 {figure.doubles} 条未重复计", f"{figure.doubles} doubles counted once")
    for part in figure.parts:
        value = said(part.value, part.unit)
        yield Text(f"{part.name.zh} {value.zh}", f"{part.name.in_('en')} {value.en}")
    if (held := held_said(one)) is not None:
        yield Text(f"{held.zh}，未报的不计，不是上下限", f"{held.en}: what is missing is left aside, no bound")
    if one.stretch_met is not None:
        yield (
            Text("已达力争目标", "the stretch is reached")
            if one.stretch_met
            else Text("未达力争目标", "not the stretch")
        )
    if one.parts_said.zh:
        yield one.parts_said


def joined(texts: Iterable[Text]) -> Text:
    found = tuple(texts)
    return Text("；".join(t.zh for t in found), "; ".join(t.en for t in found))
