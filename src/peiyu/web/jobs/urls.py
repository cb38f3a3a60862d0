"""Addresses of jobs."""

from __future__ import annotations

from django.urls import URLPattern, path

from peiyu.web.jobs import pages

app_name = "jobs"
urlpatterns: list[URLPattern] = [
    path("", pages.jobs, name="jobs"),
    path("<int:pk>/", pages.job, name="job"),
    path("<int:pk>/progress/", pages.progress, name="progress"),
    path("<int:pk>/cancel/", pages.cancel, name="cancel"),
]
