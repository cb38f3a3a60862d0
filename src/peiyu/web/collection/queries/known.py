"""Where a datum is known already: held, or asked by another round."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.problems import Text


@dataclass(frozen=True, slots=True)
class Where:
    """A place where a datum is held or asked: what it is called, its address, of how many enterprises."""

    said: Text
    address: str
    firms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A field that is held or asked elsewhere. kind: `held` (of everybody: not asked), `asked` (by an open round: not
    asked), `partly` (prefilled where it is held)."""

    entity: str
    field: str
    kind: str
    firms: int
    of: int
    where: tuple[Where, ...]

    @property
    def refused(self) -> bool:
        return self.kind != "partly"

    @property
    def named(self) -> Field:
        return vocabulary().field(self.entity, self.field)

    @property
    def sheet(self) -> Entity:
        return vocabulary().entities[self.entity]


def known_of(burden_: Mapping[str, Any]) -> tuple[Known, ...]:
    """The fields that are known elsewhere, from what a round keeps."""
    return tuple(
        Known(**{**one, "where": tuple(Where(Text(**place["said"]), place["address"], place["firms"])
                                       for place in one["where"])})
        for one in burden_.get("known", ())
    )  # fmt: skip
