"""The app's name for Django, and what it enters when everything is ready."""

from __future__ import annotations

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "peiyu.web.targets"
    label = "targets"

    def ready(self) -> None:
        """Enters the kinds of work, and which fact bases stay."""
        from peiyu.web.bridge.kept import enter
        from peiyu.web.targets import work  # noqa: F401 -- entering is what importing does
        from peiyu.web.targets.queries.closings import facts_of_closings

        enter(facts_of_closings)
