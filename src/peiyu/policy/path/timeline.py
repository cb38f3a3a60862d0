"""The days on which something changes by itself, or by a lever pulled today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition.ast import Age, Duration, FullYears, InWindow, Node
from peiyu.policy.engine.reference.calendar import after, months_after
from peiyu.policy.path.reach import nodes_of_tier

DAY = dt.timedelta(days=1)


def candidate_dates(
    binding: Binding, tier: str, snapshot: Snapshot, vocabulary: Vocabulary, *, horizon: dt.date
) -> tuple[dt.date, ...]:
    """As-of and every later day up to `horizon` on which the state can change by itself or a lever's lag ends:
    1 January of each year, certificates' ends, awards and ages crossing a length of time that the tier names."""
    as_of = binding.selection.as_of
    days = {as_of}
    days.update(dt.date(year, 1, 1) for year in range(as_of.year + 1, horizon.year + 1))
    days.update(_lag_ends(vocabulary, as_of, horizon))
    nodes = nodes_of_tier(binding, tier)
    lengths = tuple(_lengths(nodes))
    for known in _known_dates(snapshot):
        days.add(known)
        days.add(known + DAY)
        for length in lengths:
            days.update((after(known, length), after(known, length) + DAY))
    return tuple(sorted(day for day in days if as_of <= day <= horizon))


def _lag_ends(vocabulary: Vocabulary, as_of: dt.date, horizon: dt.date) -> Iterator[dt.date]:
    lags = {entity.add_lag_months for entity in vocabulary.entities.values() if entity.add_lag_months is not None}
    lags |= {one.lever.lag_months for one in vocabulary.entities["enterprise"].fields if one.lever is not None}
    for lag in lags:
        day = months_after(as_of, lag)
        while day <= horizon:
            yield day
            day = months_after(day, 12)


def _lengths(nodes: Iterable[Node]) -> Iterator[Duration]:
    seen: set[Duration] = set()
    for node in nodes:
        found: Duration | None = None
        if isinstance(node, Duration):
            found = node
        elif isinstance(node, InWindow) and node.basis == "rolling":
            found = Duration(years=node.years)
        if found is not None and found not in seen:
            seen.add(found)
            yield found
    if any(isinstance(node, FullYears | Age) for node in nodes):
        for years in range(1, 11):
            if Duration(years=years) not in seen:
                yield Duration(years=years)


def _known_dates(snapshot: Snapshot) -> set[dt.date]:
    days = {datum.value for datum in snapshot.facts.values() if isinstance(datum.value, dt.date)}
    for rows in snapshot.children.values():
        for row in rows:
            days.update(value for value in row.values.values() if isinstance(value, dt.date))
    return days
