"""The app's name for Django, and the kinds of work that it enters when everything is ready."""

from __future__ import annotations

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    name = "peiyu.web.collection"
    label = "collection"

    def ready(self) -> None:
        """Enters the kinds of work, and on what there are notes."""
        from peiyu.web.collection import noted, work  # noqa: F401 -- entering is what importing does
