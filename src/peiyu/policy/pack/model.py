"""A policy pack in memory: what its YAML says, names resolved, nothing bound to a date yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from peiyu.facts.vocabulary.model import Field
from peiyu.policy.condition.ast import NOWHERE, Expr, Span
from peiyu.policy.pack.programme import Programme
from peiyu.policy.pack.rule import Evidence, Rule
from peiyu.problems import Text

WhenUndefined = Literal["not met", "met", "refer", "0分"]
Event = Literal["new", "review", "standing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A value in force from a day (inclusive) until another (inclusive, None: open)."""

    since: dt.date | None
    until: dt.date | None
    value: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter(Rule):
    values: tuple[Dated, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSet(Rule):
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to read a definition."""

    key: str
    name: Text
    value: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition(Rule):
    """A 口径: one name (`names`), several options, a default; `locked` is the 对外发布口径 with who and when."""

    names: str
    default: str
    options: tuple[Option, ...]
    locked: str | None = None
    locked_by: str = ""
    locked_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One row of a choose over numbers; `when` is None for else."""

    when: Expr | None
    value: Expr


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity(Rule):
    """A 计算项: one expression (a single branch without guard) or a choose."""

    branches: tuple[Branch, ...]
    when_undefined: WhenUndefined | None = None


# --- scores ---------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """`when` is a comparison of the item's value (Ref kind 'item' never occurs here): op and bound, or a range;
    None for else. Points are [low, high], equal unless an expert chooses inside the band."""

    when: Expr | None
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Item(Rule):
    """A row of a score table. `cap` and `floor` clip its points."""

    cap: Fraction | None = None
    floor: Fraction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BandItem(Item):
    """Points by bands of `of`. Each band's `when` is a full condition: `of` is already put into it."""

    of: Expr
    bands: tuple[Band, ...]
    when_undefined: WhenUndefined | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SumItem(Item):
    items: tuple[ScoreItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BestItem(Item):
    items: tuple[ScoreItem, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpertItem(Item):
    """Points that an expert gives in [low, high]; `fact` is where the given points are recorded."""

    low: Fraction
    high: Fraction
    fact: Expr | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsItem(Item):
    """Points computed by an expression."""

    points: Expr
    when_undefined: WhenUndefined | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BonusItem(Item):
    """Points if a condition holds, otherwise none."""

    when: Expr
    points: Fraction
    when_undefined: WhenUndefined | None = None


ScoreItem = BandItem | SumItem | BestItem | ExpertItem | PointsItem | BonusItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Rule):
    """A score table; its value is the sum of its items."""

    items: tuple[ScoreItem, ...]
    cap: Fraction | None = None


# --- tiers ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion(Rule):
    """A leaf: one condition. Its key is `pack.tier.id`."""

    when: Expr
    when_undefined: WhenUndefined | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardedGroup:
    when: Expr | None
    then: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class ChooseCriterion(Rule):
    """A leaf whose condition depends on guards (an industry table); its verdict is one criterion."""

    branches: tuple[GuardedGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined(Rule):
    """all (need = number of parts), any (need = 1) or at_least k of parts; name and cite may be empty."""

    how: Literal["all", "any", "at_least"]
    need: int
    parts: tuple[Group, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Negated(Rule):
    of: Group


Group = Criterion | ChooseCriterion | Combined | Negated


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Rule):
    """A 层级. `title` is what recognition gives; `valid_for` in months."""

    met_when: Group
    title: str | None = None
    valid_for: int | None = None


# --- the pack -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Statute:
    """One dated text of a pack: every object it holds, by local id, with its days in force."""

    id: str
    file: str
    since: dt.date | None
    until: dt.date | None
    cite: str
    evidence: Evidence
    parameters: Mapping[str, Parameter]
    sets: Mapping[str, NamedSet]
    fields: Mapping[str, Field]
    definitions: Mapping[str, Definition]
    quantities: Mapping[str, Quantity]
    scores: Mapping[str, Score]
    tiers: Mapping[str, Tier]
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Applies:
    """A row of a ladder: who follows which text when. `text` is `pack.tier`."""

    tier: str
    event: Event
    since: dt.date | None
    until: dt.date | None
    text: str
    cite: str
    evidence: Evidence
    span: Span = field(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    title: str
    number: str
    issuers: tuple[str, ...]
    issued: dt.date | None
    evidence: Evidence
    address: str = ""
    raw: str = ""
    mended: str = ""
    """`raw` and `mended` are the files of the document as found and of the 整理本; empty where the pack has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotEstablished:
    what: Text
    mark: str
    cite: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """A loaded pack. `hash` is SHA-256 over its files and the hashes of the packs it uses."""

    id: str
    name: Text
    kind: Literal["national", "territory", "ladder"]
    status: Literal["released", "draft"]
    document: Document | None
    uses: tuple[str, ...]
    texts: tuple[Statute, ...]
    applies: tuple[Applies, ...]
    not_established: tuple[NotEstablished, ...]
    hash: str
    folder: str
    """The pack's folder, or its file if it is a single one."""
    programme: Programme | None = None
    """What a territory promises; None in a pack that has only criteria."""


# --- cases ----------------------------------------------------------------------------------------------------

Stored = int | str | bool | dt.date
"""A value as facts hold it: whole numbers in base unit × scale (as peiyu.facts.snapshot.Value)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """A child record of a case: its known fields."""

    entity: str
    values: Mapping[str, Stored]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A case of a pack: given these facts, what `of` (`pack.tier[.criterion]`, `pack.score[.item]` or
    `pack.quantity`) gives.

    facts: (entity, field, year) → value, year 0 for instant facts; bands: facts known as [low, high] in stored
    units (None: no end). complete: lists declared complete; complete_kinds: those declared for one kind.
    attested: criterion → what an office confirmed. gives: a verdict or [low, high] (None: no end). wanting: the
    (entity, field) that must be among the reasons, field '' for a list. define, parameters: as in a Selection."""

    of: str
    as_of: dt.date
    event: Event
    facts: Mapping[tuple[str, str, int], Stored]
    rows: tuple[CaseRow, ...]
    complete: tuple[str, ...]
    complete_kinds: tuple[tuple[str, str], ...] = ()
    bands: Mapping[tuple[str, str, int], tuple[int | None, int | None]] = field(default_factory=dict)
    attested: Mapping[str, bool] = field(default_factory=dict)
    gives: Literal["met", "not met", "unknown", "undefined"] | tuple[Fraction | None, Fraction | None]
    wanting: tuple[tuple[str, str], ...] = ()
    define: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Expr] = field(default_factory=dict)
    why: str = ""
    span: Span = field(default=NOWHERE, compare=False, repr=False)
