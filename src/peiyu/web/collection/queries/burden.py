"""The account of a year (减负台账): what was asked of whom, what was not asked again, what that saved. Units stand by
name: nobody is ranked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, QuerySet, Sum

from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import reach_of
from peiyu.web.collection.access import RULES
from peiyu.web.collection.models import Round, RoundUnit
from peiyu.web.collection.queries.asked import span_of
from peiyu.web.collection.states import OPEN

COUNTED = (*OPEN, "closed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A round of the year. spared: cells that were not asked because they are held or asked elsewhere; minutes, saved:
    of work, as estimated."""

    number: str
    title: str
    span: Text
    purpose: str
    units: int
    firms: int
    fields: int
    cells: int
    prefilled: int
    spared_fields: int
    spared: int
    minutes: int
    saved: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A unit over the year: how many rounds asked it, what."""

    name: str
    rounds: int
    cells: int
    prefilled: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A year. not_sent: rounds that were begun and dropped because everything they asked was held."""

    year: int
    lines: tuple[Line, ...]
    units: tuple[Asked, ...]
    firms: Asked | None
    not_sent: int

    def total(self, name: str) -> int:
        """The sum of a column over the rounds."""
        return sum(int(getattr(one, name)) for one in self.lines)

    @property
    def totals(self) -> dict[str, int]:
        """The sums that the page shows."""
        names = ("fields", "cells", "prefilled", "spared_fields", "spared", "minutes", "saved")
        return {one: self.total(one) for one in names} | {"rounds": len(self.lines)}


def rounds_of(year: int) -> QuerySet[Round]:
    """The rounds that went out in a year, by their number."""
    return Round.objects.filter(state__in=COUNTED, number__startswith=f"{year}-").order_by("number")


def years() -> list[int]:
    """The years in which there was a round, the latest first."""
    return sorted({int(one[:4]) for one in Round.objects.order_by().values_list("number", flat=True)}, reverse=True)


def account(actor: Actor, year: int) -> Account:
    """A year's account; an actor whose reach is its own sees the same: burden is no secret among the office and those
    who answer. Four queries."""
    if reach_of(RULES, actor, "burden.see") is None:
        return Account(year=year, lines=(), units=(), firms=None, not_sent=0)
    found = list(rounds_of(year))
    dropped = Round.objects.filter(state="dropped", number__startswith=f"{year}-").exclude(spared=[])
    return Account(
        year=year, lines=tuple(map(line_of, found)), units=tuple(_units(found)), firms=_firms(found),
        not_sent=dropped.count(),
    )  # fmt: skip


def line_of(one: Round) -> Line:
    """A round's line, from what was weighed when it started."""
    burden = one.burden
    spared = sum(int(each["cells"]) for each in one.spared)
    prefilled = int(burden.get("prefilled", 0))
    return Line(
        number=one.number, title=one.title, span=span_of(one).said, purpose=one.purpose, units=burden.get("units", 0),
        firms=burden.get("firms", 0), fields=burden.get("fields", 0), cells=burden.get("cells", 0),
        prefilled=prefilled, spared_fields=len(one.spared), spared=spared, minutes=burden.get("minutes", 0),
        saved=round((prefilled + spared) * float(one.minutes)),
    )  # fmt: skip


def _units(found: list[Round]) -> Iterator[Asked]:
    rows = RoundUnit.objects.filter(round__in=found, organisation__isnull=False).order_by("organisation__name")
    for one in rows.values("organisation", "organisation__name").annotate(
        rounds=Count("round", distinct=True), cells=Sum("asked"), held=Sum("prefilled")
    ):
        yield Asked(name=one["organisation__name"], rounds=one["rounds"], cells=one["cells"], prefilled=one["held"])


def _firms(found: list[Round]) -> Asked | None:
    """The enterprises that answered for themselves, all together."""
    rows = RoundUnit.objects.filter(round__in=found, enterprise__isnull=False)
    sums = rows.aggregate(
        rounds=Count("round", distinct=True), firms=Count("enterprise", distinct=True), cells=Sum("asked", default=0),
        held=Sum("prefilled", default=0),
    )  # fmt: skip
    if not sums["firms"]:
        return None
    return Asked(name=str(sums["firms"]), rounds=sums["rounds"], cells=sums["cells"], prefilled=sums["held"])


COLUMNS: tuple[tuple[str, Text], ...] = (
    ("number", Text("编号", "Number")), ("title", Text("收表", "Round")), ("span", Text("数据所属期", "Period")),
    ("purpose", Text("性质", "Purpose")), ("units", Text("报送单位", "Units")), ("firms", Text("企业", "Enterprises")),
    ("fields", Text("数据项", "Fields")), ("cells", Text("需填", "Cells asked")),
    ("prefilled", Text("预填", "Prefilled")), ("spared_fields", Text("不再问的数据项", "Fields not asked again")),
    ("spared", Text("不再问", "Cells not asked again")), ("minutes", Text("测算用时（分钟）", "Minutes, estimated")),
    ("saved", Text("减少用时（分钟）", "Minutes saved, estimated")),
)  # fmt: skip
"""The columns of the account as a file: attribute of a Line, name."""


def columns() -> tuple[Text, ...]:
    """Their names."""
    return tuple(said for _, said in COLUMNS)


def lines(held: Account) -> Iterator[tuple[Any, ...]]:
    """The rows of the file, the sums below."""
    for one in held.lines:
        values = (getattr(one, name) for name, _ in COLUMNS)
        yield tuple(value.zh if isinstance(value, Text) else value for value in values)
    sums = held.totals
    yield tuple("合计" if name == "number" else sums.get(name, "") for name, _ in COLUMNS)
