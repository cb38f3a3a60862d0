"""Packs as texts, definitions locked, evaluations and what they found."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class PackText(models.Model):
    """The text of a pack: its files, hash and release. Once released it never changes."""

    pack = models.CharField(max_length=80, db_index=True)
    files = models.JSONField()
    hash = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=12, default="draft")
    based_on = models.CharField(max_length=64, blank=True)
    document = models.CharField(max_length=64, blank=True)  # hash of the uploaded document
    note = models.CharField(max_length=1000, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    author_name = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    releaser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    releaser_name = models.CharField(max_length=64, blank=True)
    released_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(state="released") | ~models.Q(author=models.F("releaser")),
                name="released_by_second",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.hash[:8]} {self.state}"


class DefinitionLock(models.Model):
    """对外发布口径: the one option of a definition under which figures go out."""

    definition = models.CharField(max_length=120)
    option = models.CharField(max_length=120)
    by_name = models.CharField(max_length=64)
    why = models.CharField(max_length=1000)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["definition"], condition=models.Q(until=None), name="definition_locked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.definition} = {self.option}"


class Evaluation(models.Model):
    """A run over every enterprise, with everything that is needed to repeat it."""

    asked = models.JSONField()
    as_of = models.DateField()
    known_at = models.DateField()
    rules_at = models.DateField()
    event = models.CharField(max_length=12, default="new")
    define = models.JSONField(default=dict)
    packs = models.JSONField(default=dict)
    hash = models.CharField(max_length=64, blank=True)
    facts = models.CharField(max_length=64, blank=True)
    manifest = models.JSONField(default=dict)
    parquet = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, default="asked", db_index=True)
    enterprises = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    job = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.as_of} {self.state}"


class Verdict(models.Model):
    """What holds of an enterprise and a tier today: 1 met, 0 not met, null unknown."""

    enterprise = models.BigIntegerField()
    tier = models.CharField(max_length=120)
    value = models.SmallIntegerField(null=True)
    stand_in = models.BooleanField(default=False)
    since = models.ForeignKey(Evaluation, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["enterprise", "tier"], name="verdict_once"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tier", "value", "enterprise"], name="verdict_tier"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.tier} {self.value}"


class Change(models.Model):
    """What an evaluation changed."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="changes")
    enterprise = models.BigIntegerField(db_index=True)
    tier = models.CharField(max_length=120)
    before = models.SmallIntegerField(null=True)
    after = models.SmallIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.enterprise} {self.tier} {self.before} → {self.after}"


class Trial(models.Model):
    """A what-if: another text or other parameters against what holds; who gains, who loses, what it costs."""

    name = models.CharField(max_length=120)
    asked = models.JSONField()
    result = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="asked")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
