"""The vocabulary's own words: entities, fields, dimensions, levers."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from peiyu.problems import Text

FieldType = Literal[
    "bool",
    "money",
    "persons",
    "items",
    "ratio",
    "years",
    "points",
    "area",
    "integer",
    "date",
    "text",
    "enum",
    "industry",
]
NUMERIC_SCALE: dict[str, int] = {
    "money": 1, "persons": 1, "items": 1, "ratio": 10**8, "years": 100, "points": 100, "area": 100, "integer": 1,
}  # fmt: skip
"""Numeric types and their default scale: stored int64 = value in the base unit × scale. Money's base unit is fen."""

STORED_LIMIT = 2**53
"""Largest absolute stored number: up to here an int64 and its double are the same number."""

Period = Literal["instant", "year", "quarter", "month", "none"]

Owner = Literal["enterprise", "territory"]

TERRITORY = 0
"""The key of the territory's own rows. No enterprise has it."""


@dataclass(frozen=True, slots=True)
class Lever:
    """How a firm can change a fact. `direction` is what helps is allowed: up, down or either. `step` is the
    smallest change in base units; `yearly` the largest plausible change a year, absolute (base units) or
    relative to the present value; `lag` the months from decision to effect on the fact (a fiscal-year figure
    counts when its year is complete, whatever the lag)."""

    direction: Literal["up", "down", "either"]
    step: Fraction
    yearly_absolute: Fraction | None = None
    yearly_relative: Fraction | None = None
    lag_months: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """A 数据项. `dimension` of a numeric field is its type; `supplier` is enterprise, expert or
    department:<name>; `aliases` are headers met in real ledgers."""

    entity: str
    code: str
    name: Text
    type: FieldType
    supplier: str = "enterprise"
    scale: int = 1
    options: tuple[tuple[str, Text], ...] = ()
    minimum: Fraction | None = None
    maximum: Fraction | None = None
    aliases: tuple[str, ...] = ()
    lever: Lever | None = None
    note: str = ""

    @property
    def is_numeric(self) -> bool:
        return self.type in NUMERIC_SCALE

    @property
    def pack(self) -> str:
        """The pack whose own field it is (its code is `pack.field`); empty for the common vocabulary's."""
        return self.code.rpartition(".")[0]

    @property
    def local(self) -> str:
        """The code without the pack before it."""
        return self.code.rpartition(".")[2]


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of record. Children (period `none`) may have a `kind` field by which lists are declared, and a
    lever: new records can be added (`add_lag_months`), at most `add_yearly` a year. `of`: whose records they are; a
    territory's rows have the key TERRITORY, lie in bucket 0 and are counted, never evaluated."""

    code: str
    name: Text
    period: Period
    fields: tuple[Field, ...]
    add_lag_months: int | None = None
    add_yearly: int | None = None
    of: Owner = "enterprise"

    @property
    def is_child(self) -> bool:
        """Whether its rows are lists that an enterprise has."""
        return self.period == "none" and self.of == "enterprise"

    def field(self, code: str) -> Field:
        for one in self.fields:
            if one.code == code:
                return one
        raise KeyError(f"{self.code}.{code}")
