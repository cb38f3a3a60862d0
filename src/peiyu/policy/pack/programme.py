"""A territory's programme in memory: what its document promises, counted how, by whom, and what carries each clause.

Names are resolved; nothing is bound to a day or to an option yet (compile/programme.py does that). Objects refer to
each other by local id (`sme_new`, not `baotou-2015.sme_new`); a key (`Rule.key`) is `pack.id`. Numbers of goals,
plans and funds are in base units as a document writes them: yuan, persons, ㎡, items; a percentage is a part of one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from peiyu.policy.condition.ast import NOWHERE, Expr, Fact, Span
from peiyu.policy.pack.rule import Rule
from peiyu.problems import Text

NO_TEXT = Text("", "")
OTHER = Text("其他", "other")

# --- breakdowns -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Enumeration(Rule):
    """What the document enumerates (`lists:`): six service categories, five industries."""

    of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMember:
    """One part of a breakdown: the enterprises for which `when` holds at the day."""

    id: str
    name: Text
    when: Expr
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping(Rule):
    """A breakdown of enterprises. Either `members`, of which the first that holds is taken (none: `otherwise`; not
    decided: 待定), or `by`: a text, enum, bool or industry fact of the enterprise whose values are the parts."""

    members: tuple[GroupMember, ...] = ()
    otherwise: Text = OTHER
    by: Fact | None = None


# --- what an indicator counts ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Among:
    """A condition on the enterprise that owns a record: at the day of the figure, or at the date of the record
    (`record`: holds(…) combined by and, or, not)."""

    when: Expr
    at: Literal["day", "record"] = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """When an enterprise that counted counts anew: its record begins more than `after_months` after every earlier one
    has ended. `ends`: date fields, the earliest of which that is filled in ends a record; none: it has not ended."""

    after_months: int
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EventsBody:
    """Records of `entity` that fall in a span by their date `on`; counted, or their field `sum` added.

    where: over the record's own fields (ChildField). among: all of them hold of the owner. first: of each enterprise
    only its earliest such record of all time counts, and with `again` those that return late enough. once: field codes
    that make two records one thing. share: one thing is divided among its holders in a breakdown."""

    entity: str
    on: str
    where: Expr | None = None
    sum: str | None = None
    among: tuple[Among, ...] = ()
    first: bool = False
    again: Again | None = None
    once: tuple[str, ...] = ()
    share: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StateBody:
    """Records of `entity` that stand at the day: `since` (a date field) ≤ day, `until` (a date field) empty or > day.
    Without both every record known at the day stands."""

    entity: str
    since: str | None
    until: str | None = None
    where: Expr | None = None
    sum: str | None = None
    among: tuple[Among, ...] = ()
    once: tuple[str, ...] = ()
    share: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmsBody:
    """Enterprises for which `when` and every `among` hold at the day; with `first` an event on the first 31 December
    at which they do."""

    when: Expr
    among: tuple[Among, ...] = ()
    first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmSumBody:
    """An expression of the little language added over the enterprises (`sum … of_firms`), at the day."""

    value: Expr
    among: tuple[Among, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RatioBody:
    """Indicator `over` ÷ indicator `under` × `scale`; both parts are kept."""

    over: str
    under: str
    scale: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class NarrowedBody:
    """Indicator `of` where also `among` holds; never left in a bound programme."""

    of: str
    among: tuple[Among, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeBody:
    """The value of a state (or of firms) at the end of the span minus that at its beginning."""

    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDefinition:
    """The body is the chosen option of a definition; never left in a bound programme."""

    definition: str


CountedBody = EventsBody | StateBody | FirmsBody | FirmSumBody
BoundBody = CountedBody | RatioBody | ChangeBody
Body = BoundBody | NarrowedBody | ByDefinition


def named_by(body: Body) -> tuple[str, ...]:
    """The local ids of the indicators on which a body stands."""
    match body:
        case RatioBody():
            return (body.over, body.under)
        case NarrowedBody() | ChangeBody():
            return (body.of,)
        case _:
            return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator(Rule):
    """An 指标. `unit` as printed: 家 件 人 元 ㎡ % 件/万人 …, without 万 or 亿 before a simple unit."""

    unit: str
    body: Body


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorOption:
    """One way to read an indicator. `retrospective`: counted by rules later than the document (回溯测算)."""

    key: str
    name: Text
    body: Body
    retrospective: bool = False
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorDefinition(Rule):
    """A 口径 of an indicator (`names`). `open`: nobody has decided yet; `default` is then a proposal or ''.
    `locked`: the option that is the 对外发布口径, with who and when."""

    names: str
    default: str
    options: tuple[IndicatorOption, ...]
    open: bool = False
    locked: str | None = None
    locked_by: str = ""
    locked_on: dt.date | None = None


# --- what is promised -----------------------------------------------------------------------------------------

Comparator = Literal["floor", "above", "about", "range", "exactly"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """The number of a target: 以上 floor · 超过 above · 左右 about · 3—5 range · exactly. `low` always; `high` is a
    range's high end, `low` again for about and exactly, None for floor and above; `stretch` is 力争."""

    comparator: Comparator
    low: Fraction
    high: Fraction | None
    stretch: Fraction | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The 序时 plan of a target: `quarters` are the four shares of a year (sum 1), `years` the cumulative value due by
    the end of each year in base units, ascending. Both may be given; neither: straight from since to by."""

    quarters: tuple[Fraction, ...] = ()
    years: tuple[tuple[int, Fraction], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target(Rule):
    """A 目标. `indicator`, `lead`, `with_`, `parts` (其中: targets that add up to this one) are local ids. `decided_by`
    names the date that decides, `decided_by_en` the same in English ('': none is known)."""

    indicator: str
    goal: Goal
    since: dt.date | None
    by: dt.date
    parts: tuple[str, ...] = ()
    decided_by: str = ""
    decided_by_en: str = ""
    lead: str | None = None
    with_: tuple[str, ...] = ()
    plan: Schedule | None = None

    @property
    def deciding(self) -> Text:
        """The date that decides, in both languages."""
        return Text(self.decided_by, self.decided_by_en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend(Rule):
    """A goal without a number: shown as a line, never as achieved."""

    indicator: str
    since: dt.date | None = None
    lead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportProgramme(Rule):
    """A 计划 of the document (筑巢计划): whom it addresses and its measures. `alias` is another spelling."""

    addresses: Expr | None
    measures: tuple[str, ...] = ()
    alias: str = ""


MeasureKind = Literal[
    "service", "funding", "finance", "space", "platform", "training", "talent", "event", "matching", "attraction",
    "recognition", "organisation",
]  # fmt: skip
TiedTo = Literal["moving_in", "tax_paid", "named_list", "holdings"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure(Rule):
    """A 支持措施. `basis` is the legal basis, `review` the number of the fair-competition review, `since` and `until`
    its term; `pays` says what is paid (empty: nothing); `tied_to` on what an award depends."""

    kind: MeasureKind
    gives: Text
    pays: Text = NO_TEXT
    basis: str = ""
    review: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    tied_to: tuple[TiedTo, ...] = ()
    lead: str | None = None


ActorKind = Literal[
    "office", "leading_group", "department", "district", "park", "carrier", "institute", "finance", "intermediary",
    "enterprise", "people", "superior", "other",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor(Rule):
    kind: ActorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility(Rule):
    """A 责任分工: a duty, who leads it (牵头), who helps (配合), by when or how often."""

    duty: Text
    lead: str
    with_: tuple[str, ...] = ()
    by: dt.date | None = None
    every: Literal["month", "quarter", "half_year", "year"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Fund(Rule):
    """A 专项资金. `amount` in yuan, None where the document names none."""

    amount: Fraction | None = None
    year: int | None = None
    purposes: tuple[str, ...] = ()


# --- the document's clauses -----------------------------------------------------------------------------------

CoveringKind = Literal[
    "target", "trend", "indicator", "programme", "measure", "responsibility", "fund", "list", "group", "definition",
    "tier", "actor",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Covering:
    """An object that carries a clause out: `target:new_sme`."""

    kind: CoveringKind
    id: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What a clause is carried out by: objects; or it is context; or it is planned, with the reason."""

    address: str
    how: Literal["objects", "context", "planned"]
    objects: tuple[Covering, ...] = ()
    reason: Text = NO_TEXT
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseText:
    """A clause of the mended text: its address and its text up to the next address."""

    address: str
    text: str
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """Everything of a territory's pack that is not about one enterprise, by local id. `coverage` and `clauses` by
    address, in the order of the document. `fair_competition`: every paying measure must show its review."""

    lists: Mapping[str, Enumeration]
    groups: Mapping[str, Grouping]
    indicators: Mapping[str, Indicator]
    definitions: Mapping[str, IndicatorDefinition]
    targets: Mapping[str, Target]
    trends: Mapping[str, Trend]
    programmes: Mapping[str, SupportProgramme]
    measures: Mapping[str, Measure]
    actors: Mapping[str, Actor]
    responsibilities: Mapping[str, Responsibility]
    funds: Mapping[str, Fund]
    coverage: Mapping[str, Coverage]
    clauses: Mapping[str, ClauseText]
    fair_competition: bool = False
