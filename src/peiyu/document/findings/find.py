"""The finders in order: each takes the document's page and its numbers and gives findings of one kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from peiyu.document.alignment import Alignment
from peiyu.document.findings.amounts import amounts
from peiyu.document.findings.conditions import conditions
from peiyu.document.findings.contradictions import contradictions
from peiyu.document.findings.deadlines import deadlines
from peiyu.document.findings.expressions import expressions
from peiyu.document.findings.fair_competition import fair_competition
from peiyu.document.findings.figures import figures
from peiyu.document.findings.organisations import organisations
from peiyu.document.findings.page import page
from peiyu.document.findings.programmes import programmes
from peiyu.document.findings.references import references
from peiyu.document.findings.responsibilities import responsibilities
from peiyu.document.findings.targets import targets
from peiyu.document.model import Clause, Findings

OF_NUMBERS: tuple[tuple[str, Callable[..., tuple[Any, ...]]], ...] = (
    ("figures", figures),
    ("amounts", amounts),
    ("conditions", conditions),
)
OF_WORDS: tuple[tuple[str, Callable[..., tuple[Any, ...]]], ...] = (
    ("programmes", programmes),
    ("responsibilities", responsibilities),
    ("organisations", organisations),
    ("deadlines", deadlines),
    ("references", references),
    ("fair_competition", fair_competition),
)


def find(
    clauses: tuple[Clause, ...], *, title: str = "", issued: date | None = None, alignment: Alignment | None = None
) -> Findings:
    """All findings of a clause tree. `title` and `issued` say what 三年内 and 年底 are reckoned from; without an
    alignment a raw span is that of the mended text."""
    read = page(clauses, issued=issued, title=title, alignment=alignment)
    numbers = expressions(read)
    promised = targets(read, numbers)
    return Findings(
        targets=promised.goals,
        restatements=promised.restatements,
        contradictions=contradictions(read, promised),
        **{kind: finder(read, numbers) for kind, finder in OF_NUMBERS},
        **{kind: finder(read) for kind, finder in OF_WORDS},
    )
