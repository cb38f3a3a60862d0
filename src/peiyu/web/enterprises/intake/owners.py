"""Whose a row is where the file gives a name and no code, or a code that an enterprise no longer has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from peiyu.facts.intake.identify import BY_NAME
from peiyu.web.enterprises.intake.staged import Row, batches
from peiyu.web.enterprises.models import Enterprise, Intake, UnmatchedName
from peiyu.web.enterprises.names import folded
from peiyu.web.enterprises.queries.find import like
from peiyu.web.enterprises.queries.registry import followed

MOST_NEAR = 5
MOST_SOUGHT = 2_000
"""For so many names that nobody has, similar ones are looked for."""


@dataclass(frozen=True, slots=True)
class Owners:
    """Key as read → key under which it is stored; keys whose rows are left out; keys that were found by name."""

    moved: Mapping[int, int]
    left: frozenset[int]
    by_name: frozenset[int]

    def of(self, key: int) -> int | None:
        """The key to store under; None: the row is left out."""
        return None if key in self.left else self.moved.get(key, key)


def owners_of(intake: Intake) -> Owners:
    """As the registry knows them and as somebody settled those that it does not know."""
    told = list(UnmatchedName.objects.filter(intake=intake))
    found = dict(intake.account.get("matched", ()))
    found |= {one.key: one.to for one in told if one.settled == "same" and one.to is not None}
    open_ = () if intake.kind != "list" else (one.key for one in told if one.settled == "")
    left = {one.key for one in told if one.settled == "left"} | set(open_)
    return Owners(found, frozenset(left), frozenset(found))


def with_merges(owners: Owners, keys: Iterable[int]) -> Owners:
    """With merged entries followed: what comes for one that is gone is for the one that was kept."""
    now = followed({owners.moved.get(key, key) for key in keys})
    moved = {key: now[owners.moved.get(key, key)] for key in keys}
    return Owners(moved, owners.left, owners.by_name)


@dataclass(frozen=True, slots=True)
class Matched:
    """Names without a code: those that the registry knows (key as read, key there), and those that it does not."""

    known: tuple[tuple[int, int], ...]
    unknown: tuple[UnmatchedName, ...]


def match_names(intake: Intake) -> Matched:
    """Looks the names up by their folded form, among names and former names. A name that two have is nobody's."""
    names = dict(_named(intake))
    there = set(_registered(names))
    sought = {key: name for key, name in names.items() if key not in there}
    by_name = _by_name(sought.values())
    known = [(key, by_name[folded(name)]) for key, name in sought.items() if folded(name) in by_name]
    rest = {key: name for key, name in sought.items() if folded(name) not in by_name}
    unknown = [
        UnmatchedName(intake=intake, key=key, name=name[:200], near=_near(name) if place < MOST_SOUGHT else [])
        for place, (key, name) in enumerate(sorted(rest.items(), key=lambda one: one[1]))
    ]
    return Matched(tuple(known), tuple(unknown))


def _named(intake: Intake) -> Iterator[tuple[int, str]]:
    for _, _, rows in batches(intake.pk, ("enterprise",)):
        yield from ((row["enterprise"], _name(row)) for row in rows if row["scheme"] == BY_NAME)


def _name(row: Row) -> str:
    return str(row.get("name") or row["code"])


def _registered(keys: Iterable[int]) -> Iterator[int]:
    held = list(keys)
    for first in range(0, len(held), 1_000):
        yield from Enterprise.objects.filter(key__in=held[first : first + 1_000]).values_list("key", flat=True)


def _by_name(names: Iterable[str]) -> dict[str, int]:
    """Folded name → the one enterprise that has or had it."""
    found: dict[str, set[int]] = {}
    wanted = sorted({folded(name) for name in names})
    for plain in wanted:
        for key, lines in like(plain).values_list("key", "folded")[:20]:
            if plain in lines.split("\n"):
                found.setdefault(plain, set()).add(key)
    return {plain: next(iter(keys)) for plain, keys in found.items() if len(keys) == 1}


def _near(name: str) -> list[dict[str, object]]:
    """Those with similar names that may be named: what follows the place is looked for, shorter and shorter."""
    plain = folded(name)
    for length in (len(plain) - 4, 6, 4, 3):
        if length < 3:
            break
        for start in range(0, max(len(plain) - length, 0) + 1, 2):
            part = plain[start : start + length]
            found = list(like(part).filter(sensitive=False).order_by("name")[:MOST_NEAR])
            if found:
                return [{"key": one.key, "name": one.name, "code": one.code} for one in found]
    return []
