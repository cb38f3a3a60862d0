"""The app's name for Django, and the kinds of work that it enters when everything is ready."""

from __future__ import annotations

from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "peiyu.web.briefs"
    label = "briefs"

    def ready(self) -> None:
        """Enters the kinds of work."""
        from peiyu.web.briefs import work  # noqa: F401 -- entering is what importing does
