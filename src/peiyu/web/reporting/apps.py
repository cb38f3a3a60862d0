"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    name = "peiyu.web.reporting"
    label = "reporting"
