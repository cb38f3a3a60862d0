"""The rules of each date, bound as seldom as possible."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import pairwise

from peiyu.policy.compile.binding import Binding

BindAt = Callable[[dt.date], Binding]


class Rules:
    """Bindings by date. Two dates under the same rules share their tiers, quantities and scores as objects, so that
    what was worked out for one holds for the other; a date between two such dates is not bound at all."""

    def __init__(self, bind_at: BindAt) -> None:
        self._bind_at = bind_at
        self._known: dict[dt.date, Binding] = {}
        self._days: list[dt.date] = []

    def at(self, day: dt.date) -> Binding:
        """The binding whose as-of is `day`."""
        if day not in self._known:
            self._known[day] = self._between(day) or self._bound(day)
            bisect.insort(self._days, day)
        return self._known[day]

    def changes(self, days: Iterable[dt.date]) -> Iterator[dt.date]:
        """The first day of other rules between two neighbouring days, found by halving (one change a gap)."""
        ordered = sorted(days)
        for day in ordered:
            self.at(day)
        for early, late in pairwise(ordered):
            before = self.at(early)
            if before.tiers is self.at(late).tiers:
                continue
            low, high = early, late
            while (high - low).days > 1:
                middle = low + (high - low) // 2
                low, high = (middle, high) if self.at(middle).tiers is before.tiers else (low, middle)
            yield high

    def _between(self, day: dt.date) -> Binding | None:
        place = bisect.bisect(self._days, day)
        if place in (0, len(self._days)):
            return None
        early, late = self._known[self._days[place - 1]], self._known[self._days[place]]
        return moved(early, day) if early.tiers is late.tiers else None

    def _bound(self, day: dt.date) -> Binding:
        made = self._bind_at(day)
        for one in self._known.values():
            if same_rules(one, made):
                return replace(
                    made, tiers=one.tiers, quantities=one.quantities, scores=one.scores, items=one.items
                )  # fmt: skip
        return made


def moved(binding: Binding, day: dt.date) -> Binding:
    """The binding at another as-of under the same rules; dates that followed as-of follow it still."""
    old = binding.selection
    known_at = day if old.known_at == old.as_of else old.known_at
    rules_at = day if old.rules_at == old.as_of else old.rules_at
    return replace(binding, selection=replace(old, as_of=day, known_at=known_at, rules_at=rules_at))


def same_rules(one: Binding, other: Binding) -> bool:
    """Whether two bindings decide alike but for their dates."""
    return (
        dict(one.tiers) == dict(other.tiers)
        and dict(one.quantities) == dict(other.quantities)
        and dict(one.scores) == dict(other.scores)
    )
