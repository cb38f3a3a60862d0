"""Readings: all targets and trends of a pack on a day, with what is behind each figure."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class Reading(models.Model):
    """All targets and trends of a pack as measured for a day.

    states: making → live → closed; failed. Seen by nobody before it is live; closed ones stay for good.
    standing: measured under the locked definitions (对外发布口径), else `define` says which options an analyst asked
    for. chosen, chosen_said: every definition's option. precedence: the sources that outranked others. facts: hash of
    the fact base.
    """

    pack = models.CharField(max_length=80)
    name = models.JSONField(default=dict)
    pack_hash = models.CharField(max_length=64, blank=True)
    day = models.DateField()
    known_at = models.DateField()
    standing = models.BooleanField(default=True)
    define = models.JSONField(default=dict)
    chosen = models.JSONField(default=dict)
    chosen_said = models.JSONField(default=dict)
    precedence = models.JSONField(default=list)
    facts = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=12, default="making", db_index=True)
    problems = models.JSONField(default=list)
    job = models.BigIntegerField(null=True, unique=True)
    by_name = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    made_up = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["-day", "-id"]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["pack", "standing", "day", "id"], name="reading_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.pack} {self.day}"


class Line(models.Model):
    """A target or trend in a reading, or a part of one (`whole`: the line whose ratio or change it makes up).

    Numbers as the library gives them, in base units, as text of exact fractions; null: there is none. year: what the
    year of the day brought so far. `said`: cells and sentences in both languages (goal, month, total, plan, before,
    outlook, definition, rule, notes …). outlook: kind, low, likely, high, probability, gap. breakdowns: grouping → its
    name and groups. chart: language → the spec of the outlook. records, undecided, held, doubles, withheld: as the
    figure's; listed: how many records are stored.
    """

    reading = models.ForeignKey(Reading, models.CASCADE, related_name="lines")
    whole = models.ForeignKey("self", models.CASCADE, null=True, related_name="parts")
    code = models.CharField(max_length=160)
    kind = models.CharField(max_length=8)
    indicator = models.CharField(max_length=80)
    clause = models.CharField(max_length=80, blank=True)
    place = models.PositiveSmallIntegerField()
    name = models.JSONField()
    unit = models.CharField(max_length=16, blank=True)
    goal = models.CharField(max_length=40, null=True)
    confirmed = models.CharField(max_length=40, null=True)
    nowcast = models.CharField(max_length=40, null=True)
    month = models.CharField(max_length=40, null=True)
    year = models.CharField(max_length=40, null=True)
    before = models.CharField(max_length=40, null=True)
    plan = models.CharField(max_length=40, null=True)
    rate = models.FloatField(null=True)
    yoy = models.FloatField(null=True)
    pace = models.CharField(max_length=16, blank=True)
    colour = models.CharField(max_length=8, blank=True)
    since = models.DateField(null=True)
    until = models.DateField()
    by = models.DateField(null=True)
    outlook = models.JSONField(default=dict)
    said = models.JSONField(default=dict)
    breakdowns = models.JSONField(default=dict)
    chart = models.JSONField(default=dict)
    records = models.PositiveIntegerField(default=0)
    undecided = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    doubles = models.PositiveIntegerField(default=0)
    withheld = models.PositiveIntegerField(default=0)
    listed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering: ClassVar[list[str]] = ["place"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["reading", "code"], name="line_once"),
        ]

    def __str__(self) -> str:
        return self.code


class FigureRecord(models.Model):
    """A record behind a line's figure. `enterprise` 0: of the territory, then `name` says what it is. doubles: how many
    other records are the same thing and were not counted again."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="figure_records", db_index=False)
    enterprise = models.BigIntegerField(db_index=True)
    entity = models.CharField(max_length=40)
    record_id = models.BigIntegerField()
    on = models.DateField(null=True)
    certain = models.BooleanField()
    name = models.TextField(blank=True)
    title = models.TextField(blank=True)
    amount = models.CharField(max_length=40, null=True)
    doubles = models.PositiveSmallIntegerField(default=0)
    why = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["line", "id"], name="record_line"),
            models.Index(fields=["line", "on", "id"], name="record_on"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id} {self.enterprise}"


class KeyFirm(models.Model):
    """缺口到户: an enterprise on which a line's outlook depends."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="key_firms")
    enterprise = models.BigIntegerField(db_index=True)
    place = models.PositiveSmallIntegerField()
    chance = models.FloatField()
    why = models.JSONField()

    class Meta:
        ordering: ClassVar[list[str]] = ["line_id", "place"]

    def __str__(self) -> str:
        return f"{self.line_id} {self.enterprise}"
