"""The registry: what lists and searches read, a projection of the fact rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Enterprise(models.Model):
    """An enterprise as of today. Never written by hand: `actions.projection` re-makes it from the fact rows.

    folded: its name and former names as searches compare them, a line each; initials: of their syllables, likewise.
    revenue, staff: of the latest year held, in stored units, never from statistical returns. Indexes end with
    `sensitive`, so that counting what a list may show reads the index alone; the few confidential ones have their own.
    """

    key = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=64, db_index=True)
    name = models.TextField()
    former_names = models.TextField(blank=True)
    folded = models.TextField(blank=True)
    initials = models.TextField(blank=True)
    park = models.TextField(blank=True)
    district = models.TextField(blank=True)
    industry = models.CharField(max_length=8, blank=True)
    leading_industry = models.TextField(blank=True)
    founded = models.DateField(null=True)
    origin_route = models.TextField(blank=True)
    status = models.TextField(blank=True)
    sensitive = models.BooleanField(default=False)
    resident = models.BooleanField(null=True)
    revenue = models.BigIntegerField(null=True)
    revenue_year = models.SmallIntegerField(null=True)
    staff = models.BigIntegerField(null=True)
    registered_capital = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name", "key", "sensitive"], name="enterprise_name"),
            models.Index(fields=["park", "name", "key", "sensitive"], name="enterprise_park"),
            models.Index(fields=["district", "name", "key", "sensitive"], name="enterprise_district"),
            models.Index(fields=["leading_industry", "name", "key", "sensitive"], name="enterprise_leading"),
            models.Index(fields=["origin_route", "name", "key", "sensitive"], name="enterprise_origin"),
            models.Index(fields=["status", "name", "key", "sensitive"], name="enterprise_status"),
            models.Index(fields=["industry", "key", "sensitive"], name="enterprise_industry"),
            models.Index(fields=["founded", "key", "sensitive"], name="enterprise_founded"),
            models.Index(fields=["revenue", "key", "sensitive"], name="enterprise_revenue"),
            models.Index(fields=["staff", "key", "sensitive"], name="enterprise_staff"),
            models.Index(
                fields=["key", "sensitive"], condition=models.Q(sensitive=True), name="enterprise_confidential"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class NameToken(models.Model):
    """Two characters of a name, the beginning of its initials, the end of a code: one portable table for every
    search. What an enterprise has here follows from its row in the registry, and is found by that."""

    pk = models.CompositePrimaryKey("token", "enterprise")
    token = models.CharField(max_length=12)
    enterprise = models.BigIntegerField()

    def __str__(self) -> str:
        return self.token


class Merge(models.Model):
    """Two entries of one enterprise made one, or an entry moved to its new code (`kind`): which rows of which tables
    moved, field by field what was chosen; can be undone. Whatever comes in later for `gone` is for `kept`."""

    kind = models.CharField(max_length=8, default="merge")
    kept = models.BigIntegerField(db_index=True)
    gone = models.BigIntegerField(db_index=True)
    names = models.JSONField(default=dict)
    rows = models.JSONField()
    chosen = models.JSONField(default=dict)
    intake = models.BigIntegerField(null=True)  # the rows by which the choice was stored
    by_name = models.CharField(max_length=64)
    why = models.CharField(max_length=1000)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
