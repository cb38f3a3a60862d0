"""What a simulation gives: what was altered, who gains and loses and through which criteria, and what had no effect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from peiyu.policy.verdict import Outcome
from peiyu.problems import Text

AlterationKind = Literal["parameter", "definition", "text", "rule", "setting"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """One thing that differs between the two bindings. A `rule` is a criterion or score whose content differs;
    `criteria` are the columns (`pack.tier.criterion`, `pack.tier`) that it can reach. `moved` counts the
    enterprises with another verdict in any of them: 0 is a change without effect."""

    kind: AlterationKind
    key: str
    name: Text
    before: str
    after: str
    moved: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionFlip:
    """A criterion (its id within its tier) with another verdict before and after; None where only one text has it."""

    id: str
    name: Text
    before: Outcome | None
    after: Outcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """An enterprise whose verdict on a tier changes, and the criteria that explain it."""

    enterprise: int
    code: str
    name: str
    before: Outcome
    after: Outcome
    criteria: tuple[CriterionFlip, ...]

    @property
    def gains(self) -> bool:
        """Met now and not before."""
        return self.after is Outcome.MET

    @property
    def loses(self) -> bool:
        """Met before and not now."""
        return self.before is Outcome.MET


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many enterprises meet a tier for certain, and how many may (met or unknown)."""

    definite: int
    possible: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TierChange:
    """One tier under both bindings (`before_key` and `after_key` differ when another text decides). `gained` and
    `lost` count the enterprises that become met or cease to be; `changed` all with another verdict. `flips` lists
    at most as many as were asked for, gains and losses first."""

    before_key: str
    after_key: str
    name: Text
    before: Count
    after: Count
    gained: int
    lost: int
    changed: int
    flips: tuple[Flip, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """A what-if: the same facts under two bindings (their hashes)."""

    before: str
    after: str
    enterprises: int
    alterations: tuple[Alteration, ...]
    tiers: tuple[TierChange, ...]

    @property
    def without_effect(self) -> tuple[Alteration, ...]:
        """Alterations that moved no verdict of any enterprise."""
        return tuple(one for one in self.alterations if one.moved == 0)

    @property
    def changes_nothing(self) -> bool:
        return all(one.changed == 0 for one in self.tiers)
