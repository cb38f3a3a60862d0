"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class EnterprisesConfig(AppConfig):
    name = "peiyu.web.enterprises"
    label = "enterprises"
