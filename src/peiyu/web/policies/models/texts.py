"""Packs as texts, from draft to release; which of them is the territory's; definitions locked."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class PackText(models.Model):
    """The text of a pack: its files, hash and release. Once released its files, hash and dates never change.

    states: draft → submitted → released → withdrawn; a submitted one may be sent back to draft, a draft be dropped.
    based_on: hash of the text that it was begun from. document: hash of the uploaded document that it was read from.
    difference: against what held when it was released, as unified text.
    """

    pack = models.CharField(max_length=80, db_index=True)
    name = models.JSONField(default=dict)
    files = models.JSONField()
    hash = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=12, default="draft", db_index=True)
    based_on = models.CharField(max_length=64, blank=True)
    document = models.CharField(max_length=64, blank=True)
    document_name = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=1000, blank=True)
    difference = models.TextField(blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    author_name = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    releaser = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    releaser_name = models.CharField(max_length=64, blank=True)
    released_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, blank=True)
    ended_why = models.CharField(max_length=1000, blank=True)
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


class Territory(models.Model):
    """Which pack is the territory's: the last entry holds."""

    pack = models.CharField(max_length=80)
    by_name = models.CharField(max_length=64)
    why = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.pack


class DefinitionLock(models.Model):
    """对外发布口径: the one option of a definition under which figures go out. Earlier ones stay, with their end."""

    definition = models.CharField(max_length=120)
    option = models.CharField(max_length=120)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
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
