"""The app's name for Django; what it enters elsewhere when everything is ready."""

from __future__ import annotations

from django.apps import AppConfig


class CheckupsConfig(AppConfig):
    name = "peiyu.web.checkups"
    label = "checkups"

    def ready(self) -> None:
        """Enters the kinds of work, what is handed over, and the notes on follow-ups."""
        from peiyu.web.checkups import handing, work  # noqa: F401 -- entering is what importing does
