"""The short form, which an office sends: one table, a few items of text, the outlook, the enterprises that decide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from peiyu.insight.figures import Outlook, TargetStatus
from peiyu.insight.values import ZERO
from peiyu.paper.brief.values import Block, Column, Line, Paragraph, Row, Table
from peiyu.problems import Text
from peiyu.writing.brief.material import Material
from peiyu.writing.brief.phrases import joined, named, ordinal, sentence, worded
from peiyu.writing.brief.population import population
from peiyu.writing.brief.sections import LAGGING, due_duties, duty_said, group_name, lagging_said, numbered, tally
from peiyu.writing.brief.sentences import (
    FIRMS,
    against_plan,
    firms_number,
    gap_expected,
    goal_line,
    not_begun_said,
    part_said,
    spread_by,
    vague,
    vague_said,
)  # fmt: skip
from peiyu.writing.brief.tables import chance, short_table

OVERVIEW, TABLE = Text("总体情况", "Overview"), Text("目标进展", "Targets")
ITEMS = Text("重点情况", "In particular")
OUTLOOK, STEPS = Text("完成情况预计", "Outlook"), Text("下一步工作", "Next steps")
POPULATION = Text("企业增减", "Enterprises")
MOST_ITEMS = 5
"""So many items tell of targets; one more of the enterprises."""
MOST_GAPS = 6
"""So many goals that may be missed are told with their gaps."""
REST = Text("其余见表1", "others, see table 1")
MOST_FIRMS = 6
"""So many enterprises are named of each target."""
MOST_STEPS = 2
"""So many duties are recalled."""


def gist(facts: Material) -> Line:
    """按语: what the issue reports and how the targets stand, so that it may be all that is read. Which ones lag is
    left out where all do."""
    lagging = lagging_said(facts) if any(one.pace.code not in LAGGING for one in facts.targets) else ()
    return joined([tally(facts), lagging], "")


def short_items(facts: Material) -> Iterator[Block]:
    """The whole issue between the foreword and the end matter."""
    title = Text("表1 目标进展情况", "Table 1: targets").in_(facts.lang)
    firms = firm_table(facts)
    sections: tuple[tuple[Text, Sequence[Block]], ...] = (
        (TABLE, (short_table(facts, title),)),
        (ITEMS, tuple(items(facts))),
        (OUTLOOK, (*outlook(facts), *(() if firms is None else (firms,)))),
        (STEPS, tuple(steps(facts))),
    )
    return numbered(sections, facts)


def short_notice_items(facts: Material) -> Iterator[Block]:
    """What a 通报 says before its annexes, which hold the tables."""
    sections: tuple[tuple[Text, Sequence[Block]], ...] = (
        (OVERVIEW, (Paragraph(gist(facts)),)),
        (ITEMS, tuple(items(facts))),
        (OUTLOOK, tuple(outlook(facts))),
        (STEPS, tuple(steps(facts))),
    )
    return numbered(sections, facts)


# --- items ----------------------------------------------------------------------------------------------------


def items(facts: Material) -> Iterator[Paragraph]:
    """An item for each clause that sets goals, of more than fit those that lag most; then one on the enterprises."""
    place = 0
    for place, (name, targets) in enumerate(chosen(groups(facts)), 1):
        lead = ordinal(place, 2, facts.lang) + (name + stop(facts) if name else "")
        yield Paragraph(joined([short_story(one, facts) for one in targets], ""), lead=lead)
    for one in population(facts, notes=False):
        yield Paragraph(one.pieces, lead=ordinal(place + 1, 2, facts.lang) + POPULATION.in_(facts.lang) + stop(facts))


def stop(facts: Material) -> str:
    return Text("。", ". ").in_(facts.lang)


def groups(facts: Material) -> list[tuple[str, list[TargetStatus]]]:
    """The goals of each clause, in the document's order, with what it calls them ('' where it has no word of its own
    for them)."""
    found: dict[str, list[TargetStatus]] = {}
    for one in facts.heads():
        found.setdefault(one.target.cite.partition("、")[0], []).append(one)
    return [(own_name(some[0], address, facts), some) for address, some in found.items()]


def own_name(first: TargetStatus, address: str, facts: Material) -> str:
    """What the document calls the goals of a clause; '' where it would be the first goal's name again."""
    name = group_name(first, address, facts)
    return "" if name.startswith(first.target.name.in_(facts.lang)) else name


def chosen(found: Sequence[tuple[str, list[TargetStatus]]]) -> Sequence[tuple[str, list[TargetStatus]]]:
    """As many groups as there are items, the worst of them, in the document's order."""

    def worst(place: int) -> int:
        codes = (one.pace.code for one in found[place][1])
        return min((LAGGING.index(code) for code in codes if code in LAGGING), default=len(LAGGING))

    kept = sorted(range(len(found)), key=lambda place: (worst(place), place))[:MOST_ITEMS]
    return [found[place] for place in sorted(kept)]


def short_story(one: TargetStatus, facts: Material) -> Line:
    """One target in a sentence (its parts stand in the table), and of the first target where it lies."""
    lang, name = facts.lang, one.target.name.in_(facts.lang)
    if one.pace.code == "not_begun":
        return not_begun_said(one, facts)
    if one.actual is None:
        return worded(Text("{name}无数据。", "{name}: no data. "), lang, name=name)
    if vague(one):
        wording = Text("{name}{said}，目标为{goal}。", "{name}: {said}; the goal is {goal}. ")
        return worded(wording, lang, name=name, said=vague_said(one, facts, ends=False), goal=goal_line(one, facts))
    clauses = [
        part_said(one, facts, name),
        against_plan(one, facts, due=False) if one.pace.code in LAGGING else (),
        month_said(one, facts),
    ]
    said = sentence([line for line in clauses if line], lang)
    breakdown = facts.places.get(one.code) if one is facts.first else None
    where = () if breakdown is None else spread_by(one, breakdown, facts)
    return joined([said, where], "")


def month_said(one: TargetStatus, facts: Material) -> Line:
    """本月新增2家（企业甲、企业乙）: with the enterprises, where they are few."""
    month, lang = facts.pen.month(one), facts.lang
    if month is None or one.month is None or one.month.low <= 0:
        return ()
    names = facts.new.get(one.code, ())
    wording = Text("本月新增{month}", "{month} this month")
    if names and one.goal.unit not in FIRMS:
        wording = Text("本月新增{month}（来自{names}）", "{month} this month (of {names})")
    elif names:
        some = len(names) < one.month.low
        wording = Text(
            f"本月新增{{month}}（{{names}}{'等' if some else ''}）",
            f"{{month}} this month ({{names}}{' and others' if some else ''})",
        )
    return worded(wording, lang, month=month, names=named(names, lang))


# --- what to expect -------------------------------------------------------------------------------------------


def outlook(facts: Material) -> Iterator[Paragraph]:
    """How many goals will be reached, which may be missed and by how much, of which it cannot be told."""
    lang, foretold = facts.lang, [one for one in facts.heads() if one.outlook is not None]
    vain = [(one.target.name.in_(lang),) for one in foretold if one.outlook is not None and one.outlook.gap is None]
    missed = [gap_of(one, one.outlook, facts) for one in foretold if one.outlook is not None and may_miss(one.outlook)]
    enough = len(foretold) - len(vain) - len(missed)
    means = Text("预计可完成的目标", "goals that are expected to be reached")
    count = facts.pen.number("outlook.enough", enough, "项" if lang != "en" else "", means=means)
    between = Text("、", ", ").in_(lang)
    short = [*missed[:MOST_GAPS], *([(REST.in_(lang),)] if len(missed) > MOST_GAPS else [])]
    kinds = (
        (Text("可能有缺口：{names}", "May be missed: {names}"), short),
        (Text("记录太少、说不准：{names}", "Too few records to tell: {names}"), vain),
    )
    reached = worded(Text("预计{count}目标可完成", "{count} goals are expected to be reached"), lang, count=count)
    told = [reached] if enough else []
    told += [worded(wording, lang, names=joined(names, between)) for wording, names in kinds if names]
    if foretold:
        end = Text("。", ". ").in_(lang)
        yield Paragraph((*joined(told, Text("；", ". ").in_(lang)), end))


def may_miss(found: Outlook) -> bool:
    return found.gap is not None and found.gap[1] > ZERO


def gap_of(one: TargetStatus, found: Outlook, facts: Material) -> Line:
    """新增科技小巨人企业（缺口0—1家）."""
    wording = Text("{name}（{gap}）", "{name} ({gap})")
    return worded(wording, facts.lang, name=one.target.name.in_(facts.lang), gap=gap_expected(one, found, facts))


def firm_table(facts: Material) -> Table | None:
    """表2: of each target the enterprises on which its outlook depends, the first of them by name; None where none is
    named."""
    held = [(one, one.outlook) for one in facts.heads() if one.outlook is not None and one.outlook.key_firms]
    if not held:
        return None
    lang = facts.lang
    rows = tuple(
        Row(((one.target.name.in_(lang),), (firms_number(one, found, facts),), firms_said(one, found, facts)))
        for one, found in held
    )
    heads = (
        (Text("指标", "target"), 32),
        (Text("户数", "number"), 14),
        (Text("企业（可能性）", "enterprises (chance)"), 110),
    )
    columns = tuple(
        Column(head.in_(lang), width, "center" if place == 1 else "left") for place, (head, width) in enumerate(heads)
    )
    title = Text("表2 关键企业名单", "Table 2: enterprises that decide").in_(lang)
    note = Text(
        "注：每项列前几户；可能性为到期计入目标的概率估计，不作为认定依据；涉密企业不列名。",
        "The first of each. The chance that an enterprise counts by the deadline is an estimate and no basis for "
        "recognition.",
    )
    return Table(title=title, columns=columns, rows=rows, note=(note.in_(lang),), small=True)


def firms_said(one: TargetStatus, found: Outlook, facts: Material) -> Line:
    """企业甲（40%）、企业乙（35%）."""
    wording = Text("{name}（{chance}）", "{name} ({chance})")
    said = [
        worded(wording, facts.lang, name=firm.name or firm.code, chance=chance(one, place, facts))
        for place, firm in enumerate(found.key_firms[:MOST_FIRMS], 1)
    ]
    return joined(said, Text("、", ", ").in_(facts.lang))


def steps(facts: Material) -> Iterator[Paragraph]:
    for place, one in enumerate(due_duties(facts)[:MOST_STEPS], 1):
        yield Paragraph(duty_said(one, place, facts, cited=False))
