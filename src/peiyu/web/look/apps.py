"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class LookConfig(AppConfig):
    name = "peiyu.web.look"
    label = "look"
