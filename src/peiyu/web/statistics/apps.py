"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class StatisticsConfig(AppConfig):
    name = "peiyu.web.statistics"
    label = "statistics"
