"""The tables of a brief: the standing of every target, the goals without a number, the same by place."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from peiyu.insight.figures import TargetStatus, TrendStatus
from peiyu.insight.measure.breakdown import UNDECIDED, WHOLE
from peiyu.insight.statistics.suppression.hide import MARK
from peiyu.insight.statistics.suppression.table import ALL
from peiyu.insight.targets.amounts import ENGLISH_UNITS
from peiyu.paper.brief.values import Column, Line, Number, Row, Table
from peiyu.problems import Text
from peiyu.writing.brief.material import Material, ranked
from peiyu.writing.brief.phrases import named, worded
from peiyu.writing.brief.sentences import as_held, expected_ends, goal_line, marked, total_line, vague

DASH = "—"
MOST_COLUMNS = 7
"""Targets that a table by place holds."""
WAYS = {
    "up": Text("↑上升", "↑ rising"), "down": Text("↓下降", "↓ falling"), "level": Text("→持平", "→ level"),
    "unknown": Text("无法比较", "not comparable"),
}  # fmt: skip


def cell(number: Number | None) -> Line:
    return (DASH,) if number is None else (number,)


def goal_heading(facts: Material) -> str:
    """年度目标 where every target ends in the year of the day, else 目标."""
    years = {one.target.by.year for one in facts.targets}
    if years == {facts.day.year}:
        return Text("年度目标", "goal of the year").in_(facts.lang)
    if len(years) == 1:
        year = next(iter(years))
        return Text(f"{year}年目标", f"goal of {year}").in_(facts.lang)
    return Text("目标", "goal").in_(facts.lang)


def standing_table(facts: Material, title: str) -> Table:
    """指标 · 目标 · 本月新增 · 累计 · 完成率 · 序时 · 同比 · 进度 · 口径."""
    heads = (
        Text("指标", "target"), Text(goal_heading(facts), goal_heading(facts)), Text("本月新增", "month"),
        Text("累计完成", "total"), Text("完成率", "share"), Text("序时", "due"), Text("同比", "growth"),
        Text("进度", "pace"), Text("口径", "note"),
    )  # fmt: skip
    widths = (27, 17, 14, 17, 16.5, 16.5, 18, 21, 9)
    columns = tuple(
        Column(head.in_(facts.lang), width, "left" if place == 0 else "center")
        for place, (head, width) in enumerate(zip(heads, widths, strict=True))
    )
    rows = tuple(Row(standing_cells(one, facts)) for one in facts.targets)
    return Table(title=title, columns=columns, rows=rows, note=table_note(facts))


def table_note(facts: Material) -> Line:
    wording = Text(
        "注：完成率为累计完成与目标之比，序时为计划应达到的比例；“—”表示不适用；“口径”一列为文末口径说明的序号。",
        "Share: total against goal; due: the share that the plan wants by the day; “—”: does not apply; note: the "
        "number of the definition at the end.",
    )
    return (wording.in_(facts.lang),)


def standing_cells(one: TargetStatus, facts: Material) -> tuple[Line, ...]:
    pen = facts.pen
    compound = "/" in one.goal.unit
    return (
        (one.target.name.in_(facts.lang),), goal_line(one, facts), cell(pen.month(one)),
        total_cell(one, facts, bare=compound), cell(None if vague(one) else pen.rate(one)), cell(pen.due(one)),
        cell(pen.yoy(one)), (marked(one, facts.lang),), (str(facts.note_of(one)),),
    )  # fmt: skip


def total_cell(one: TargetStatus, facts: Material, *, bare: bool = False) -> Line:
    """The total; of a ratio of which only bounds are known what was reported beside it."""
    total, held = total_line(one, facts, bare=bare), as_held(one, facts, bare=bare)
    if held is None:
        return total
    return worded(Text("{total}（已报数{held}）", "{total} ({held} as reported)"), facts.lang, total=total, held=held)


def short_table(facts: Material, title: str) -> Table:
    """指标 · 目标 · 当月 · 累计完成 · 完成率 · 序时 · 进度 · 预计 (without a forecast 同比), and the definitions
    that were chosen."""
    lang = facts.lang
    told = any(one.outlook is not None for one in facts.targets)
    last = Text("到期预计", "expected") if told else Text("同比", "growth")
    heads = (
        (Text("指标", "target"), 34.5), (Text(goal_heading(facts), goal_heading(facts)), 19),
        (Text("当月", "month"), 15.5), (Text("累计完成", "total"), 20), (Text("完成率", "share"), 13.5),
        (Text("序时", "due"), 12.5), (Text("进度", "pace"), 21.5), (last, 19.5),
    )  # fmt: skip
    columns = tuple(
        Column(head.in_(lang), width, "left" if place == 0 else "center") for place, (head, width) in enumerate(heads)
    )
    rows = []
    for one in facts.targets:
        name, goal, month, total, rate, due, yoy, word, _ = standing_cells(one, facts)
        rows.append(Row((name, goal, month, total, rate, due, word, expected_cell(one, facts) if told else yoy)))
    return Table(title=title, columns=columns, rows=tuple(rows), note=short_note(facts), small=True)


def expected_cell(one: TargetStatus, facts: Material) -> Line:
    """1015—1229家 at the deadline, or 说不准."""
    found = one.outlook
    if found is None:
        return (DASH,)
    ends = expected_ends(one, found, facts, bare="/" in one.goal.unit)
    return ends or (Text("说不准", "cannot tell").in_(facts.lang),)


def short_note(facts: Material) -> Line:
    """What the columns mean, and the definitions that were chosen for the figures in them."""
    lang = facts.lang
    wording = Text(
        "注：完成率为累计完成与目标之比，序时为计划应达到的比例，“—”表示不适用。",
        "Share: total against goal; due: the share that the plan wants by the day; “—”: does not apply. ",
    )
    said = named(
        list(dict.fromkeys(one.in_(lang) for target in facts.targets for one in options_of(target, facts))), lang
    )
    chosen = Text(f"口径：{said}。", f"Counted by: {said}.") if said else Text("", "")
    return (wording.in_(lang) + chosen.in_(lang),)


def options_of(one: TargetStatus, facts: Material) -> Iterator[Text]:
    """The options chosen for a target's figure and for the parts of it."""
    indicators = facts.measured.programme.indicators
    keys = [one.target.indicator, *(part.key.rpartition(".")[2] for part in one.figure.parts)]
    yield from (option.said for key in keys if key in indicators for option in indicators[key].chosen)


def full_table(facts: Material) -> Table:
    """附表1: the same with the clause, what this year brought, and who is responsible."""
    lang = facts.lang
    heads = (
        (Text("序号", "no."), 9), (Text("指标", "target"), 33), (Text("条款", "clause"), 18),
        (Text(goal_heading(facts), goal_heading(facts)), 22), (Text("本月新增", "month"), 16),
        (Text("累计完成", "total"), 18), (Text("完成率", "share"), 17), (Text("序时", "due"), 17),
        (Text("同比", "growth"), 18), (Text("进度", "pace"), 21), (Text("责任单位", "responsible"), 46),
    )  # fmt: skip
    columns = tuple(
        Column(head.in_(lang), width, "left" if place in (1, 10) else "center")
        for place, (head, width) in enumerate(heads)
    )
    rows = []
    for place, one in enumerate(facts.targets, 1):
        name, goal, month, total, rate, due, yoy, word, _ = standing_cells(one, facts)
        who = (responsible(one, facts),)
        rows.append(Row(((str(place),), name, (one.target.cite,), goal, month, total, rate, due, yoy, word, who)))
    note = Text("注：序号即下列口径说明的序号；“—”表示不适用。", "The numbers are those of the definitions below.")
    return Table(title="", columns=columns, rows=tuple(rows), note=(note.in_(lang),))


def responsible(one: TargetStatus, facts: Material) -> str:
    """Who leads and who helps."""
    lead = facts.actor(one.target.lead)
    others = named([facts.actor(id_) for id_ in one.target.with_], facts.lang)
    if not lead or not others:
        return lead or DASH
    return f"{lead}; with {others}" if facts.lang == "en" else f"{lead}（牵头）；{others}"


def trend_table(facts: Material, title: str) -> Table:
    """Goals without a number: what is there, a year before, which way it goes; never achieved."""
    lang = facts.lang
    heads = (
        (Text("事项", "goal"), 60), (Text("本期", "now"), 36), (Text("去年同期", "a year before"), 36),
        (Text("走向", "trend"), 24),
    )  # fmt: skip
    columns = tuple(
        Column(head.in_(lang), width, "left" if place == 0 else "center") for place, (head, width) in enumerate(heads)
    )
    rows = tuple(Row(trend_cells(one, facts)) for one in facts.measured.trends.values())
    note = Text(
        "注：文件未定数量，只看走向，不作完成与否的判断；两数之间为确定数与可能数。",
        "The document sets no number: only the way is shown. Of two numbers the first is definite.",
    )
    return Table(title=title, columns=columns, rows=rows, note=(note.in_(lang),))


def trend_cells(one: TrendStatus, facts: Material) -> tuple[Line, ...]:
    pen, unit, means = facts.pen, one.figure.unit, one.figure.definition
    return (
        (one.trend.name.in_(facts.lang),), pen.value(f"trend.{one.code}", one.figure.value, unit, means=means),
        pen.value(f"trend.{one.code}.before", one.before, unit, means=means), (WAYS[one.direction].in_(facts.lang),),
    )  # fmt: skip


def place_table(facts: Material) -> Table | None:
    """附表2: what every place has of the targets that can be told by place; None where nothing can be."""
    told = [one for one in facts.targets if by_place(one, facts)][:MOST_COLUMNS]
    if not told:
        return None
    lang, first = facts.lang, facts.places[told[0].code]
    keys = {
        group.group: group.name.in_(lang)
        for one in told
        for group in facts.places[one.code].groups
        if group.group != WHOLE
    }
    order = [g.group for g in ranked(first)]
    order += sorted(key for key in keys if key not in order and key != UNDECIDED)
    order += [UNDECIDED] if UNDECIDED in keys else []
    columns = (
        Column(facts.by_name(first).in_(lang), 34, "left"),
        *(Column(one.target.name.in_(lang) + bracketed(one.goal.unit, lang), 27, "center") for one in told),
    )
    rows = [Row(((keys[key],), *(place_cell(one, key, facts) for one in told))) for key in order]
    whole = Text("合计", "total").in_(lang)
    rows.append(Row(((whole,), *(cell(facts.pen.total(one, bare=True)) for one in told)), total=True))
    note = Text(
        f"注：{MARK}为涉及企业过少或单一企业占比过高、不列出的数，以及为防推算一并不列出的数。",
        f"{MARK}: tells of too few enterprises or mostly of one, or would give such a number away.",
    )
    kept = any((one.code, key) in facts.kept_back for one in told for key in keys)
    return Table(title="", columns=columns, rows=tuple(rows), note=(note.in_(lang),) if kept else ())


def bracketed(unit: str, lang: str) -> str:
    """A unit after a heading: （家）; nothing where English has no word for it."""
    if lang != "en":
        return f"（{unit}）"
    word = ENGLISH_UNITS.get(unit, unit).strip()
    return f" ({word})" if word else ""


def by_place(one: TargetStatus, facts: Material) -> bool:
    """Whether a total can be told by place: it is counted of enterprises, not divided, lies in a place, and would not
    give a small number away."""
    breakdown = facts.places.get(one.code)
    if breakdown is None or one.confirmed is None or one.figure.parts or (one.code, ALL) in facts.kept_back:
        return False
    return bool(ranked(breakdown))


def place_cell(one: TargetStatus, key: str, facts: Material) -> Line:
    breakdown = facts.places[one.code]
    if (one.code, key) in facts.kept_back:
        return (MARK,)
    group = next((g for g in breakdown.groups if g.group == key), None)
    zero = facts.pen.number(f"{one.code}.total[{breakdown.by}={key}]", 0, one.goal.unit,
                            means=one.figure.definition, bare=True)  # fmt: skip
    if group is None:
        return (zero,)
    return cell(facts.pen.part(one.code, breakdown.by, key, group.figure, bare=True))


def key_table(facts: Material) -> Table | None:
    """The enterprises on which the outlooks depend, each with its chance to count by the deadline and why; None
    without a forecast that names any."""
    lang = facts.lang
    rows = [
        Row(((name.in_(lang),), (firm.name or firm.code,), (chance(one, place, facts),), (firm.why.in_(lang),)))
        for one in facts.heads() if one.outlook is not None
        for name in (one.target.name,)
        for place, firm in enumerate(one.outlook.key_firms, 1)
    ]  # fmt: skip
    if not rows:
        return None
    heads = ((Text("指标", "target"), 36), (Text("企业", "enterprise"), 66), (Text("可能性", "chance"), 20),
             (Text("依据", "why"), 103))  # fmt: skip
    columns = tuple(
        Column(head.in_(lang), width, "center" if place == 2 else "left") for place, (head, width) in enumerate(heads)
    )
    note = Text(
        "注：可能性为该企业到期计入目标的概率估计，不作为认定依据；涉密企业不列名。",
        "The chance that the enterprise counts by the deadline: an estimate and no basis for recognition.",
    )
    return Table(title="", columns=columns, rows=tuple(rows), note=(note.in_(lang),))


def chance(one: TargetStatus, place: int, facts: Material) -> Number:
    assert one.outlook is not None
    hundredths = Fraction(round(one.outlook.key_firms[place - 1].chance * 100), 100)
    return facts.pen.number(f"{one.code}.chance[{place}]", hundredths, "%", means=one.outlook.basis)
