"""What a rule of repair proposes."""

from __future__ import annotations

from dataclasses import dataclass

from peiyu.document.alignment import Span
from peiyu.document.model import Confidence
from peiyu.problems import Text


@dataclass(frozen=True, slots=True)
class Proposal:
    """The characters of `span` are to become `after`, because of what is `said`; with `ask` it is only asked."""

    kind: str
    span: Span
    after: str
    said: Text
    confidence: Confidence
    drops_line: bool = False


def insert(kind: str, place: int, after: str, said: Text, confidence: Confidence) -> Proposal:
    """Something lost at a place."""
    return Proposal(kind, (place, place), after, said, confidence)
