"""What a round would cost before it starts, and what of it must not be asked: held already, or asked elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from peiyu.facts.round import Asked, Place, burden, check
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import Problem, Text
from peiyu.web.collection.models import Round
from peiyu.web.collection.queries.asked import asked_of
from peiyu.web.collection.queries.elsewhere import asked_elsewhere
from peiyu.web.collection.queries.holdings import Holding, declared_complete, holdings
from peiyu.web.collection.queries.known import Known, Where
from peiyu.web.collection.queries.scope import Plan, plan_of
from peiyu.web.enterprises.models import Intake
from peiyu.web.enterprises.sources import said as source_said
from peiyu.web.jobs.actions import written

MOST_PLACES = 3
"""So many places are named where something is held; the commonest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """A round as it would start today."""

    plan: Plan
    held: Mapping[Place, Holding]
    known: tuple[Known, ...]
    problems: tuple[Problem, ...]
    fields: int
    cells: int
    prefilled: int
    minutes: int

    @property
    def refused(self) -> tuple[Known, ...]:
        return tuple(one for one in self.known if one.refused)


def weigh(held: Round) -> Weighed:
    """Everything that is to be known before a round starts. Refusal `round-too-large`."""
    asked, plan = asked_of(held), plan_of(held)
    found = {} if held.correction else holdings(asked, plan.units)
    elsewhere = tuple(asked_elsewhere(held, asked, plan))
    taken = {(one.entity, one.field) for one in elsewhere}
    known = (*elsewhere, *(one for one in _held(asked, plan, found) if (one.entity, one.field) not in taken))
    cost = burden(
        asked, [one.unit for one in plan.units], {place: one.value for place, one in found.items()},
        minutes_a_cell=float(held.minutes),
    )  # fmt: skip
    return Weighed(
        plan=plan, held=found, known=known, problems=(*check(asked), *_problems(held, plan)), fields=cost.fields,
        cells=cost.cells, prefilled=cost.prefilled, minutes=cost.minutes,
    )  # fmt: skip


def stored(weighed: Weighed) -> dict[str, Any]:
    """What a round keeps of it."""
    return {
        "fields": weighed.fields, "units": len(weighed.plan.units), "firms": weighed.plan.firms,
        "cells": weighed.cells, "prefilled": weighed.prefilled, "minutes": weighed.minutes,
        "unplaced": weighed.plan.unplaced, "known": [asdict(one) for one in weighed.known],
        "wrong": [written(one) for one in weighed.problems],
    }  # fmt: skip


def _problems(held: Round, plan: Plan) -> Iterator[Problem]:
    """What stands in the way besides what the library finds."""
    about = {vocabulary().entities[one["entity"]].of for one in held.sheets}
    if held.to == "enterprises" and "territory" in about:
        yield Problem(
            "round-territory-firms", Text("辖区事项不能由企业填报", "matters of the territory are not for enterprises"),
            next_step=Text("改为由单位报送，或去掉这些表", "ask organisations, or leave these sheets out"),
        )  # fmt: skip
    if held.sheets and not plan.units:
        yield Problem(
            "round-nobody", Text("按所选范围没有报送单位", "nobody is asked"),
            accepted=Text("至少一个单位或一家企业", "at least one organisation or enterprise"),
            next_step=Text("放宽范围；园区、区县须登记“辖区名称”", "widen it; parks and districts need an area"),
        )  # fmt: skip
    if plan.unplaced and not held.whom.get("leave_unplaced"):
        yield Problem(
            "round-unplaced", Text("有企业不在任何报送单位的辖区内", "some enterprises lie in no unit's area"),
            found=f"{plan.unplaced}",
            next_step=Text("增选单位，或勾选“不问这些企业”", "choose more units, or tick that these are left out"),
        )  # fmt: skip


def _held(asked: Asked, plan: Plan, found: Mapping[Place, Holding]) -> Iterator[Known]:
    """Fields of enterprises that are held, of all or of some. A list is held of an enterprise when it is declared
    complete; else its records are prefilled."""
    keys = {one.key for unit in plan.units for one in unit.firms}
    intakes = Intake.objects.in_bulk({one.intake for one in found.values()})
    by_field: dict[tuple[str, str], dict[int, Holding]] = {}
    for place, one in found.items():
        by_field.setdefault((place.entity, place.field), {})[place.enterprise] = one
    for sheet in asked.sheets:
        entity = vocabulary().entities[sheet.entity]
        if entity.of == "territory" or not keys:
            continue
        complete = declared_complete(asked, sheet.entity, keys) if entity.period == "none" else None
        for code in sheet.fields:
            mine = {
                place.enterprise: one
                for place, one in found.items()
                if (place.entity, place.field) == (sheet.entity, code)
            }
            firms = len(mine) if complete is None else len(complete)
            if mine or complete:
                kind = "held" if firms == len(keys) else "partly"
                yield Known(entity=sheet.entity, field=code, kind=kind, firms=firms, of=len(keys),
                            where=_places(mine.values(), intakes))  # fmt: skip


def _places(held: Iterable[Holding], intakes: Mapping[int, Intake]) -> tuple[Where, ...]:
    counted = Counter((one.source, one.intake) for one in held)
    return tuple(
        Where(_source(source, intakes[intake].name), f"/enterprises/intakes/{intake}/", number)
        for (source, intake), number in counted.most_common(MOST_PLACES)
    )


def _source(source: str, name: str) -> Text:
    said = source_said(source)
    both = said if isinstance(said, Text) else Text(said, said)
    return Text(f"{both.zh}（{name}）", f"{both.en} ({name})")
