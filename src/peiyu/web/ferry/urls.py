"""Addresses of packages."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.ferry import pages

app_name = "ferry"
urlpatterns: list[URLPattern] = [
    path("", pages.overview, name="overview"),
    path("do/<slug:verb>/", pages.act, name="act"),
    path("<int:pk>/", pages.package, name="package"),
    path("<int:pk>/file/", pages.file, name="file"),
]
