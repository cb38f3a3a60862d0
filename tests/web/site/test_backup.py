"""A backup brought back is the installation that it was, and nothing is brought back by halves."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from peiyu.cli.shell import run
from peiyu.problems import InputError, UsageError
from peiyu.web.site.restore import restore

Do = Callable[..., subprocess.CompletedProcess[str]]


def peiyu(*words: str | Path, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of its own process: a process is of one installation."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PEIYU_", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "peiyu.cli", *map(str, words)],
        env={**environment, **more},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that has begun: four accounts, a file, a setting."""
    folder = tmp_path_factory.mktemp("office") / "data"
    done = peiyu("person", "first", "--data", folder, "--office", "领导小组办公室", "--json")
    assert done.returncode == 0, done.stderr
    assert {one["sign_in"] for one in json.loads(done.stdout)} == {"xitong", "anquan", "shenji"}
    (folder / "peiyu.toml").write_text('name = "某区"\n', "utf-8")
    (folder / "files" / "ab").mkdir()
    (folder / "files" / "ab" / ("ab" * 32)).write_bytes(b"a ledger" * 1000)
    (folder / "files" / "incoming-1").write_bytes(b"half")
    return folder


@pytest.fixture(scope="module")
def saved(installation: Path) -> Path:
    path = installation.parent / "backup.zip"
    done = peiyu("backup", "--data", installation, "-o", path)
    assert done.returncode == 0, done.stderr
    return path


def rows(database: Path) -> list[tuple[str, int]]:
    with sqlite3.connect(database) as held:
        tables = [name for (name,) in held.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return [(name, held.execute(f'SELECT COUNT(*) FROM "{name}"').fetchone()[0]) for name in tables]


def test_a_backup_holds_everything_and_is_for_its_owner_alone(saved: Path) -> None:
    with zipfile.ZipFile(saved) as archive:
        names = set(archive.namelist())
    assert {"peiyu.sqlite3", "peiyu.toml", "secret", "backup.json", f"files/ab/{'ab' * 32}"} <= names
    assert not any("incoming" in name for name in names)
    assert saved.stat().st_mode & 0o777 == 0o600


def test_what_is_brought_back_is_what_was_saved(installation: Path, saved: Path, tmp_path: Path) -> None:
    back = tmp_path / "back"
    assert peiyu("restore", saved, "--data", back).returncode == 0
    assert rows(back / "peiyu.sqlite3") == rows(installation / "peiyu.sqlite3")
    assert (back / "secret").read_text() == (installation / "secret").read_text()
    assert (back / "secret").stat().st_mode & 0o777 == 0o600
    assert (back / "files" / "ab" / ("ab" * 32)).read_bytes() == b"a ledger" * 1000


def test_a_folder_that_is_not_empty_is_left_alone(saved: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="folder-not-empty"):
        restore(saved, tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_a_damaged_backup_brings_nothing_back(saved: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(bad, "w") as new:
        for name in old.namelist():
            held = old.read(name)
            new.writestr(name, held[:-1] + b"x" if name.startswith("files/") else held)
    with pytest.raises(InputError, match="backup-damaged"):
        restore(bad, tmp_path / "back")
    cut = tmp_path / "cut.zip"
    cut.write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    with pytest.raises(InputError, match="backup-unreadable"):
        restore(cut, tmp_path / "back")
    assert not (tmp_path / "back").exists()
    assert {one.name for one in tmp_path.iterdir()} == {"bad.zip", "cut.zip"}


def test_a_backup_that_climbs_out_of_its_folder_is_refused(saved: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(saved) as old, zipfile.ZipFile(bad, "w") as new:
        manifest = json.loads(old.read("backup.json"))
        manifest["files"] = [{"name": "../out", "sha256": "", "bytes": 0}]
        new.writestr("../out", b"x")
        new.writestr("backup.json", json.dumps(manifest))
    with pytest.raises(InputError, match="backup-unreadable"):
        restore(bad, tmp_path / "in" / "back")
    assert not (tmp_path / "in" / "out").exists()


def test_a_backup_is_never_written_over_another(saved: Path, installation: Path) -> None:
    before = saved.read_bytes()
    done = peiyu("backup", "--data", installation, "-o", saved)
    assert done.returncode == 2
    assert "backup-exists" in done.stderr
    assert saved.read_bytes() == before


def test_where_there_is_no_installation_nothing_is_saved(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backup", "--data", str(tmp_path / "none"), "-o", str(tmp_path / "b.zip")]) == 2
    assert "no-installation" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def busy(installation: Path) -> Iterator[None]:
    """Somebody writes all the while, always the same number of rows into two tables at once."""
    stop = threading.Event()

    def write() -> None:
        held = sqlite3.connect(installation / "peiyu.sqlite3", timeout=30)
        held.execute("CREATE TABLE IF NOT EXISTS one (n)")
        held.execute("CREATE TABLE IF NOT EXISTS two (n)")
        while not stop.is_set():
            with held:
                held.execute("INSERT INTO one VALUES (1)")
                held.execute("INSERT INTO two VALUES (1)")
        held.execute("DROP TABLE one")
        held.execute("DROP TABLE two")
        held.close()

    thread = threading.Thread(target=write)
    thread.start()
    yield
    stop.set()
    thread.join()


def test_a_backup_made_while_others_write_is_of_one_instant(installation: Path, busy: None, tmp_path: Path) -> None:
    path = tmp_path / "busy.zip"
    assert peiyu("backup", "--data", installation, "-o", path).returncode == 0
    restore(path, tmp_path / "back")
    counted = dict(rows(tmp_path / "back" / "peiyu.sqlite3"))
    assert counted["one"] == counted["two"]


def test_tables_of_an_older_version_are_saved_before_they_change(installation: Path, tmp_path: Path) -> None:
    old = tmp_path / "old"
    shutil.copytree(installation, old)
    with sqlite3.connect(old / "peiyu.sqlite3") as held:
        last = held.execute("SELECT name FROM django_migrations WHERE app = 'look' ORDER BY id DESC").fetchone()[0]
        held.execute("DELETE FROM django_migrations WHERE app = 'look' AND name = ?", (last,))
        held.execute("DROP TABLE look_sent")
    code = (
        "import sys; from pathlib import Path; from peiyu.web.site.start import ready; print(ready(Path(sys.argv[1])))"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PEIYU_", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-c", code, old], env=environment, capture_output=True, text=True, check=True
    )
    path = Path(done.stdout.strip().splitlines()[-1])
    assert path.parent == (old / "backups").resolve()
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {"peiyu.sqlite3", "backup.json"}
    assert "look_sent" in dict(rows(old / "peiyu.sqlite3"))
    with pytest.raises(InputError, match="backup-partial"):
        restore(path, tmp_path / "back")


def test_tables_of_a_newer_version_are_left_alone(installation: Path, tmp_path: Path) -> None:
    new = tmp_path / "new"
    shutil.copytree(installation, new)
    with sqlite3.connect(new / "peiyu.sqlite3") as held:
        held.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('look', '9999_later', '2030-01-01')")
    before = rows(new / "peiyu.sqlite3")
    done = peiyu("person", "first", "--data", new, "--office", "x")
    assert done.returncode == 2
    assert "version-older" in done.stderr
    assert rows(new / "peiyu.sqlite3") == before
    assert list((new / "backups").iterdir()) == []


def test_an_administrator_who_lost_the_password_is_given_another(installation: Path) -> None:
    done = peiyu("person", "password", "--data", installation, "xitong", "--why", "忘记", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["sign_in"] == "xitong"
    with sqlite3.connect(installation / "peiyu.sqlite3") as held:
        must, locked = held.execute(
            "SELECT must_change_password, held FROM accounts_person WHERE sign_in = 'xitong'"
        ).fetchone()
    assert (must, locked) == (1, 0)


def test_restoring_needs_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["restore", str(tmp_path / "none.zip"), "--data", str(tmp_path / "d")]) == 1
    assert "no-such-file" in capsys.readouterr().err
