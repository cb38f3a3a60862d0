"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class BriefsConfig(AppConfig):
    name = "peiyu.web.briefs"
    label = "briefs"
