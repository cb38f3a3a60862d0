"""The fact tables: one an entity of the vocabulary, one column a field, in stored units (library.md §2).

They are made from the vocabulary, so that a new field is a migration and nothing else. Rows are appended, never
changed: a correction is a later row, an undone intake takes its rows away.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from peiyu.facts.base.schema import KEYS, PERIOD_COLUMNS
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Entity, Field


class FactRow(models.Model):
    """What every row of a fact table carries. `more`: fields that packs added, by code; `intake`: how it came."""

    enterprise = models.BigIntegerField()
    record_id = models.BigIntegerField()
    known_from = models.DateField()
    source = models.TextField()
    purpose = models.CharField(max_length=8)
    more = models.JSONField(null=True)
    intake = models.ForeignKey("enterprises.Intake", models.PROTECT, related_name="+", db_index=True)

    objects: ClassVar[models.Manager[Any]]

    class Meta:
        abstract = True


def column_of(field: Field) -> models.Field[Any, Any]:
    """The column that holds a field's stored value."""
    if field.is_numeric:
        return models.BigIntegerField(null=True)
    if field.type == "bool":
        return models.BooleanField(null=True)
    if field.type == "date":
        return models.DateField(null=True)
    return models.TextField(null=True)


def period_column(name: str) -> models.Field[Any, Any]:
    """A column that dates a row."""
    if name == "at":
        return models.DateField(null=True)
    return models.CharField(max_length=4) if name == "basis" else models.SmallIntegerField()


def model_of(entity: Entity) -> type[FactRow]:
    """The table of an entity; its index begins with the enterprise, because that is how one is read."""
    periods = {name: period_column(name) for name in PERIOD_COLUMNS[entity.period]}
    meta = type(
        "Meta",
        (),
        {
            "db_table": f"fact_{entity.code}",
            "indexes": [models.Index(fields=list(KEYS[entity.period]), name=f"of_{entity.code}"[:30])],
        },
    )
    body = {
        "__module__": __name__,
        "__doc__": f"{entity.name.zh}: {entity.name.en}.",
        "Meta": meta,
        **periods,
        **{field.code: column_of(field) for field in entity.fields},
    }
    name = "Fact" + "".join(part.capitalize() for part in entity.code.split("_"))
    return type(name, (FactRow,), body)


FACT_MODELS: dict[str, type[FactRow]] = {entity.code: model_of(entity) for entity in vocabulary().entities.values()}
"""Entity code → its table, in the vocabulary's order."""
