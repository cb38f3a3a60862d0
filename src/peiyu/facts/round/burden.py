"""How much work a round is, before anybody is asked."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from peiyu.facts.round.model import Asked, AskedSheet, Held, Unit
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.load import vocabulary as common
from peiyu.facts.vocabulary.model import TERRITORY

MINUTES_A_CELL = Fraction(1, 2)
"""What one figure takes to look up and to write, if the office has no figure of its own."""


@dataclass(frozen=True, slots=True)
class Burden:
    """`fields` asked of each row, `units` and `firms` asked, `cells` to fill in, `prefilled` cells that are held and
    therefore not asked, and the `minutes` that all units together need, rounded up."""

    fields: int
    units: int
    firms: int
    cells: int
    prefilled: int
    minutes: int


def burden(
    asked: Asked, units: Sequence[Unit], held: Held, *, minutes_a_cell: float | Fraction = MINUTES_A_CELL,
    vocabulary: Vocabulary | None = None,
) -> Burden:  # fmt: skip
    """The burden of a round. Of a list that may grow nobody knows how many rows will come: one for each enterprise (or
    one for the unit, of the territory's lists) is counted beside those that are held."""
    words = vocabulary or common()
    cells = prefilled = 0
    for sheet in asked.sheets:
        wanted, known = _of_sheet(sheet, units, held, words)
        cells += wanted
        prefilled += known
    return Burden(
        fields=sum(len(sheet.fields) for sheet in asked.sheets),
        units=len(units),
        firms=len({firm.key for unit in units for firm in unit.firms}),
        cells=cells,
        prefilled=prefilled,
        minutes=math.ceil(cells * Fraction(minutes_a_cell)),
    )


def _of_sheet(sheet: AskedSheet, units: Sequence[Unit], held: Held, words: Vocabulary) -> tuple[int, int]:
    """Cells to fill in, and cells that are held."""
    entity = words.entities[sheet.entity]
    firms = {firm.key for unit in units for firm in unit.firms} if entity.of == "enterprise" else {TERRITORY}
    mine = [p for p in held if p.entity == sheet.entity and p.enterprise in firms and p.field in sheet.fields]
    if entity.period != "none":
        return len(firms) * len(sheet.fields) - len(mine), len(mine)
    records = len({(place.enterprise, place.record) for place in mine})
    new = len(firms) if entity.of == "enterprise" else len(units)
    return (records + (new if sheet.new_rows else 0)) * len(sheet.fields) - len(mine), len(mine)
