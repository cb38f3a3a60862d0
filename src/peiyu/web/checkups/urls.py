"""Addresses of checkups."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "checkups"
urlpatterns: list[URLPattern] = []
