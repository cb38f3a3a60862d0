"""What each cell of a table asks, taken apart: words, measure, part, unit. Nothing is matched yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from peiyu.paper.form.headers.cells import Fillable, Headers
from peiyu.paper.form.offer import OfferGroup
from peiyu.paper.form.propose.lexicon import WANTS_WORDS
from peiyu.paper.form.propose.measures import Asked, asked
from peiyu.paper.form.propose.parts import SUBTOTAL, PartFound
from peiyu.paper.form.propose.phrases import Phrase, Spoken, spoken
from peiyu.paper.form.propose.sides import Sides, parted, sides_of
from peiyu.paper.form.propose.terms import Term, plain, terms
from peiyu.problems import Text

SUBJECTS = frozenset({"subject", "other", "narrow"})
MONTHS = 3
"""So many months side by side are columns of months, and none of them is the form's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What one cell asks. own, outer, around: its words, those of the headers above, those of titles and headings;
    asked: the measure; part: of a breakdown (None: none is named); years: that its own headers name; wants_words: it
    asks for words, not a figure; refused: why it cannot be told whatever the register has."""

    cell: Fillable
    own: tuple[Term, ...] = ()
    outer: tuple[Term, ...] = ()
    around: tuple[Term, ...] = ()
    asked: Asked
    part: PartFound | None = None
    years: tuple[int, ...] = ()
    wants_words: bool = False
    refused: Text | None = None

    @property
    def headers(self) -> Headers:
        return self.cell.headers


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Of which time a form is: year and month (0: it does not say); span: its title tells a span from January on
    (1—5月); stands: it tells the end of one (截至5月底)."""

    year: int = 0
    month: int = 0
    span: bool = False
    stands: bool = False
    phrases: tuple[Phrase, ...] = field(default=())


def questions(cells: Sequence[Fillable], groups: Sequence[OfferGroup], general: Period) -> tuple[Question, ...]:
    """The questions of one table's cells."""
    sides = sides_of(cells, groups)
    headers = [text for one in cells for text in (*one.headers.rows, *one.headers.columns)]
    months = {
        phrase.upto for text in headers for phrase in spoken(text).phrases if phrase.upto and phrase.what == "month"
    }
    period = period_of(cells[0].headers.titles + cells[0].headers.notes, general) if cells else general
    quarters = {one.upto for text in headers for one in spoken(text).phrases if one.upto and one.what == "quarter"}
    many = len(months) >= MONTHS or len(quarters) > 1
    return tuple(_question(one, sides, period, many=many) for one in cells)


def period_of(lines: Iterable[str], general: Period = Period()) -> Period:
    """The time that titles and particulars name; what they do not name is taken from the form as a whole."""
    year, month, span, stands = 0, 0, False, False
    phrases: list[Phrase] = []
    for line in lines:
        if len(line) > 60:
            continue
        found = spoken(line)
        year = year or max(found.years, default=0)
        for one in found.phrases:
            if one.upto and one.what in ("month", "year", "total", "quarter"):
                month = month or one.upto
                span = span or one.what == "year"
                stands = stands or one.what == "total"
        if not month and (dated := re.search(r"年\s*(\d{1,2})\s*月", line)):
            month = int(dated[1])
        phrases += found.phrases
    return Period(
        year=year or general.year, month=month or general.month, span=span, stands=stands, phrases=tuple(phrases)
    )


def _question(cell: Fillable, sides: Sides, period: Period, *, many: bool) -> Question:
    headers = cell.headers
    left = parted(headers, sides)
    read_rows = [spoken(text) for text in left.rows]
    read_columns = [spoken(text) for text in left.columns]
    own_rows, outer_rows = _own_and_outer(read_rows)
    own_columns, outer_columns = _own_and_outer(read_columns)
    phrases = [phrase for one in (*read_columns, *read_rows) for phrase in one.phrases]
    years = tuple(dict.fromkeys(year for one in (*read_columns, *read_rows) for year in one.years))
    measure = asked(phrases, day_month=period.month, many_months=many)
    around = tuple(t for text in (*headers.titles, *headers.headings) for t in terms(spoken(text).rest))
    return Question(
        cell=cell, own=_once(*own_rows, *own_columns), outer=_once(*outer_rows, *outer_columns), around=_once(*around),
        asked=measure, part=left.part, years=years, wants_words=_wants_words(headers),
        refused=measure.refused or left.refused or _sub_total(headers) or _other_year(years, phrases, period),
    )  # fmt: skip


def _once(*found: Term) -> tuple[Term, ...]:
    return tuple(dict.fromkeys(found))


def _own_and_outer(path: Sequence[Spoken]) -> tuple[list[Term], list[Term]]:
    """The words of a path from the innermost header outwards until something is named; what stands over it is outer."""
    own: list[Term] = []
    outer: list[Term] = []
    for one in reversed(path):
        words = terms(one.rest)
        if any(term.kind in SUBJECTS for term in own):
            outer += words
        else:
            own += words
    return own, outer


def _wants_words(headers: Headers) -> bool:
    """Whether the innermost headers ask for words, marks or places."""
    innermost = (*headers.columns[-1:], *(headers.rows[-1:] if not headers.columns else ()))
    said = {re.sub(r"[^\w一-鿿]", "", plain(text)) for text in innermost}
    rows = {plain(text) for text in headers.rows[-1:]}
    return any(_is_wanted(one) for one in said) or (bool(rows) and all(_is_wanted(one) for one in rows))


def _is_wanted(text: str) -> bool:
    return text in WANTS_WORDS or any(text.startswith(one) and len(one) >= 3 for one in WANTS_WORDS)


def _sub_total(headers: Headers) -> Text | None:
    if any(SUBTOTAL.match(plain(text)) for text in (*headers.rows, *headers.columns)):
        return Text(
            "小计是哪几行的和，表上看不出，请确认", "which rows a subtotal adds up cannot be told from the form"
        )
    return None


def _other_year(years: Sequence[int], phrases: Iterable[Phrase], period: Period) -> Text | None:
    """A year in the headers that is not the form's, unless the same days a year before are asked for."""
    whats = {one.what for one in phrases}
    if whats == {"goal"}:
        return None  # a goal may be of a later year; whether it is the target's own is seen when that is known
    before = bool(whats & {"before", "yoy"})
    other = [one for one in years if period.year and one != period.year]
    if other and not (before and other == [period.year - 1]):
        return Text(
            f"要的是{other[0]}年的数，登记数据是{period.year}年的",
            f"it wants {other[0]}; the register is of {period.year}",
        )
    return None
