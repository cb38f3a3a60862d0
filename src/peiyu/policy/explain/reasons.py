"""Reasons of an unknown as lines that say who has to act."""

from __future__ import annotations

from collections.abc import Iterable

from peiyu.policy.explain.model import Waiting
from peiyu.policy.explain.words import Words
from peiyu.policy.verdict import Reason


def waiting_for(reasons: Iterable[Reason], words: Words) -> tuple[Waiting, ...]:
    """Each reason once, in a stable order."""
    ordered = sorted(reasons, key=lambda r: (r.kind, str(r.fact), r.supplier))
    said = [Waiting(words.who(r), words.about(r), r) for r in ordered]
    return tuple({(w.who, w.what): w for w in said}.values())
