"""What is particular to a place: its calendar, its parks, its industries and how much happens there by when.

Everything that is counted by number is for 2 000 companies and grows with them, but for what the territory itself
has (`Grounds`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from peiyu.madeup.calendar import Schedule
from peiyu.problems import Text

STANDARD_SIZE = 2000
"""Companies for which a place's numbers are stated."""


@dataclass(frozen=True, slots=True)
class Park:
    name: str
    district: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """Logarithms of yearly revenue in 万元 where a firm's record begins (`size`: of those that were there, `entrant`:
    of the newly registered), yearly log growth (`drift`) and what entrants grow faster (`bonus`)."""

    size: float
    size_spread: float
    entrant: float
    entrant_spread: float
    drift: float
    bonus: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Records of one entity that come by a schedule to firms of one kind. owner: `giant` (a 科技小巨人 at the time),
    `large` (the upper twentieth by size) or `firm`. `traits`: enum values of the record with their weights."""

    entity: str
    owner: Literal["giant", "large", "firm"]
    schedule: Schedule
    key: str
    traits: Mapping[str, tuple[tuple[str, float], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Building:
    """Milestones as ISO days; '' where not reached within what is made up. area: ㎡."""

    title: str
    park: str
    area: int
    started: str
    completed: str
    filed: str
    opened: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What the territory itself has, whatever the number of companies."""

    buildings: tuple[Building, ...]
    institutions: Schedule
    events: Schedule
    fund: str
    budgets: tuple[tuple[str, int], ...]
    uses: tuple[tuple[str, float], ...]
    units: tuple[str, ...]
    carriers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place. begins: the first year with figures. day: the day on which as many companies as were asked for are
    known. horizon: the last day that is made up. coding: `org` (before October 2015), `both` (changed then) or
    `uscc`. arrivals: share of the companies known by when, 1 on `day`. recognition: months from arrival to the
    first 科技型中小企业, mean. yearly_from: the year from which that title is a number for one year. giants: how a
    科技小巨人 becomes one: by last year's sales of 1亿元, or by a roster with its schedule."""

    kind: str
    name: Text
    begins: int
    day: dt.date
    horizon: dt.date
    coding: Literal["org", "both", "uscc"]
    regions: tuple[str, ...]
    parks: tuple[Park, ...]
    leaning: Mapping[str, float]
    leading: Mapping[str, str]
    arrivals: Schedule
    routes: tuple[tuple[str, float], ...]
    growth: Growth
    patents: tuple[tuple[int, float], ...]
    inventions: float
    recognition: float
    recognised: float
    yearly_from: int
    hnte: Schedule
    giants: Schedule | None
    listing: Schedule
    awards: Schedule
    award_mean: float
    streams: tuple[Stream, ...]
    grounds: Grounds
    national_tiers: bool = False

    @property
    def years(self) -> range:
        """The years that firms' paths run through."""
        return range(self.begins, self.horizon.year + 1)
