"""Damage as it happens to documents on the web: characters of one kind are lost, here and there.

A kind is a pattern over a clean text; the characters of its group `lost` go. Of the places that match, a seeded half is
damaged: a document that has lost every trace of something holds no evidence of it either.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from dataclasses import dataclass

KINDS: dict[str, tuple[re.Pattern[str], ...]] = {
    "dashes": (re.compile(r"(?<=\d)(?P<lost>[—–-]+)(?=\d)"),),
    "quotes": (re.compile(r"(?P<lost>“)(?P<inner>[^”\n]{1,30})(?P<lost2>”)"),),
    "commas": (re.compile(r"(?<![\n\s][一二三四五六七八九十])(?<!^[一二三四五六七八九十])(?<!\d)(?P<lost>、)"),),
    "brackets": (re.compile(r"(?P<lost>〔)(?:\d{4})(?P<lost2>〕)(?=\d+号)"),),
    "units": (
        re.compile(r"(?<=\d)(?P<lost>[家个项件户名])(?=[，、；。,;.\n（]|$)"),
        re.compile(r"^\d{4}(?P<lost>年)\d{1,2}(?P<lost2>月)\d{1,2}(?P<lost3>日)$", re.MULTILINE),
    ),
}
"""Kind → patterns. What stands outside the groups `lost…` stays."""

SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Loss:
    """Characters that went: [start, end) of the clean text."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Damaged:
    """A damaged text and what it lost, in order."""

    clean: str
    text: str
    losses: tuple[Loss, ...]

    def clean_regions(self, start: int, end: int) -> Iterable[str]:
        """The clean texts that characters [start, end) of the damaged one may have been: with or without what was
        lost right at either end."""
        starts = self.places(start)
        ends = self.places(end)
        return {self.clean[a:b] for a in starts for b in ends if a <= b}

    def covered(self, start: int, end: int) -> tuple[Loss, ...]:
        """The losses inside or at the ends of characters [start, end) of the damaged text."""
        low, high = min(self.places(start)), max(self.places(end))
        return tuple(loss for loss in self.losses if low <= loss.start and loss.end <= high)

    def places(self, place: int) -> set[int]:
        """The places of the clean text at which this place of the damaged text may be: two beside a loss."""
        shift = 0
        for loss in self.losses:
            at = loss.start - shift
            if at == place:
                return {loss.start, loss.end}
            if at > place:
                break
            shift += loss.end - loss.start
        return {place + shift}


def damage(clean: str, kinds: Iterable[str], *, seed: int) -> Damaged:
    """The text without a seeded half of the places of these kinds."""
    chance = random.Random(seed)
    losses: list[Loss] = []
    for kind in kinds:
        for pattern in KINDS[kind]:
            for match in pattern.finditer(clean):
                if chance.random() < SHARE:
                    spans = [match.span(name) for name in match.groupdict() if name.startswith("lost")]
                    losses += [Loss(kind, *span) for span in spans]
    losses.sort(key=lambda loss: loss.start)
    return Damaged(clean, _without(clean, losses), tuple(losses))


def _without(clean: str, losses: Iterable[Loss]) -> str:
    kept, read = [], 0
    for loss in losses:
        kept.append(clean[read : loss.start])
        read = loss.end
    return "".join([*kept, clean[read:]])
