"""The address of the page that shows every part."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.look import sample

app_name = "look"
urlpatterns: list[URLPattern] = [path("", sample.parts, name="parts")]
