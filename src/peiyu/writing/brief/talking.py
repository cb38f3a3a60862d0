"""领导讲话口径数: what a leader may say of the month, one sentence a target, on one page."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.insight.figures import TargetStatus
from peiyu.paper.brief.values import Block, Line, Paragraph
from peiyu.problems import Text
from peiyu.writing.brief.material import Material
from peiyu.writing.brief.phrases import named, sentence, until, worded
from peiyu.writing.brief.population import net_number, step_number
from peiyu.writing.brief.sections import tally
from peiyu.writing.brief.sentences import against_year, goal_line, total_line, vague

MOST = 6
"""So many targets are told, so that it stays one page."""


def talking_items(facts: Material) -> Iterator[Block]:
    """How to use it, the whole in a sentence, each target in one, and what is not to be said."""
    yield Paragraph((foreword(facts),), note=True)
    yield Paragraph(tally(facts), lead=ordered(1, facts))
    told = [one for one in facts.heads() if tellable(one)][:MOST]
    for place, one in enumerate(told, 2):
        yield Paragraph(said(one, facts), lead=ordered(place, facts))
    yield from stock(facts, len(told) + 2)
    left_out = [one.target.name.in_(facts.lang) for one in facts.heads() if not tellable(one)]
    if left_out:
        wording = Text(
            "不宜引用：{names}（无数据、未开始或只知上下限）。",
            "Not to be quoted: {names} (no data, not begun, or only bounds). ",
        )
        yield Paragraph(worded(wording, facts.lang, names=named(left_out, facts.lang)), note=True)


def foreword(facts: Material) -> str:
    """What these figures are."""
    zh = f"以下均为{until(facts.day, 'zh')}的月结数，可直接引用；口径见同期月度表。引用时请勿改动数字。"
    en = "Figures of the closed month, to be quoted as they stand; how they are counted is in the monthly table. "
    return Text(zh, en).in_(facts.lang)


def stock(facts: Material, place: int) -> Iterator[Paragraph]:
    """在区企业1375家，今年以来净增694家; nothing where no stays are held."""
    if facts.bridge is None:
        return
    net = facts.bridge.closing - facts.bridge.opening
    wording = (
        Text("在区企业{last}，今年以来净增{net}。", "{last} enterprises; a net gain of {net} this year. ")
        if net >= 0
        else Text("在区企业{last}，今年以来净减{net}。", "{last} enterprises; a net loss of {net} this year. ")
    )
    last = step_number(facts.bridge.steps[-1], facts)
    yield Paragraph(
        worded(wording, facts.lang, last=last, net=net_number(facts.bridge, facts)), lead=ordered(place, facts)
    )


def ordered(place: int, facts: Material) -> str:
    return f"{place}. " if facts.lang == "en" else f"{place}．"


def tellable(one: TargetStatus) -> bool:
    """Whether a target has one figure that stands."""
    return one.actual is not None and one.pace.code != "not_begun" and not vague(one)


def said(one: TargetStatus, facts: Material) -> Line:
    """新增科技型中小企业1067家，完成目标1000家的106.7%，本月新增12家，同比增长8%: no enterprise is named."""
    lang, month = facts.lang, facts.pen.month(one)
    wording = Text("{name}{total}，完成目标{goal}的{rate}", "{name}: {total}, {rate} of the goal of {goal}")
    rate = facts.pen.rate(one)
    if rate is None:
        wording = Text("{name}{total}", "{name}: {total}")
    clauses = [
        worded(wording, lang, name=one.target.name.in_(lang), total=total_line(one, facts),
               goal=goal_line(one, facts, bare=True), rate=rate or ""),
        worded(Text("本月新增{month}", "{month} this month"), lang, month=month)
        if month is not None and month.value else (),
        against_year(one, facts),
    ]  # fmt: skip
    return sentence([line for line in clauses if line], lang)
