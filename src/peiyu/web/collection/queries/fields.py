"""What can be asked: the vocabulary's entities and fields, those that fit a round and are not in it yet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from peiyu.facts.round import AskedSheet
from peiyu.facts.round.check import IDENTITY, OFFICE_ONLY
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.problems import Text
from peiyu.web.collection.models import Round
from peiyu.web.collection.queries.asked import sheets_of

WITHOUT_SPAN = ("none", "instant")


@dataclass(frozen=True, slots=True)
class Offer:
    """An entity with the fields of it that may still be asked."""

    entity: Entity
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a round in words: its entity and its fields, each with whether it is required."""

    entity: Entity
    fields: tuple[tuple[Field, bool], ...]
    new_rows: bool

    @property
    def grows(self) -> bool:
        """Whether rows could be added to it."""
        return self.entity.period == "none"


def sheets(held: Round) -> tuple[Sheet, ...]:
    """What a round asks, in words."""
    return tuple(_sheet(one) for one in sheets_of(held.sheets))


def _sheet(one: AskedSheet) -> Sheet:
    entity = vocabulary().entities[one.entity]
    return Sheet(entity, tuple((entity.field(code), code in one.required) for code in one.fields), one.new_rows)


def kinds(held: Round) -> tuple[Entity, ...]:
    """The entities that fit a round's span and whom it asks."""
    return tuple(one for one in vocabulary().entities.values() if one.code not in OFFICE_ONLY and _fits(one, held))


def _fits(entity: Entity, held: Round) -> bool:
    if entity.of == "territory" and held.to == "enterprises":
        return False
    return entity.period in (*WITHOUT_SPAN, pace_of(held))


def pace_of(held: Round) -> str:
    """month, quarter or year."""
    return "month" if held.month else "quarter" if held.quarter else "year"


def offers(held: Round, *, entity: str = "", words: str = "") -> tuple[Offer, ...]:
    """The fields that could be added, of one entity or by words in their names; nothing where neither is given."""
    if not entity and not words.strip():
        return ()
    asked = {one.entity: set(one.fields) for one in sheets_of(held.sheets)}
    found = []
    for kind in kinds(held):
        if entity and kind.code != entity:
            continue
        fields = tuple(
            one for one in kind.fields
            if one.code not in asked.get(kind.code, ()) and (kind.code, one.code) not in IDENTITY
            and _matches(kind, one, words)
        )  # fmt: skip
        if fields:
            found.append(Offer(kind, fields))
    return tuple(found)


def _matches(kind: Entity, field: Field, words: str) -> bool:
    """Whether every word stands in a name of the field or of its entity."""
    said = "\n".join(_folded(kind, field))
    return all(word in said for word in folded(words).split())


def _folded(kind: Entity, field: Field) -> Iterator[str]:
    for one in (kind.name.zh, kind.name.en, field.name.zh, field.name.en, field.code, *field.aliases):
        yield folded(one)


def folded(text: str) -> str:
    """Text as searches compare it."""
    return unicodedata.normalize("NFKC", text).casefold()


PACES: dict[str, Text] = {
    "month": Text("月度", "monthly"), "quarter": Text("季度", "quarterly"), "year": Text("年度", "yearly")
}  # fmt: skip
