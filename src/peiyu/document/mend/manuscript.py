"""The raw text as the rules of repair see it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from peiyu.document.lines import Line, lines_of

_MARKED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[章条])"
)
_PERIOD = re.compile(
    r"((?:19|20)\d{2})年?\s*[—–\-~～－至]{1,2}\s*((?:19|20)\d{2})年?|((?:19|20)\d{2})((?:19|20)\d{2})(?=年|[)）])"
)


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A raw text with its lines. `period` is the first pair of years of its opening, `head` the lines before a mark."""

    text: str
    lines: tuple[Line, ...]
    head: int
    period: tuple[int, int] | None

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """Where a pattern stands."""
        return pattern.finditer(self.text)

    def sentence_start(self, place: int) -> int:
        """Where the sentence begins in which `place` stands; at most 120 characters before it."""
        low = max(0, place - 120)
        return low + max(self.text.rfind(c, low, place) - low for c in "。；;\n") + 1

    def line_at(self, place: int) -> Line | None:
        """The line in which a character stands."""
        low, high = 0, len(self.lines)
        while low < high:
            middle = (low + high) // 2
            if self.lines[middle].end <= place:
                low = middle + 1
            else:
                high = middle
        return self.lines[low] if low < len(self.lines) and self.lines[low].start <= place else None


def manuscript(text: str) -> Manuscript:
    """Looks a raw text over once."""
    lines = lines_of(text)
    head = next((at for at, line in enumerate(lines) if _MARKED.match(line.text)), len(lines))
    found = _PERIOD.search("\n".join(line.text for line in lines[: min(head, 14)]))
    years = [int(y) for y in found.groups() if y] if found else []
    period = (years[0], years[1]) if len(years) == 2 and 0 < years[1] - years[0] <= 20 else None
    return Manuscript(text, lines, head, period)
