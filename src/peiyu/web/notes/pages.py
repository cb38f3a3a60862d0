"""The bell of every page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from peiyu.web.notes.queries import unread


def frame(request: HttpRequest) -> dict[str, Any]:
    """How many notices are unread; asked for only where a page shows it."""
    actor = getattr(request, "actor", None)
    return {"unread": SimpleLazyObject(lambda: unread(actor) if actor else 0)}
