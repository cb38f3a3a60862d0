"""Reasons of an unknown as lines that say who has to act."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from peiyu.policy.explain.model import Waiting
from peiyu.policy.explain.words import Words
from peiyu.policy.verdict import Reason


def waiting_for(reasons: Collection[Reason], words: Words) -> tuple[Waiting, ...]:
    """Each reason once, in a stable order."""
    if not reasons:
        return ()
    said = [words.waiting(r) for r in sorted(reasons, key=place)]
    return tuple({(w.who, w.what): w for w in said}.values())


@cache
def place(reason: Reason) -> tuple[str, str, str]:
    """Where a reason stands among others."""
    return reason.kind, str(reason.fact), reason.supplier
