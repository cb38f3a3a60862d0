"""Addresses of enterprises."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.enterprises.pages import facts, identity, intakes, registry, sources

app_name = "enterprises"
urlpatterns: list[URLPattern] = [
    path("", registry.enterprises, name="registry"),
    path("found/", registry.found, name="found"),
    path("sources/", sources.sources, name="sources"),
    path("merge/", identity.merge_choice, name="merge-choice"),
    path("merge/<key:keep>/<key:gone>/", identity.merge, name="merge"),
    path("merge/<int:pk>/undo/", identity.unmerge, name="unmerge"),
    path("<key:key>/facts/", facts.facts, name="facts"),
    path("<key:key>/facts/<slug:entity>/", facts.figures, name="figures"),
    path("<key:key>/records/<slug:entity>/new/", facts.record, name="record-new"),
    path("<key:key>/records/<slug:entity>/<int:number>/", facts.record, name="record"),
    path("<key:key>/attest/", facts.attest, name="attest"),
    path("<key:key>/identity/", identity.identity, name="identity"),
    path("intakes/", intakes.intakes, name="intakes"),
    path("intakes/new/", intakes.new, name="intake-new"),
    path("intakes/templates/", intakes.templates, name="templates"),
    path("intakes/<int:pk>/", intakes.intake, name="intake"),
    path("intakes/<int:pk>/findings/", intakes.findings, name="findings"),
    path("intakes/<int:pk>/changes/", intakes.changes, name="changes"),
    path("intakes/<int:pk>/held/", intakes.held, name="held"),
    path("intakes/<int:pk>/names/", intakes.names, name="names"),
    path("intakes/<int:pk>/columns/", intakes.columns, name="columns"),
    path("intakes/<int:pk>/again/", intakes.again, name="again"),
    path("intakes/<int:pk>/marked/", intakes.marked, name="marked"),
    path("intakes/<int:pk>/file/", intakes.file, name="file"),
    path("intakes/<int:pk>/store/", intakes.store, name="store"),
    path("intakes/<int:pk>/undo/", intakes.undo, name="undo"),
    path("intakes/<int:pk>/drop/", intakes.drop, name="drop"),
    path("intakes/<int:pk>/go-on/", intakes.go_on, name="go-on"),
]
