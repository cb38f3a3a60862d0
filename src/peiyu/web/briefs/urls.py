"""Addresses of briefs."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.briefs.pages import errata, issue, overview, templates

app_name = "briefs"
urlpatterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path("compose/<int:closing>/<slug:kind>/", overview.compose, name="compose"),
    path("templates/", templates.templates, name="templates"),
    path("templates/sample/<slug:kind>/", templates.sample, name="sample"),
    path("templates/<int:pk>/file/", templates.file, name="template-file"),
    path("templates/<int:pk>/retire/", templates.retire, name="retire"),
    path("errata/<int:pk>/file/", errata.file, name="erratum-file"),
    path("errata/<int:pk>/<slug:verb>/", errata.act, name="act-on-erratum"),
    path("sent/<int:pk>/adopted/", issue.adopted, name="adopted"),
    path("<int:pk>/", issue.issue, name="issue"),
    path("<int:pk>/files/<int:number>/", issue.file, name="file"),
    path("<int:pk>/files/<int:number>/numbers/", issue.numbers, name="numbers"),
    path("<int:pk>/files/<int:number>/sheet/", issue.sheet, name="sheet"),
    path("<int:pk>/upload/", issue.upload, name="upload"),
    path("<int:pk>/accept/", issue.accept, name="accept"),
    path("<int:pk>/sent/", issue.sent, name="sent"),
    path("<int:pk>/erratum/", errata.compose, name="erratum"),
    path("<int:pk>/<slug:verb>/", issue.act, name="act"),
]
