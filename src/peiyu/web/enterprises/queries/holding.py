"""What is held of one enterprise: every statement with its source, who brought it and when; what stands now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Max

from peiyu.facts.base.schema import PERIOD_COLUMNS, STATISTICAL
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Entity, Field
from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide
from peiyu.web.enterprises.access import RULES
from peiyu.web.enterprises.models import FACT_MODELS, Intake
from peiyu.web.enterprises.queries.standing import Row, rows_of, standing
from peiyu.web.enterprises.queries.values import with_unit
from peiyu.web.enterprises.queries.versions import intakes_unseen
from peiyu.web.enterprises.sources import DECLARED, VERIFIED
from peiyu.web.enterprises.sources import said as source_said
from peiyu.web.enterprises.words import words

SOON = dt.timedelta(days=183)
IDENTITY = ("name", "code", "former_names", "park", "district", "status", "sensitive")
"""Fields whose history is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """One statement of a value: by which source, known from when, brought by whom."""

    said: str
    value: Any
    source: str
    known_from: dt.date
    by: str
    intake: int

    @property
    def whose(self) -> Text | str:
        """The source as people read it."""
        return source_said(self.source)


@dataclass(frozen=True, slots=True)
class Line:
    """A field in one period: the value that stands, what was declared and verified, and every other source's latest."""

    field: Field
    now: str
    declared: Stated | None
    verified: Stated | None
    others: tuple[Stated, ...]

    @property
    def differ(self) -> bool:
        """Whether sources say different things."""
        told = {one.value for one in (self.declared, self.verified, *self.others) if one is not None}
        return len(told) > 1


@dataclass(frozen=True, slots=True)
class Record:
    """A record of a list as it stands: its values by field, its source, how many versions it has, and what is to be
    marked on it (runs out, has run out)."""

    number: int
    values: tuple[tuple[Field, str], ...]
    source: str
    known_from: dt.date
    versions: int
    mark: str

    @property
    def whose(self) -> Text | str:
        """The source as people read it."""
        return source_said(self.source)


def fields_of(entity: str) -> tuple[Field, ...]:
    """The fields of an entity, packs' own at the end."""
    return words().entities[entity].fields


def lines_of(key: int, entity: str, *, year: int | None = None) -> tuple[Line, ...]:
    """Every field of an instant or yearly entity of which something is known, in the vocabulary's order."""
    rows = _rows(key, entity)
    if year is not None:
        rows = [row for row in rows if row["year"] == year]
    bringers = _bringers(rows)
    shown = (field for field in fields_of(entity) if (entity, field.code) != ("enterprise", "scheme"))
    return tuple(line for field in shown if (line := _line(field, rows, bringers)) is not None)


def years_of(key: int) -> tuple[int, ...]:
    """The years of which figures are held, the latest first."""
    rows = FACT_MODELS["annual_return"].objects.filter(enterprise=key).exclude(intake_id__in=intakes_unseen())
    found = rows.exclude(purpose=STATISTICAL).order_by().values_list("year", flat=True).distinct()
    return tuple(sorted(found, reverse=True))


def records_of(key: int, entity: str) -> tuple[Record, ...]:
    """The records of a list as they stand; of each the preferred version holds as a whole."""
    rows = _rows(key, entity)
    versions: dict[int, list[Row]] = {}
    for row in rows:
        versions.setdefault(row["record_id"], []).append(row)
    made = (_record(entity, held) for held in versions.values())
    return tuple(sorted(made, key=lambda one: (one.known_from, one.number), reverse=True))


def record_values(key: int, entity: str, number: int) -> Row | None:
    """The stored values of one record, packs' own fields too."""
    rows = [row for row in _rows(key, entity) if row["record_id"] == number]
    return {**rows[-1], **(rows[-1]["more"] or {})} if rows else None


def lists_held(key: int) -> tuple[tuple[Entity, int], ...]:
    """The lists of an enterprise of which something is held, with how many records."""
    found = []
    for entity in vocabulary().entities.values():
        if entity.is_child:
            rows = FACT_MODELS[entity.code].objects.filter(enterprise=key).exclude(intake_id__in=intakes_unseen())
            number = rows.exclude(purpose=STATISTICAL).aggregate(n=Count("record_id", distinct=True))["n"]
            found.append((entity, number))
    return tuple(found)


def statistical_rows(actor: Actor, key: int) -> tuple[tuple[Text, int], ...]:
    """How many statistical rows there are, by entity, for those who may know that they exist. Never a value: they feed
    sums and reach no page of an enterprise."""
    if not decide(RULES, actor, "statistics.know").allowed:
        return ()
    counted = []
    for code, table in FACT_MODELS.items():
        rows = table.objects.filter(enterprise=key, purpose=STATISTICAL).exclude(intake_id__in=intakes_unseen())
        if number := rows.count():
            counted.append((vocabulary().entities[code].name, number))
    return tuple(counted)


def history_of(key: int) -> tuple[tuple[Field, tuple[Stated, ...]], ...]:
    """How the enterprise was called, coded, placed: each field with what was stated, the latest first, where that ever
    changed or was said by several."""
    rows = _rows(key, "enterprise")
    bringers = _bringers(rows)
    told = []
    for field in fields_of("enterprise"):
        if field.code not in IDENTITY:
            continue
        statements = [_stated(field, row, bringers) for row in reversed(rows) if row[field.code] is not None]
        kept = [one for place, one in enumerate(statements) if place + 1 == len(statements)
                or one.value != statements[place + 1].value]  # fmt: skip
        if kept:
            told.append((field, tuple(kept)))
    return tuple(told)


def _rows(key: int, entity: str) -> list[Row]:
    """The visible rows, statistical ones left out, the preferred last."""
    own = [field.code for field in vocabulary().entities[entity].fields]
    return rows_of(entity, [key], [*own, "more"])


def _bringers(rows: Iterable[Row]) -> dict[int, str]:
    found = Intake.objects.filter(pk__in={row["intake_id"] for row in rows})
    return {pk: f"{by} · {name}" if by else name for pk, by, name in found.values_list("pk", "by_name", "name")}


def _value(row: Row, field: Field) -> Any:
    return (row["more"] or {}).get(field.code) if field.pack else row[field.code]


def _stated(field: Field, row: Row, bringers: dict[int, str]) -> Stated:
    value = _value(row, field)
    return Stated(
        said=with_unit(field, value), value=value, source=row["source"], known_from=row["known_from"],
        by=bringers.get(row["intake_id"], ""), intake=row["intake_id"],
    )  # fmt: skip


def _line(field: Field, rows: list[Row], bringers: dict[int, str]) -> Line | None:
    """Rows come the preferred last, so that of each source the last statement is its latest."""
    latest = {row["source"]: row for row in rows if _value(row, field) is not None}
    if not latest:
        return None
    told = {source: _stated(field, row, bringers) for source, row in latest.items()}
    now = next(row for row in reversed(rows) if _value(row, field) is not None)
    others = tuple(one for source, one in told.items() if source not in (DECLARED, VERIFIED))
    return Line(field, with_unit(field, _value(now, field)), told.get(DECLARED), told.get(VERIFIED), others)


def _record(entity: str, versions: list[Row]) -> Record:
    row = versions[-1]
    values = tuple(
        (field, with_unit(field, value)) for field in fields_of(entity) if (value := _value(row, field)) is not None
    )
    return Record(row["record_id"], values, row["source"], row["known_from"], len(versions), _mark(row))


def _mark(row: Row) -> str:
    """`revoked`, `expired`, `soon` or nothing."""
    if row.get("revoked_on"):
        return "revoked"
    until = row.get("expires_on")
    if until is None:
        return ""
    today = clock.today()
    return "expired" if until <= today else "soon" if until <= today + SOON else ""


def stands(key: int, entity: str, period: dict[str, Any], source: str) -> Row:
    """What one source says of a period by now, field by field."""
    kind = vocabulary().entities[entity]
    own = [field.code for field in kind.fields]
    rows = [
        row
        for row in rows_of(entity, [key], [*own, "more"])
        if row["source"] == source and all(row.get(name) == value for name, value in period.items())
    ]
    held = standing(rows, entity, own)
    packs = {name: value for row in rows for name, value in (row["more"] or {}).items()}
    return {**(next(iter(held.values())) if held else {}), **packs}


def last_word(key: int, entity: str, **which: Any) -> int:
    """The last statement of one source on a period, of anybody on a record, or of whatever columns are named: the
    number of its intake; 0 when there is none. Who saw another one has not seen what holds now."""
    rows = FACT_MODELS[entity].objects.filter(enterprise=key, **which).exclude(intake_id__in=intakes_unseen())
    return int(rows.exclude(purpose=STATISTICAL).aggregate(last=Max("intake"))["last"] or 0)


def heard_instead(key: int, entity: str, fields: Collection[str], *, source: str, **which: Any) -> tuple[str, ...]:
    """The sources whose word counts on a period or a record (`which`) where this one has said something else in its
    place: by the order of sources, or between versions of one record of one day."""
    own = [field.code for field in vocabulary().entities[entity].fields if field.code in fields]
    rows = [row for row in rows_of(entity, [key], own) if all(row[name] == value for name, value in which.items())]
    if vocabulary().entities[entity].period == "none":
        heard = [row["source"] for row in rows[-1:]]
    else:
        heard = [next(row["source"] for row in reversed(rows) if row[one] is not None) for one in own]
    return tuple(one for one in dict.fromkeys(heard) if one != source)


def period_of(entity: str) -> tuple[str, ...]:
    """The columns by which a row of the entity is dated, `at` left out."""
    return tuple(name for name in PERIOD_COLUMNS[vocabulary().entities[entity].period] if name != "at")
