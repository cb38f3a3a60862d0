"""Addresses of reporting."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.reporting.pages import fillings, forms, lists

app_name = "reporting"
urlpatterns: list[URLPattern] = [
    path("", forms.overview, name="overview"),
    path("fillings/<int:pk>/", fillings.filling, name="filling"),
    path("fillings/<int:pk>/file/", fillings.file, name="filled"),
    path("fillings/<int:pk>/returned/", fillings.returned, name="returned"),
    path("fillings/<int:pk>/<slug:verb>/", fillings.act, name="act-on-filling"),
    path("<int:pk>/", forms.form, name="form"),
    path("<int:pk>/cell/", forms.cell, name="cell"),
    path("<int:pk>/lists/<int:place>/", lists.list_, name="list"),
    path("<int:pk>/block/", forms.block, name="block"),
    path("<int:pk>/blank/", forms.blank, name="blank"),
    path("<int:pk>/fill/", forms.fill, name="fill"),
    path("<int:pk>/<slug:verb>/", forms.act, name="act"),
]
