"""What machines ask: health and figures; what keeps browsers fast; what is too large."""

from __future__ import annotations

import os
import re
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from peiyu.web.enterprises import queries
from peiyu.web.jobs.models import Job
from peiyu.web.site import health, start
from peiyu.web.site.installation import open_installation

ROOT = Path(__file__).resolve().parents[3]
FOLDER = settings.PEIYU.folder


@pytest.fixture
def beaten() -> None:
    (FOLDER / health.BEAT).touch()


@pytest.mark.django_db
def test_a_whole_installation_is_healthy(client: Client, beaten: None) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "ok": True, "parts": {"database": "ok", "folder": "ok", "worker": "ok", "disk": "ok"}
    }  # fmt: skip


@pytest.mark.django_db
def test_a_worker_that_is_silent_is_named(client: Client, beaten: None) -> None:
    past = time.time() - 2 * health.SILENT_SECONDS
    os.utime(FOLDER / health.BEAT, (past, past))
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()["parts"]["worker"]) == (503, "silent")
    (FOLDER / health.BEAT).unlink()
    assert client.get("/healthz").json()["parts"]["worker"] == "silent"


@pytest.mark.django_db
def test_a_lost_database_a_locked_folder_and_a_full_disk_are_named(
    client: Client, beaten: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object, **__: object) -> None:
        raise OperationalError("gone")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(health.connection, "cursor", lost)
    monkeypatch.setattr(health.tempfile, "TemporaryFile", refused)
    monkeypatch.setattr(health, "free_bytes", lambda folder: 1000)
    assert client.get("/healthz").json()["parts"] == {
        "database": "failed", "folder": "failed", "worker": "ok", "disk": "low"
    }  # fmt: skip


def test_a_worker_gives_signs_of_life_while_it_works(tmp_path: Path) -> None:
    assert health.beat_age(tmp_path) is None
    with health.beating(tmp_path):
        for _ in range(100):
            if health.beat_age(tmp_path) is not None:
                break
            time.sleep(0.02)
    age = health.beat_age(tmp_path)
    assert age is not None
    assert age < 60


@pytest.mark.django_db
def test_figures_count_requests_by_route_and_name_nobody(client: Client, office) -> None:  # type: ignore[no-untyped-def]
    client.get("/jobs/4711/")
    client.get("/no/such/address/")
    Job.objects.create(kind="x", state="failed", asked_at="2026-01-01T00:00:00Z")
    told = client.get("/metrics").content.decode()
    assert 'route="jobs/<int:pk>/"' in told
    assert 'peiyu_jobs{state="failed"} 1.0' in told
    assert 'route="none",status="404"' in told
    assert "jobs/4711" not in told
    assert "peiyu_disk_free_bytes" in told
    assert "peiyu_request_seconds_bucket" in told


@pytest.mark.django_db
def test_figures_are_for_the_addresses_that_are_named(client: Client) -> None:
    assert client.get("/metrics", REMOTE_ADDR="10.0.0.7").status_code == 404


def test_what_a_proxy_says_is_believed_of_the_named_one_only(tmp_path: Path) -> None:
    assert "trusted_proxy" not in start.waitress_settings(open_installation(tmp_path))
    (tmp_path / "peiyu.toml").write_text('proxy = "10.0.0.1"\nthreads = 3\n', "utf-8")
    given = start.waitress_settings(open_installation(tmp_path))
    assert given["trusted_proxy"] == "10.0.0.1"
    assert given["threads"] == 3
    assert given["clear_untrusted_proxy_headers"]


def test_every_static_file_that_a_page_names_is_there_and_named_by_its_hash() -> None:
    named = set()
    for page in (ROOT / "src" / "peiyu" / "web").rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r'(src|href)="/static/', text), f"{page.name}: {{% static %}}"
        named |= set(re.findall(r"{% static '([^']+)' %}", text))
    assert named
    assert [one for one in named if finders.find(one) is None] == []


@pytest.mark.django_db
def test_what_is_far_too_large_is_refused_with_a_sentence_before_it_is_parsed(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def parsed(*_: object) -> None:
        raise AssertionError("the body was parsed")

    monkeypatch.setattr("django.http.request.HttpRequest.parse_file_upload", parsed)
    file = SimpleUploadedFile("a.xlsx", b"PK")
    huge = {"CONTENT_LENGTH": str(200 * 1024 * 1024)}
    page = client.post("/enterprises/intakes/new/", {"file": file}, **huge)
    assert page.status_code == 413
    assert "太大" in page.content.decode()
    assert "100 MB" in page.content.decode()
    answer = client.post("/api/v1/intakes/", {"file": file}, **huge)
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (413, "upload-too-large")


@pytest.mark.django_db
def test_tokens_and_registry_are_read_whole_at_the_start() -> None:
    with CaptureQueriesContext(connection) as seen:
        queries.read_through()
    asked = [one["sql"] for one in seen.captured_queries if "SAVEPOINT" not in one["sql"]]
    plans = []
    with transaction.atomic(), connection.cursor() as cursor:
        for one in asked:
            if one.startswith("SET"):
                cursor.execute(one)
                continue
            cursor.execute(f"{'EXPLAIN QUERY PLAN' if connection.vendor == 'sqlite' else 'EXPLAIN'} {one}")
            plans.append(" ".join(str(part) for row in cursor.fetchall() for part in row))
    tokens, registry = plans
    assert "enterprises_nametoken" in tokens
    assert "enterprises_enterprise" in registry
    if connection.vendor == "sqlite":
        assert "INDEX" in tokens
        assert "INDEX" not in registry.upper()
    else:
        assert "Seq Scan" not in tokens
        assert "Bitmap Heap Scan" in registry


def test_a_database_that_is_away_keeps_nothing_from_starting(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away() -> None:
        raise OperationalError("gone")

    monkeypatch.setattr(queries, "read_through", away)
    warming = threading.Thread(target=start.warm)
    warming.start()
    warming.join()
    assert "the registry was not read at the start" in caplog.text
