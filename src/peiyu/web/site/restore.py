"""A backup brought back: into an empty folder only, checked file by file before anything is put in its place."""

from __future__ import annotations

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from peiyu.problems import InputError, Problem, Text, UsageError, Where
from peiyu.web.site.backup import BLOCK, FORMAT, MANIFEST, POSTGRESQL, Saved, run_with
from peiyu.web.site.installation import SETTINGS_FILE, make, open_installation


def restore(path: Path, folder: Path, *, database: str = "") -> Mapping[str, Any]:
    """Brings a backup back into a folder that is empty or not there, and gives its manifest. database: where the tables
    of a PostgreSQL go, an empty database; what the backup's own settings name, if empty. UsageError `folder-not-empty`;
    InputError `backup-unreadable`, `backup-damaged`, `backup-partial`."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(
            Problem(
                "folder-not-empty",
                Text("文件夹不是空的，未恢复", "the folder is not empty; nothing was restored"),
                where=Where(str(folder)),
                next_step=Text("另选一个空文件夹", "name an empty one"),
            )
        )
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".restore-") as held:
        place = Path(held) / "data"
        manifest = unpack(path, place)
        if database:
            name_database(place / SETTINGS_FILE, database)
        if (dump := place / POSTGRESQL).exists():
            load_postgresql(dump, place)
            dump.unlink()
        make(place)
        if folder.exists():
            folder.rmdir()
        for name in ("secret", "ferry.key"):
            if (place / name).exists():
                (place / name).chmod(0o600)
        place.rename(folder)
    return manifest


def unpack(path: Path, place: Path) -> Mapping[str, Any]:
    """Every file of a backup under `place`, each as the manifest says."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: Mapping[str, Any] = json.loads(archive.read(MANIFEST))
            if manifest["format"] != FORMAT:
                raise _refused("backup-unreadable", path, f"format {manifest['format']}")
            if set(manifest["parts"]) != {one.value for one in Saved}:
                raise _refused("backup-partial", path, ", ".join(manifest["parts"]))
            for told in manifest["files"]:
                _unpack_one(archive, told, place, path)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise _refused("backup-unreadable", path, str(error)) from error
    return manifest


def name_database(settings: Path, database: str) -> None:
    """Makes the settings name another database; the other lines stay as they are."""
    lines = settings.read_text("utf-8").splitlines() if settings.exists() else []
    kept = [line for line in lines if not line.replace(" ", "").startswith("database=")]
    settings.write_text("\n".join([f"database = {json.dumps(database)}", *kept]) + "\n", "utf-8")


def load_postgresql(dump: Path, folder: Path) -> None:
    """Loads the tables into the database that the folder's settings name, all of them or none, and has it count them: a
    backup does not bring what it knew of its values."""
    import psycopg

    from peiyu.web.site.settings_database import database_of

    installation = open_installation(folder)
    named = database_of(installation)
    arguments = ["--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges"]
    run_with("pg_restore", [*arguments, f"--dbname={named['NAME']}", str(dump)], named)
    with psycopg.connect(installation.database) as link:
        link.execute("ANALYZE")


def _unpack_one(archive: zipfile.ZipFile, told: Mapping[str, Any], place: Path, path: Path) -> None:
    name = PurePosixPath(told["name"])
    if name.is_absolute() or ".." in name.parts:
        raise _refused("backup-unreadable", path, str(name))
    to = place.joinpath(*name.parts)
    to.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with archive.open(told["name"]) as read, to.open("wb") as write:
        while block := read.read(BLOCK):
            digest.update(block)
            write.write(block)
    if digest.hexdigest() != told["sha256"]:
        raise _refused("backup-damaged", path, str(name))


SAID: Mapping[str, Text] = {
    "backup-unreadable": Text("这不是可用的备份文件，未恢复", "this is no backup to be used; nothing was restored"),
    "backup-damaged": Text("备份文件已损坏，未恢复", "the backup is damaged; nothing was restored"),
    "backup-partial": Text(
        "这份备份只含数据库，不能单独恢复成一个安装",
        "this backup holds the database only: an installation cannot be made of it alone",
    ),
}


def _refused(code: str, path: Path, found: str) -> InputError:
    step = Text("换一份备份", "take another backup")
    return InputError(Problem(code, SAID[code], where=Where(str(path)), found=found, next_step=step))
