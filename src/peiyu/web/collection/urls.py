"""Addresses of collection: what goes out here, what comes in in `incoming_urls`."""

from __future__ import annotations

from django.urls import URLPattern

from peiyu.web.collection import incoming_urls

app_name = "collection"
outgoing: list[URLPattern] = []
urlpatterns: list[URLPattern] = [*outgoing, *incoming_urls.urlpatterns]
