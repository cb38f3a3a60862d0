"""Addresses of notes."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.notes import pages

app_name = "notes"
urlpatterns: list[URLPattern] = [
    path("", pages.notices, name="notices"),
    path("read/", pages.read_all, name="read-all"),
    path("<int:pk>/open/", pages.open_notice, name="open"),
    path("attachments/<int:pk>/", pages.download, name="download"),
    path("attachments/<int:pk>/remove/", pages.remove, name="remove"),
    path("on/<slug:kind>/<str:subject>/attach/", pages.attach, name="attach"),
    path("on/<slug:kind>/<str:subject>/comment/", pages.comment, name="comment"),
]
