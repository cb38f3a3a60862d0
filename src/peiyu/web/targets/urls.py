"""Addresses of targets. What is not named here is the code of a target or trend."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.targets.pages import allocations, closings, line, table

app_name = "targets"
urlpatterns: list[URLPattern] = [
    path("", table.table, name="table"),
    path("download/", table.download, name="download"),
    path("measure/", table.measure, name="measure"),
    path("gaps/", line.gaps, name="gaps"),
    path("closings/", closings.closings, name="closings"),
    path("closings/propose/<int:reading>/", closings.propose, name="propose"),
    path("closings/<int:pk>/", closings.closing, name="closing"),
    path("closings/<int:pk>/close/", closings.end, {"verb": "close"}, name="close"),
    path("closings/<int:pk>/drop/", closings.end, {"verb": "drop"}, name="drop"),
    path("allocations/", allocations.allocations, name="allocations"),
    path("allocations/new/", allocations.new, name="new-allocation"),
    path("allocations/<int:pk>/", allocations.allocation, name="allocation"),
    path("allocations/<int:pk>/settle/", allocations.settle, name="settle"),
    path("allocations/<int:pk>/document/", allocations.document, name="document"),
    path("allocations/<int:pk>/<slug:verb>/", allocations.act, name="act"),
    path("allocations/<int:pk>/shares/<int:share>/people/", allocations.people, name="people"),
    path("allocations/<int:pk>/shares/<int:share>/<slug:verb>/", allocations.act_on_share, name="act-on-share"),
    path("<slug:code>/", line.line, name="line"),
    path("<slug:code>/parts/<int:part>/", line.line, name="part"),
]
