"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "peiyu.web.policies"
    label = "policies"
