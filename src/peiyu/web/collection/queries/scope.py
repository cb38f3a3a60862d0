"""Whom a round asks: which enterprises, and which unit answers for each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from peiyu.facts.base.schema import STATISTICAL
from peiyu.facts.round import Firm, Unit
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.problems import Problem, Text
from peiyu.web.accounts.models import Organisation
from peiyu.web.collection.models import Round
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise
from peiyu.web.enterprises.queries import intakes_unseen
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies.queries import with_verdict

ALIVE = ("", "存续")
"""Enterprises that can still be asked."""
MOST_FIRMS = 20_000
"""So many enterprises a round asks at most; more are asked by park or district."""
AREAS = ("park", "district")
ANSWERING = ("park", "district", "department", "office")
"""Kinds of organisations that may be units."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A unit of a round that is not yet out: an organisation or an enterprise, and the enterprises it answers for."""

    name: str
    firms: tuple[Firm, ...]
    organisation: int | None = None
    enterprise: int | None = None
    area: str = ""

    @property
    def unit(self) -> Unit:
        """As the library knows it; `queries.asked.unit_id` names it alike once it is out."""
        key = f"o{self.organisation}" if self.enterprise is None else f"e{self.enterprise % 2**64:016x}"
        return Unit(key, self.name, self.firms)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everybody a round asks. on_paper: confidential enterprises, asked on paper; unplaced: enterprises for which no
    chosen organisation answers."""

    units: tuple[Planned, ...]
    on_paper: int
    unplaced: int

    @property
    def firms(self) -> int:
        return sum(len(one.firms) for one in self.units)


def plan_of(held: Round) -> Plan:
    """The units of a round as of today. Refusal `round-too-large`."""
    about = {vocabulary().entities[one["entity"]].of for one in held.sheets}
    chosen = within(held.whom) if about != {"territory"} else Enterprise.objects.none()
    rows = list(chosen.filter(sensitive=False).order_by("name", "key")[: MOST_FIRMS + 1])
    if len(rows) > MOST_FIRMS:
        raise Refusal(_too_large())
    on_paper = chosen.filter(sensitive=True).count()
    if held.to == "enterprises":
        units = tuple(Planned(name=one.name or one.code, firms=(firm(one),), enterprise=one.key) for one in rows)
        return Plan(units=units, on_paper=on_paper, unplaced=0)
    units = by_area(rows, answering(held.whom), everybody="territory" in about)
    return Plan(units=units, on_paper=on_paper, unplaced=len(rows) - sum(len(one.firms) for one in units))


def within(whom: Mapping[str, Any]) -> QuerySet[Enterprise]:
    """The enterprises that are asked, confidential ones too. Empty wishes narrow nothing; a list of keys is taken as
    it is."""
    found = Enterprise.objects.filter(status__in=ALIVE)
    if keys := whom.get("keys"):
        return found.filter(key__in=keys)
    if parks := whom.get("parks"):
        found = found.filter(park__in=parks)
    if districts := whom.get("districts"):
        found = found.filter(district__in=districts)
    if stage := whom.get("stage"):
        word, _, tier = stage.partition(":")
        found = with_verdict(found, tier, word)
    if titles := whom.get("titles"):
        found = found.filter(key__in=holders(titles, dt.date.fromisoformat(whom["titles_on"])))
    return found


def holders(titles: Sequence[str], day: dt.date) -> QuerySet[Any]:
    """Keys of those who hold one of some titles on a day."""
    rows = FACT_MODELS["title"].objects.filter(kind__in=titles).exclude(intake_id__in=intakes_unseen())
    rows = rows.exclude(purpose=STATISTICAL).filter(Q(revoked_on=None) | Q(revoked_on__gt=day))
    return rows.filter(Q(expires_on=None) | Q(expires_on__gte=day)).order_by().values("enterprise")


def answering(whom: Mapping[str, Any]) -> list[Organisation]:
    """The organisations that answer: those chosen, else every park of today, else every district."""
    today = Organisation.objects.filter(kind__in=ANSWERING, until=None).order_by("kind", "name")
    if chosen := whom.get("organisations"):
        return list(today.filter(pk__in=chosen))
    for kind in AREAS:
        if found := list(today.filter(kind=kind)):
            return found
    return []


def by_area(rows: Iterable[Enterprise], units: Iterable[Organisation], *, everybody: bool) -> tuple[Planned, ...]:
    """Each organisation with the enterprises of its area, those of a park before those of a district; `everybody`: also
    organisations that have none, because they answer for themselves."""
    known = list(units)
    by = {kind: {one.area: one.pk for one in known if one.kind == kind and one.area} for kind in AREAS}
    firms: dict[int, list[Firm]] = {one.pk: [] for one in known}
    for row in rows:
        place = by["park"].get(row.park) or by["district"].get(row.district)
        if place is not None:
            firms[place].append(firm(row))
    return tuple(
        Planned(name=one.name, firms=tuple(firms[one.pk]), organisation=one.pk, area=one.area)
        for one in known if everybody or firms[one.pk]
    )  # fmt: skip


def firm(one: Enterprise) -> Firm:
    """An enterprise of the registry as rounds know it."""
    return Firm(one.key, one.code, one.name or one.code, one.park)


def owners(units: Iterable[Planned]) -> set[int]:
    """The keys whose rows concern some units; TERRITORY among them."""
    return {TERRITORY, *(one.key for each in units for one in each.firms)}


def _too_large() -> Problem:
    return Problem(
        "round-too-large", Text("一次收表涉及的企业太多", "one round cannot ask so many enterprises"),
        found=f">{MOST_FIRMS}", accepted=Text(f"不超过 {MOST_FIRMS} 家", f"at most {MOST_FIRMS}"),
        next_step=Text("按园区或区县分次下发", "ask by park or district, one after another"),
    )  # fmt: skip
