"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class FerryConfig(AppConfig):
    name = "peiyu.web.ferry"
    label = "ferry"
