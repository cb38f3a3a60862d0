"""Which sources outrank which, as the office has said."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class SourceOrder(models.Model):
    """来源优先次序: sources, best first; those that it does not name come after, equal among themselves. The last entry
    holds, earlier ones stay on record."""

    sources = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    by_name = models.CharField(max_length=64)
    why = models.CharField(max_length=1000)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return " > ".join(self.sources)
