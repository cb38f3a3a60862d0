"""Bad luck in the browser: the disk is full, the database is gone, the session is over. Nothing is half done, and a
sentence says what to do."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError
from django.test import Client
from tests.web.api.conftest import token_of

from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.enterprises.models import Enterprise, Intake
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work

FDOPEN = os.fdopen
LEDGER = "统一社会信用代码,企业名称,2011年营业收入（万元）\n91110108551385082Q,云帆稀土科技有限公司,1200.5\n"


@pytest.fixture
def clerk(db: None) -> Person:
    """Somebody of the office."""
    person = Person.objects.create(sign_in="bangongshi", name="周办")
    unit = Organisation.objects.create(kind="office", name="办公室")
    Post.objects.create(person=person, organisation=unit, role="office", since="2012-01-01")
    return person


@pytest.fixture
def desk(client: Client, clerk: Person) -> Client:
    """The clerk's browser; it shows a page of error as a person sees it."""
    client.force_login(clerk, backend="django.contrib.auth.backends.AllowAllUsersModelBackend")
    client.raise_request_exception = False
    return client


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk on which nothing more can be written: files kept by the application fail in their first block."""

    def no_space(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    class Full:
        def __init__(self, file: object) -> None:
            self.file = file

        def __enter__(self) -> Full:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()  # type: ignore[attr-defined]

        write = no_space

    monkeypatch.setattr("peiyu.web.files.store.os.fdopen", lambda *given: Full(FDOPEN(*given)))


def upload(desk: Client) -> Any:
    return desk.post("/enterprises/intakes/new/", {"file": SimpleUploadedFile("台账.csv", LEDGER.encode())})


def test_an_upload_on_a_full_disk_leaves_nothing_and_says_whom_to_ask(desk: Client, full: None) -> None:
    page = upload(desk)
    assert "磁盘空间不足" in page.content.decode()
    assert "联系系统管理员" in page.content.decode()
    assert not Intake.objects.exists()
    assert not Job.objects.exists()


def test_the_api_says_the_same(clerk: Person, client: Client, full: None) -> None:
    answer = client.post(
        "/api/v1/intakes/", {"file": SimpleUploadedFile("台账.csv", LEDGER.encode())},
        headers={"Authorization": f"Bearer {token_of('bangongshi')}"},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["problems"][0]["code"]) == (507, "disk-full")
    assert not Intake.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_import_on_a_disk_that_fills_is_told_and_goes_on_when_there_is_room(
    clerk: Person, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = {"Authorization": f"Bearer {token_of('bangongshi')}"}
    file = SimpleUploadedFile("台账.csv", LEDGER.encode())
    number = client.post("/api/v1/intakes/", {"file": file}, headers=head).json()["id"]
    work(until_idle=True)
    client.post(f"/api/v1/intakes/{number}/store", headers=head)

    def filled(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    with monkeypatch.context() as disk:
        disk.setattr("peiyu.web.enterprises.intake.storing.Intake.objects.filter", filled)
        work(until_idle=True)
    held = client.get(f"/api/v1/intakes/{number}", headers=head).json()
    job = client.get(f"/api/v1/jobs/{held['job']}", headers=head).json()
    assert (job["state"], job["problems"][0]["code"]) == ("failed", "disk-full")
    assert held["state"] == "storing"
    assert not Enterprise.objects.exists()
    client.force_login(clerk, backend="django.contrib.auth.backends.AllowAllUsersModelBackend")
    client.post(f"/enterprises/intakes/{number}/go-on/")
    work(until_idle=True)
    assert client.get(f"/api/v1/intakes/{number}", headers=head).json()["state"] == "live"
    assert Enterprise.objects.count() == 1


@pytest.mark.parametrize("address", ["/", "/jobs/"])
def test_a_lost_database_is_told_on_a_page_that_needs_none(
    desk: Client, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", gone)
    page = desk.get(address)
    assert page.status_code == 503
    assert "数据库暂时没有响应" in page.content.decode()
    assert "does not answer" in page.content.decode()
    assert page["Retry-After"] == "60"


def test_a_full_disk_of_the_database_is_told_likewise(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def filled(*_: object, **__: object) -> None:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr("django.db.models.sql.compiler.SQLCompiler.execute_sql", filled)
    page = desk.get("/jobs/")
    assert page.status_code == 507
    assert "磁盘空间不足" in page.content.decode()


def test_a_fault_of_ours_is_told_without_a_traceback(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("peiyu.web.jobs.queries.scoped", broken)
    page = desk.get("/jobs/")
    assert page.status_code == 500
    assert "程序出错" in page.content.decode()
    assert "secret detail" not in page.content.decode()
    assert "Traceback" not in page.content.decode()


def test_with_a_session_that_is_over_one_signs_in_and_comes_back(desk: Client, tmp_path: Path) -> None:
    desk.session.flush()
    page = desk.get("/jobs/?state=done")
    assert page.status_code == 302
    assert page["Location"] == "/sign-in/?next=%2Fjobs%2F%3Fstate%3Ddone"
    before = Intake.objects.count()
    page = upload(desk)
    assert page.status_code == 302
    assert page["Location"].startswith("/sign-in/")
    assert Intake.objects.count() == before
