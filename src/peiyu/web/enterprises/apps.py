"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "peiyu.web.enterprises"
    label = "enterprises"

    def ready(self) -> None:
        from peiyu.web.enterprises import work  # noqa: F401 -- enters the kinds of work
