"""Addresses of what comes back: answers, arrivals, submissions, closings."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
