"""Reasons of an unknown as lines that say who has to act."""

from __future__ import annotations

from functools import cache

from peiyu.policy.explain.model import Waiting
from peiyu.policy.explain.words import Words
from peiyu.policy.verdict import Reason

MOST = 20_000
"""Sets of reasons whose lines are kept."""


def waiting_for(reasons: frozenset[Reason], words: Words) -> tuple[Waiting, ...]:
    """Each reason once, in a stable order; what many enterprises lack alike is said once."""
    if not reasons:
        return ()
    known = words.lacked.get(reasons)
    if known is None:
        said = [words.waiting(r) for r in sorted(reasons, key=place)]
        known = tuple({(w.who, w.what): w for w in said}.values())
        if len(words.lacked) < MOST:
            words.lacked[reasons] = known
    return known


@cache
def place(reason: Reason) -> tuple[str, str, str]:
    """Where a reason stands among others."""
    return reason.kind, str(reason.fact), reason.supplier
