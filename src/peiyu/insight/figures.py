"""What measuring gives: figures that open to their records, the standing of targets and trends, an outlook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from peiyu.facts.base import FactBase
from peiyu.insight.values import Value
from peiyu.policy.compile.programme import BoundProgramme
from peiyu.policy.pack.programme import Goal, Target, Trend
from peiyu.problems import Problem, Text

NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with everything that is needed to defend it.

    key: `pack.indicator`; `value` is None where no figure can be given, `absent` then says why. `since` None: of all
    time, or a state at `until`. parts: of a ratio its numerator and denominator, of a change its end and beginning.
    definition: how it is counted, with the options chosen. held: the records that the base holds of what is counted,
    whether they count or not; records: those that make up the figure (counted or undecided); undecided: how many of
    them are only possible; doubles: records left out because another one is the same thing; withheld: records that
    are counted and never listed (confidential enterprises, statistical micro-data). scale: of a ratio, the number that
    its quotient is multiplied by.
    """

    key: str
    name: Text
    unit: str
    value: Value | None
    parts: tuple[Figure, ...] = ()
    since: dt.date | None = None
    until: dt.date
    definition: Text = NO_TEXT
    undecided: int = 0
    records: int = 0
    held: int = 0
    doubles: int = 0
    withheld: int = 0
    scale: Fraction | None = None
    absent: Problem | None = None

    @property
    def as_held(self) -> Fraction | None:
        """What the definite parts give, whatever is not known left aside: of a ratio numerator ÷ denominator as held.
        Not a bound: to be shown beside the value, never in its place. None where there is no figure."""
        if self.value is None or self.scale is None:
            return None if self.value is None else self.value.low
        over, under = (one.value for one in self.parts)
        return None if over is None or under is None else over.low / under.low * self.scale


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigure:
    """The part of a figure that belongs to one group; `group` is the group's key (`?` undecided 待定, `-` none)."""

    group: str
    name: Text
    figure: Figure


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A record behind a figure. Exactly one row a thing counted. `entity` is its vocabulary code (`enterprise` where
    firms are counted, record_id 0); `enterprise` 0 for a record of the territory; `on` the day that decides (None:
    not known, or a state that needs none). `certain`: definitely counted; otherwise `why` says what is not known.
    `amount` in base units, None where nothing is added or the amount is missing. `doubles`: the other records that
    are the same thing, as (enterprise, record_id), not counted again. `group`: its group in the breakdown ('')."""

    entity: str
    record_id: int
    enterprise: int
    code: str
    name: str
    on: dt.date | None
    certain: bool
    why: Text = NO_TEXT
    title: str = ""
    amount: Fraction | None = None
    doubles: tuple[tuple[int, int], ...] = ()
    group: str = ""


PaceCode = Literal[
    "not_begun", "met", "over", "overdue", "on_track", "possible", "behind", "far_behind", "unknown"
]  # fmt: skip
Colour = Literal["green", "blue", "yellow", "red", "grey", "orange"]


@dataclass(frozen=True, slots=True)
class Pace:
    """How a target stands. `rule` is the sentence of the rule that gave it, with its numbers."""

    code: PaceCode
    name: Text
    colour: Colour
    rule: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFirm:
    """An enterprise on which an outlook depends: its chance (0 to 1) to count by the deadline, and why."""

    enterprise: int
    code: str
    name: str
    chance: float
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What is to be expected at the deadline. `low` to `high` holds four times in five; `probability` that the goal is
    reached; `gap` [least, most] still missing to the goal; all None where `kind` is `cannot_tell`. `basis` says on
    what it rests and how it was tested; `said` is the sentence for leaders."""

    kind: Literal["pipeline", "certain", "cannot_tell"]
    low: Fraction | None
    likely: Fraction | None
    high: Fraction | None
    probability: float | None
    gap: tuple[Fraction, Fraction] | None
    key_firms: tuple[KeyFirm, ...]
    basis: Text
    said: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetStatus:
    """Where a target stands on a day.

    code: local id; `figure` is its indicator over the target's own span: from `since` to the day, at most to `by`.
    actual: [confirmed, nowcast] (None: no figure). month: what the month of the day added; year: what the year of the
    day brought so far; before: the same days a year earlier, as known today; for a state `before` is its value a year
    earlier. plan: what was due at the day (None: no plan can be drawn). rate: confirmed ÷ goal. yoy: confirmed
    against the year before, −1 to …, None over a zero base; neither is told of a target that has not begun, nor of a
    ratio of which only bounds are known. parts_said: empty unless 其中 do not add up.
    """

    code: str
    target: Target
    goal: Goal
    figure: Figure
    actual: Value | None
    month: Value | None
    year: Value | None
    before: Value | None
    plan: Fraction | None
    rate: Fraction | None
    yoy: Fraction | None
    pace: Pace
    stretch_met: bool | None = None
    parts_said: Text = NO_TEXT
    outlook: Outlook | None = None

    @property
    def confirmed(self) -> Fraction | None:
        """What is certain by the deciding date."""
        return None if self.actual is None else self.actual.low

    @property
    def nowcast(self) -> Fraction | None:
        """跟踪口径: with what is possible; None where it has no end."""
        return None if self.actual is None else self.actual.high


@dataclass(frozen=True, slots=True, kw_only=True)
class TrendStatus:
    """A goal without a number: its figure, the same a year earlier, and which way it goes. Never achieved."""

    code: str
    trend: Trend
    figure: Figure
    before: Value | None
    direction: Literal["up", "down", "level", "unknown"]
    said: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A figure by group: `groups` in the order of the grouping; their definite values add up to the whole."""

    key: str
    by: str
    name: Text
    groups: tuple[GroupFigure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Everything measured of a territory on a day. Keys of all mappings are local ids of the pack's programme.
    chosen: definition → option; chosen_said: the same in words; problems: why figures are absent; programme and base:
    what was measured, so that a figure opens to its records later."""

    pack: str
    name: Text
    day: dt.date
    known_at: dt.date
    made_up: bool
    figures: Mapping[str, Figure]
    targets: Mapping[str, TargetStatus]
    trends: Mapping[str, TrendStatus]
    breakdowns: Mapping[str, Breakdown] = field(default_factory=dict)
    chosen: Mapping[str, str] = field(default_factory=dict)
    chosen_said: Mapping[str, Text] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    programme: BoundProgramme
    base: FactBase
