"""The checks in order, and the one entry."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from peiyu.facts.round.examine.figures import implausible, negative_costs
from peiyu.facts.round.examine.finding import Before, Check, Finding, Returned
from peiyu.facts.round.examine.history import differs_from_held, leaps, slips
from peiyu.facts.round.examine.rows import copied, strayed, unchanged, zeros
from peiyu.facts.round.examine.shape import blanks, rows_gone, unfit
from peiyu.facts.round.examine.sums import below_month, carried_on
from peiyu.facts.round.model import Answer, Asked, Held, Place, Unit
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.load import vocabulary as common
from peiyu.problems import Level

OF_CELLS: tuple[Check, ...] = (
    blanks,
    unfit,
    slips,
    implausible,
    negative_costs,
    below_month,
    carried_on,
    differs_from_held,
    leaps,
)
"""In order: of several findings on one cell the first error is told, else the first warning: the rest follows."""

OF_ROWS: tuple[Check, ...] = (rows_gone, zeros, unchanged, strayed, copied)

CHECKS: tuple[Check, ...] = (*OF_CELLS, *OF_ROWS)
"""Every check, a pure function each."""


def examine(
    asked: Asked, answers: Iterable[Answer], *, held: Held, before: Before, unit: Unit | None = None,
    waiting: Collection[Place] = (), vocabulary: Vocabulary | None = None,
) -> tuple[Finding, ...]:  # fmt: skip
    """核对: what is wrong or doubtful in the answers of a round, cell by cell, then rows.

    held: what is held for the span (a required answer that is held need not be given; one that differs is told).
    before: each datum's own past, and what others say of it. unit: whose answers these are, and all of them; then
    enterprises without a row and required answers without a column are told too. waiting: places that were put aside
    or are in conflict: these are not blank. vocabulary: one with packs' own fields, if such were asked. Answers of
    fields that were not asked are not looked at. Never raises for what was answered.
    """
    words = vocabulary or common()
    fields = {(sheet.entity, code) for sheet in asked.sheets for code in sheet.fields}
    given = {one.place: one for one in answers if (one.place.entity, one.place.field) in fields}
    returned = Returned(asked, given, held, before, words, unit, frozenset(waiting))
    told: dict[Place, Finding] = {}
    for check in OF_CELLS:
        for one in check(returned):
            if one.place not in told or (told[one.place].level, one.level) == (Level.WARNING, Level.ERROR):
                told[one.place] = one
    in_rows = [one for check in OF_ROWS for one in check(returned)]
    rows = {row: number for number, row in enumerate(returned.rows)}
    columns = {(sheet.entity, code): number for sheet in asked.sheets for number, code in enumerate(sheet.fields)}

    def order(one: Finding) -> tuple[int, int]:
        at = one.place
        return rows.get((at.entity, at.enterprise, at.record), len(rows)), columns[at.entity, at.field]

    return tuple(sorted((*told.values(), *in_rows), key=order))
