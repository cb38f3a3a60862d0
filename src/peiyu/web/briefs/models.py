"""Tables of briefs: templates, issues with their files and what was accepted in them, errata, who received what."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models


class Template(models.Model):
    """An office's own layout of a kind, checked when it came. states: ready → retired. tags: the words in it; file:
    hash of the document."""

    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=120)
    file = models.CharField(max_length=64)
    file_name = models.CharField(max_length=200)
    tags = models.JSONField(default=list)
    state = models.CharField(max_length=12, default="ready")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["kind", "-id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["kind", "name"], condition=models.Q(state="ready"), name="template_name_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.name}"


class Issue(models.Model):
    """One issue of a kind, composed of the figures of a month's closing.

    states: composing → composed → checked → signed → issued → archived; failed; withdrawn. number: its visible id;
    place: 第×期 of the kind in the year, total: 总第×期, both given when it is issued. wish: what was asked for (form,
    name, title …). account: how its numbers stood against the closing: agree, apart, same_base, problems. composer
    may not sign. version: raised by every change.
    """

    kind = models.CharField(max_length=16)
    closing = models.ForeignKey("targets.Closing", models.PROTECT, related_name="issues")
    year = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=80)
    place = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    title = models.CharField(max_length=200, blank=True)
    lang = models.CharField(max_length=2, default="zh")
    wish = models.JSONField(default=dict)
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="issues")
    account = models.JSONField(default=dict)
    state = models.CharField(max_length=12, default="composing", db_index=True)
    job = models.BigIntegerField(null=True)
    composer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    composer_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    checked_by = models.CharField(max_length=64, blank=True)
    checked_at = models.DateTimeField(null=True)
    signer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    signer_name = models.CharField(max_length=64, blank=True)
    signed_at = models.DateTimeField(null=True)
    issued_by = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=64, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=1000, blank=True)
    version = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["kind", "year", "id"], name="issue_of_year"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["number"], name="issue_number_once"),
            models.UniqueConstraint(
                fields=["kind", "closing"],
                condition=~models.Q(state__in=("failed", "withdrawn")),
                name="issue_of_closing_once",
            ),
            models.UniqueConstraint(
                fields=["kind", "year", "place"], condition=models.Q(place__isnull=False), name="issue_place_once"
            ),
            models.UniqueConstraint(
                fields=["kind", "total"], condition=models.Q(total__isnull=False), name="issue_total_once"
            ),
            models.CheckConstraint(
                condition=models.Q(signer__isnull=True) | ~models.Q(composer=models.F("signer")),
                name="issue_signed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class IssueFile(models.Model):
    """A version of an issue's document: as composed, as edited by people, or as it went out. hash, numbers: of the
    document and of its snapshot; sheet: of the tables as a workbook ('' for none). verification: what the number check
    found, by group."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=200)
    hash = models.CharField(max_length=64)
    numbers = models.CharField(max_length=64)
    sheet = models.CharField(max_length=64, blank=True)
    verification = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issue", "number"], name="issue_file_once"),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.number}"


class Acceptance(models.Model):
    """A finding of the number check that stands although it does not agree, with who said so and why. key: what names
    the finding; found, expected: what stands there, and what the closing says."""

    file = models.ForeignKey(IssueFile, models.CASCADE, related_name="acceptances")
    key = models.CharField(max_length=64)
    group = models.CharField(max_length=12)
    figure = models.CharField(max_length=200, blank=True)
    found = models.CharField(max_length=200, blank=True)
    expected = models.CharField(max_length=200, blank=True)
    why = models.CharField(max_length=1000)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["file", "key"], name="acceptance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.figure}"


class Erratum(models.Model):
    """勘误: figures of an issue that a later closing says otherwise, before and after. states: composed → issued (by
    another person); dropped."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="errata")
    closing = models.ForeignKey("targets.Closing", models.PROTECT, related_name="errata")
    number = models.PositiveSmallIntegerField()
    figures = models.JSONField(default=list)
    why = models.CharField(max_length=1000)
    hash = models.CharField(max_length=64)
    numbers = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=12, default="composed")
    composer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    composer_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    issuer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    issuer_name = models.CharField(max_length=64, blank=True)
    issued_at = models.DateTimeField(null=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["issue", "number"], name="erratum_once"),
            models.UniqueConstraint(
                fields=["issue", "closing"], condition=~models.Q(state="dropped"), name="erratum_of_closing_once"
            ),
            models.CheckConstraint(
                condition=models.Q(issuer__isnull=True) | ~models.Q(composer=models.F("issuer")),
                name="erratum_issued_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.number}"


class Sent(models.Model):
    """报送 and 采用: to whom an issue went and on which day, and who took it up. A record, never a rank."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="sent")
    to = models.CharField(max_length=120)
    on = models.DateField()
    adopted_by = models.CharField(max_length=120, blank=True)
    adopted_on = models.DateField(null=True)
    remark = models.CharField(max_length=400, blank=True)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.to}"
