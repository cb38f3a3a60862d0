"""What to make up month by month: which place, how many companies, until when, by which laws of chance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from math import ceil

from peiyu.madeup.places import PLACES, Place
from peiyu.madeup.worlds import WORLDS, World
from peiyu.problems import Problem, Text, UsageError

MOST = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A made-up zone or city.

    kind: `tianjin-hitech-2012`, `baotou-2015` or `model-zone-2026`. companies: how many are known on the kind's own
    day; with a later `as_of` there are more, with an earlier one fewer, and what both know is the same. as_of: the
    last day on which anything became known (None: the kind's own day). world: `plain`, `shocked` or `clustered`.
    holes: share of yearly figures that are missing. UsageError `made-up-kind`, `made-up-world`, `made-up-size` or
    `made-up-day`.
    """

    kind: str = "tianjin-hitech-2012"
    companies: int = 2000
    as_of: dt.date | None = None
    seed: int = 1
    world: str = "plain"
    holes: float = 0.03

    def __post_init__(self) -> None:
        problems = [*_unknown(self.kind, self.world), *_size(self.companies, self.holes)]
        if self.kind in PLACES and self.as_of is not None:
            problems += _day(PLACES[self.kind], self.as_of)
        if problems:
            raise UsageError(*problems)

    @property
    def place(self) -> Place:
        return PLACES[self.kind]

    @property
    def laws(self) -> World:
        return WORLDS[self.world]

    @property
    def day(self) -> dt.date:
        """The as-of that holds."""
        return self.as_of or self.place.day

    @property
    def arrived(self) -> int:
        """How many companies have arrived by the day."""
        return max(1, ceil(self.companies * self.place.arrivals.by(self.day) - 1e-9))


def _unknown(kind: str, world: str) -> list[Problem]:
    problems = []
    if kind not in PLACES:
        known = Text("、".join(PLACES), ", ".join(PLACES))
        problems.append(
            Problem("made-up-kind", Text("没有这种虚构地区", "no such made-up place"), found=kind, accepted=known)
        )
    if world not in WORLDS:
        known = Text("、".join(WORLDS), ", ".join(WORLDS))
        problems.append(
            Problem("made-up-world", Text("没有这种虚构规律", "no such made-up world"), found=world, accepted=known)
        )
    return problems


def _size(companies: int, holes: float) -> list[Problem]:
    if 1 <= companies <= MOST and 0 <= holes < 1:
        return []
    accepted = Text(f"企业数 1 至 {MOST}；缺失比例 0 至 1", f"1 to {MOST} companies; a share of holes from 0 to 1")
    said = Text("虚构数据的规模不合适", "the size of the made-up data is unfit")
    return [Problem("made-up-size", said, found=f"{companies}, {holes}", accepted=accepted)]


def _day(place: Place, day: dt.date) -> list[Problem]:
    first = dt.date(place.begins + 1, 1, 1)
    if first <= day <= place.horizon:
        return []
    accepted = Text(f"{first} 至 {place.horizon}", f"{first} to {place.horizon}")
    said = Text("这一天不在该虚构地区的年代之内", "the day is outside the time of this made-up place")
    return [Problem("made-up-day", said, found=str(day), accepted=accepted)]
