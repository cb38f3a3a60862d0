"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "peiyu.web.notes"
    label = "notes"

    def ready(self) -> None:
        """Enters what of one's notes can be handed over."""
        from peiyu.web.notes import handing  # noqa: F401 -- enters it in the table
