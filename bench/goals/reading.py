"""Reading of policy documents: how sure the repairs are, and how long 100 pages take."""

from __future__ import annotations

from bench.measure import Result, at_most, interval
from bench.reading.__main__ import repairs_summary, scored_half, targets_summary
from bench.reading.corpus import HALVES, documents
from bench.reading.repairs import score_kinds
from bench.reading.speed import hundred_pages, reading_time
from bench.world import scratch
from peiyu.document import read

WRONG = 0.02
"""The share of repairs that may be wrong: a precision of at least 0.98."""


def reading(companies: int) -> list[Result]:
    """Precision of repairs on the kept half; 100 pages in 2 s. Targets have no limit: they are reported beside."""
    scores = score_kinds(documents("kept"), read)
    targets = {half: targets_summary(scored_half(half)) for half in HALVES}
    details = repairs_summary(scores)
    results = [
        at_most(
            f"wrong repairs, {kind} lost", "of all", WRONG, interval([1 - score.precision]),
            repairs=details[kind], targets=targets,
        )
        for kind, score in scores.items()
    ]  # fmt: skip
    pages = scratch("hundred-pages.txt")
    characters = hundred_pages(pages)
    return [*results, at_most("reading 100 pages", "s", 2.0, reading_time(read, pages), characters=characters)]
