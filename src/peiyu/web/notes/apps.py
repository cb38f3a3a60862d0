"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class NotesConfig(AppConfig):
    name = "peiyu.web.notes"
    label = "notes"
