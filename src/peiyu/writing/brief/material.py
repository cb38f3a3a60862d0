"""What one issue is made of: everything measured, the parts by place and by trade, what was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Literal

from peiyu.insight.figures import Breakdown, GroupFigure, Measured, TargetStatus
from peiyu.insight.measure.breakdown import UNDECIDED, WHOLE
from peiyu.insight.statistics.bridge import Bridge
from peiyu.insight.statistics.suppression.table import ALL
from peiyu.paper.brief.values import Kind
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.programme import Programme
from peiyu.problems import Text
from peiyu.writing.brief.numbers import Pen

PLACES = ("district", "park")
"""Breakdowns by place, the first that a pack has."""
OUTWARD = (Kind.NOTICE, Kind.TALK)
"""Kinds that others than the leading group and its members read or hear."""
TRADES = ("industry", "industry_tagged")
"""Breakdowns by industry, the first that a pack has."""


class Form(Enum):
    """How much an issue says: what an office sends (two to four pages), or everything that was measured."""

    SHORT = "short"
    FULL = "full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What was asked for. `issue` and `total` 0: not shown (`counted`: left blank, to be filled in later); empty texts:
    what the pack gives. `date` is printed as the day of issue (None: the day of the figures)."""

    kind: Kind = Kind.BRIEF
    form: Form = Form.SHORT
    issue: int = 0
    total: int = 0
    name: str = ""
    title: str = ""
    number: str = ""
    document_number: str = ""
    issuer: str = ""
    date: dt.date | None = None
    copies: int | None = None
    lang: Literal["zh", "en"] = "zh"
    counted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """One issue's figures. `split`: breakdown by place of every target's indicator, by trade of the headline's;
    `new`: of a target the names of the enterprises that it gained in the month, where they are few. `course`: the first
    target on earlier days, as known today, and on this one; `bridge`: the enterprises since the year began. `traded`:
    what was measured by trade; `kept_back` and `kept_trades`: (target, group) whose number by place and by trade a 通报
    does not show."""

    pack: Pack
    programme: Programme
    measured: Measured
    order: Order
    places: Mapping[str, Breakdown] = field(default_factory=dict)
    trades: Mapping[str, Breakdown] = field(default_factory=dict)
    new: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    course: tuple[Measured, ...] = ()
    traded: Measured | None = None
    kept_back: frozenset[tuple[str, str]] = frozenset()
    kept_trades: frozenset[tuple[str, str]] = frozenset()
    bridge: Bridge | None = None

    def hides(self, one: TargetStatus, breakdown: Breakdown, group: str) -> bool:
        """Whether a number by place or by trade may not go out: in a 通报 what tells of single enterprises."""
        kept = self.kept_back if breakdown is self.places.get(one.code) else self.kept_trades
        return self.outward and not {(one.code, group), (one.code, ALL)}.isdisjoint(kept)

    @property
    def outward(self) -> bool:
        """Whether the issue goes out: a 通报 does, and what a leader says does; the others stay with the leading group
        and its members."""
        return self.order.kind in OUTWARD

    @property
    def day(self) -> dt.date:
        return self.measured.day

    @property
    def lang(self) -> Literal["zh", "en"]:
        return self.order.lang

    @property
    def pen(self) -> Pen:
        return Pen(self.day, self.lang)

    @property
    def targets(self) -> tuple[TargetStatus, ...]:
        return tuple(self.measured.targets.values())

    @property
    def document_title(self) -> str:
        return self.pack.name.zh if self.pack.document is None else self.pack.document.title

    @property
    def document_number(self) -> str:
        return "" if self.pack.document is None else self.pack.document.number

    @property
    def first(self) -> TargetStatus | None:
        """The target that is shown over time and by trade."""
        return next(iter(self.targets), None)

    def by_name(self, breakdown: Breakdown) -> Text:
        """What a breakdown is by, as it is said: 园区 of 所属园区, without what stands in brackets."""
        return Text(breakdown.name.zh.removeprefix("所属").partition("（")[0], breakdown.name.in_("en").lower())

    def heads(self) -> Iterator[TargetStatus]:
        """The targets that are no part (其中) of another one."""
        parts = {code for one in self.targets for code in one.target.parts}
        return (one for one in self.targets if one.code not in parts)

    def parts_of(self, whole: TargetStatus) -> tuple[TargetStatus, ...]:
        return tuple(self.measured.targets[code] for code in whole.target.parts if code in self.measured.targets)

    def actor(self, id_: str | None) -> str:
        """An actor's name ('' for none)."""
        return "" if id_ is None else self.programme.actors[id_].name.in_(self.lang)

    def note_of(self, one: TargetStatus) -> int:
        """The number under which the definition of a target stands in the notes."""
        return self.targets.index(one) + 1


def ranked(breakdown: Breakdown) -> tuple[GroupFigure, ...]:
    """The groups with something definite in them, the largest first; what has no group left out."""
    held = [
        one for one in breakdown.groups
        if one.group not in (UNDECIDED, WHOLE) and one.figure.value is not None and one.figure.value.low > 0
    ]  # fmt: skip
    return tuple(sorted(held, key=lambda one: (-one.figure.value.low if one.figure.value else 0, one.name.zh)))


def grouping(programme: Programme, wanted: tuple[str, ...]) -> str | None:
    """The first of some breakdowns that a programme has."""
    return next((word for word in wanted if word in programme.groups), None)
