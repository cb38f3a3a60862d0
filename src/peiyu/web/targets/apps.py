"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class TargetsConfig(AppConfig):
    name = "peiyu.web.targets"
    label = "targets"
