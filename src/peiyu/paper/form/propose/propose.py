"""From the headers of a form's cells to what they mean: proposals with how sure they are, and why."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from peiyu.paper.form.grid import CellAddress, Form
from peiyu.paper.form.headers.cells import Fillable, Headers, fillable
from peiyu.paper.form.headers.labels import PART
from peiyu.paper.form.offer import SHARES, Confidence, Meaning, Offer
from peiyu.paper.form.propose.match import LIKELY, NEAR, OF_PARTS, Match, Words, matches
from peiyu.paper.form.propose.measures import Asked
from peiyu.paper.form.propose.parts import groups_of, heads
from peiyu.paper.form.propose.phrases import spoken
from peiyu.paper.form.propose.questions import SUBJECTS, Period, Question, period_of, questions
from peiyu.paper.form.propose.terms import Term, terms
from peiyu.paper.form.units import kind_of, plain_unit, size_of
from peiyu.problems import Text

OF_A_GOAL = frozenset({"goal", "rate", "due", "plan", "gap"})
"""Measures that stand on the goal."""
SEPARATE = Text("；", "; ")
LOOSE = Text("期间用词不严，按最常见的理解", "the word for the time is loose: taken as most do")
UNSAID = Text("没有写当月还是累计", "it does not say whether of the month or so far")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What a cell means. `meaning` None: nothing that the register has; of one that is asked about it is a candidate
    and never more. twins: cells to which the same meaning is proposed."""

    cell: CellAddress
    headers: Headers
    meaning: Meaning | None
    confidence: Confidence
    why: Text
    twins: tuple[CellAddress, ...] = ()


def propose(form: Form, offers: Iterable[Offer]) -> tuple[Proposal, ...]:
    """A proposal for every cell that waits for a figure, in the order of the form.

    Deterministic: the same form and offers give the same proposals. What cannot be told is asked (`ask`) with its
    reason; what wants words is `left`.
    """
    held = tuple(offers)
    groups = groups_of(held)
    cells = fillable(form)
    general = period_of_cells(cells)
    found: list[Proposal] = []
    for _, table in groupby(cells, key=lambda one: (one.cell.sheet, one.table)):
        found += proposed(questions(tuple(table), groups, general), held)
    return tuple(flagged(found))


def form_period(form: Form) -> Period:
    """Of which year and month a form is, by its titles and particulars."""
    return period_of_cells(fillable(form))


def period_of_cells(cells: Iterable[Fillable]) -> Period:
    return period_of(dict.fromkeys(line for one in cells for line in (*one.headers.titles, *one.headers.notes)))


def proposed(asked: Sequence[Question], offers: Sequence[Offer]) -> list[Proposal]:
    """The proposals of one table: cells that ask for the same thing are looked at together."""
    beside: defaultdict[tuple[object, ...], set[str]] = defaultdict(set)
    goals: dict[tuple[object, ...], Question] = {}
    for one in asked:
        beside[_same(one)].add(one.asked.what)
        if one.asked.what == "goal":
            goals[_same(one)] = one
    newest = max((year for one in asked if one.asked.what != "goal" for year in one.years), default=0)
    return [
        _proposal(one, offers, frozenset(beside[_same(one)] - {""}), goal=goals.get(_same(one)), newest=newest)
        for one in asked
    ]  # fmt: skip


def _same(one: Question) -> tuple[object, ...]:
    """What cells of one row (or column) have in common when they ask for measures of one thing."""
    part = None if one.part is None else (one.part.group, one.part.part, one.part.name)
    return (tuple(sorted(term.text for term in one.own if term.kind != "flow")), one.headers.whole, part)


def _proposal(
    one: Question, offers: Sequence[Offer], beside: frozenset[str], *, goal: Question | None, newest: int
) -> Proposal:
    def said(meaning: Meaning | None, confidence: Confidence, *why: Text) -> Proposal:
        return Proposal(
            cell=one.cell.cell, headers=one.headers, meaning=meaning, confidence=confidence, why=joined(why)
        )

    if one.wants_words:
        return said(None, "left", Text("要填文字，不是登记数据", "it wants words, not a figure"))
    words = Words(
        own=_without_heading(one, offers), outer=one.outer, around=one.around, measure=one.asked.what, beside=beside,
        unit=_unit(one), noted=one.headers.units, part=bool(one.part and one.part.group),
    )  # fmt: skip
    found = matches(words, offers)
    if one.refused is not None:
        return said(None, "ask", one.refused)
    if one.part is not None and one.part.unknown:
        name = one.part.name
        return said(None, "ask", Text(f"登记数据里没有“{name}”这个分组", f"the register has no part named “{name}”"))
    if not found:
        return said(None, "ask", Text("登记数据里没有对应的指标", "the register has no indicator of this name"))
    found, notes, refused = _within(one, words, found, offers)
    if not found:
        return said(None, "ask", *refused)
    best = found[0]
    rivals = [other for other in found[1:] if other.rank - best.rank <= NEAR]
    if rivals:
        names = [other.offer.name for other in (best, *rivals)]
        return said(
            meaning_of(one, best.offer, one.asked), "ask",
            Text(f"分不清是{'、'.join(names)}", f"it may be any of {', '.join(names)}"),
        )  # fmt: skip
    doubts = (*refused, *_doubts(one, best.offer, goal=goal, newest=newest))
    measure, more, unsure = _measure(one, best.offer)
    reasons = (*best.why, *notes, *more)
    meaning = meaning_of(one, best.offer, measure)
    if doubts or unsure or best.against + len(more) > LIKELY:
        return said(meaning, "ask", *doubts, *reasons)
    if best.against or reasons or not measure.sure or (one.part is not None and one.part.loose):
        loose = () if one.part is None or not one.part.loose else (_named_loosely(one),)
        return said(meaning, "likely", *(reasons or ()), *loose)
    return said(meaning, "certain", Text(f"与“{best.offer.name}”一致", f"it says the same as “{best.offer.name}”"))


def _named_loosely(one: Question) -> Text:
    assert one.part is not None
    return Text(f"分组按“{one.part.name}”理解", f"the part is taken for “{one.part.name}”")


def _unit(one: Question) -> str:
    return plain_unit(one.headers.unit)


def _within(
    one: Question, words: Words, found: tuple[Match, ...], offers: Sequence[Offer]
) -> tuple[tuple[Match, ...], tuple[Text, ...], tuple[Text, ...]]:
    """Of a 其中 only what is a part of its whole: the matches that may stand, notes, and what speaks against them."""
    if not one.headers.whole or not _names_something(one):
        alone = tuple(replace(m, against=m.against + (2 if m.offer.whole else 0)) for m in found)
        return tuple(sorted(alone, key=lambda m: (m.rank, m.offer.code))), (), ()
    whole = _whole_of(one, offers)
    inside = () if whole is None else matches(replace(words, outer=()), [o for o in offers if o.whole == whole.code])
    if inside:
        return inside, (), ()
    if one.headers.implied or (one.part is not None and one.part.group):
        return found, (), ()
    name = spoken(one.headers.whole).rest or one.headers.whole
    return (
        found,
        (),
        (
            Text(
                f"是“{name}”的其中项，登记数据没有这样分", f"it is a part of “{name}”; the register does not tell it so"
            ),
        ),
    )


def _names_something(one: Question) -> bool:
    """Whether what stands after 其中 names a thing; 其中：当年新增 is a measure of the same."""
    of_columns = one.headers.implied or any(PART.match(text) for text in one.headers.columns)
    last = one.headers.columns[-1:] if of_columns else one.headers.rows[-1:]
    return any(term.kind in SUBJECTS for text in last for term in terms(spoken(text).rest)) or one.part is not None


def _whole_of(one: Question, offers: Sequence[Offer]) -> Offer | None:
    """The offer that the whole of a 其中 names, by the same measures."""
    own = terms(spoken(one.headers.whole).rest)
    if not any(term.kind in SUBJECTS for term in own):  # the header beside is a measure: the one above tells the whole
        own = tuple(term for text in one.headers.columns[:-1] for term in terms(spoken(text).rest))
    words = Words(
        own=own, around=one.around, measure=one.asked.what, beside=frozenset({one.asked.what} - {""}),
        unit=_unit(one), noted=one.headers.units,
    )  # fmt: skip
    found = matches(words, [offer for offer in offers if not offer.whole])
    near = [m for m in found if m.rank - found[0].rank <= NEAR and m.against <= LIKELY]
    return near[0].offer if len(near) == 1 else None


def _without_heading(one: Question, offers: Sequence[Offer]) -> tuple[Term, ...]:
    """A cell's words without the heading of the breakdown to whose part it belongs: 分园区 above 甲园."""
    group = next((each for each in groups_of(offers) if one.part is not None and each.id == one.part.group), None)
    return one.own if group is None else tuple(term for term in one.own if not heads(group, term.text))


def _doubts(one: Question, offer: Offer, *, goal: Question | None, newest: int) -> Iterable[Text]:
    """What makes even the best match a question. goal: the goal that stands in the same row or column."""
    what = one.asked.what
    if one.part is not None and one.part.several:
        names = "、".join(one.part.several)
        yield Text(f"分不清是哪种分组：{names}", f"it may be a part of any of: {names}")
    if one.years and max(one.years) < newest and what not in ("before", "yoy", "goal"):
        yield Text(f"要的是{max(one.years)}年的数", f"it wants the figure of {max(one.years)}")
    if goal is not None and what in OF_A_GOAL and offer.years is not None and not _is_own(goal, offer.years):
        first, last = offer.years
        yield Text(f"登记数据的目标是{first}—{last}年的，与表上的不同", f"the register's goal is of {first} to {last}")
    if one.part is not None and one.part.group and what not in ("", *OF_PARTS):
        yield Text("登记数据的目标和比率不分组", "goals and rates of the register have no parts")


def _is_own(goal: Question, years: tuple[int, int]) -> bool:
    """Whether the goal that a form asks for is that of a target of these years."""
    if goal.years:
        return max(goal.years) == years[1]
    return not goal.asked.annual or years[0] == years[1]


def _measure(one: Question, offer: Offer) -> tuple[Asked, tuple[Text, ...], bool]:
    """The measure in the end: where none is said, that which an offer has anyway. True: it has to be asked."""
    asked = one.asked
    if asked.what == "year" and "year" not in offer.measures:
        return replace(asked, what="total"), (), False
    if asked.what:
        return asked, () if asked.sure else (LOOSE,), False
    if one.years and any(term.kind == "flow" for term in one.own):
        return replace(asked, what="year"), (), False
    if offer.stock or ("month" not in offer.measures and "year" not in offer.measures):
        return replace(asked, what="total"), (), False
    titled = period_of((*one.headers.titles, *one.headers.notes))
    if titled.span:
        note_ = Text("表题是累计期间", "the title tells a span from January on")
        return replace(asked, what="year"), (note_,), False
    if titled.stands:
        return replace(asked, what="total"), (Text("表题是截至日", "the title tells the day of a total"),), False
    return replace(asked, what="total"), (UNSAID,), True


def meaning_of(one: Question, offer: Offer, asked: Asked) -> Meaning:
    """The meaning of a cell under an offer."""
    group, part = ("", "") if one.part is None else (one.part.group, one.part.part)
    return Meaning(
        code=offer.code, measure=asked.what or "total", group=group, part=part, unit=unit_of(one, offer, asked.what),
        month=asked.month,
    )  # fmt: skip


def unit_of(one: Question, offer: Offer, measure: str) -> str:
    """The form's unit where it is larger than the base unit; '' where it is that."""
    if measure in SHARES or kind_of(offer.unit) == "share":
        return ""
    unit = _unit(one) or next((u for u in one.headers.units if kind_of(u) == kind_of(offer.unit)), "")
    return unit if unit and kind_of(unit) == kind_of(offer.unit) and size_of(unit) != size_of(offer.unit) else ""


def flagged(found: Sequence[Proposal]) -> Iterable[Proposal]:
    """The same, with the cells that are proposed the same meaning named; two on one sheet are asked about."""
    meant = Counter((one.meaning, one.cell.sheet) for one in found if _stands(one))
    cells: dict[Meaning, list[CellAddress]] = {}
    for one in found:
        if one.meaning is not None and _stands(one):
            cells.setdefault(one.meaning, []).append(one.cell)
    for one in found:
        twins = _twins(one, cells)
        if not twins or one.meaning is None:
            yield one
            continue
        places = "、".join(str(cell) for cell in twins[:5])
        why = joined((one.why, Text(f"与{places}含义相同", f"the same as {places}")))
        same_sheet = meant[(one.meaning, one.cell.sheet)] > 1
        yield replace(one, twins=twins, why=why, confidence="ask" if same_sheet else one.confidence)


def _stands(one: Proposal) -> bool:
    return one.meaning is not None and one.confidence in ("certain", "likely")


def _twins(one: Proposal, cells: Mapping[Meaning, list[CellAddress]]) -> tuple[CellAddress, ...]:
    if not _stands(one) or one.meaning is None:
        return ()
    return tuple(cell for cell in cells[one.meaning] if cell != one.cell)


def joined(said: Iterable[Text]) -> Text:
    """Several reasons as one sentence."""
    found = tuple(dict.fromkeys(said))
    return Text(SEPARATE.zh.join(one.zh for one in found), SEPARATE.en.join(one.en for one in found))
