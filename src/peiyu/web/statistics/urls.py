"""Addresses of statistics."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.statistics import pages

app_name = "statistics"
urlpatterns: list[URLPattern] = [
    path("", pages.overview, name="overview"),
    path("ask/", pages.ask, name="ask"),
    path("<slug:kind>/", pages.analysis, name="analysis"),
    path("<slug:kind>/download/", pages.download, name="download"),
]
