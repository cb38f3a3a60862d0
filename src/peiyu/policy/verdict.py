"""The values an evaluation gives: three-valued outcomes, intervals, and the reasons of what is not known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import Literal, NamedTuple


class Outcome(Enum):
    """预判结果. `truth` is True, False or None."""

    MET = "met"
    NOT_MET = "not met"
    UNKNOWN = "unknown"

    @property
    def truth(self) -> bool | None:
        return {Outcome.MET: True, Outcome.NOT_MET: False, Outcome.UNKNOWN: None}[self]

    @staticmethod
    def of(truth: bool | None) -> Outcome:
        return Outcome.UNKNOWN if truth is None else Outcome.MET if truth else Outcome.NOT_MET


ReasonKind = Literal["missing", "expert", "open_list", "undefined", "not_applicable", "refer"]


@dataclass(frozen=True, slots=True, order=True)
class FactKey:
    """A datum of one enterprise: entity, field (or '' for a list) and year (0 for instant facts and lists).
    `scope` narrows a list to one kind (a title)."""

    entity: str
    field_code: str
    year: int = 0
    scope: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Reason:
    """Why something is unknown. `fact` is what an answer would give; `supplier` who can answer:
    enterprise, expert or department:<name>."""

    kind: ReasonKind
    fact: FactKey | None = None
    supplier: str = "enterprise"


Exact = Fraction | int
"""An exact number. Whole ones may be plain ints, which are worked with many times faster; a quotient is made with
`Fraction(a, b)`, as `/` of two ints would round."""


class Interval(NamedTuple):
    """[low, high], None for no end; `reasons` is empty exactly when low = high (a point). A tuple, as one is made at
    every step of arithmetic."""

    low: Exact | None
    high: Exact | None
    reasons: frozenset[Reason] = frozenset()

    @property
    def is_point(self) -> bool:
        return self.low is not None and (self.low is self.high or self.low == self.high)

    @property
    def is_open(self) -> bool:
        """(−∞, +∞): nothing is known."""
        return self.low is None and self.high is None


@dataclass(frozen=True, slots=True)
class Undefined:
    """A value that does not exist: zero base, or before founding (`not_applicable`). `when_undefined` is what the
    quantity it comes from says of it; a condition's own word is nearer and counts first."""

    kind: Literal["undefined", "not_applicable"] = "undefined"
    when_undefined: Literal["not met", "met", "refer", "0分"] | None = None


@dataclass(frozen=True, slots=True)
class Truth:
    """A three-valued truth with the reasons of an unknown (empty when decided)."""

    value: bool | None
    reasons: frozenset[Reason] = frozenset()

    @property
    def outcome(self) -> Outcome:
        return Outcome.of(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class TierVerdict:
    """The verdict on one tier. `stand_ins` are the facts read for it that another field stood in for;
    `attested` the criteria (`pack.tier.criterion`) that an office's confirmation settled."""

    key: str
    truth: Truth
    text: str
    in_force: bool
    via: str | None = None
    stand_ins: tuple[FactKey, ...] = ()
    attested: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        return self.truth.outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Everything a binding says of one enterprise. Keys: `pack.tier`, `pack.tier.criterion`, `pack.score`,
    `pack.score.item`; points are intervals in 分."""

    enterprise: int
    tiers: Mapping[str, TierVerdict]
    criteria: Mapping[str, Truth]
    scores: Mapping[str, Interval]
    items: Mapping[str, Interval]

    @property
    def stand_ins(self) -> Mapping[str, tuple[FactKey, ...]]:
        """By tier: the facts read for it that another field stood in for."""
        return {key: verdict.stand_ins for key, verdict in self.tiers.items()}
