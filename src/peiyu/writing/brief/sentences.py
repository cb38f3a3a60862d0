"""What is said of one target, as an official writes it: done, against the plan, the month, the year before, missing."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.insight.figures import Breakdown, Colour, GroupFigure, Outlook, TargetStatus
from peiyu.insight.values import ZERO
from peiyu.paper.brief.values import Line, Marked, Number, Tone
from peiyu.policy.pack.programme import OTHER
from peiyu.problems import Text
from peiyu.writing.brief.material import Material, ranked
from peiyu.writing.brief.phrases import closed, joined, named, sentence, until, worded

TONES: dict[Colour, Tone] = {
    "green": Tone.GREEN, "blue": Tone.BLUE, "yellow": Tone.YELLOW, "red": Tone.RED, "grey": Tone.GREY,
    "orange": Tone.YELLOW,
}  # fmt: skip
ENDED = ("met", "over", "overdue")
"""Paces that say more than how it goes."""
FIRMS = ("家", "户")
"""Units of which an enterprise is one."""
FEW = 8
"""So many enterprises that are new in a month are named."""
TOP = 5
"""So many places are named in a sentence."""
AS_HELD_MEANS = Text("已报数：未报的不计，不是上下限", "as reported: what is missing is left aside, no bound")
TOLD_BY_PLACE = 10
"""A total from which on it is told how it is spread."""
MOST_KEY = 5
"""So many enterprises on which an outlook depends are named in a sentence; the annexed list holds all."""


def marked(one: TargetStatus, lang: str) -> Marked:
    """The pace as a word with its colour."""
    return Marked(one.pace.name.in_(lang), TONES[one.pace.colour])


def goal_line(one: TargetStatus, facts: Material, *, bare: bool = False) -> Line:
    """The goal as the document puts it, every number of it locked: 1000家以上, 3个—5个, 2家以上，力争4家. `bare`: only
    what it is measured by."""
    pen, lang = facts.pen, facts.lang
    low = pen.goal(one)
    if bare and one.goal.comparator != "range":
        return (low,)
    match one.goal.comparator:
        case "above":
            said = worded(Text("超过{low}", "more than {low}"), lang, low=low)
        case "about":
            said = worded(Text("{low}左右", "about {low}"), lang, low=low)
        case "exactly":
            said = (low,)
        case "range":
            ends = {"low": pen.goal(one, bare=True), "high": pen.goal(one, "high")}
            said = worded(Text("{low}—{high}", "{low} to {high}"), lang, **ends)
        case _:
            said = worded(Text("{low}以上", "{low} or more"), lang, low=low)
    if bare or one.goal.stretch is None:
        return said
    stretch = pen.goal(one, "stretch")
    return worded(Text("{said}，力争{stretch}", "{said}, aiming at {stretch}"), lang, said=said, stretch=stretch)


def total_line(one: TargetStatus, facts: Material, *, bare: bool = False) -> Line:
    """What is done: one number, a range, a least number, or 无数据."""
    high = facts.pen.possible(one, bare=bare)
    low = facts.pen.total(one, bare=bare or high is not None)
    if low is None or one.actual is None:
        return (Text("无数据", "no data").in_(facts.lang),)
    if high is not None:
        return worded(Text("{low}—{high}", "{low} to {high}"), facts.lang, low=low, high=high)
    if one.nowcast is None:
        return worded(Text("{low}以上", "{low} or more"), facts.lang, low=low)
    return (low,)


def story(one: TargetStatus, facts: Material) -> Line:
    """The paragraph of one target with its parts (其中)."""
    lang = facts.lang
    if one.pace.code == "not_begun":
        return not_begun_said(one, facts)
    if one.actual is None:
        wording = Text("{name}：无数据，{why}。", "{name}: no data; {why}. ")
        return worded(wording, lang, name=one.target.name.in_(lang), why=one.pace.rule.in_(lang))
    if vague(one):
        return vague_story(one, facts)
    lines = [
        sentence(tuple(standing(one, facts)), lang),
        sentence(tuple(parts_said(one, facts)), lang),
        sentence(tuple(missing(one, facts)), lang),
        newcomers(one, facts),
        spread(one, facts),
    ]
    return joined(lines, "")


def not_begun_said(one: TargetStatus, facts: Material) -> Line:
    """A target that is not begun: from when it counts, and its goal."""
    wording = Text("{name}{why}，目标为{goal}。", "{name}: {why}; the goal is {goal}. ")
    return worded(wording, facts.lang, name=one.target.name.in_(facts.lang), why=one.pace.rule.in_(facts.lang),
                  goal=goal_line(one, facts))  # fmt: skip


def vague(one: TargetStatus) -> bool:
    """Whether a ratio has no one value, because not everything that it stands on is known."""
    return bool(one.figure.parts) and one.actual is not None and not one.actual.is_point


def vague_story(one: TargetStatus, facts: Material) -> Line:
    """A ratio of which only bounds are known: what was reported, the bounds, the goal; no share of the goal."""
    lang = facts.lang
    name, when = one.target.name.in_(lang), until(facts.day, lang)
    head = worded(Text("{name}{when}", "{name}: {when}, "), lang, name=name, when=when)
    wording = Text("目标为{goal}，以确定数计进度{word}", "the goal is {goal}; by what is definite {word}")
    goal = worded(wording, lang, goal=goal_line(one, facts), word=one.pace.name.in_(lang))
    return sentence([closed((*head, *vague_said(one, facts))), goal], lang)


def vague_said(one: TargetStatus, facts: Material, *, ends: bool = True) -> Line:
    """已报数16.41件/万人（68条未报或待核实，确定与可能为0—16.41件/万人); without `ends` only how many are missing."""
    held, lang = as_held(one, facts), facts.lang
    if held is None:
        return total_line(one, facts)
    count = facts.pen.number(f"{one.code}.unsaid", one.figure.undecided,
                             means=Text("未报或待核实的记录数", "records that are missing or not decided"))  # fmt: skip
    wording = Text(
        "已报数{held}（{count}条未报或待核实{within}）",
        "{held} as reported ({count} records missing or undecided{within})",
    )
    within = worded(Text("，确定与可能为{ends}", "; within {ends}"), lang, ends=total_line(one, facts)) if ends else ()
    return worded(wording, lang, held=held, count=count, within=within)


def as_held(one: TargetStatus, facts: Material, *, bare: bool = False) -> Number | None:
    """已报数 of a ratio that has no one value."""
    held = one.figure.as_held
    if held is None or not vague(one):
        return None
    return facts.pen.number(f"{one.code}.held", held, one.goal.unit, means=AS_HELD_MEANS, bare=bare)


def standing(one: TargetStatus, facts: Material) -> Iterator[Line]:
    """Clauses: the total, its share of the goal, against the plan, the month, the year before, the word."""
    pen, lang = facts.pen, facts.lang
    name = one.target.name.in_(lang)
    wording = Text("{name}{until}累计{total}", "{name}: {until}, {total}")
    if one.figure.parts or one.year is None:
        wording = Text("{name}{until}为{total}", "{name}: {until}, {total}")
    when = until(facts.day, lang)
    when = when[0].lower() + when[1:]
    yield worded(wording, lang, name=name, until=when, total=total_line(one, facts))
    yield worded(Text("完成目标{goal}的{rate}", "{rate} of the goal of {goal}"), lang,
                 goal=goal_line(one, facts, bare=True), rate=pen.rate(one) or "")  # fmt: skip
    yield against_plan(one, facts)
    month = pen.month(one)
    if month is not None and one.month is not None:
        none = Text("本月无新增", "none this month")
        some = Text("本月新增{month}", "{month} this month")
        yield worded(some if one.month.low > 0 else none, lang, month=month)
    yield against_year(one, facts)
    word = one.pace.name.in_(lang)
    yield (word,) if one.pace.code in ENDED or lang == "en" else (f"进度{word}",)


def against_plan(one: TargetStatus, facts: Material, *, due: bool = True) -> Line:
    """高于序时（65%）9.8个百分点; nothing where the goal is reached or there is no plan. `due`: with what is due."""
    apart, share_due = facts.pen.lead(one), facts.pen.due(one)
    if apart is None or share_due is None or one.rate is None or one.plan is None or one.pace.code in ("met", "over"):
        return ()
    share = one.plan / one.goal.low
    if one.rate == share:
        return worded(Text("与序时持平", "as the plan wants"), facts.lang)
    ahead = one.rate > share
    if not due:
        wording = (
            Text("高于序时{apart}", "{apart} points ahead")
            if ahead
            else Text("低于序时{apart}", "{apart} points behind")
        )
        return worded(wording, facts.lang, apart=apart)
    wording = Text("低于序时（{due}）{apart}", "{apart} points below the {due} due")
    if ahead:
        wording = Text("高于序时（{due}）{apart}", "{apart} points above the {due} due")
    return worded(wording, facts.lang, due=share_due, apart=apart)


def against_year(one: TargetStatus, facts: Material) -> Line:
    """同比; of a target of several years what this year brought."""
    pen, lang = facts.pen, facts.lang
    clauses: list[Line] = []
    year = pen.year(one)
    if year is not None and one.target.since is not None and one.target.since.year < facts.day.year:
        some, none = Text("今年以来{year}", "{year} this year"), Text("今年以来无新增", "none this year")
        clauses.append(worded(some if year.value else none, lang, year=year))
    rise, fall = pen.yoy(one), pen.fall(one)
    if fall is not None:
        clauses.append(worded(Text("同比下降{fall}", "{fall} less than a year before"), lang, fall=fall))
    elif rise is not None and one.yoy:
        clauses.append(worded(Text("同比增长{rise}", "{rise} more than a year before"), lang, rise=rise))
    elif rise is not None:
        clauses.append(worded(Text("同比持平", "as a year before"), lang))
    return joined(clauses, "，" if lang != "en" else ", ")


def parts_said(one: TargetStatus, facts: Material) -> Iterator[Line]:
    """The parts; 其中 stands before the first of them only."""
    for place, part in enumerate(facts.parts_of(one)):
        name = part.target.name.in_(facts.lang)
        yield part_said(part, facts, name if place == 0 else name.removeprefix("其中"))


def part_said(one: TargetStatus, facts: Material, name: str) -> Line:
    """A part in a clause: 其中注册资金达2000万元以上58家，完成目标70家的82.9%."""
    wording = Text("{name}{total}、完成目标{goal}的{rate}", "{name}: {total}, {rate} of the goal of {goal}")
    rate = facts.pen.rate(one)
    if rate is None:
        wording = Text("{name}{total}", "{name}: {total}")
    return worded(wording, facts.lang, name=name, total=total_line(one, facts),
                  goal=goal_line(one, facts, bare=True), rate=rate or "")  # fmt: skip


def missing(one: TargetStatus, facts: Material) -> Iterator[Line]:
    """The gap to the goal and to the stretch, what is not decided yet, parts that do not add up."""
    pen, lang = facts.pen, facts.lang
    gap = pen.gap(one)
    if gap is not None:
        yield worded(Text("距目标还差{gap}", "{gap} to the goal"), lang, gap=gap)
    if one.stretch_met is False and one.goal.stretch is not None and one.confirmed is not None:
        more = pen.number(f"{one.code}.stretch_gap", one.goal.stretch - one.confirmed, one.goal.unit,
                          means=Text("力争目标－累计完成", "stretch less total"))  # fmt: skip
        yield worded(Text("距力争目标还差{more}", "{more} to the stretch"), lang, more=more)
    if one.figure.undecided and not one.figure.parts:
        doubtful = pen.number(f"{one.code}.undecided", one.figure.undecided,
                              means=Text("不能确定是否计入的记录数", "records that are not decided"))  # fmt: skip
        yield worded(Text("另有{doubtful}条记录待核实", "{doubtful} records not decided"), lang, doubtful=doubtful)


def newcomers(one: TargetStatus, facts: Material) -> Line:
    """The enterprises that the month added, by name where they are few."""
    names = facts.new.get(one.code, ())
    if not names or one.month is None:
        return ()
    if one.goal.unit not in FIRMS:
        wording = Text("本月新增来自{names}。", "This month's are of {names}. ")
    elif len(names) < one.month.low:
        wording = Text("本月新增的有{names}等。", "New this month, among others: {names}. ")
    else:
        wording = Text("本月新增的是{names}。", "New this month: {names}. ")
    return worded(wording, facts.lang, names=named(names, facts.lang))


def spread(one: TargetStatus, facts: Material) -> Line:
    """Where a total lies: the places that have most of it, then the trades."""
    found = (facts.places.get(one.code), facts.trades.get(one.code))
    return joined([spread_by(one, breakdown, facts) for breakdown in found if breakdown is not None], "")


def spread_by(one: TargetStatus, breakdown: Breakdown, facts: Material) -> Line:
    if one.confirmed is None or one.figure.parts or one.confirmed < TOLD_BY_PLACE:
        return ()
    top = [group for group in ranked(breakdown) if not group.name.zh.startswith(OTHER.zh)][:TOP]
    top = [group for group in top if not facts.hides(one, breakdown, group.group)]
    if len(top) < 2 or any(shared(group) for group in top):
        return ()
    said = []
    for group in top:
        part = facts.pen.part(one.code, breakdown.by, group.group, group.figure)
        if part is not None:
            said.append(worded(Text("{name}{part}", "{name} {part}"), facts.lang,
                               name=group.name.in_(facts.lang), part=part))  # fmt: skip
    by = facts.by_name(breakdown)
    wording = Text("从{by}看，居前的是{said}。", "By {by}, most are in {said}. ")
    between = "、" if facts.lang != "en" else ", "
    return worded(wording, facts.lang, by=by.in_(facts.lang), said=joined(said, between))


def shared(group: GroupFigure) -> bool:
    """Whether a group's part is no whole number, because joint rights are divided among their holders."""
    return group.figure.value is not None and group.figure.value.low.denominator != 1


def outlook_said(one: TargetStatus, facts: Material) -> Line:
    """What is to be expected at the deadline: 预计31—36家，缺口0—4家，关键看15户; nothing without a forecast."""
    found, lang = one.outlook, facts.lang
    if found is None:
        return ()
    name = one.target.name.in_(lang)
    if found.kind == "cannot_tell" or found.low is None or found.high is None:
        return worded(Text("{name}：{said}。", "{name}: {said}. "), lang, name=name, said=found.said.in_(lang))
    clauses = [expected(one, found, facts), gap_expected(one, found, facts), key_firms(one, found, facts)]
    return sentence([line for line in clauses if line], lang)


def expected(one: TargetStatus, found: Outlook, facts: Material) -> Line:
    ends, lang, by = expected_ends(one, found, facts), facts.lang, one.target.by
    wording = Text("{name}预计到{by}为{ends}", "{name}: {ends} expected by {by}")
    day = by.isoformat() if lang == "en" else f"{by.year}年{by.month}月底"
    return worded(wording, lang, name=one.target.name.in_(lang), by=day, ends=ends)


def expected_ends(one: TargetStatus, found: Outlook, facts: Material, *, bare: bool = False) -> Line:
    """1015—1229家; nothing where it cannot be told. `bare`: without the unit."""
    if found.low is None or found.high is None:
        return ()
    pen, unit, basis = facts.pen, one.goal.unit, found.basis
    low = pen.number(f"{one.code}.outlook.low", found.low, unit, means=basis, bare=bare or found.low != found.high)
    high = pen.number(f"{one.code}.outlook.high", found.high, unit, means=basis, bare=bare)
    return (low,) if found.low == found.high else worded(Text("{a}—{b}", "{a} to {b}"), facts.lang, a=low, b=high)


def gap_expected(one: TargetStatus, found: Outlook, facts: Material) -> Line:
    if found.gap is None:
        return ()
    least, most = found.gap
    lang, unit = facts.lang, one.goal.unit
    if most <= ZERO:
        return worded(Text("可以完成目标", "the goal will be reached"), lang)
    high = facts.pen.number(f"{one.code}.outlook.gap.high", most, unit, means=found.basis)
    if least == most:
        return worded(Text("缺口{high}", "{high} short"), lang, high=high)
    low = facts.pen.number(f"{one.code}.outlook.gap", least, unit, means=found.basis, bare=True)
    return worded(Text("缺口{low}—{high}", "{low} to {high} short"), lang, low=low, high=high)


def key_firms(one: TargetStatus, found: Outlook, facts: Material) -> Line:
    """The enterprises on which it depends, the first of them by name; their number alone in what goes out."""
    if not found.key_firms:
        return ()
    count = firms_number(one, found, facts)
    if facts.outward:
        return worded(Text("关键看{count}企业", "it depends on {count} enterprises"), facts.lang, count=count)
    shown = [firm.name or firm.code for firm in found.key_firms[:MOST_KEY]]
    wording = Text("关键看{names}等{count}企业", "it depends on {count} enterprises, among them {names}")
    if len(shown) == len(found.key_firms):
        wording = Text("关键看{names}这{count}企业", "it depends on {count} enterprises: {names}")
    return worded(wording, facts.lang, count=count, names=named(shown, facts.lang))


def firms_number(one: TargetStatus, found: Outlook, facts: Material) -> Number:
    """On how many enterprises an outlook depends."""
    means = Text("预测中起决定作用的企业", "enterprises that decide the forecast")
    return facts.pen.number(f"{one.code}.outlook.firms", len(found.key_firms), "户", means=means)
