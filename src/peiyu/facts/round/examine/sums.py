"""累计 and 当月 of one datum: the one is never below the other, and it grows by it."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.facts.round.examine.finding import Finding, Past, Returned, error, said, warning
from peiyu.facts.round.examine.history import APART
from peiyu.facts.round.examine.span import adds_up, has_bases, on_basis, previous
from peiyu.facts.round.model import Figures, Span
from peiyu.problems import Text

MONTH: Figures = "当月"
TOTAL: Figures = "累计"


def below_month(returned: Returned) -> Iterator[Finding]:
    """累计 below 当月."""
    span = returned.asked.span
    if not has_bases(span) or span.basis not in (MONTH, TOTAL):
        return
    for answer, known, value in returned.figures():
        if not adds_up(known) or known.minimum is None:
            continue
        other = _known(returned.before.get(answer.place, ()), on_basis(span, MONTH if span.basis == TOTAL else TOTAL))
        if other is None:
            continue
        total, month = (value, other) if span.basis == TOTAL else (other, value)
        if total < month:
            whole, part = said(known, total), said(known, month)
            message = Text(
                f"{known.name.zh}累计 {whole.zh} 小于当月 {part.zh}",
                f"{known.name.en}: the cumulative {whole.en} is below the month's {part.en}",
            )
            yield error(answer, "total-below-month", message)


def carried_on(returned: Returned) -> Iterator[Finding]:
    """累计 that is not the last 累计 and this month together; where this month is not known, 累计 that falls."""
    span = returned.asked.span
    before = previous(on_basis(span, TOTAL)) if has_bases(span) else None
    if before is None or span.basis not in (MONTH, TOTAL):
        return
    for answer, known, value in returned.figures():
        pasts = returned.before.get(answer.place, ())
        last = _known(pasts, before)
        if last is None or not adds_up(known):
            continue
        month = value if span.basis == MONTH else _known(pasts, on_basis(span, MONTH))
        total = value if span.basis == TOTAL else _known(pasts, on_basis(span, TOTAL))
        if total is not None and month is not None:
            if abs(last + month - total) > APART * max(abs(total), abs(last), 1):
                parts = tuple(said(known, amount) for amount in (total, last, month))
                message = Text(
                    f"{known.name.zh}累计 {parts[0].zh} ≠ 上期累计 {parts[1].zh}＋当期 {parts[2].zh}",
                    f"{known.name.en}: cumulative {parts[0].en} ≠ last {parts[1].en} + this period's {parts[2].en}",
                )
                yield warning(answer, "total-not-carried", message)
        elif total is not None and total < last and known.minimum is not None:
            now, then, when = said(known, total), said(known, last), before.said
            message = Text(
                f"{known.name.zh}累计 {now.zh}，少于{when.zh} {then.zh}",
                f"{known.name.en}: cumulative {now.en} is below {then.en} of {when.en}",
            )
            yield warning(answer, "total-falls", message)


def _known(pasts: tuple[Past, ...], span: Span) -> int | None:
    """The figure that is known of a span."""
    return next((p.value for p in pasts if p.span == span and isinstance(p.value, int)), None)
