"""Reads of readings and their lines."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db.models import Q, QuerySet

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide
from peiyu.web.targets.access import RULES
from peiyu.web.targets.models import Closing, Line, Reading

SEEN = ("live", "closed")
NO_TEXT = Text("", "")


@dataclass(frozen=True, slots=True)
class Row:
    """A line as pages show it; `own`: what of it belongs to the actor's areas (None: it has none, or nothing says)."""

    line: Line
    own: Text | None = None

    def said(self, key: str) -> Text:
        """A cell or sentence of the line; empty where there is none."""
        return text_of(self.line.said.get(key))

    @property
    def name(self) -> Text:
        return text_of(self.line.name)

    @property
    def address(self) -> str:
        """Its own page, in this reading."""
        code, _, number = self.line.code.partition(".")
        part = f"parts/{number}/" if number else ""
        return f"/targets/{code}/{part}?reading={self.line.reading_id}"

    @property
    def share(self) -> float | None:
        """What is reached of the goal, as a part of one."""
        return self.line.rate

    @property
    def due(self) -> float | None:
        """What was due of the goal, as a part of one."""
        plan, goal = number(self.line.plan), number(self.line.goal)
        return float(plan / goal) if plan is not None and goal else None

    @property
    def possible(self) -> float | None:
        """What is possible of the goal, as a part of one."""
        high, goal = number(self.line.nowcast), number(self.line.goal)
        return float(high / goal) if high is not None and goal else None


def text_of(kept: Mapping[str, str] | None) -> Text:
    """A Text out of JSON."""
    return Text(kept["zh"], kept["en"]) if kept else NO_TEXT


def number(kept: str | None) -> Fraction | None:
    """An exact number out of its text."""
    return None if kept is None else Fraction(kept)


def visible(actor: Actor, pack: str) -> QuerySet[Reading]:
    """The readings of a pack that the actor may see, the latest day first."""
    if not decide(RULES, actor, "targets.see").allowed:
        return Reading.objects.none()
    found = Reading.objects.filter(pack=pack, state__in=SEEN)
    return found if decide(RULES, actor, "looks.see").allowed else found.filter(standing=True)


def latest(pack_id: str) -> Reading | None:
    """The reading of a pack that holds: of the latest day under the locked definitions."""
    return Reading.objects.filter(pack=pack_id, standing=True, state__in=SEEN).order_by("-day", "-pk").first()


def reading_of(actor: Actor, pack: str, given: Mapping[str, Any]) -> Reading | None:
    """The reading that an address names: `reading` by its number, `month` (2012-09) as closed in that month, `issue` of
    that month; else the latest. None where there is no such reading for the actor."""
    if given.get("reading"):
        word = str(given["reading"])
        return visible(actor, pack).filter(pk=int(word)).first() if word.isdecimal() and len(word) < 19 else None
    if given.get("month"):
        return _closed_in(actor, pack, str(given["month"]), str(given.get("issue", "")))
    found = latest(pack)
    return found if decide(RULES, actor, "targets.see").allowed else None


def _closed_in(actor: Actor, pack: str, month: str, issue: str) -> Reading | None:
    year, _, number_ = month.partition("-")
    if not (year.isdecimal() and number_.isdecimal()):
        return None
    closed = Closing.objects.filter(pack=pack, state="closed", month__year=int(year), month__month=int(number_))
    if issue.isdecimal():
        closed = closed.filter(issue=int(issue))
    found = closed.order_by("-issue").values_list("reading_id", flat=True).first()
    return visible(actor, pack).filter(pk=found).first() if found else None


def lines(reading: Reading, *, actor: Actor | None = None) -> tuple[Row, ...]:
    """The targets and trends of a reading in the order of the document; for an actor with areas, beside each what of it
    is its own. One query."""
    areas = actor.areas if actor is not None else frozenset()
    held = Line.objects.filter(reading=reading, whole=None).defer("chart", *(() if areas else ("breakdowns",)))
    return tuple(Row(one, own_part(one, areas) if areas else None) for one in held)


def own_part(line: Line, areas: frozenset[str]) -> Text | None:
    """What of a figure belongs to areas: of the breakdown by park, or by district, the groups that they are."""
    for by in ("park", "district"):
        groups = line.breakdowns.get(by, {}).get("groups", ())
        mine = [text_of(one["said"]) for one in groups if one["group"] in areas]
        if mine:
            return Text("、".join(one.zh for one in mine), ", ".join(one.en for one in mine))
    return None


def line_of(reading: Reading, code: str) -> Line | None:
    """One line with everything of it; `code` of a part is `code.1`."""
    return Line.objects.filter(reading=reading, code=code).select_related("reading", "whole").first()


def parts_of(line: Line) -> tuple[Row, ...]:
    """The parts of a ratio or a change."""
    return tuple(Row(one) for one in Line.objects.filter(Q(whole=line)).defer("chart", "breakdowns"))
