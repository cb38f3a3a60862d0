"""Tables of reporting: the superior's forms with what their cells mean, and each time one was filled."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Form(models.Model):
    """A superior's blank form, kept as it came. states: read → confirmed → retired.

    mapping: what its cells mean, as `peiyu.paper.form.mapping` writes it. previous: the form whose mapping was carried
    here; carried: how many cells were kept, moved, gone and new, with the moved and the gone ones. lists: tables of
    single things, which no figure fills. version: raised by every change.
    """

    name = models.CharField(max_length=200)
    issuer = models.CharField(max_length=120, blank=True)
    pack = models.CharField(max_length=80)
    file = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    mapping = models.JSONField(default=dict)
    lists = models.JSONField(default=list)
    problems = models.JSONField(default=list)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="next_forms")
    carried = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="read", db_index=True)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    confirmed_by = models.CharField(max_length=64, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["file"], condition=~models.Q(state="retired"), name="form_file_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Filling(models.Model):
    """A form filled from the figures of a month's closing. states: filled → checked → reported; dropped.

    number: of this form and closing, from 1. account: cell → figure and definition, or why there is none. problems:
    totals that do not agree, and what else is to be looked at. returned: hash of the file that came back; comparison:
    how it stands against what was filled. why: under which a changed one was accepted, or it was dropped.
    """

    form = models.ForeignKey(Form, models.PROTECT, related_name="fillings")
    closing = models.ForeignKey("targets.Closing", models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    file = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    account = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="filled", db_index=True)
    returned = models.CharField(max_length=64, blank=True)
    returned_name = models.CharField(max_length=200, blank=True)
    comparison = models.JSONField(default=dict)
    why = models.CharField(max_length=1000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    checked_by = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True)
    reported_to = models.CharField(max_length=120, blank=True)
    reported_on = models.DateField(null=True)
    reported_by = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["form", "closing", "number"], name="filling_once"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.closing_id} {self.number}"
