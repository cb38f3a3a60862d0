"""What a check finds, and what it looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from peiyu.facts.intake.mapping import Mapping
from peiyu.facts.vocabulary.model import Entity
from peiyu.problems import Text

INDEX = "_index"


@dataclass(frozen=True, slots=True)
class Panel:
    """One entity's records: header, fields, `_part`, `_row` and `_index` (the row's number); for each share of the
    mapping the printed values, stored as ratios, in a column `share:<field>`. `by_year`: parts of tables with a
    row a year or a child record, in which a company may stand more than once."""

    entity: str
    rows: pl.DataFrame
    mapping: Mapping = field(default_factory=Mapping)
    by_year: frozenset[int] = frozenset()

    @property
    def kind(self) -> Entity:
        """The entity with its fields, packs' own included where they were asked for."""
        return self.mapping.vocabulary.entities[self.entity]

    def named(self, code: str) -> Text:
        """A field's name."""
        return self.kind.field(code).name

    def has(self, *fields: str) -> bool:
        return all(f in self.rows.columns for f in fields)


@dataclass(frozen=True, slots=True)
class Finding:
    """A cell that cannot be right: `index` of the record, its field, what is wrong, what it may be instead. `holds`:
    the cell is loaded as missing until accepted; `quiet`: another finding of the same row speaks for it."""

    code: str
    index: int
    field: str
    message: Text
    suggestion: Text | None = None
    holds: bool = True
    quiet: bool = False


Check = Callable[[Panel], list[Finding]]
"""A pure function of a panel."""


def found(rows: pl.DataFrame, where: pl.Expr) -> list[int]:
    """The indices of the rows for which the condition is certainly true."""
    return rows.filter(where.fill_null(False))[INDEX].to_list()
