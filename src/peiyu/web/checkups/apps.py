"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class CheckupsConfig(AppConfig):
    name = "peiyu.web.checkups"
    label = "checkups"
