"""A backup: one ZIP with the database as of one instant and everything that its rows name. Work goes on meanwhile.

The database is saved first. Files, fact bases and evaluations are kept under names that never change their contents and
are written before a row names them: so whatever a saved row names is there when the files are copied.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from peiyu.problems import Problem, Text, UsageError, Where
from peiyu.web import clock

MANIFEST = "backup.json"
FORMAT = 1
SQLITE, POSTGRESQL = "peiyu.sqlite3", "peiyu.pgdump"
FOLDERS = ("files", "packs", "evaluations", "facts", "exports")
SINGLE = ("peiyu.toml", "secret", "ferry.key")
PAGES = 4096
BLOCK = 1024 * 1024
STORED = frozenset({".parquet", ".xlsx", ".docx", ".pdf", ".png", ".jpg", ".jpeg", ".zip"})
"""Already compressed."""


class Saved(Enum):
    """What a backup holds."""

    DATABASE = "database"
    SETTINGS = "settings"
    FILES = "files"


EVERYTHING = tuple(Saved)


def save(path: Path, *, parts: Sequence[Saved] = EVERYTHING) -> int:
    """Writes a backup of this installation and gives its bytes; `path` appears only when it is whole. UsageError
    `backup-exists`, `no-pg-dump`."""
    if path.exists():
        said = Text("同名文件已存在，未写备份", "there is such a file already; no backup was written")
        raise UsageError(Problem("backup-exists", said, where=Where(str(path))))
    path.parent.mkdir(parents=True, exist_ok=True)
    coming = path.with_name(f".{path.name}.part")
    try:
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as place:
            _write(coming, Path(place), parts)
        coming.chmod(0o600)  # it holds the installation's secret
        coming.replace(path)
    finally:
        coming.unlink(missing_ok=True)
    return path.stat().st_size


def _write(coming: Path, place: Path, parts: Sequence[Saved]) -> None:
    listed = []
    with zipfile.ZipFile(coming, "w", allowZip64=True) as archive:
        if Saved.DATABASE in parts:
            listed.append(_enter(archive, save_database(place)))
        for source, name in _sources(settings.PEIYU.folder, parts):
            try:
                listed.append(_enter(archive, source, name))
            except FileNotFoundError:
                continue  # an export that was past keeping and was removed meanwhile
        archive.writestr(MANIFEST, json.dumps(_manifest(parts, listed), ensure_ascii=False, indent=1))


def save_database(place: Path) -> Path:
    """The database as of one instant, in a file under `place`."""
    return _postgresql(place / POSTGRESQL) if connection.vendor == "postgresql" else _sqlite(place / SQLITE)


def _sqlite(path: Path) -> Path:
    held = sqlite3.connect(settings.DATABASES["default"]["NAME"], timeout=60)
    copy = sqlite3.connect(path)
    try:
        held.execute("BEGIN")  # one instant, and the copy never starts anew when somebody writes
        held.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
        held.backup(copy, pages=PAGES)
    finally:
        copy.close()
        held.close()
    return path


def _postgresql(path: Path) -> Path:
    tool = shutil.which("pg_dump")
    if tool is None:
        raise UsageError(_no_tool("pg_dump"))
    _run([tool, "--format=custom", "--no-owner", "--no-privileges", f"--file={path}"], settings.DATABASES["default"])
    return path


def run_with(tool: str, arguments: Sequence[str], database: dict[str, Any]) -> None:
    """Runs one of PostgreSQL's own commands on a database. UsageError `no-pg-tool`, `pg-tool-failed`."""
    found = shutil.which(tool)
    if found is None:
        raise UsageError(_no_tool(tool))
    _run([found, *arguments], database)


def named(database: Mapping[str, Any]) -> dict[str, str]:
    """A connection as PostgreSQL's own commands take it from their environment, where no list of processes shows a
    password."""
    from psycopg.pq import Conninfo

    parts = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    given = {key: database[name] for key, name in parts.items()} | database.get("OPTIONS", {})
    known = {one.keyword.decode(): one.envvar.decode() for one in Conninfo.get_defaults() if one.envvar}
    return {known[key]: str(value) for key, value in given.items() if value and key in known}


def _run(command: Sequence[str], database: dict[str, Any]) -> None:
    environment = {**os.environ, **named(database)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise UsageError(
            Problem(
                "pg-tool-failed",
                Text("数据库自带的工具报错，未完成", "PostgreSQL's own tool failed; nothing is complete"),
                found=f"{Path(command[0]).name}: {done.stderr.strip()[-400:]}",
                next_step=Text(
                    "核对工具与数据库的版本是否一致", "see that the tool is of the server's version or a newer one"
                ),
            )
        )


def _no_tool(name: str) -> Problem:
    return Problem(
        "no-pg-tool",
        Text("本机没有 PostgreSQL 的客户端工具", "PostgreSQL's client tools are not on this machine"),
        found=name,
        next_step=Text(
            "安装 PostgreSQL 客户端，或由数据库管理员另行备份",
            "install PostgreSQL's client, or have the database backed up by its administrator",
        ),
    )


def _sources(folder: Path, parts: Sequence[Saved]) -> Iterator[tuple[Path, str]]:
    if Saved.SETTINGS in parts:
        yield from ((folder / name, name) for name in SINGLE if (folder / name).exists())
    if Saved.FILES in parts:
        for name in FOLDERS:
            found = (one for one in sorted((folder / name).rglob("*")) if one.is_file())
            yield from ((one, one.relative_to(folder).as_posix()) for one in found if not _unfinished(one))


def _unfinished(path: Path) -> bool:
    return path.name.startswith(("incoming-", "."))


def _enter(archive: zipfile.ZipFile, source: Path, name: str = "") -> dict[str, Any]:
    """Copies one file into the archive and gives what the manifest says of it."""
    name = name or source.name
    method = zipfile.ZIP_STORED if source.suffix.lower() in STORED else zipfile.ZIP_DEFLATED
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read:
        told = zipfile.ZipInfo.from_file(source, name, strict_timestamps=False)
        told.compress_type = method
        with archive.open(told, "w", force_zip64=True) as write:
            while block := read.read(BLOCK):
                digest.update(block)
                size += len(block)
                write.write(block)
    return {"name": name, "bytes": size, "sha256": digest.hexdigest()}


def _manifest(parts: Sequence[Saved], listed: Sequence[dict[str, Any]]) -> dict[str, Any]:
    at: dt.datetime = clock.now()
    return {
        "format": FORMAT,
        "peiyu": version("peiyu"),
        "made_at": at.isoformat(timespec="seconds"),
        "database": connection.vendor,
        "parts": [one.value for one in parts],
        "migrations": sorted(".".join(one) for one in MigrationRecorder(connection).applied_migrations()),
        "files": list(listed),
    }
