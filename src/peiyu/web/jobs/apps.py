"""The app's name for Django, and its kinds of work."""

from __future__ import annotations

from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "peiyu.web.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Enters the kinds of work."""
        from peiyu.web.jobs import work  # noqa: F401 -- enters them in the table
