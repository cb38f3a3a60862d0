"""From where a fact base is looked at."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Use = Literal["verdict", "aggregate"]


@dataclass(frozen=True, slots=True)
class View:
    """What is visible and what holds (docs/explanation/library.md §2).

    as_of: instant rows dated after it are invisible. known_at: rows known from a later day are invisible.
    use: a `verdict` never sees rows of purpose 统计, an `aggregate` does. precedence: sources, best first; sources
    not named come after them, the latest known first. stand_ins: whether a missing field takes the value of the
    field that the mapping declared as its stand-in.
    """

    as_of: dt.date
    known_at: dt.date
    use: Use = "verdict"
    precedence: tuple[str, ...] = ()
    stand_ins: bool = True
