"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "peiyu.web.enterprises"
    label = "enterprises"

    def ready(self) -> None:
        from peiyu.web.enterprises import firms, work  # noqa: F401 -- enters how a code is found, and the kinds of work
