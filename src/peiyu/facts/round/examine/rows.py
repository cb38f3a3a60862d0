"""Rows that say nothing, and rows that say what another firm's row says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from peiyu.facts.round.examine.finding import Finding, Returned, Row, warning
from peiyu.facts.round.examine.span import adds_up, ordinal
from peiyu.facts.round.model import Answer, Place
from peiyu.problems import Text

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
            yield warning(first, "row-of-zeros", message)


def unchanged(returned: Returned) -> Iterator[Finding]:
    """The last period's figures once more: three or more amounts of a period, all as they were."""
    for row, answers in returned.rows.items():
        amounts = {f: v for f, v in _figures(returned, row).items() if v and adds_up(returned.field(Place(*row, f)))}
        last = {f: _last(returned, Place(*row, f)) for f in amounts}
        if len(amounts) >= TELLING and amounts == last:
            message = Text(
                "各项金额与上期报送的完全相同：可能报了上期的数",
                "every amount is as it was in the last period: it may be the last period's return",
            )
            yield warning(answers[next(iter(amounts))], "row-unchanged", message)


def _last(returned: Returned, place: Place) -> int | None:
    """The latest figure of a datum before the round's span, on the same basis."""
    span = returned.asked.span
    pasts = (
        p for p in returned.before.get(place, ()) if p.span.basis == span.basis and ordinal(p.span) < ordinal(span)
    )
    latest = max(pasts, key=lambda past: ordinal(past.span), default=None)
    return latest.value if latest is not None and isinstance(latest.value, int) else None


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
            yield warning(one, "row-copied", message)


def _figures(returned: Returned, row: Row) -> Mapping[str, int]:
    """The numbers that were answered in a row."""
    made = {}
    for field in returned.rows[row]:
        value = returned.value(row, field)
        if isinstance(value, int) and not isinstance(value, bool) and returned.rows[row][field].value is not None:
            made[field] = value
    return made
