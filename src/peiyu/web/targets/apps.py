"""The app's name for Django, and the kinds of work that it enters when everything is ready."""

from __future__ import annotations

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "peiyu.web.targets"
    label = "targets"

    def ready(self) -> None:
        """Enters the kinds of work."""
        from peiyu.web.targets import work  # noqa: F401 -- entering is what importing does
