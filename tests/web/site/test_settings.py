"""peiyu.toml: what it may say, what is refused, and that its page is whole."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from peiyu.problems import UsageError
from peiyu.web.bridge.export import uri
from peiyu.web.site.backup import named
from peiyu.web.site.installation import keys, open_installation, secret
from peiyu.web.site.settings_database import database_of
from peiyu.web.site.settings_page import settings_page


def opened(folder: Path, text: str):  # type: ignore[no-untyped-def]
    (folder / "peiyu.toml").write_text(text, "utf-8")
    return open_installation(folder)


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    found = open_installation(tmp_path / "none")
    assert (found.database, found.language, found.day) == ("", "zh", None)
    assert not (tmp_path / "none").exists()


def test_what_is_written_holds(tmp_path: Path) -> None:
    found = opened(tmp_path, 'hosts = ["a.example"]\nday = 2026-06-30\nhttps = true\n[oidc]\nclient_id = "x"\n')
    assert (found.hosts, found.day, found.https) == (("a.example",), dt.date(2026, 6, 30), True)
    assert found.oidc == {"client_id": "x"}


@pytest.mark.parametrize(
    ("text", "code", "found"),
    [
        ("colour = 1", "settings-unknown", "colour"),
        ('idle_minutes = "30"', "settings-unfit", "idle_minutes"),
        ("idle_minutes = 0", "settings-unfit", "idle_minutes"),
        ("idle_minutes = true", "settings-unfit", "idle_minutes"),
        ('language = "fr"', "settings-unfit", "language"),
        ("hosts = [1]", "settings-unfit", "hosts"),
        ("day = 2026-06-30T00:00:00", "settings-unfit", "day"),
        ('oidc = "x"', "settings-unfit", "oidc"),
        ("name = ", "settings-unreadable", "Invalid value"),
    ],
)
def test_what_does_not_fit_is_named(tmp_path: Path, text: str, code: str, found: str) -> None:
    with pytest.raises(UsageError) as refused:
        opened(tmp_path, text)
    problem = refused.value.problems[0]
    assert problem.code == code
    assert found in problem.found
    assert "peiyu.toml" in str(problem.where)


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    made = secret(tmp_path)
    assert secret(tmp_path) == made
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600
    assert secret(tmp_path / "none") != secret(tmp_path / "none")


def test_a_database_address_is_taken_apart(tmp_path: Path) -> None:
    found = database_of(opened(tmp_path, 'database = "postgresql://u:p%40ss@db:5433/peiyu"'))
    assert (found["USER"], found["PASSWORD"], found["HOST"], found["PORT"], found["NAME"]) == (
        "u", "p@ss", "db", "5433", "peiyu",
    )  # fmt: skip
    assert found["OPTIONS"] == {}


def test_what_an_address_asks_for_reaches_every_way_to_the_database(tmp_path: Path, monkeypatch) -> None:
    address = "postgresql://u:p%40ss@db/peiyu?sslmode=verify-full&sslrootcert=%2Fca.pem&connect_timeout=5"
    found = database_of(opened(tmp_path, f'database = "{address}"'))
    assert found["OPTIONS"] == {"sslmode": "verify-full", "sslrootcert": "/ca.pem", "connect_timeout": "5"}
    assert named(found) == {
        "PGDATABASE": "peiyu", "PGUSER": "u", "PGPASSWORD": "p@ss", "PGHOST": "db",
        "PGSSLMODE": "verify-full", "PGSSLROOTCERT": "/ca.pem", "PGCONNECT_TIMEOUT": "5",
    }  # fmt: skip
    connection = SimpleNamespace(vendor="postgresql", settings_dict=found)
    monkeypatch.setattr(sys.modules[uri.__module__], "connection", connection)
    assert uri() == "postgresql://u:p%40ss@db:5432/peiyu?sslmode=verify-full&sslrootcert=%2Fca.pem&connect_timeout=5"


def test_a_socket_is_named_behind_the_question_mark(tmp_path: Path) -> None:
    found = database_of(opened(tmp_path, 'database = "postgresql://u@/peiyu?host=/run/pg&port=5433"'))
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("/run/pg", "5433", {})


def test_every_key_is_on_the_page_with_its_meaning_in_both_languages() -> None:
    page = settings_page()
    for one in keys():
        assert f"| `{one.name}` |" in page
        assert one.metadata["said"].zh in page
        assert one.metadata["said"].en in page
