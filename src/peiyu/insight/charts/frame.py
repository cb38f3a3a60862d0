"""What every chart has in common: its frame, its colours, how numbers are written into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from peiyu.insight.figures import Colour
from peiyu.problems import Text

Spec = dict[str, Any]
WIDTH = 520
COLOURS: Mapping[Colour, str] = {
    "green": "#2e7d32", "blue": "#1565c0", "yellow": "#a67c00", "red": "#b71c1c", "grey": "#757575",
    "orange": "#c75000",
}  # fmt: skip
PLAIN, SOFT, LINE = "#33658a", "#c9d6df", "#444444"


def framed(title: Text, alt: Text, lang: str, *, height: int | None = None, **parts: Any) -> Spec:
    """A spec with its title, its alt text and what it is made of."""
    made: Spec = {"title": title.in_(lang), "description": alt.in_(lang), "width": WIDTH}
    return {**made, **({} if height is None else {"height": height}), **parts}


def values(rows: Sequence[Mapping[str, Any]]) -> Spec:
    """Data that lie inside the spec."""
    return {"values": [dict(row) for row in rows]}


def plain(number: Fraction | int | None) -> int | float | None:
    """A number as a spec holds it."""
    if number is None or isinstance(number, int):
        return number
    return int(number) if number.denominator == 1 else float(number)


def axis(field: str, kind: str, title: Text, lang: str, **more: Any) -> Spec:
    """An encoding channel with its title."""
    return {"field": field, "type": kind, "title": title.in_(lang), **more}


def listed(parts: Sequence[Text]) -> Text:
    """Phrases in one sentence."""
    return Text("，".join(one.zh for one in parts), ", ".join(one.in_("en") for one in parts))
