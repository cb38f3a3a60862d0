"""Addresses of ferry."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "ferry"
urlpatterns: list[URLPattern] = []
