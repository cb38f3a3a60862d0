"""Which units of goals and indicators mean the same: 3000项 of something that is counted in 件."""

from __future__ import annotations

import re

KINDS = {
    "items": ("家", "户", "个", "件", "项", "条", "支", "台", "套", "场", "次", "批", "所", "座", "处", "种", "对"),
    "persons": ("人", "名", "位"),
    "money": ("元",),
    "area": ("㎡", "平方米", "平米", "m²"),
    "ratio": ("%",),
    "times": ("倍",),
    "years": ("年",),
    "points": ("分",),
}
_KIND_OF = {unit: kind for kind, units in KINDS.items() for unit in units}
_PART = re.compile(r"(百|千|万|十万|百万|千万|亿)?(.+)")

Measure = tuple[tuple[str, str], ...]
"""What is measured: of each side of `/` its multiple and kind."""


def measure_of(unit: str) -> Measure | None:
    """What a unit measures; None for a unit that nobody knows."""
    parts = []
    for part in unit.split("/"):
        match = _PART.fullmatch(part.removeprefix("每"))
        if match is None or match[2] not in _KIND_OF:
            return None
        parts.append((match[1] or "", _KIND_OF[match[2]]))
    return tuple(parts)


def known_units() -> str:
    """The units for a message."""
    return " ".join(unit for units in KINDS.values() for unit in units) + " · 件/万人"
