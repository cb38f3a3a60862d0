"""The app's name for Django; what it enters elsewhere when everything is ready."""

from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "peiyu.web.policies"
    label = "policies"

    def ready(self) -> None:
        """Enters the office that the bridge asks, the packs by which ledgers are read, and the kinds of work."""
        from peiyu.web.bridge import office
        from peiyu.web.bridge.registry import packs_of_today
        from peiyu.web.enterprises import listing, words
        from peiyu.web.policies import work  # noqa: F401 -- entering is what importing does
        from peiyu.web.policies.filters import by_verdict
        from peiyu.web.policies.queries.texts import Decisions

        office.enter(Decisions())
        listing.add(filters=by_verdict)
        words.enter(packs_of_today)
