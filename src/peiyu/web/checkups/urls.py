"""Addresses of checkups."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.checkups.pages import effect, follow_ups, lists, overview, runs, together

app_name = "checkups"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("expiring/", overview.overview, {"kind": "expiring"}, name="expiring"),
    path("risk/", overview.overview, {"kind": "risk"}, name="risk"),
    path("run/", runs.ask, name="ask"),
    path("runs/", runs.listed, name="runs"),
    path("lists/", lists.lists, name="lists"),
    path("lists/new/", lists.new, name="new-list"),
    path("lists/<int:pk>/", lists.one_list, name="list"),
    path("follow-ups/", follow_ups.listed, name="follow-ups"),
    path("follow-ups/new/", follow_ups.new, name="new-follow-up"),
    path("follow-ups/several/", together.take_up, name="take-up-several"),
    path("follow-ups/end-several/", together.end, name="end-several"),
    path("follow-ups/<int:pk>/", follow_ups.one, name="follow-up"),
    path("follow-ups/<int:pk>/revise/", follow_ups.revise, name="revise"),
    path("follow-ups/<int:pk>/end/", follow_ups.end, name="end"),
    path("effect/", effect.effect, name="effect"),
    path("<int:pk>/", runs.run, name="run"),
    path("<int:pk>/expiring/", runs.run, {"kind": "expiring"}, name="run-expiring"),
    path("<int:pk>/risk/", runs.run, {"kind": "risk"}, name="run-risk"),
    path("<int:pk>/files/<str:file>/", runs.file, name="file"),
]
