"""Addresses of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.desk import pages

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("document/", pages.document, name="document"),
]
