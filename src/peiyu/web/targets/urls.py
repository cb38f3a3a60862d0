"""Addresses of targets. What is not named here is the code of a target or trend."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.targets.pages import line, table

app_name = "targets"
urlpatterns: list[URLPattern] = [
    path("", table.table, name="table"),
    path("download/", table.download, name="download"),
    path("measure/", table.measure, name="measure"),
    path("gaps/", line.gaps, name="gaps"),
    path("<slug:code>/", line.line, name="line"),
    path("<slug:code>/parts/<int:part>/", line.line, name="part"),
]
