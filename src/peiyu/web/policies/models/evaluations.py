"""Evaluations of every enterprise, the verdicts that they left and what they changed."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Evaluation(models.Model):
    """A run over every enterprise, with everything that is needed to repeat it.

    states: asked → storing → done; failed. `manifest`: what the library wrote of it. `prospects`: whether 潜力企业 were
    found from it: ``, running, done.
    """

    asked = models.JSONField()
    as_of = models.DateField()
    known_at = models.DateField()
    rules_at = models.DateField()
    event = models.CharField(max_length=12, default="new")
    define = models.JSONField(default=dict)
    hash = models.CharField(max_length=64, blank=True)
    facts = models.CharField(max_length=64, blank=True)
    facts_version = models.CharField(max_length=400, blank=True)
    manifest = models.JSONField(default=dict)
    tiers = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="asked", db_index=True)
    enterprises = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    prospects = models.CharField(max_length=8, blank=True)
    job = models.BigIntegerField(null=True, unique=True)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.as_of} {self.state}"


class Tier(models.Model):
    """A tier by its key (`pack.tier`), so that millions of verdicts name it by a small number. `place`: its order;
    `current`: the latest evaluation asked for it."""

    id = models.SmallAutoField(primary_key=True)
    key = models.CharField(max_length=120, unique=True)
    name = models.JSONField()
    title = models.CharField(max_length=80, blank=True)
    place = models.PositiveSmallIntegerField(default=0)
    current = models.BooleanField(default=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]

    def __str__(self) -> str:
        return self.key


class Verdict(models.Model):
    """What holds of an enterprise and a tier by the last evaluation: value 1 met, 0 not met, null unknown; `since`: the
    evaluation that first found it so. The database does not look up the tier and the evaluation of each of millions of
    rows: that was three quarters of PostgreSQL's work. Neither is ever deleted while verdicts name it."""

    pk = models.CompositePrimaryKey("enterprise", "tier")
    enterprise = models.BigIntegerField()
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    value = models.SmallIntegerField(null=True)
    stand_in = models.BooleanField(default=False)
    since = models.ForeignKey(Evaluation, models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["tier", "value", "enterprise"], name="verdict_tier"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.tier_id} {self.value}"


class Change(models.Model):
    """What an evaluation changed. An enterprise that was not there before, or is no more, is unknown on that side."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="changes", db_index=False)
    enterprise = models.BigIntegerField(db_index=True)
    tier = models.ForeignKey(Tier, models.PROTECT, related_name="+", db_index=False)
    before = models.SmallIntegerField(null=True)
    after = models.SmallIntegerField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["evaluation", "after", "enterprise"], name="change_after"),
            models.Index(fields=["evaluation", "before", "enterprise"], name="change_before"),
        ]

    def __str__(self) -> str:
        return f"{self.enterprise} {self.tier_id} {self.before} → {self.after}"


class Prospect(models.Model):
    """潜力企业: `kind` short (one condition stands between an enterprise and a tier: `criterion`, its `value` 0 or
    null), risk (a tier that is met may be lost), expiring (a title or certificate runs out `on` a day). `said`: for
    risk and expiring the words of the check-up. `firm`: the enterprise's name, by which lists are ordered."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    enterprise = models.BigIntegerField(db_index=True)
    firm = models.CharField(max_length=200, blank=True)
    tier = models.ForeignKey(Tier, models.PROTECT, null=True, related_name="+", db_index=False)
    criterion = models.CharField(max_length=160, blank=True)
    value = models.SmallIntegerField(null=True)
    on = models.DateField(null=True)
    said = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["evaluation", "kind", "firm"], name="prospect_firm"),
            models.Index(fields=["evaluation", "kind", "on"], name="prospect_on"),
            models.Index(fields=["evaluation", "kind", "tier", "enterprise"], name="prospect_tier"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.enterprise}"
