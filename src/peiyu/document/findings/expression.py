"""The value that the finders share: a number of the document with its subject, its time and its role."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from peiyu.document.findings.page import Passage
from peiyu.document.findings.quantities import Quantity
from peiyu.document.findings.roles import Role
from peiyu.document.model import Measure


@dataclass(frozen=True, slots=True)
class Expression:
    """A number as the document says it. [start, end) are the characters of the clause's text that say it.

    `part` tells that it follows 其中; `bare` that its own words name no subject (，力争达到4家); `sentence` numbers the
    sentences of the document, where ； does not end one.
    """

    passage: Passage
    sentence: int
    quantity: Quantity
    role: Role
    subject: str
    growth: str
    verb: str
    start: int
    end: int
    by: date | None
    since: date | None
    measure: Measure
    part: bool
    bare: bool
    follows: bool
    """It continues the list of the number before it, with that number's verb."""
