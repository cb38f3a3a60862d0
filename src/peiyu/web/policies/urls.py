"""Addresses of policies."""

from __future__ import annotations

from django.urls import path

from peiyu.web.policies.pages import definitions, evaluations, overview, prospects, texts, trials

app_name = "policies"
urlpatterns = [
    path("", overview.overview),
    path("packs/<slug:pack>/", overview.pack),
    path("packs/<slug:pack>/choose/", overview.choose),
    path("packs/<slug:pack>/begin/", texts.begin),
    path("read/", texts.read),
    path("texts/<int:pk>/", texts.text),
    path("texts/<int:pk>/settle/", texts.settle),
    path("texts/<int:pk>/try/", texts.try_out),
    path("texts/<int:pk>/do/<slug:verb>/", texts.move),
    path("texts/<int:pk>/<str:file>/", texts.edit),
    path("texts/<int:pk>/<str:file>/check/", texts.live),
    path("definitions/", definitions.listed),
    path("definitions/<str:key>/", definitions.one),
    path("evaluations/", evaluations.listed),
    path("evaluations/make/", evaluations.make),
    path("evaluations/<int:pk>/", evaluations.evaluation),
    path("trials/", trials.listed),
    path("trials/new/<slug:pack>/", trials.new),
    path("trials/<int:pk>/", trials.trial),
    path("prospects/", prospects.listed),
    path("prospects/<slug:kind>/", prospects.listed),
]
