"""/metrics: figures about requests and jobs as Prometheus reads them. No address, no name, nothing personal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from peiyu.web.jobs.models import Job
from peiyu.web.jobs.shown import STATES
from peiyu.web.site import health

REGISTRY = CollectorRegistry()
REQUESTS = Counter("peiyu_requests", "Requests answered", ("method", "route", "status"), registry=REGISTRY)
SECONDS = Histogram(
    "peiyu_request_seconds", "How long requests took", ("route",), registry=REGISTRY,
    buckets=(0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 10.0),
)  # fmt: skip
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
NO_ROUTE = "none"


class Standing(Collector):
    """What is read when somebody asks: jobs by state, the worker's last beat, free disk."""

    def collect(self) -> Iterator[Metric]:
        """One family each."""
        jobs = GaugeMetricFamily("peiyu_jobs", "Jobs by state", labels=("state",))
        counted = dict(Job.objects.order_by().values_list("state").annotate(n=Count("pk")))
        for state in STATES:
            jobs.add_metric((state,), counted.get(state, 0))
        yield jobs
        age = health.beat_age(settings.PEIYU.folder)
        if age is not None:
            yield GaugeMetricFamily("peiyu_worker_beat_seconds", "Since the worker's last beat", value=age)
        free = health.free_bytes(settings.PEIYU.folder)
        yield GaugeMetricFamily("peiyu_disk_free_bytes", "Free disk of the data folder", value=free)


REGISTRY.register(Standing())


def measured(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Counts every request by its route, never by its address."""

    def handle(request: HttpRequest) -> HttpResponse:
        begun = time.perf_counter()
        response = get_response(request)
        match = request.resolver_match
        route = (match.route or "/") if match else NO_ROUTE
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, route, str(response.status_code)).inc()
        SECONDS.labels(route).observe(time.perf_counter() - begun)
        return response

    return handle


def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for the addresses named in `metrics_from`; for any other there is no such page."""
    if request.META.get("REMOTE_ADDR") not in settings.PEIYU.metrics_from:
        raise Http404
    return HttpResponse(generate_latest(REGISTRY), content_type="text/plain; version=0.0.4; charset=utf-8")
