"""Which offer a cell's words name: each offer with what had to be supplied, forgiven or cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass

from peiyu.paper.form.offer import SHARES, Offer
from peiyu.paper.form.propose.lexicon import TermKind
from peiyu.paper.form.propose.terms import Term, plain, terms
from peiyu.paper.form.units import fits, kind_of
from peiyu.problems import Text

CERTAIN, LIKELY, CANDIDATE = 0, 7, 45
"""At most so much may be held against a proposal that is certain, likely, or a candidate that is asked about."""
NEAR, OTHERWISE = 1, 4
"""Two offers no further apart than the first cannot be told apart; the second is what sets apart a state from what
happens, by the titles."""
OF_PARTS = frozenset({"total", "year", "month", "quarter"})
"""Measures that are told of parts too."""
CORE = frozenset({"subject", "other", "narrow"})
FLOWING = frozenset({"month", "quarter", "year", "goal", "rate", "plan", "due", "yoy", "gap", "outlook"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words by which a cell is matched. own: of its row and column; outer: of the headers that stand over those;
    around: of titles and headings. measure: what is asked ('': not said); beside: the measures of the same row or
    column. unit: of the cell ('': none);
    noted: those of the table's note."""

    own: tuple[Term, ...]
    outer: tuple[Term, ...] = ()
    around: tuple[Term, ...] = ()
    measure: str = ""
    beside: frozenset[str] = frozenset()
    unit: str = ""
    noted: tuple[str, ...] = ()
    part: bool = False

    def unit_for(self, offer: Offer) -> str:
        """The unit in which the cell wants the offer: its own, else the one of the table's note that fits."""
        return self.unit or next((one for one in self.noted if fits(one, offer.unit)), "")


@dataclass(frozen=True, slots=True)
class Match:
    """An offer with what is held against it, and why. apart: what only tells it from other offers and is no doubt."""

    offer: Offer
    against: int
    why: tuple[Text, ...] = ()
    apart: int = 0

    @property
    def rank(self) -> int:
        return self.against + self.apart


def matches(words: Words, offers: Iterable[Offer]) -> tuple[Match, ...]:
    """The offers that a cell may mean, the best first; none where its words name nothing."""
    found = []
    for offer in offers:
        ways = [_against(words, offer, name) for name in offer.names]
        best = min((one for one in ways if one is not None), key=lambda one: one.rank, default=None)
        if best is not None and best.against <= CANDIDATE:
            found.append(best)
    return tuple(sorted(found, key=lambda one: (one.rank, one.offer.code)))


def _against(words: Words, offer: Offer, name: str) -> Match | None:
    wanted = terms(name)
    if not _names(words, wanted):
        return None
    notes: list[Text] = []
    sum_ = 0
    for cost, note in (
        *_missing(words, offer, wanted), *_extra(words, offer, wanted, name), *_fit(words, offer),
    ):  # fmt: skip
        sum_ += cost
        if note is not None:
            notes.append(note)
    return Match(offer, sum_, tuple(notes), _apart(words, offer, wanted))


def _names(words: Words, wanted: Sequence[Term]) -> bool:
    """Whether a cell names an offer at all: by its own words, or, where these name nothing, by those around it."""
    own = [one for one in words.own if one.kind in CORE]
    subjects = [one for one in own if one.kind != "narrow"]
    said = {one.text for one in (subjects or (*own, *words.outer, *words.around))}
    letters = _letters(own)
    return any(
        one.text in said or (one.kind == "other" and len(one.text) > 1 and one.text in letters)
        for one in wanted if one.kind in CORE
    )  # fmt: skip


def _letters(found: Iterable[Term]) -> str:
    """The words that are not known here, as one run of letters."""
    return "".join(one.text for one in found if one.kind == "other")


def _apart(words: Words, offer: Offer, wanted: Sequence[Term]) -> int:
    """What makes another offer the nearer one: measures that are asked beside and that this one lacks; subjects of the
    titles that it does not name, where the cell names none."""
    texts = {one.text for one in wanted}
    lacks = 0 if words.part else min(len([one for one in words.beside if one not in offer.measures]), 3)
    named = any(one.kind == "subject" for one in words.own)
    strange = [one for one in words.around if one.kind == "subject" and one.text not in texts]
    return lacks + (0 if named else len(strange)) + (OTHERWISE if _otherwise(words, offer) else 0)


def _otherwise(words: Words, offer: Offer) -> bool:
    """Whether the titles speak of what is new and the offer stands, or the other way round, while the
    cell says neither."""
    if any(one.kind in ("flow", "stock") for one in (*words.own, *words.outer)):
        return False
    kinds = {one.kind for one in words.around} & {"flow", "stock"}
    return len(kinds) == 1 and kinds == ({"flow"} if offer.stock else {"stock"})


Cost = tuple[int, Text | None]


def _missing(words: Words, offer: Offer, wanted: Sequence[Term]) -> Iterable[Cost]:
    """What the offer says and the cell does not."""
    own = {one.text: one for one in words.own}
    outer = {one.text for one in words.outer}
    around = {one.text for one in words.around}
    letters = _letters(words.own)
    for one in wanted:
        if one.text in own:
            if own[one.text].loose or one.loose:
                yield 2, _says(f"“{one.text}”是近似说法", f"“{one.text}” is only nearly the same")
        elif one.kind == "other" and len(one.text) > 1 and one.text in letters:
            continue
        elif one.text in outer:
            yield 0, None
        elif one.text in around:
            yield 2, _says(f"“{one.text}”取自表题或上级标题", f"“{one.text}” was taken from the title or a heading")
        else:
            yield _unsaid(words, offer, one)


def _unsaid(words: Words, offer: Offer, one: Term) -> Cost:
    kinds = {term.kind for term in (*words.own, *words.outer)}
    match one.kind:
        case "weak":
            return 1, _says(f"表上没有写“{one.text}”", f"the form does not say “{one.text}”")
        case "flow":
            if "stock" in kinds:
                return 50, None
            flows = words.measure in FLOWING or bool(words.beside & {"month", "goal", "rate", "quarter"})
            return (1 if flows else 4 if words.measure else 8), _says("按新增数理解", "taken for what is new")
        case "stock":
            if "flow" in kinds:
                return 50, None
            return (3 if "stock" in kinds else 5), _says(f"按“{one.text}”理解", f"taken as “{one.text}”")
        case "narrow":
            return 8, _says(
                f"登记数据只计“{one.text}”的，表上没有这样写",
                f"the register counts only “{one.text}”; the form does not say so",
            )
        case "other":
            return 6, _says(f"登记数据的名称还有“{one.text}”", f"the register's name also says “{one.text}”")
        case _:
            return 60, None


def _extra(words: Words, offer: Offer, wanted: Sequence[Term], name: str) -> Iterable[Cost]:
    """What the cell says and the offer does not."""
    texts = {one.text for one in wanted}
    kinds = {one.kind for one in wanted}
    letters = plain(name)
    for one in words.own:
        if one.text in texts or (one.kind == "other" and len(one.text) > 1 and one.text in letters):
            continue
        yield _unexplained(one, offer, kinds)
    for one in words.outer:
        if one.text in texts:
            continue
        if one.kind in ("flow", "stock"):
            yield _unexplained(one, offer, kinds)
        elif one.kind in ("subject", "narrow"):
            yield 12, _says(f"上级标题的“{one.text}”没有对应", f"nothing answers “{one.text}” of the header above")


def _unexplained(one: Term, offer: Offer, kinds: Set[TermKind]) -> Cost:
    match one.kind:
        case "weak":
            return 1, _says(f"表上多写了“{one.text}”", f"the form says “{one.text}” too")
        case "flow" if one.text == "净增":
            return 20, _says("净增与新增不是一个口径", "net gain is not what is new")
        case "flow":
            return (50, None) if offer.stock or "stock" in kinds else (0, None)
        case "stock":
            if "stock" in kinds:
                return 0, None  # said as “taken as” where the words differ
            if "flow" in kinds:
                return 50, None
            return (2 if offer.stock else 6), _says(f"表上写了“{one.text}”", f"the form says “{one.text}”")
        case "narrow":
            return 12, _says(
                f"表上只要“{one.text}”的，登记数据没有这样分",
                f"the form wants only “{one.text}”; the register does not tell it",
            )
        case _:
            return 12, _says(f"表上的“{one.text}”没有对应", f"nothing answers “{one.text}”")


def _fit(words: Words, offer: Offer) -> Iterable[Cost]:
    """Whether the offer has the measure, and its unit is the form's."""
    measure = words.measure
    if offer.stock and measure in ("month", "quarter"):
        yield (
            8,
            _says("此项是时点数，不知要期末数还是增减数", "it stands at a day: its value or its change cannot be told"),
        )
    elif measure and measure not in offer.measures and not (words.part and measure in OF_PARTS):
        yield (
            3,
            _says("登记数据没有此项的这种数，填“无此数据”", "the register has no such figure of it: it will say so"),
        )
    if words.unit and measure in SHARES and kind_of(words.unit) not in ("share", kind_of(offer.unit)):
        yield 40, _says(f"单位“{words.unit}”不是比率", f"“{words.unit}” is no unit of a share")
    if words.unit and measure not in SHARES and not fits(words.unit, offer.unit):
        yield 40, _says(f"单位“{words.unit}”与“{offer.unit}”不符", f"the unit “{words.unit}” is not “{offer.unit}”")
    if not words.unit_for(offer) and measure not in SHARES and kind_of(offer.unit) in ("money", "area"):
        yield 8, _says("表上没有写单位，不知是元还是万元", "the form gives no unit: 元 or 万元 cannot be told")


def _says(zh: str, en: str) -> Text:
    return Text(zh, en)
