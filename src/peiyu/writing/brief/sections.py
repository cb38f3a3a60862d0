"""The sections of a brief: the whole in a paragraph, group by group, the outlook, problems and steps, definitions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from peiyu.insight.figures import PaceCode, TargetStatus
from peiyu.insight.targets.pace import WORDS
from peiyu.paper.brief.values import Block, Heading, Line, Paragraph
from peiyu.paper.wording import day as dated
from peiyu.policy.pack.programme import Responsibility
from peiyu.problems import Text
from peiyu.writing.brief.material import Material
from peiyu.writing.brief.phrases import joined, named, ordinal, until, worded
from peiyu.writing.brief.sentences import against_plan, outlook_said, story, total_line, vague, vague_said
from peiyu.writing.brief.tables import standing_table, trend_table

LAGGING: tuple[PaceCode, ...] = ("far_behind", "overdue", "behind", "possible", "over", "unknown")
"""Paces that call for a step, the worst first."""
HEADLINES = 3
"""So many targets stand in the first paragraph."""
STEPS = 5
"""So many responsibilities are recalled."""
GROUP_NAME = re.compile(r"^[\d.、（）()一二三四五六七八九十\s]*([\u4e00-\u9fff]{2,10})[:：]")
"""What a clause calls the goals that it sets: 规模指标：…"""
EVERY = {
    "month": Text("每月一次", "every month"), "quarter": Text("每季度一次", "every quarter"),
    "half_year": Text("每半年一次", "every half-year"), "year": Text("每年一次", "every year"),
}  # fmt: skip


def paragraph(line: Line) -> Iterator[Paragraph]:
    if line:
        yield Paragraph(line)


def numbered(sections: Sequence[tuple[Text, Sequence[Block]]], facts: Material) -> Iterator[Block]:
    """Sections with 一、 二、 before their headings; a section without content is left out."""
    place = 0
    for name, blocks in sections:
        if blocks:
            place += 1
            yield Heading(1, (ordinal(place, 1, facts.lang) + name.in_(facts.lang),))
            yield from blocks


# --- the whole ------------------------------------------------------------------------------------------------


def overview(facts: Material) -> Iterator[Block]:
    """How many targets stand how, the first of them in figures, which of them lag."""
    yield from paragraph(tally(facts))
    yield from paragraph(joined([headline(facts), lagging_said(facts)], ""))


def tally(facts: Material) -> Line:
    """各项目标中，已完成2项、正常7项、滞后2项."""
    lang, title = facts.lang, facts.document_title
    count = facts.pen.number("targets.count", len(facts.targets), "项" if lang != "en" else "",
                             means=Text("文件中有数量的目标", "goals with a number"))  # fmt: skip
    groups = []
    for code, (word, _) in WORDS.items():
        many = sum(one.pace.code == code for one in facts.targets)
        if many:
            number = facts.pen.number(f"targets.{code}", many, "项" if lang != "en" else "", means=word)
            groups.append(worded(Text("{word}{number}", "{number} {word}"), lang, word=word.in_(lang), number=number))
    order = joined(groups, "、" if lang != "en" else ", ")
    wording = Text("{until}，《{title}》确定的{count}量化目标中，{order}。", "{until}, of {count} targets: {order}. ")
    return worded(wording, lang, until=until(facts.day, lang), title=title, count=count, order=order)


def headline(facts: Material) -> Line:
    """The first targets in figures."""
    said = []
    for one in [one for one in facts.heads() if one.actual is not None and one.pace.code != "not_begun"][:HEADLINES]:
        rate = facts.pen.rate(one)
        wording = Text("{name}{total}，完成目标的{rate}", "{name} {total}, {rate} of the goal")
        if rate is None:
            wording = Text("{name}{total}", "{name} {total}")
        said.append(worded(wording, facts.lang, name=one.target.name.in_(facts.lang), total=total_line(one, facts),
                           rate=rate or ""))  # fmt: skip
    line = joined(said, "；" if facts.lang != "en" else "; ")
    return (*line, "。" if facts.lang != "en" else ". ") if line else ()


def lagging(facts: Material) -> tuple[TargetStatus, ...]:
    """Targets that call for a step, the worst first."""
    found = [one for one in facts.targets if one.pace.code in LAGGING]
    return tuple(sorted(found, key=lambda one: LAGGING.index(one.pace.code)))


def lagging_said(facts: Material) -> Line:
    clauses: list[Line] = []
    for code in LAGGING:
        names = [one.target.name.in_(facts.lang) for one in facts.targets if one.pace.code == code]
        if names:
            wording = Text("{word}的是{names}", "{word}: {names}")
            word = WORDS[code][0].in_(facts.lang)
            clauses.append(worded(wording, facts.lang, word=word, names=named(names, facts.lang)))
    line = joined(clauses, "；" if facts.lang != "en" else "; ")
    return (*line, "。" if facts.lang != "en" else ". ") if line else ()


# --- target by target -----------------------------------------------------------------------------------------


def progress(facts: Material, number: str) -> tuple[Block, ...]:
    title = Text(f"表{number} 目标进展情况", f"Table {number}: targets")
    return (standing_table(facts, title.in_(facts.lang)),)


def by_group(facts: Material) -> Iterator[Block]:
    """A heading for each clause that sets goals, a paragraph for each goal."""
    place = 0
    clause = None
    for one in facts.heads():
        address = one.target.cite.partition("、")[0]
        if address != clause:
            clause, place = address, place + 1
            yield Heading(2, (ordinal(place, 2, facts.lang) + group_name(one, address, facts),))
        yield from paragraph(story(one, facts))


def group_name(one: TargetStatus, address: str, facts: Material) -> str:
    """What the document calls the goals of a clause; else the name of its first goal."""
    text = facts.programme.clauses[address].text if address in facts.programme.clauses else ""
    found = GROUP_NAME.match(text)
    if found is not None and facts.lang != "en":
        return found[1]
    several = sum(other.target.cite.partition("、")[0] == address for other in facts.heads()) > 1
    more = Text("等", " and others").in_(facts.lang) if several else ""
    return one.target.name.in_(facts.lang) + more


def trends(facts: Material, number: str) -> tuple[Block, ...]:
    if not facts.measured.trends:
        return ()
    title = Text(f"表{number} 未定数量的目标走向", f"Table {number}: goals without a number")
    return (trend_table(facts, title.in_(facts.lang)),)


def outlook(facts: Material) -> Iterator[Block]:
    """What is to be expected, and on what that rests."""
    said = [one for one in facts.heads() if one.outlook is not None]
    for one in said:
        yield from paragraph(outlook_said(one, facts))
    yield from basis_said(said, facts)


def basis_said(said: Sequence[TargetStatus], facts: Material) -> Iterator[Paragraph]:
    """On what the forecasts rest: what holds of all of them, then of each."""
    told = [one for one in said if one.outlook is not None and one.outlook.kind == "pipeline"]
    between = "；" if facts.lang != "en" else "; "
    parts = [one.outlook.basis.in_(facts.lang).split(between) for one in told if one.outlook is not None]
    if not parts:
        return
    common = [part for part in parts[0] if all(part in other for other in parts)]
    yield Paragraph((Text("预测说明：", "Forecasts: ").in_(facts.lang), between.join(common)), note=True)
    for one, own in zip(told, parts, strict=True):
        rest = between.join(part for part in own if part not in common)
        if rest:
            name = one.target.name.in_(facts.lang)
            yield Paragraph((f"{name}: {rest}" if facts.lang == "en" else f"{name}：{rest}",), note=True)


# --- problems and steps ---------------------------------------------------------------------------------------


def problems(facts: Material) -> Iterator[Block]:
    """What lags, how far, and who answers for it; then the duties of the document that are due."""
    late = lagging(facts)
    for one in late:
        yield from paragraph(problem_said(one, facts))
    if not late:
        yield Paragraph((Text("各项目标均不低于序时进度。", "No target is behind its plan. ").in_(facts.lang),))


def problem_said(one: TargetStatus, facts: Material) -> Line:
    lang = facts.lang
    name, who = one.target.name.in_(lang), charged(one, facts)
    if one.actual is None:
        said: Line = (one.pace.rule.in_(lang),)
    elif vague(one):
        said = vague_said(one, facts)
    else:
        gap = facts.pen.gap(one)
        clauses = [against_plan(one, facts)]
        clauses += [worded(Text("距目标还差{gap}", "{gap} to the goal"), lang, gap=gap)] if gap is not None else []
        said = joined([line for line in clauses if line], "，" if lang != "en" else ", ")
    word = one.pace.name.in_(lang)
    wording = Text("{name}{word}，{said}{who}。", "{name} ({word}): {said}{who}. ")
    if not said:
        wording = Text("{name}{word}{who}。", "{name} ({word}){who}. ")
    return worded(wording, lang, name=name, word=word, said=said, who=who)


def charged(one: TargetStatus, facts: Material) -> str:
    """Who answers for a target, as the end of a sentence; '' where the pack names nobody."""
    lead = facts.actor(one.target.lead)
    others = named([facts.actor(id_) for id_ in one.target.with_], facts.lang)
    if not lead:
        return ""
    if facts.lang == "en":
        return f"; responsible: {lead}" + (f", with {others}" if others else "")
    return f"，由{lead}牵头、{others}配合" if others else f"，由{lead}负责"


def steps(facts: Material) -> Iterator[Block]:
    for place, one in enumerate(due_duties(facts)[:STEPS], 1):
        yield from paragraph(duty_said(one, place, facts))


def due_duties(facts: Material) -> list[Responsibility]:
    """Duties that recur or are not past, first those of whom a lagging target names."""
    leads = [one.target.lead for one in lagging(facts)]
    duties = [one for one in facts.programme.responsibilities.values() if one.by is None or one.by >= facts.day]

    def distance(one: Responsibility) -> tuple[bool, bool]:
        return (one.lead not in leads, one.every is None and one.by is None)

    return sorted(duties, key=distance)


def duty_said(one: Responsibility, place: int, facts: Material, *, cited: bool = True) -> Line:
    """2.孵化器建设。由滨海科技园牵头，华苑科技园配合，建设…，2012年12月31日前完成（见二3）."""
    lang = facts.lang
    who = facts.actor(one.lead)
    others = named([facts.actor(id_) for id_ in one.with_], lang)
    when = ""
    if one.by is not None:
        day = dated(one.by, lang)
        when = f"，{day}前完成" if lang != "en" else f", by {day}"
    elif one.every is not None:
        when = ("，" if lang != "en" else ", ") + EVERY[one.every].in_(lang)
    source = Text(f"（见{one.cite}）", f" ({one.cite})").in_(lang) if cited else ""
    wording = Text("{place}.{name}。由{who}牵头，{others}配合，{duty}{when}{source}。",
                   "{place}. {name}: {who}, with {others}. {duty}{when}{source}. ")  # fmt: skip
    if not others:
        wording = Text(
            "{place}.{name}。由{who}{duty}{when}{source}。", "{place}. {name}: {who}. {duty}{when}{source}. "
        )
    return worded(wording, lang, place=str(place), name=one.name.in_(lang), who=who, others=others,
                  duty=one.duty.in_(lang), when=when, source=source)  # fmt: skip


# --- definitions ----------------------------------------------------------------------------------------------


def definitions(facts: Material) -> Iterator[Block]:
    """口径说明: how every target is counted and which date decides, under the number that the table gives."""
    for one in facts.targets:
        lang, decided = facts.lang, one.target.deciding.in_(facts.lang)
        head, counted = f"{facts.note_of(one)}. {one.target.name.in_(lang)}", one.figure.definition.in_(lang)
        if lang == "en":
            said = f"{head}: {counted}" + (f"; decided by {decided}." if decided else ".")
        else:
            said = f"{head}：{counted}" + (f"；以{decided}为准。" if decided else "。")
        yield Paragraph((said,), note=True)
