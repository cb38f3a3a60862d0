"""Numbers that promise nothing: what has been reached, and background."""

from __future__ import annotations

from peiyu.document.findings.expression import Expression
from peiyu.document.findings.page import Page
from peiyu.document.model import FigureFinding


def figures(page: Page, found: tuple[Expression, ...]) -> tuple[FigureFinding, ...]:
    """Achievements of the past and background numbers; the value is the written low end in base units."""
    return tuple(
        FigureFinding(
            **page.anchor(one.passage.clause, one.start, one.end),
            subject=one.subject,
            role="achievement" if one.role == "achievement" else "background",
            value=one.quantity.low,
            unit=one.quantity.unit,
        )
        for one in found
        if one.role in ("achievement", "background")
    )
