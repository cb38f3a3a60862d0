"""The dry run: what an upload would change, before anything is stored."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from peiyu.facts.base.schema import PERIOD_COLUMNS
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.web.enterprises.intake.arranged import Arranged, arranged, is_statistical
from peiyu.web.enterprises.intake.staged import Row
from peiyu.web.enterprises.intake.things import PROVENANCE
from peiyu.web.enterprises.models import Enterprise, Intake

MOST_CHANGES = 500
"""So many changes are told one by one."""

UNCOMPARED = frozenset((*PROVENANCE, "scheme", "code", "at", "year", "quarter", "month", "basis"))


@dataclass(frozen=True, slots=True)
class Reach:
    """For whom somebody may bring facts: enterprises of these areas and these keys."""

    areas: frozenset[str]
    enterprises: frozenset[int]

    def holds(self, key: int, park: str | None, district: str | None) -> bool:
        return key in self.enterprises or park in self.areas or district in self.areas


@dataclass(slots=True)
class Dry:
    """What came of it: enterprises and figures that are new, changed and as they were, records of lists likewise,
    changes one by one, and who lies outside the reach of the one who brings them."""

    enterprises: Counter[str] = field(default_factory=Counter)
    figures: Counter[str] = field(default_factory=Counter)
    records: Counter[str] = field(default_factory=Counter)
    changes: list[dict[str, Any]] = field(default_factory=list)
    outside: set[int] = field(default_factory=set)

    def told(self) -> dict[str, Any]:
        """As it is kept with the intake."""
        return {
            "enterprises": dict(self.enterprises),
            "figures": dict(self.figures),
            "records": dict(self.records),
            "changes": self.changes,
        }


def dry_run(intake: Intake, *, told: Callable[[int], None] = lambda rows: None) -> Dry:
    """Goes over every staged row as it would be stored."""
    dry, states = Dry(), dict[int, str]()
    reach = _reach(intake)
    for batch in arranged(intake, compared=True):
        rows = batch.rows
        if reach is not None:
            dry.outside |= _outside(reach, batch.entity, (one.row for one in rows))
        hidden = _Confidential(one.row["enterprise"] for one in rows)
        for one in rows:
            state = _weigh(dry, batch.entity, one, hidden)
            if batch.entity == "enterprise" and one.before is None:
                state = "new"
            _note(states, one.row["enterprise"], state)
        told(batch.last)
    dry.enterprises = Counter(states.values())
    return dry


def _note(states: dict[int, str], key: int, state: str) -> None:
    """New outweighs changed outweighs the same; the territory itself is no enterprise."""
    order = ("same", "changed", "new")
    if key and order.index(state) >= order.index(states.get(key, "same")):
        states[key] = state


def _weigh(dry: Dry, entity: str, one: Arranged, hidden: _Confidential) -> str:
    """Counts what a row says and tells its changes. Only a record of a list can be new by itself."""
    before = one.before or {}
    said = {name: value for name, value in one.row.items() if value is not None and name not in UNCOMPARED}
    others = () if said.items() <= before.items() else tuple(_others(said, before))
    changed = [other for other in others if other[1] is not None]
    told = {"same": len(said) - len(others), "new": len(others) - len(changed), "changed": len(changed)}
    dry.figures.update({state: number for state, number in told.items() if number})
    for other in changed:
        if len(dry.changes) < MOST_CHANGES and not is_statistical(one.row) and one.row["enterprise"] not in hidden:
            dry.changes.append(_change(entity, one.row, *other))
    if vocabulary().entities[entity].period != "none":
        return "changed" if others else "same"
    dry.records["new" if one.before is None else "changed" if others else "same"] += 1
    return "changed" if others or one.before is None else "same"


def _others(said: Row, before: Row) -> Iterator[tuple[str, Any, Any]]:
    """Name, value held and value brought of what is not as it was."""
    more = before.get("more") or {}
    for name, value in said.items():
        was = before.get(name, more.get(name))
        if was is None or not _same(was, value):
            yield name, was, value


def _same(was: Any, value: Any) -> bool:
    return bool(was == value or (isinstance(value, dt.date) and was == value.isoformat()))


def _change(entity: str, row: Row, name: str, was: Any, value: Any) -> dict[str, Any]:
    period = [row[one] for one in PERIOD_COLUMNS[vocabulary().entities[entity].period] if one != "at" and one in row]
    return {
        "key": row["enterprise"],
        "entity": entity,
        "field": name,
        "period": period,
        "was": _kept(was),
        "is": _kept(value),
    }


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


class _Confidential:
    """Which of some enterprises are confidential: asked of the registry only when somebody wants to know."""

    def __init__(self, keys: Iterable[int]) -> None:
        self._keys = keys

    def __contains__(self, key: int) -> bool:
        return key in self._found

    @cached_property
    def _found(self) -> frozenset[int]:
        hidden = Enterprise.objects.filter(key__in=set(self._keys), sensitive=True)
        return frozenset(hidden.values_list("key", flat=True))


def _reach(intake: Intake) -> Reach | None:
    if intake.areas is None:
        return None
    return Reach(frozenset(intake.areas["areas"]), frozenset(intake.areas["enterprises"]))


def _outside(reach: Reach, entity: str, rows: Iterable[Row]) -> set[int]:
    """Enterprises that are registered elsewhere, or new and not said to be in an area of the reach."""
    told: dict[int, tuple[str | None, str | None]] = {}
    for row in rows:
        told[row["enterprise"]] = (row.get("park"), row.get("district"))
    held = Enterprise.objects.filter(key__in=list(told)).values_list("key", "park", "district")
    places: dict[int, tuple[str | None, str | None]] = {key: (park, district) for key, park, district in held}
    if entity == "enterprise":
        places = {key: places.get(key, said) for key, said in told.items()}
    return {key for key, place in places.items() if not reach.holds(key, *place)}
