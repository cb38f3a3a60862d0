"""Rounds: what is asked, of whom, by when."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Round(models.Model):
    """What is asked, for which period, on what basis, of whom, by when.

    number: `2026-05-02`, the second round begun in May 2026; stands in the mark of every workbook. sheets: what is
    asked, as `queries.asked` reads it. basis: 当月 or 累计 of a month's or quarter's figures. minutes: that a field
    takes, as planned. burden: as it was weighed, shown and confirmed. spared: what was not asked because it is held
    or asked elsewhere, with how many cells. whom: which enterprises (parks, districts, stages, titles, keys).
    correction: why what is held already is asked again. on_paper: confidential enterprises that are asked on paper, a
    count only. edition: of the form; raised when the round is taken back and its workbooks are written anew. job:
    that starts it. by, second: who proposed and who confirmed the closing. version: raised by every change.
    """

    number = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=200)
    sheets = models.JSONField(default=list)
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField(null=True)
    month = models.PositiveSmallIntegerField(null=True)
    basis = models.CharField(max_length=4, blank=True)
    purpose = models.CharField(max_length=8, default="行政")
    authority = models.CharField(max_length=200, blank=True)
    table = models.CharField(max_length=80, blank=True)
    approval = models.CharField(max_length=120, blank=True)
    valid_until = models.DateField(null=True)
    to = models.CharField(max_length=16, default="organisations")
    whom = models.JSONField(default=dict)
    due = models.DateField(db_index=True)
    minutes = models.DecimalField(max_digits=5, decimal_places=1)
    said = models.CharField(max_length=2000, blank=True)
    correction = models.CharField(max_length=1000, blank=True)
    burden = models.JSONField(default=dict)
    spared = models.JSONField(default=list)
    on_paper = models.PositiveIntegerField(default=0)
    edition = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=12, default="draft", db_index=True)
    made_up = models.BooleanField(default=False)
    job = models.BigIntegerField(null=True)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_by_name = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    opened_by = models.CharField(max_length=64, blank=True)
    intake = models.ForeignKey("enterprises.Intake", models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64, blank=True)
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    second_name = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=~models.Q(state="closed") | models.Q(by=None) | ~models.Q(by=models.F("second")),
                name="round_closed_by_second",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RoundUnit(models.Model):
    """A unit of a round: an organisation that answers for its enterprises, or an enterprise.

    due: its own after an extension. asked, done, prefilled: cells. file: hash of its workbook. last_at: when
    something of it last changed.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="units")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, null=True, related_name="+")
    enterprise = models.BigIntegerField(null=True, db_index=True)
    name = models.CharField(max_length=200)
    due = models.DateField()
    state = models.CharField(max_length=12, default="waiting", db_index=True)
    firms_count = models.PositiveIntegerField(default=0)
    asked = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    prefilled = models.PositiveIntegerField(default=0)
    file = models.CharField(max_length=64, blank=True)
    last_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["round", "organisation"],
                condition=models.Q(organisation__isnull=False),
                name="round_organisation_once",
            ),
            models.UniqueConstraint(
                fields=["round", "enterprise"],
                condition=models.Q(enterprise__isnull=False),
                name="round_enterprise_once",
            ),
            models.CheckConstraint(
                condition=models.Q(organisation__isnull=True) ^ models.Q(enterprise__isnull=True),
                name="round_unit_is_one",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class RoundFirm(models.Model):
    """An enterprise for which a unit answers, and what was held of it when the round started: entity → record (`""`
    where there is none) → field → stored value. key 0: the territory's own rows, held for the unit's area."""

    unit = models.ForeignKey(RoundUnit, models.CASCADE, related_name="firms")
    key = models.BigIntegerField(db_index=True)
    code = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200)
    park = models.CharField(max_length=120, blank=True)
    held = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["park", "name", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["unit", "key"], name="round_firm_once"),
        ]

    def __str__(self) -> str:
        return self.name
