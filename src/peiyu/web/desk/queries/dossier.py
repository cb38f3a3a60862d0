"""一企一档: what is known of one enterprise, what follows from it, and where it came from. Computed when asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from peiyu.facts.snapshot import Child, Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.paper.checkup.titles import expiring
from peiyu.paper.values import Expiring, Firm
from peiyu.policy.condition.ast import Meets
from peiyu.policy.pack.model import Pack
from peiyu.policy.verdict import Evaluation, Outcome
from peiyu.problems import Text
from peiyu.web import bridge, clock
from peiyu.web.acting.actor import Actor
from peiyu.web.bridge.asking import Asked
from peiyu.web.desk.queries.clauses import Thing, thing_named
from peiyu.web.enterprises import queries as registry
from peiyu.web.enterprises.listing import option_said
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.queries.holding import fields_of
from peiyu.web.enterprises.queries.values import shown, unit_of
from peiyu.web.enterprises.sources import said as source_said
from peiyu.web.look.cells import NOTHING, Mark, Money, Share
from peiyu.web.policies.queries.texts import standards, territory

YEARS = 3
MOST_ROWS = 20
OUTCOMES: Mapping[Outcome, Mark] = {
    Outcome.MET: Mark(Text("符合", "met"), "met"),
    Outcome.NOT_MET: Mark(Text("不符合", "not met"), "not-met"),
    Outcome.UNKNOWN: Mark(Text("待补", "unknown"), "unknown"),
}


@dataclass(frozen=True, slots=True)
class TierSeen:
    """A tier with the verdict on it; `title`: whether it gives one, else it only classifies."""

    key: str
    name: Text
    outcome: Outcome
    mark: Mark
    in_force: bool
    stand_in: bool
    title: bool


@dataclass(frozen=True, slots=True)
class Figures:
    """A yearly fact: its values year by year, and the sources that said them."""

    name: Text
    unit: Text
    values: tuple[str, ...]
    sources: tuple[Text | str, ...]


@dataclass(frozen=True, slots=True)
class Records:
    """The child records of one kind, in the vocabulary's columns that any of them fills. `more`: how many are left
    out."""

    name: Text
    heads: tuple[Text, ...]
    rows: tuple[tuple[Any, ...], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Fit:
    """A programme that addresses the enterprise, certainly or perhaps, with its measures."""

    programme: Thing
    certain: bool


class Dossier:
    """One enterprise as of today. Parts are read when a page asks for them."""

    def __init__(self, enterprise: Enterprise) -> None:
        self.enterprise = enterprise
        self.day = clock.today()

    @cached_property
    def ask(self) -> Asked:
        """By what it is judged."""
        return bridge.asked(*standards())

    @cached_property
    def snapshot(self) -> Snapshot:
        return bridge.seen(self.enterprise.key, self.ask.bound())

    @cached_property
    def verdicts(self) -> Evaluation:
        return bridge.verdicts(self.snapshot, self.ask)

    @cached_property
    def tiers(self) -> tuple[TierSeen, ...]:
        """Every tier, in the order of the packs."""
        bound = self.ask.bound().tiers
        return tuple(
            TierSeen(
                key, bound[key].tier.name, one.truth.outcome, OUTCOMES[one.truth.outcome], bound[key].in_force,
                bool(one.stand_ins), bound[key].tier.title is not None,
            )
            for key, one in self.verdicts.tiers.items()
        )  # fmt: skip

    @property
    def titled(self) -> tuple[TierSeen, ...]:
        """Tiers that give a title."""
        return tuple(one for one in self.tiers if one.title)

    @property
    def classes(self) -> tuple[TierSeen, ...]:
        """What it is or may be by the classifications: those that are not denied."""
        return tuple(one for one in self.tiers if not one.title and one.outcome is not Outcome.NOT_MET)

    @property
    def origin(self) -> Text | str:
        """By which route it came into the territory."""
        return option_said("origin_route", self.enterprise.origin_route)

    @property
    def status(self) -> Text | str:
        """Its registration."""
        return option_said("status", self.enterprise.status)

    @cached_property
    def years(self) -> tuple[int, ...]:
        return tuple(range(self.day.year - YEARS, self.day.year))

    @cached_property
    def figures(self) -> tuple[Figures, ...]:
        """The annual figures of the last years, in the vocabulary's order; a stand-in is not what was said."""
        found = (self._figures(field) for field in fields_of("annual_return"))
        return tuple(one for one in found if one.sources)

    def _figures(self, field: Field) -> Figures:
        held = [self.snapshot.datum("annual_return", field.code, year) for year in self.years]
        said = [one if one is not None and one.stand_in is None and one.value is not None else None for one in held]
        values = tuple(shown(field, one.value) if one is not None else NOTHING for one in said)
        sources = dict.fromkeys(one.source for one in said if one is not None)
        return Figures(field.name, unit_of(field), values, tuple(map(source_said, sources)))

    @cached_property
    def runs_out(self) -> tuple[Expiring, ...]:
        """Titles and certificates that run out within a year or did lately."""
        firm = Firm(name=self.enterprise.name, code=self.enterprise.code)
        return tuple(sorted(expiring(self.snapshot, firm, self.day), key=lambda one: one.runs_out))

    @cached_property
    def records(self) -> tuple[Records, ...]:
        """The child records, kind by kind."""
        entities = vocabulary().entities
        return tuple(records_of(entities[code], rows) for code, rows in self.snapshot.children.items() if rows)

    @cached_property
    def fits(self) -> tuple[Fit, ...]:
        """The territory's programmes that address it: those for everybody and those whose tier it meets or may meet."""
        pack = territory()
        return tuple(fits_of(pack, self.verdicts)) if pack is not None else ()


def dossier_of(actor: Actor, key: int) -> Dossier:
    """The dossier of an enterprise that the actor may see; Http404 else."""
    return Dossier(registry.one(actor, key))


def fits_of(pack: Pack, verdicts: Evaluation) -> Iterator[Fit]:
    """The programmes of a pack that address an enterprise with these verdicts."""
    programme = pack.programme
    for id_, one in (programme.programmes if programme is not None else {}).items():
        if not one.measures:
            continue
        outcome = Outcome.MET
        if isinstance(one.addresses, Meets):
            tier = one.addresses.tier if "." in one.addresses.tier else f"{pack.id}.{one.addresses.tier}"
            held = verdicts.tiers.get(tier)
            outcome = held.truth.outcome if held is not None else Outcome.NOT_MET
        elif one.addresses is not None:
            outcome = Outcome.UNKNOWN
        if outcome is not Outcome.NOT_MET:
            yield Fit(thing_named(pack, "programme", id_), outcome is Outcome.MET)


def records_of(entity: Entity, rows: tuple[Child, ...]) -> Records:
    """Child records as a table, the latest first."""
    fields = [one for one in entity.fields if any(one.code in row.values for row in rows)]
    ordered = sorted(rows, key=_latest, reverse=True)
    return Records(
        entity.name,
        tuple(one.name for one in fields),
        tuple(tuple(said(one, row.values.get(one.code)) for one in fields) for row in ordered[:MOST_ROWS]),
        max(0, len(rows) - MOST_ROWS),
    )


def said(field: Field, value: Any) -> Any:
    """A stored value as a cell."""
    if value is None or isinstance(value, bool | dt.date):
        return value
    if field.type == "money":
        return Money(int(value))
    if field.type == "ratio":
        return Share(int(value) / field.scale)
    if field.is_numeric:
        return int(value) / field.scale if field.scale != 1 else int(value)
    for code, name in field.options:
        if value in (code, name.zh):
            return name
    return value


def _latest(row: Child) -> tuple[dt.date, int]:
    dates = [value for value in row.values.values() if isinstance(value, dt.date)]
    return max(dates, default=dt.date.min), row.record_id
