"""Rows that say nothing, and rows that say what another firm's row says."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from statistics import median

from peiyu.facts.round.examine.finding import Finding, Returned, Row, warning
from peiyu.facts.round.examine.history import pace
from peiyu.facts.round.examine.span import adds_up, ordinal
from peiyu.facts.round.model import Place
from peiyu.problems import Text

FAR, CLOSE = 0.3, 0.12
"""As logarithms: a third more or less, and an eighth."""

MOST_PAIRS = 100_000
"""Where more would have to be compared, so many rows are far from their past that none is merely astray."""

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


def strayed(returned: Returned) -> Iterator[Finding]:
    """A row that is far from its own firm's past and close to another's: pasted one row too low, or too high."""
    paces = {row: _paces(returned, row) for row in returned.rows if row[2] is None}
    usual = {row: _usual(returned, row, figures) for row, figures in paces.items()}
    far = [row for row, figures in paces.items() if (own := _apart(figures, usual[row])) and median(own) >= FAR]
    for row in far if len(far) * len(paces) <= MOST_PAIRS else ():
        figures = paces[row]
        for other, past in usual.items():
            apart = _apart(figures, past) if other != row and other[0] == row[0] else None
            if apart is not None and median(apart) < CLOSE and max(apart) < FAR:
                whose = _row_said(returned, other)
                message = Text(
                    f"整行数字与本企业以往相差很大，却与{whose.zh}以往相近：可能错行",
                    f"the row is far from its firm's past and close to that of {whose.en}: it may be a row off",
                )
                yield warning(returned.rows[row][next(iter(figures))], "row-strayed", message)
                break


def _paces(returned: Returned, row: Row) -> dict[str, float]:
    """The row's figures above zero, by the month where they add up."""
    span = returned.asked.span
    figures = {field: value for field, value in _figures(returned, row).items() if value > 0}
    return {field: pace(value, span, returned.field(Place(*row, field))) for field, value in figures.items()}


def _usual(returned: Returned, row: Row, figures: Mapping[str, float]) -> dict[str, float]:
    """The same figures as they were last, likewise."""
    made = {}
    for field in figures:
        place = Place(*row, field)
        pasts = (past for past in returned.before.get(place, ()) if past.span != returned.asked.span)
        last = max(pasts, key=lambda past: ordinal(past.span), default=None)
        if last is not None and isinstance(last.value, int) and last.value > 0:
            made[field] = pace(last.value, last.span, returned.field(place))
    return made


def _apart(figures: Mapping[str, float], past: Mapping[str, float]) -> list[float] | None:
    """How far each figure is from the past, as a logarithm; nothing where fewer than four can be compared."""
    shared = [field for field in figures if field in past]
    return [abs(math.log(figures[field] / past[field])) for field in shared] if len(shared) > TELLING else None


def copied(returned: Returned) -> Iterator[Finding]:
    """The same figures for two firms."""
    seen: dict[tuple[object, ...], list[Row]] = {}
    for row in returned.rows:
        figures = _figures(returned, row)
        if row[2] is None and sum(1 for value in figures.values() if value) >= TELLING:
            seen.setdefault((row[0], *sorted(figures.items())), []).append(row)
    for rows in seen.values():
        for row in rows if len(rows) > 1 else ():
            others = [_row_said(returned, other) for other in rows if other != row]
            message = Text(
                f"整行数字与{'、'.join(one.zh for one in others)}完全相同",
                f"the row repeats the figures of {', '.join(one.en for one in others)}",
            )
            yield warning(next(iter(returned.rows[row].values())), "row-copied", message)


def _row_said(returned: Returned, row: Row) -> Text:
    """A row by its firm's name where that is known, else by where it stands."""
    firms = returned.unit.firms if returned.unit is not None else ()
    name = next((firm.name for firm in firms if firm.key == row[1]), "")
    cell = next(iter(returned.rows[row].values())).where.cell
    if name or cell is None:
        return Text(name or "另一家企业", name or "another firm")
    return Text(f"另一家（{cell} 所在行）", f"another firm (row of {cell})")


def _figures(returned: Returned, row: Row) -> Mapping[str, int]:
    """The numbers that were answered in a row."""
    made = {}
    for field in returned.rows[row]:
        value = returned.value(row, field)
        if isinstance(value, int) and not isinstance(value, bool) and returned.rows[row][field].value is not None:
            made[field] = value
    return made
