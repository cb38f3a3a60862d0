"""Forms that were sent, so that a double click does a thing once."""

from __future__ import annotations

from django.db import models


class Sent(models.Model):
    """A form's one-time token, and where its sender was led when it was done (empty while it is being done)."""

    token = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField(db_index=True)
    answer = models.CharField(max_length=600, blank=True)

    def __str__(self) -> str:
        return self.token
