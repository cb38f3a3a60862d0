"""Addresses of the desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.desk import pages

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", pages.home, name="home"),
    path("document/", pages.document, name="document"),
    path("progress/", pages.progress, name="progress"),
    path("my-work/", pages.work, name="work"),
    path("own/", pages.own_side, name="own"),
    path("own/return/", pages.annual_return, name="return"),
    path("self-check/", pages.tiers, name="tiers"),
    path("self-check/<str:tier>/", pages.self_check, name="self-check"),
    path("enterprises/<key:key>/", pages.dossier, name="dossier"),
    path("enterprises/<key:key>/tiers/<str:tier>/", pages.why, name="why"),
    path("enterprises/<key:key>/paths/<str:tier>/", pages.way, name="way"),
    path("enterprises/<key:key>/checkup/", pages.checkup, name="checkup"),
]
