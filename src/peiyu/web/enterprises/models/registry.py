"""The registry: what lists and searches read, a projection of the fact rows."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Enterprise(models.Model):
    """An enterprise as of today. Never written by hand: `actions.projection` re-makes it from the fact rows."""

    key = models.BigIntegerField(primary_key=True)
    code = models.CharField(max_length=64, db_index=True)
    name = models.TextField()
    former_names = models.TextField(blank=True)
    park = models.TextField(blank=True)
    district = models.TextField(blank=True)
    industry = models.CharField(max_length=8, blank=True)
    leading_industry = models.TextField(blank=True)
    founded = models.DateField(null=True)
    origin_route = models.TextField(blank=True)
    status = models.TextField(blank=True)
    sensitive = models.BooleanField(default=False)
    resident = models.BooleanField(null=True)
    revenue = models.BigIntegerField(null=True)  # of the latest year held, in fen
    revenue_year = models.SmallIntegerField(null=True)
    staff = models.BigIntegerField(null=True)
    registered_capital = models.BigIntegerField(null=True)
    merged_into = models.BigIntegerField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["name", "key"], name="enterprise_name"),
            models.Index(fields=["park", "name", "key"], name="enterprise_park"),
            models.Index(fields=["district", "name", "key"], name="enterprise_district"),
            models.Index(fields=["revenue", "key"], name="enterprise_revenue"),
        ]

    def __str__(self) -> str:
        return self.name


class NameToken(models.Model):
    """Two characters of a name, initials, or the beginning of a code: one portable table for every search."""

    token = models.CharField(max_length=20)
    enterprise = models.BigIntegerField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["token", "enterprise"], name="token_enterprise"),
            models.Index(fields=["enterprise"], name="token_of"),
        ]

    def __str__(self) -> str:
        return self.token


class Merge(models.Model):
    """Two entries of one enterprise made one: which rows moved, field by field what was kept; can be undone."""

    kept = models.BigIntegerField(db_index=True)
    gone = models.BigIntegerField(db_index=True)
    rows = models.JSONField()
    chosen = models.JSONField(default=dict)
    by_name = models.CharField(max_length=64)
    why = models.CharField(max_length=1000)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
