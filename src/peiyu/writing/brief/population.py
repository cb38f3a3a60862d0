"""How the number of enterprises changed since the year began, as a sentence of locked numbers."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.insight.statistics.bridge import Bridge, BridgeStep
from peiyu.paper.brief.values import Number, Paragraph
from peiyu.problems import Text
from peiyu.writing.brief.material import Material
from peiyu.writing.brief.phrases import joined, until, worded

UNIT = "家"


def step_number(step: BridgeStep, facts: Material) -> Number:
    return facts.pen.number(f"bridge.{step.code}", step.count, UNIT, means=step.name)


def step_numbers(facts: Material) -> tuple[Number, ...]:
    return () if facts.bridge is None else tuple(step_number(step, facts) for step in facts.bridge.steps)


def population(facts: Material, *, notes: bool = True) -> Iterator[Paragraph]:
    """年初1220家，新注册增加…，迁出减少…，9月底1993家，净增773家; with `notes` what no step holds in a note."""
    found, lang = facts.bridge, facts.lang
    if found is None:
        return
    first, *flows, last = found.steps
    came = [flow(step, facts) for step in flows if step.sign > 0 and step.count]
    went = [flow(step, facts) for step in flows if step.sign < 0 and step.count]
    net = found.closing - found.opening
    between = "、" if lang != "en" else ", "
    parts = [
        worded(Text("年初在区企业{first}", "{first} enterprises when the year began"), lang,
               first=step_number(first, facts)),
        worded(Text("今年以来{came}", "came: {came}"), lang, came=joined(came, between)) if came else (),
        worded(Text("{went}", "left: {went}"), lang, went=joined(went, between)) if went else (),
        worded(Text("{until}在区企业{last}", "{until}: {last}"), lang, until=until(facts.day, lang),
               last=step_number(last, facts)),
        worded(Text("净增{net}", "net gain {net}") if net >= 0 else Text("净减{net}", "net loss {net}"), lang,
               net=net_number(found, facts)),
    ]  # fmt: skip
    said = joined([part for part in parts if part], "，" if lang != "en" else "; ")
    yield Paragraph((*said, "。" if lang != "en" else "."))
    for note in found.notes if notes else ():
        yield Paragraph((Text("注：", "Note: ").in_(lang), note.in_(lang)), note=True)


def net_number(found: Bridge, facts: Material) -> Number:
    """By how much the number changed, without a sign."""
    means = Text("期末－期初", "closing less opening")
    return facts.pen.number("bridge.net", abs(found.closing - found.opening), UNIT, means=means)


def flow(step: BridgeStep, facts: Material) -> tuple[str, Number]:
    return (step.name.in_(facts.lang) + (" " if facts.lang == "en" else ""), step_number(step, facts))
