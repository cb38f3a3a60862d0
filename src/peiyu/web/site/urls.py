"""Every address of the installation."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from peiyu.web.look.converters import register
from peiyu.web.site.api import api, nowhere
from peiyu.web.site.health import healthz
from peiyu.web.site.metrics import metrics

handler500 = "peiyu.web.site.faults.failed"
register()
urlpatterns: list[URLPattern | URLResolver] = [
    path("api/v1/", api.urls),
    path("api/<path:rest>", nowhere),
    path("healthz", healthz),
    path("metrics", metrics),
    path("", include("peiyu.web.accounts.urls")),
    path("jobs/", include("peiyu.web.jobs.urls")),
    path("trail/", include("peiyu.web.trail.urls")),
    path("notes/", include("peiyu.web.notes.urls")),
    path("enterprises/", include("peiyu.web.enterprises.urls")),
    path("policies/", include("peiyu.web.policies.urls")),
    path("targets/", include("peiyu.web.targets.urls")),
    path("statistics/", include("peiyu.web.statistics.urls")),
    path("checkups/", include("peiyu.web.checkups.urls")),
    path("collection/", include("peiyu.web.collection.urls")),
    path("reporting/", include("peiyu.web.reporting.urls")),
    path("briefs/", include("peiyu.web.briefs.urls")),
    path("ferry/", include("peiyu.web.ferry.urls")),
    path("look/", include("peiyu.web.look.urls")),
    path("", include("peiyu.web.desk.urls")),
]
if settings.PEIYU.oidc:
    urlpatterns.append(path("oidc/", include("mozilla_django_oidc.urls")))
