"""What intake holds to be impossible in a ledger is impossible in an answer: its own rules, run over the answers."""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from peiyu.facts.base.schema import dtype
from peiyu.facts.intake.mapping import Mapping
from peiyu.facts.intake.plausibility.finding import INDEX, Check, Panel
from peiyu.facts.intake.plausibility.finding import Finding as Found
from peiyu.facts.intake.plausibility.ranges import (
    PARTS,
    impossible_dates,
    out_of_range,
    part_over_whole,
    zero_for_unknown,
)
from peiyu.facts.intake.plausibility.slips import unit_slips
from peiyu.facts.intake.plausibility.sums import rd_over_revenue, sums
from peiyu.facts.round.examine.finding import Finding, Returned, Row, error, said, warning
from peiyu.facts.round.model import Answer, Place
from peiyu.problems import Text

RULES: tuple[Check, ...] = (
    out_of_range, zero_for_unknown, part_over_whole, sums, rd_over_revenue, impossible_dates, unit_slips,
)  # fmt: skip
"""Of several findings on one cell the first is told."""

OF_A_YEAR: tuple[Check, ...] = (unit_slips,)
"""Rules that know what is usual a head and year: for yearly figures alone."""

EXPLAINABLE = frozenset(("zero-for-unknown",))
"""What a ledger's cell is held for and a sender may say: there are firms without staff, and shells without assets."""

COSTS = ("selling_expense", "admin_expense")
"""Costs that the vocabulary lets be below zero, because a ledger may hold a reversal; an answer should say so."""


def implausible(returned: Returned) -> Iterator[Finding]:
    """Out of the field's range, a part above its whole, sums that differ, zeros for unknown, impossible dates."""
    for entity in dict.fromkeys(row[0] for row in returned.rows):
        rows = [row for row in returned.rows if row[0] == entity]
        panel = _panel(returned, entity, rows)
        yearly = panel.kind.period == "year"
        told: dict[tuple[int, str], Found] = {}
        for rule in RULES:
            for found in rule(panel) if yearly or rule not in OF_A_YEAR else ():
                told.setdefault((found.index, found.field), found)
        for found in told.values():
            answer = returned.rows[rows[found.index]].get(found.field)
            if answer is not None and not found.quiet:
                yield _said(answer, found, _whole(returned, rows[found.index], found))


def _panel(returned: Returned, entity: str, rows: list[Row]) -> Panel:
    """The rows as intake's rules see them; what is held stands beside what was answered."""
    kind = returned.vocabulary.entities[entity]
    cells: dict[str, list[object]] = {}
    for code in dict.fromkeys(p.field for p in (*returned.answers, *returned.held) if p.entity == entity):
        cells[code] = [returned.value(row, code) for row in rows]
    series = [pl.Series(code, values, dtype=dtype(kind.field(code)), strict=False) for code, values in cells.items()]
    frame = pl.DataFrame(series).with_columns(
        pl.Series("enterprise", [row[1] for row in rows], dtype=pl.Int64),
        pl.lit(returned.asked.span.end).alias("known_from"),
        pl.int_range(pl.len(), dtype=pl.Int64).alias(INDEX),
    )
    return Panel(entity, frame, Mapping(vocabulary=returned.vocabulary))


def _said(answer: Answer, found: Found, whole: Text | None) -> Finding:
    told = error if found.holds and found.code not in EXPLAINABLE else warning
    return told(answer, found.code, found.message, accepted=whole or found.suggestion)


def _whole(returned: Returned, row: Row, found: Found) -> Text | None:
    """Of a part above its whole: what the whole is."""
    mine = returned.value(row, found.field)
    for part, code in PARTS if found.code == "part-over-whole" else ():
        whole = returned.value(row, code) if part == found.field else None
        if isinstance(whole, int) and isinstance(mine, int) and mine > whole:
            known = returned.field(Place(*row, code))
            amount = said(known, whole)
            return Text(f"不多于{known.name.zh} {amount.zh}", f"at most the {known.name.en}, {amount.en}")
    return None


def negative_costs(returned: Returned) -> Iterator[Finding]:
    """Costs below zero that the vocabulary allows."""
    for answer, known, value in returned.figures():
        if known.code in COSTS and value < 0:
            message = Text(f"{known.name.zh}为负数", f"{known.name.en} is below zero")
            yield warning(answer, "cost-negative", message)
