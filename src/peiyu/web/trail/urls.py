"""Addresses of the trail."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.trail import pages

app_name = "trail"
urlpatterns: list[URLPattern] = [
    path("", pages.trail, name="trail"),
    path("<int:pk>/", pages.entry, name="entry"),
    path("chain/", pages.chain, name="chain"),
    path("chain/check/", pages.check, name="check"),
]
