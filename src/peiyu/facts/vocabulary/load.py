"""Reads the vocabulary from its YAML once; looks entities and fields up by code, name or header."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from peiyu.facts.vocabulary.model import NUMERIC_SCALE, Entity, Field, Lever
from peiyu.problems import Text

FILES = ("enterprise.yaml", "returns.yaml", "children.yaml", "programmes.yaml", "territory.yaml")
PERIODIC = ("year", "quarter", "month")


class Vocabulary:
    """All entities. `hash` is SHA-256 over the YAML and, where packs added fields of their own namespace, over
    these. Two packs may use one 中文名; alone it then names neither of their fields."""

    def __init__(self, entities: Iterable[Entity], carried: str) -> None:
        self.entities: dict[str, Entity] = {e.code: e for e in entities}
        self._carried = carried
        self._root = _by_word(one for code in ("enterprise", "annual_return") for one in self.entities[code].fields)

    @property
    def hash(self) -> str:
        return self.hash_of((e.code, f.code) for e in self.entities.values() for f in e.fields)

    def hash_of(self, fields: Iterable[tuple[str, str]]) -> str:
        """The hash of the common vocabulary and of the packs' fields among these (entity, code): what was stored by
        the same words has the same hash, whatever else a vocabulary holds."""
        own = sorted(repr(one) for entity, code in set(fields) if (one := self.field(entity, code)).pack)
        return hashlib.sha256("\n".join((self._carried, *own)).encode()).hexdigest() if own else self._carried

    def entity(self, word: str) -> Entity | None:
        """An entity by code or 中文名."""
        if word in self.entities:
            return self.entities[word]
        return next((e for e in self.entities.values() if e.name.zh == word), None)

    def root_field(self, word: str) -> Field | None:
        """A field of the enterprise or its annual return, by code or 中文名."""
        return self._root.get(word)

    def child_field(self, entity: str, word: str) -> Field | None:
        return next((f for f in self.entities[entity].fields if word in (f.code, f.name.zh)), None)

    def field(self, entity: str, code: str) -> Field:
        return self.entities[entity].field(code)

    def extended(self, extra: Iterable[Field]) -> Vocabulary:
        """A vocabulary with packs' own fields (codes `pack.field`) added to their entities; of one code the last
        given holds."""
        added: dict[str, dict[str, Field]] = {}
        for one in extra:
            added.setdefault(one.entity, {})[one.code] = one
        if not added:
            return self
        return Vocabulary((_with(e, added.get(e.code, {})) for e in self.entities.values()), self._carried)


def _by_word(fields: Iterable[Field]) -> dict[str, Field]:
    """Code and 中文名 → field. A name that packs share is nobody's; ValueError where the common vocabulary itself says
    a word twice."""
    found: dict[str, Field] = {}
    shared: set[str] = set()
    for one in sorted(fields, key=lambda field: bool(field.pack)):
        for word in (one.code, one.name.zh):
            if word in found and not one.pack:
                raise ValueError(f"vocabulary: {word} stands twice")
            if word in found and found[word].pack:
                shared.add(word)
            found.setdefault(word, one)
    return {word: one for word, one in found.items() if word not in shared}


def _with(entity: Entity, added: Mapping[str, Field]) -> Entity:
    kept = tuple(one for one in entity.fields if one.code not in added)
    return replace(entity, fields=(*kept, *added.values())) if added else entity


def amount(written: str | int | float | None, type_: str) -> Fraction | None:
    """A number of the vocabulary's YAML (`10000元`, `30%`, `1人`, `2年`) in base units."""
    if written is None:
        return None
    match = re.fullmatch(r"(-?[\d.]+)\s*(%|元|万元|亿元|人|件|年|分|月)?", str(written))
    if match is None:
        raise ValueError(f"vocabulary: not an amount: {written}")
    factor = {"%": Fraction(1, 100), "元": Fraction(100), "万元": Fraction(10**6), "亿元": Fraction(10**10)}
    unit = match[2] or ("元" if type_ == "money" else "")
    return Fraction(match[1]) * factor.get(unit, Fraction(1))


def lever_of(raw: Mapping[str, Any] | None, type_: str) -> Lever | None:
    if raw is None:
        return None
    yearly = str(raw.get("yearly", ""))
    relative = amount(yearly, "ratio") if yearly.endswith("%") else None
    absolute = amount(yearly, type_) if yearly and relative is None else None
    lag = int(str(raw.get("lag", "0")).removesuffix("月"))
    return Lever(raw["direction"], amount(raw["step"], type_) or Fraction(1), absolute, relative, lag)


def option_text(code: str, said: object) -> Text:
    """An option's words: where the vocabulary gives no English ones, its code read as words."""
    if isinstance(said, Text):
        return said
    return Text(**said) if isinstance(said, dict) else Text(str(said), code.replace("_", " "))


def field_of(entity: str, code: str, raw: Mapping[str, Any]) -> Field:
    type_ = raw["type"]
    options = tuple((k, option_text(k, v)) for k, v in raw.get("options", {}).items())
    return Field(
        entity=entity, code=code, name=Text(raw["zh"], raw["en"]), type=type_, supplier=raw.get("from", "enterprise"),
        scale=raw.get("scale", NUMERIC_SCALE.get(type_, 1)), options=options,
        minimum=amount(raw.get("min"), type_), maximum=amount(raw.get("max"), type_),
        aliases=tuple(raw.get("aliases", ())), lever=lever_of(raw.get("lever"), type_), note=raw.get("note", ""),
    )  # fmt: skip


def entities_of(raw: Mapping[str, Any]) -> list[Entity]:
    lever = raw.get("lever", {})
    lag = int(str(lever["lag"]).removesuffix("月")) if lever else None
    made = []
    kinds = {raw["entity"]: {**raw["name"], "period": raw["period"]}, **raw.get("also", {})}
    for code, names in kinds.items():
        fields = tuple(field_of(code, key, value) for key, value in raw["fields"].items())
        name = Text(names["zh"], names["en"])
        made.append(Entity(code, name, names["period"], fields, lag, lever.get("yearly"), raw.get("of", "enterprise")))
    return made


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary that the package carries."""
    digest = hashlib.sha256()
    entities: list[Entity] = []
    for name in FILES:
        text = files("peiyu.facts.vocabulary").joinpath("entities", name).read_text(encoding="utf-8")
        digest.update(text.encode())
        raw = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        for one in raw if isinstance(raw, list) else [raw]:
            entities.extend(entities_of(one))
    return Vocabulary(entities, digest.hexdigest())
