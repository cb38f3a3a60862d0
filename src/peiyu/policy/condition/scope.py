"""What the names of a condition may mean: the vocabulary and, before it, the objects of a pack."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from peiyu.facts.vocabulary.load import PERIODIC, Vocabulary
from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.policy.condition.ast import ChildField, Expr, Fact, Ref

ROOTS = ("enterprise", "annual_return")
TITLES = "title"


@dataclass(frozen=True, slots=True)
class Scope:
    """`objects`: word → what it may mean in the pack (a Ref or a pack's own Fact); `sets`: word → its words;
    `tiers`: word → `pack.tier`; `fields`: the pack's own fields by (entity, code)."""

    vocabulary: Vocabulary
    objects: Mapping[str, tuple[Ref | Fact, ...]] = field(default_factory=dict)
    sets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tiers: Mapping[str, str] = field(default_factory=dict)
    fields: Mapping[tuple[str, str], Field] = field(default_factory=dict)

    def field_of(self, node: Fact | ChildField) -> Field:
        """The field that a resolved node reads."""
        own = self.fields.get((node.entity, node.field_code))
        return own or self.vocabulary.field(node.entity, node.field_code)

    def entity(self, word: str) -> Entity | None:
        """A list of child records by code or name."""
        found = self.vocabulary.entity(word)
        return found if found is not None and found.is_child else None

    def of_territory(self, word: str) -> bool:
        """Whether a word is a list of the territory's own records, which no enterprise has."""
        found = self.vocabulary.entity(word)
        return found is not None and found.of == "territory"

    def meanings(self, word: str, child: str | None) -> tuple[Expr, ...]:
        """What a word means: the nearest level that knows it, with every match of that level."""
        if child is not None:
            own = self._child_matches(child, word)
            if own:
                return own
        if word in self.objects:
            return tuple(self.objects[word])
        found = self.vocabulary.root_field(word) or self._qualified(word)
        return (Fact(found.entity, found.code),) if found is not None else ()

    def _child_matches(self, child: str, word: str) -> tuple[Expr, ...]:
        known = self.vocabulary.child_field(child, word)
        mine = [
            one
            for (entity, code), one in self.fields.items()
            if entity == child and word in (code, one.name.zh, code.partition(".")[2])
        ]
        found = [one for one in (known, *mine) if one is not None]
        return tuple(ChildField(one.entity, one.code) for one in found)

    def _qualified(self, word: str) -> Field | None:
        """`年度数据.营业收入`: a field by its entity's name, however a pack calls its own objects."""
        owner, dot, rest = word.partition(".")
        entity = self.vocabulary.entity(owner) if dot else None
        if entity is None or entity.code not in ROOTS:
            return None
        return self.vocabulary.child_field(entity.code, rest)

    def words(self, child: str | None) -> Iterable[str]:
        """Every word that means something here, for suggestions."""
        if child is not None:
            for one in self.vocabulary.entities[child].fields:
                yield from (one.name.zh, one.code)
        yield from self.objects
        for root in ROOTS:
            for one in self.vocabulary.entities[root].fields:
                yield from (one.name.zh, one.code)

    def titles(self) -> tuple[str, ...]:
        """The titles that may be held, by their 中文名."""
        return tuple(text.zh for _, text in self.vocabulary.field(TITLES, "kind").options)

    def lists(self) -> tuple[str, ...]:
        return tuple(one.name.zh for one in self.vocabulary.entities.values() if one.is_child)

    def is_yearly(self, node: Fact) -> bool:
        return self.vocabulary.entities[node.entity].period in PERIODIC


def near(word: str, words: Iterable[str]) -> tuple[str, ...]:
    """Words that look like this one: contained in it, containing it, or a few characters off; at most five."""
    known = tuple(dict.fromkeys(words))
    held = [one for one in known if len(word) > 1 and (word in one or (len(one) > 1 and one in word))]
    close = difflib.get_close_matches(word, known, n=5, cutoff=0.6)
    return tuple(dict.fromkeys((*close, *sorted(held, key=len))))[:5]


def aliased(word: str, fields: Iterable[Field]) -> tuple[str, ...]:
    """The fields of which a word is a header in real ledgers."""
    return tuple(one.name.zh for one in fields if word in one.aliases)
