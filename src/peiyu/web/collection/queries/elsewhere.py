"""What other rounds that are out ask already."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peiyu.facts.round import Asked, AskedSheet
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import TERRITORY
from peiyu.problems import Text
from peiyu.web.collection.models import Round, RoundFirm, RoundUnit
from peiyu.web.collection.queries.asked import sheets_of, span_of
from peiyu.web.collection.queries.known import Known, Where
from peiyu.web.collection.queries.scope import Plan
from peiyu.web.enterprises.queries import merged_into

OUT = ("starting", "open", "closing")


def asked_elsewhere(held: Round, asked: Asked, plan: Plan) -> Iterator[Known]:
    """Fields that an open round asks of the same enterprises or units for the same span; lists and facts without a span
    whatever the span. Statistical and administrative rounds do not stand in each other's way where the law keeps their
    figures apart: what is asked statistically cannot be used administratively."""
    others = [
        one for one in Round.objects.filter(state__in=OUT).exclude(pk=held.pk).order_by("number")
        if one.purpose == held.purpose or asked.basis.is_statistical
    ]  # fmt: skip
    shared = {one.pk: tuple(_shared(held, asked, one)) for one in others}
    others = [one for one in others if shared[one.pk]]
    if not others:
        return
    keys, units = _keys(others), _units(others)
    mine = {one.key for unit in plan.units for one in unit.firms}
    organisations = {one.organisation for one in plan.units if one.organisation is not None}
    for entity, code in dict.fromkeys(pair for one in others for pair in shared[one.pk]):
        territory = vocabulary().entities[entity].of == "territory"
        of, theirs = (organisations, units) if territory else (mine, keys)
        where = tuple(
            Where(Text(f"收表 {one.number} {one.title}", f"round {one.number} {one.title}"),
                  f"/collection/{one.number}/", len(of & theirs.get(one.pk, set())))
            for one in others if (entity, code) in shared[one.pk] and of & theirs.get(one.pk, set())
        )  # fmt: skip
        if where:
            yield Known(entity=entity, field=code, kind="asked", firms=max(one.firms for one in where), of=len(of),
                        where=where)  # fmt: skip


def _shared(held: Round, asked: Asked, other: Round) -> Iterator[tuple[str, str]]:
    theirs: dict[str, AskedSheet] = {one.entity: one for one in sheets_of(other.sheets)}
    for sheet in asked.sheets:
        entity = vocabulary().entities[sheet.entity]
        dated = entity.period not in ("none", "instant")
        if sheet.entity in theirs and (not dated or span_of(other) == span_of(held)):
            yield from ((sheet.entity, code) for code in sheet.fields if code in theirs[sheet.entity].fields)


def _keys(rounds: Iterable[Round]) -> dict[int, set[int]]:
    """Whom the rounds ask, as they stand in the registry today."""
    found: dict[int, set[int]] = {}
    rows, merged = RoundFirm.objects.filter(unit__round__in=list(rounds)).exclude(key=TERRITORY), merged_into()
    for pk, key in rows.order_by().values_list("unit__round_id", "key"):
        found.setdefault(pk, set()).add(merged.get(key, key))
    return found


def _units(rounds: Iterable[Round]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    rows = RoundUnit.objects.filter(round__in=list(rounds), organisation__isnull=False).order_by()
    for pk, unit in rows.values_list("round_id", "organisation_id"):
        found.setdefault(pk, set()).add(unit)
    return found
