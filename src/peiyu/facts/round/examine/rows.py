"""Rows that say nothing, and rows that say what another firm's row says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from peiyu.facts.round.examine.finding import Finding, Returned, Row, finding
from peiyu.facts.round.model import Answer
from peiyu.problems import Level, Text

TELLING = 3
"""So many figures that are not 0 make a row that two firms do not share by chance."""


def zeros(returned: Returned) -> Iterator[Finding]:
    """A row with two or more figures, all of them 0."""
    for row, answers in returned.rows.items():
        figures = _figures(returned, row)
        if len(figures) > 1 and not any(figures.values()):
            first = next(answers[field] for field in figures)
            message = Text(
                "整行都填 0：未开展的填 0，不掌握的应留空", "every figure is 0: what is not known is left blank, not 0"
            )
            yield finding(first, "row-of-zeros", message, level=Level.WARNING)


def copied(returned: Returned) -> Iterator[Finding]:
    """The same figures for two firms."""
    seen: dict[tuple[object, ...], list[Answer]] = {}
    for row, answers in returned.rows.items():
        figures = _figures(returned, row)
        if row[2] is None and sum(1 for value in figures.values() if value) >= TELLING:
            first = next(answers[field] for field in figures)
            seen.setdefault((row[0], *sorted(figures.items())), []).append(first)
    for firsts in seen.values():
        for one in firsts if len(firsts) > 1 else ():
            others = "、".join(str(other.where.cell) for other in firsts if other is not one)
            message = Text(
                f"整行数字与另一家企业完全相同（{others}）", f"the row repeats another firm's figures ({others})"
            )
            yield finding(one, "row-copied", message, level=Level.WARNING)


def _figures(returned: Returned, row: Row) -> Mapping[str, int]:
    """The numbers that were answered in a row."""
    made = {}
    for field in returned.rows[row]:
        value = returned.value(row, field)
        if isinstance(value, int) and not isinstance(value, bool) and returned.rows[row][field].value is not None:
            made[field] = value
    return made
