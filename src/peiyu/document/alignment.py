"""Which characters of the raw text became which characters of the mended text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

Span = tuple[int, int]
"""[start, end) in characters."""


@dataclass(frozen=True, slots=True)
class Edit:
    """The raw characters of `span` are replaced by `after`; an empty span inserts, an empty `after` drops."""

    span: Span
    after: str


@dataclass(frozen=True, slots=True)
class Alignment:
    """Offsets of a raw text against those of its mended text.

    The edits are in order and do not overlap; `mended_starts[i]` is where the replacement of `edits[i]` begins in the
    mended text. Characters between edits are the same in both texts.
    """

    edits: tuple[Edit, ...]
    raw_starts: tuple[int, ...]
    raw_ends: tuple[int, ...]
    mended_starts: tuple[int, ...]
    mended_ends: tuple[int, ...]

    def raw_span(self, mended: Span) -> Span:
        """The raw characters from which these mended characters were made.

        Characters that stand unchanged map to themselves. A span that touches a replacement takes in the whole of
        what was replaced; what was inserted maps to the empty span at its place. (s, e) gives (s', e') with s' <= e'.
        """
        start, end = mended
        if start == end:
            place = self._raw_low(start)
            return place, place
        low = self._raw_low(start)
        return low, max(low, self._raw_high(end))

    def mended_span(self, raw: Span) -> Span:
        """The mended characters that these raw characters became; empty where they were dropped."""
        start, end = raw
        low = self._mended_low(start)
        return low, max(low, self._mended_high(end))

    def _raw_low(self, place: int) -> int:
        at = bisect_right(self.mended_ends, place)
        if at < len(self.edits) and self.mended_starts[at] <= place < self.mended_ends[at]:
            return self.raw_starts[at]
        return place if at == 0 else self.raw_ends[at - 1] + place - self.mended_ends[at - 1]

    def _raw_high(self, place: int) -> int:
        at = bisect_left(self.mended_starts, place) - 1
        if at < 0:
            return place
        if place <= self.mended_ends[at]:
            return self.raw_ends[at]
        return self.raw_ends[at] + place - self.mended_ends[at]

    def _mended_low(self, place: int) -> int:
        at = bisect_right(self.raw_ends, place)
        if at < len(self.edits) and self.raw_starts[at] <= place < self.raw_ends[at]:
            return self.mended_starts[at]
        return place if at == 0 else self.mended_ends[at - 1] + place - self.raw_ends[at - 1]

    def _mended_high(self, place: int) -> int:
        at = bisect_left(self.raw_starts, place) - 1
        if at < 0:
            return place
        if place <= self.raw_ends[at]:
            return self.mended_ends[at]
        return self.mended_ends[at] + place - self.raw_ends[at]


def align(raw: str, edits: Iterable[Edit]) -> tuple[str, Alignment]:
    """The mended text and its alignment. ValueError where edits overlap, are out of order or leave the text."""
    ordered = tuple(edits)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    read = length = 0
    for edit in ordered:
        start, end = edit.span
        if not read <= start <= end <= len(raw):
            raise ValueError(f"an edit at {edit.span} overlaps the one before it, or leaves the text")
        length += start - read
        starts.append(length)
        length += len(edit.after)
        ends.append(length)
        pieces += (raw[read:start], edit.after)
        read = end
    pieces.append(raw[read:])
    spans = tuple(edit.span for edit in ordered)
    raws = tuple(s for s, _ in spans), tuple(e for _, e in spans)
    return "".join(pieces), Alignment(ordered, raws[0], raws[1], tuple(starts), tuple(ends))
