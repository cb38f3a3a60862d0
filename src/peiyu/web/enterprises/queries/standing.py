"""The values that hold now: of the versions of a fact the one that the library prefers (library.md §2)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any

from peiyu.facts.base.schema import KEYS, STATISTICAL
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.web.enterprises.models import FACT_MODELS
from peiyu.web.enterprises.queries.sources import precedence
from peiyu.web.enterprises.queries.versions import intakes_unseen

Row = dict[str, Any]
Key = tuple[Any, ...]

LATE = dt.date.min


def rows_of(
    entity: str, keys: Iterable[int], fields: Sequence[str], *, statistical: bool = False, but: int = 0,
    years: Collection[int] = (),
) -> list[Row]:  # fmt: skip
    """The visible rows of some enterprises, the preferred last; statistical ones or all others, without those of the
    intake `but`; of some years alone, if they are named. `fields`: common ones as columns; the record's own columns
    always."""
    kind = vocabulary().entities[entity]
    own = [name for name in ("at",) if kind.period == "instant"]
    names = list(dict.fromkeys(("record_id", "known_from", "source", "intake_id", *KEYS[kind.period], *own, *fields)))
    found = (
        FACT_MODELS[entity].objects.filter(enterprise__in=list(keys)).exclude(intake_id__in=[*intakes_unseen(), but])
    )
    found = found.filter(purpose=STATISTICAL) if statistical else found.exclude(purpose=STATISTICAL)
    found = found.filter(year__in=years) if years else found
    rows = [dict(zip(names, values, strict=True)) for values in found.order_by().values_list(*names)]
    return sorted(rows, key=preference(precedence()))


def preference(outranking: Sequence[str]) -> Callable[[Row], tuple[Any, ...]]:
    """What orders versions, the preferred last, as library.md §2 has it: the place of their source among those that
    outrank others (best first), then the later the better; of one day what was recorded last, by its number; between
    versions of one record the source whose name comes first."""
    ranks = {source: -rank for rank, source in enumerate(outranking)}
    unnamed = -len(ranks)

    def of(row: Row) -> tuple[Any, ...]:
        rank = ranks.get(row["source"], unnamed)
        return rank, row.get("at") or LATE, row["known_from"], row["record_id"], _backwards(row["source"])

    return of


@lru_cache(maxsize=1_024)
def _backwards(text: str) -> tuple[int, ...]:
    """Orders texts from the last to the first."""
    return (*(-ord(c) for c in text), 1)


def standing(rows: Iterable[Row], entity: str, fields: Sequence[str]) -> dict[Key, Row]:
    """Key of the entity → the values that hold, field by field; of child records the preferred row as a whole."""
    kind = vocabulary().entities[entity]
    held: dict[Key, Row] = {}
    for row in rows:
        key = tuple(row[name] for name in KEYS[kind.period])
        if kind.period == "none":
            held[key] = {name: row[name] for name in fields}
            continue
        values = held.setdefault(key, {})
        values.update({name: row[name] for name in fields if row[name] is not None})
    return held
