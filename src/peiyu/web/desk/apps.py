"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "peiyu.web.desk"
    label = "desk"
