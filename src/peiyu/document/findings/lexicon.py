"""The words of the grammars, read once from the YAML beside: units, comparators, verbs, contexts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal

import yaml

Dimension = Literal["count", "money", "area", "land", "ratio", "points", "times", "time"]
DIMENSIONS: tuple[Dimension, ...] = ("count", "money", "area", "land", "ratio", "points", "times", "time")


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as written; `factor` takes a number in it to the unit `base`."""

    written: str
    base: str
    factor: Fraction
    dimension: Dimension
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words by their list's name (`verbs.flow`, `contexts.past`), and the units by how they are written."""

    units: MappingProxyType[str, Unit]
    lists: MappingProxyType[str, tuple[str, ...]]

    def __getitem__(self, name: str) -> tuple[str, ...]:
        return self.lists[name]


def alternatives(words: Iterable[str]) -> str:
    """A regular expression of the words, the longest first."""
    return "|".join(re.escape(w) for w in sorted(set(words), key=lambda w: (-len(w), w)))


@cache
def lexicon() -> Lexicon:
    """The words, read at the first call."""
    lists: dict[str, tuple[str, ...]] = {}
    for name in ("comparators", "contexts", "verbs", "bodies", "questioned"):
        _flatten(name, _read(name), lists)
    return Lexicon(MappingProxyType(_units(_read("units"))), MappingProxyType(lists))


@cache
def words_of(*names: str) -> re.Pattern[str]:
    """A pattern that matches any word of the named lists."""
    return re.compile(alternatives(w for name in names for w in lexicon()[name]))


def _read(name: str) -> Any:
    return yaml.safe_load((files("peiyu.document.findings") / "words" / f"{name}.yaml").read_text("utf-8"))


def _flatten(name: str, value: Any, into: dict[str, tuple[str, ...]]) -> None:
    """Lists by their dotted names; the characters of a string are a list."""
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{name}.{key}", inner, into)
    else:
        into[name] = tuple(str(w) for w in value)


def _units(table: dict[str, Any]) -> dict[str, Unit]:
    named: dict[str, str] = table.pop("named")
    not_before: dict[str, list[str]] = table.pop("not_before")
    found: dict[str, Unit] = {}
    for dimension in DIMENSIONS:
        for group in table[dimension]:
            for written in group:
                factor = Fraction(str(group[written])) if isinstance(group, dict) else Fraction(1)
                after = tuple(not_before.get(written, ()))
                found[written] = Unit(written, named.get(written, written), factor, dimension, after)
    return found
