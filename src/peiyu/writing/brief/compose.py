"""The whole issue: what a 简报 and a 通报 consist of, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from peiyu.paper.brief.values import HEADED, Annex, Block, Brief, Distribution, Kind, Line, Paragraph
from peiyu.problems import Text
from peiyu.writing.brief.charts import bridge_chart, charts
from peiyu.writing.brief.distribution import addressed, distribution, issue_number, issuer
from peiyu.writing.brief.material import Form, Material
from peiyu.writing.brief.outward import kept_back, told_bridge
from peiyu.writing.brief.phrases import months, until
from peiyu.writing.brief.population import population
from peiyu.writing.brief.sections import (
    by_group,
    definitions,
    numbered,
    outlook,
    overview,
    problems,
    progress,
    steps,
    trends,
)  # fmt: skip
from peiyu.writing.brief.short import ITEMS as ITEMS_SAID
from peiyu.writing.brief.short import TABLE, gist, short_items, short_notice_items
from peiyu.writing.brief.tables import full_table, key_table, place_table
from peiyu.writing.brief.talking import talking_items
from peiyu.writing.brief.wide import monthly_items, progress_items

COMPOSED = (Kind.BRIEF, Kind.NOTICE, Kind.PROGRESS, Kind.MONTHLY, Kind.TALK)
"""Kinds that are composed of what was measured."""
WIDE = (Kind.PROGRESS, Kind.MONTHLY)
ITEMS: Mapping[Kind, Callable[[Material], Iterator[Block]]] = {
    Kind.PROGRESS: progress_items, Kind.MONTHLY: monthly_items, Kind.TALK: talking_items,
}  # fmt: skip
NAME = Text("科技型中小企业发展信息简报", "Brief on technology-based SMEs")
OVERVIEW, PROGRESS = Text("总体情况", "Overview"), Text("各项目标进展", "Target by target")
POPULATION, OUTLOOK = Text("企业增减", "Enterprises"), Text("完成情况预计", "Outlook")
TRENDS = Text("未定数量的目标", "Goals without a number")
PROBLEMS, STEPS = Text("存在的问题", "What lags"), Text("下一步工作", "Next steps")
DEFINITIONS = Text("口径说明", "How it is counted")


def section_names(kind: Kind, lang: str) -> tuple[str, ...]:
    """What the sections of a kind are called, in either form; an issue leaves out those without content."""
    named = {
        Kind.BRIEF: (TABLE, ITEMS_SAID, OVERVIEW, PROGRESS, POPULATION, OUTLOOK, TRENDS, PROBLEMS, STEPS, DEFINITIONS),
        Kind.NOTICE: (OVERVIEW, ITEMS_SAID, PROGRESS, POPULATION, OUTLOOK, PROBLEMS, STEPS),
    }.get(kind, ())
    return tuple(one.in_(lang) for one in named)


def compose(facts: Material) -> Brief:
    """The issue that was asked for; nothing in it was computed here."""
    order, notice = facts.order, facts.order.kind is Kind.NOTICE
    if facts.outward:
        facts = guarded(facts)
    who = issuer(facts)
    name = order.name or (who if notice else NAME.in_(facts.lang))
    framed = order.kind in HEADED
    return Brief(
        kind=order.kind, name=name, title=order.title or title(facts),
        number=issue_number(facts), issuer=who, date=order.date or facts.day, as_of=facts.day,
        items=tuple(items_of(facts)), issue=order.issue, total=order.total,
        document_number=order.document_number, foreword=foreword(facts) if order.kind is Kind.BRIEF else (),
        addressed=addressed(facts) if notice else "", annexes=annexes(facts) if framed else (),
        sent=distribution(facts) if framed else Distribution(), made_up=facts.measured.made_up, lang=facts.lang,
        counted=order.counted, wide=order.kind in WIDE,
    )  # fmt: skip


def guarded(facts: Material) -> Material:
    """The same, with what may not go out by place and by trade, and the bridge as it may."""
    trades = frozenset() if facts.traded is None else kept_back(facts.traded, facts.trades)
    kept = kept_back(facts.measured, facts.places)
    return replace(facts, kept_back=kept, kept_trades=trades, bridge=told_bridge(facts.bridge))


def title(facts: Material) -> str:
    when, end = months(facts.day, facts.lang), until(facts.day, "zh").removeprefix("截至")
    titles = {
        Kind.NOTICE: Text(f"关于{when}科技型中小企业\n培育目标进展情况的通报", f"Targets from {when}: a notice"),
        Kind.PROGRESS: Text(f"{when}科技型中小企业培育工作进展一览", f"Targets and duties, {when}"),
        Kind.MONTHLY: Text(f"{when}科技型中小企业培育目标月度表", f"Monthly table of targets, {when}"),
        Kind.TALK: Text(f"讲话口径数（{facts.day.year}年{end}）", f"Figures for a speech, {when}"),
    }
    brief = Text(f"{when}科技型中小企业\n培育目标进展情况", f"Targets from {when}")
    return titles.get(facts.order.kind, brief).in_(facts.lang)


def items_of(facts: Material) -> list[Block]:
    """What stands between the head and the annexes, of either kind in either form."""
    short = facts.order.form is Form.SHORT
    if facts.order.kind in ITEMS:
        return list(ITEMS[facts.order.kind](facts))
    if facts.order.kind is Kind.NOTICE:
        sections = short_notice_items(facts) if short else notice_sections(facts)
        return [opening(facts), *sections]
    return list(short_items(facts) if short else brief_sections(facts))


def opening(facts: Material) -> Paragraph:
    """The first sentence of a 通报."""
    when = months(facts.day, facts.lang)
    said = Text(f"现将{when}《{facts.document_title}》各项目标进展情况通报如下：",
                f"The targets from {when} stand as follows:")  # fmt: skip
    return Paragraph((said.in_(facts.lang),))


def foreword(facts: Material) -> Line:
    """按语; of the short form it says how the targets stand."""
    if facts.order.form is Form.SHORT:
        return gist(facts)
    number = f"（{facts.document_number}）" if facts.document_number else ""
    zh = f"本期反映《{facts.document_title}》{number}各项目标{until(facts.day, facts.lang)}的进展，口径见文末说明。"
    en = f"How the targets of {facts.pack.name.in_('en')} stand; how they are counted is said at the end."
    return (Text(zh, en).in_(facts.lang),)


def brief_sections(facts: Material) -> Iterator[Block]:
    drawn = charts(facts)
    sections: tuple[tuple[Text, list[Block]], ...] = (
        (OVERVIEW, [*overview(facts), *progress(facts, "1"), *drawn[:1]]),
        (PROGRESS, [*by_group(facts), *drawn[1:]]),
        (POPULATION, [*population(facts), *bridge_chart(facts, len(drawn) + 1)]),
        (OUTLOOK, [*outlook(facts)]),
        (TRENDS, [*trends(facts, "2")]),
        (PROBLEMS, [*problems(facts)]),
        (STEPS, [*steps(facts)]),
        (DEFINITIONS, [*definitions(facts)]),
    )
    return numbered(sections, facts)


def notice_sections(facts: Material) -> Iterator[Block]:
    drawn = charts(facts)
    sections: tuple[tuple[Text, list[Block]], ...] = (
        (OVERVIEW, [*overview(facts), *drawn[:1]]),
        (PROGRESS, [*by_group(facts), *drawn[1:]]),
        (POPULATION, [*population(facts), *bridge_chart(facts, len(drawn) + 1)]),
        (OUTLOOK, [*outlook(facts)]),
        (PROBLEMS, [*problems(facts)]),
        (STEPS, [*steps(facts)]),
    )
    return numbered(sections, facts)


def annexes(facts: Material) -> tuple[Annex, ...]:
    """Of a 通报 附表1 every target with the definitions and 附表2 the same by place; of a full 简报 the key
    enterprises, which a short one has inside. What goes out names no enterprise with its chance."""
    lang, notice = facts.lang, facts.outward
    by_place = place_table(facts) if notice else None
    firms = key_table(facts) if not notice and facts.order.form is Form.FULL else None
    made: list[tuple[str, tuple[Block, ...], bool]] = []
    if notice:
        made.append((Text("目标进展情况", "Targets").in_(lang), (full_table(facts), *definitions(facts)), True))
    if by_place is not None:
        by = by_place.columns[0].header
        made.append((Text(f"分{by}进展情况", f"By {by}").in_(lang), (by_place,), True))
    if firms is not None:
        made.append((Text("关键企业名单", "Enterprises that decide").in_(lang), (firms,), True))
    head = Text("附表", "Annex ").in_(lang)
    return tuple(
        Annex(label=f"{head}{place}", title=title, items=items, wide=wide)
        for place, (title, items, wide) in enumerate(made, 1)
    )
