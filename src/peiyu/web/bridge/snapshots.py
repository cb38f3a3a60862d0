"""One enterprise straight from the database, by the rules of `facts.resolve`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from peiyu.facts.base import StandIn, View
from peiyu.facts.base.schema import header
from peiyu.facts.resolve import Row, Shape, composed, is_read, is_seen, shape_of, unknown
from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.web.bridge.beside import stand_ins
from peiyu.web.enterprises.models import FACT_MODELS
from peiyu.web.enterprises.queries import facts_version, intakes_unseen

Rows = list[Row]


@dataclass(frozen=True, slots=True)
class Held:
    """What is the same for every enterprise while facts do not change: the entities that reach a snapshot and of which
    there is any row, and the stand-ins."""

    version: str
    entities: tuple[str, ...]
    stand_ins: tuple[StandIn, ...]


_held = [Held("", (), ())]


def snapshot(key: int, view: View, *, fields: Iterable[Field] = ()) -> Snapshot:
    """An enterprise as the view sees it; equal to the fact base's. `fields`: packs' own (`Binding.fields`).
    FactsError `enterprise-unknown` where nothing of it is seen."""
    unseen, now = intakes_unseen(), held()
    words = vocabulary().extended(fields)
    mine: dict[str, tuple[Shape, Rows]] = {}
    for code in now.entities:
        entity = words.entities[code]
        rows = [row for row in rows_of(key, entity, unseen) if is_seen(row, entity, view)]
        if rows:
            codes = [field.code for field in entity.fields]
            mine[code] = (shape_of(entity, codes, now.stand_ins, view), rows)
    if "enterprise" not in mine:
        raise unknown(key)
    return composed(key, mine, view)


def held() -> Held:
    """What holds now; looked up again when facts have changed."""
    version, found = facts_version(), _held[0]
    if found.version != version:
        entities = tuple(
            code
            for code, entity in vocabulary().entities.items()
            if is_read(entity) and FACT_MODELS[code].objects.exists()
        )
        found = Held(version, entities, stand_ins())
        _held[0] = found
    return found


def rows_of(key: int, entity: Entity, unseen: list[int]) -> Rows:
    """The stored rows of an enterprise, packs' own fields beside the others."""
    own = [field for field in entity.fields if field.pack]
    names = [*header(entity), *(field.code for field in entity.fields if not field.pack)]
    found = FACT_MODELS[entity.code].objects.filter(enterprise=key).exclude(intake_id__in=unseen).order_by()
    rows = list(found.values(*names, *(["more"] if own else [])))
    for row in rows if own else ():
        more: Mapping[str, Any] = row.pop("more") or {}
        row.update({field.code: _stored(field, more.get(field.code)) for field in own})
    return list(rows)


def _stored(field: Field, value: Any) -> Any:
    """JSON keeps dates as text."""
    return dt.date.fromisoformat(value) if field.type == "date" and isinstance(value, str) else value
