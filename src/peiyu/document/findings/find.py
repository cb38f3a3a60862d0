"""The finders in order: each takes the page and its numbers and gives findings of one kind."""

from __future__ import annotations

from datetime import date

from peiyu.document.alignment import Alignment
from peiyu.document.findings.expressions import expressions
from peiyu.document.findings.page import page
from peiyu.document.findings.targets import targets
from peiyu.document.model import Clause, Findings

def find(
    clauses: tuple[Clause, ...], *, title: str = "", issued: date | None = None, alignment: Alignment | None = None
) -> Findings:
    """All findings of a clause tree. `title` and `issued` say what 三年内 and 年底 are reckoned from; without an
    alignment raw spans are those of the mended text."""
    read = page(clauses, issued=issued, title=title, alignment=alignment)
    numbers = expressions(read)
    reached = targets(read, numbers)
    return Findings(targets=reached.goals, restatements=reached.restatements)
