"""Check-ups of the registry or a list, what they found, and what was done about it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

PERSON = settings.AUTH_USER_MODEL


class FirmList(models.Model):
    """A list of enterprises that somebody brought: `keys` of those that were found, `missed` the other lines."""

    name = models.CharField(max_length=80)
    keys = models.JSONField()
    missed = models.JSONField(default=list)
    organisation = models.BigIntegerField(null=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return self.name


class CheckUp(models.Model):
    """One run over the registry or a list, as of the day of an evaluation.

    states: asked → done; failed. `scope`: the filters that chose, `said` the same in words (zh, en). `wanted`: whose
    pages are printed: listed, all; `full`: with the conditions of every tier. `counts`: firms, pages, and the rows of
    each list. `files`: of the whole run ({kind, name, file, bytes}); they are removed when they are old.
    """

    scope = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    evaluation = models.ForeignKey("policies.Evaluation", models.PROTECT, related_name="+")
    day = models.DateField()
    wanted = models.CharField(max_length=8, default="listed")
    full = models.BooleanField(default=False)
    lang = models.CharField(max_length=2, default="zh")
    counts = models.JSONField(default=dict)
    files = models.JSONField(default=list)
    state = models.CharField(max_length=8, default="asked")
    job = models.BigIntegerField(null=True)
    organisation = models.BigIntegerField(null=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["-pk"]

    def __str__(self) -> str:
        return f"{self.day} {self.state}"


class Part(models.Model):
    """The enterprises of one park (or of a district, where they lie in no park) in a run, in the order of names:
    `keys` all of them, `paged` those that have a page. Its `files` are what the park takes along."""

    check_up = models.ForeignKey(CheckUp, models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField()
    area = models.CharField(max_length=120, blank=True)
    keys = models.JSONField()
    paged = models.JSONField()
    files = models.JSONField(default=list)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["check_up", "place"], name="part_once"),
        ]

    def __str__(self) -> str:
        return self.area


class Line(models.Model):
    """A row of a run: `kind` short, expiring or risk. `matter`: what it is about, the same from run to run (a tier's
    key; what runs out). `on`: for short the earliest day of the dated path, for the others the day that threatens.
    `said`: the words of the check-up. `outcome`: how it stands by a later evaluation (`measured`)."""

    check_up = models.ForeignKey(CheckUp, models.CASCADE, related_name="lines", db_index=False)
    kind = models.CharField(max_length=8)
    enterprise = models.BigIntegerField(db_index=True)
    firm = models.CharField(max_length=200, blank=True)
    tier = models.ForeignKey("policies.Tier", models.PROTECT, null=True, related_name="+", db_index=False)
    matter = models.CharField(max_length=200)
    value = models.SmallIntegerField(null=True)
    on = models.DateField(null=True)
    said = models.JSONField(default=dict)
    outcome = models.CharField(max_length=12, blank=True)
    outcome_said = models.JSONField(default=dict)
    measured = models.ForeignKey("policies.Evaluation", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["check_up", "kind", "firm"], name="line_firm"),
            models.Index(fields=["check_up", "kind", "on"], name="line_on"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.enterprise}"


class FollowUp(models.Model):
    """What is done about a row of a list: by whom, by when.

    states: open → done | dropped (`checkups.states`). `topic`: what the row said when it was taken up, `before` how it
    stood: 0, null. `outcome`: how it stands by a later evaluation; nothing says that the follow-up caused it.
    """

    enterprise = models.BigIntegerField(db_index=True)
    firm = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=8)
    tier = models.ForeignKey("policies.Tier", models.PROTECT, null=True, related_name="+", db_index=False)
    matter = models.CharField(max_length=200)
    topic = models.JSONField(default=dict)
    before = models.SmallIntegerField(null=True)
    on = models.DateField(null=True)
    evaluation = models.ForeignKey("policies.Evaluation", models.PROTECT, related_name="+", db_index=False)
    what = models.CharField(max_length=400)
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="+")
    person = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    person_name = models.CharField(max_length=64, blank=True)
    due = models.DateField()
    state = models.CharField(max_length=8, default="open")
    result = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(PERSON, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_by = models.CharField(max_length=64, blank=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    outcome_said = models.JSONField(default=dict)
    measured = models.ForeignKey("policies.Evaluation", models.PROTECT, null=True, related_name="+", db_index=False)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["state", "due"], name="follow_up_due"),
            models.Index(fields=["organisation", "state", "due"], name="follow_up_whose"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enterprise", "kind", "matter"], condition=models.Q(state="open"), name="followed_up_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm} {self.matter}"
