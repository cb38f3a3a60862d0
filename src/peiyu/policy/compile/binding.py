"""A pack bound to dates, parameters and definitions: the input of every engine.

In a Binding no parameter and no definition is left: each is replaced by its value or chosen option. Windows and
ages stay relative to `selection.as_of`, which every engine reads from here; nothing reads the clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from peiyu.facts.vocabulary.model import Field
from peiyu.policy.condition.ast import Expr
from peiyu.policy.pack.model import Event, Quantity, Score, ScoreItem, Tier
from peiyu.problems import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What an evaluation was asked for. `define`: definition key (`pack.D1`) → option key; `parameters`:
    parameter key → literal that replaces it. known_at and rules_at default to as_of."""

    as_of: dt.date
    known_at: dt.date
    rules_at: dt.date
    event: Event = "new"
    define: Mapping[str, str] = field(default_factory=dict)
    parameters: Mapping[str, Expr] = field(default_factory=dict)
    stand_ins: bool = True
    precedence: tuple[str, ...] = ()

    @property
    def base_year(self) -> int:
        """The base fiscal year: the calendar year before as-of."""
        return self.as_of.year - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundTier:
    """A tier under the text that holds for it. `key` is `pack.tier`; `via` the ladder row that chose it."""

    key: str
    tier: Tier
    pack: str
    text: str
    in_force: bool
    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """`tiers` holds the asked-for tiers and every tier reached through meets(), dependencies first. `chosen` is the
    option of each definition, `chosen_said` the same in words. `texts`: of each pack the text that is read and whether
    it is in force at rules_at (of a tier that a ladder chose the ladder's row says it). `set_names`: the sets' names in
    both languages, by what conditions call them."""

    selection: Selection
    asked: tuple[str, ...]
    tiers: Mapping[str, BoundTier]
    quantities: Mapping[str, Quantity]
    scores: Mapping[str, Score]
    items: Mapping[str, ScoreItem]
    fields: Mapping[str, Field]
    chosen: Mapping[str, str]
    pack_hashes: Mapping[str, str]
    hash: str
    chosen_said: Mapping[str, Text] = field(default_factory=dict)
    texts: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    set_names: Mapping[str, Text] = field(default_factory=dict)
