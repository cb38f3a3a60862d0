"""An installation's folder and its peiyu.toml; every key is documented in docs/reference/settings.md."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from peiyu.problems import Problem, Text, UsageError, Where

FOLDERS = ("files", "exports", "facts", "evaluations", "packs", "logs")
SETTINGS_FILE = "peiyu.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What peiyu.toml says; `folder` is the data folder itself.

    database: `` for SQLite in the folder, or postgresql://user:password@host:port/name. hosts: names under which
    browsers reach it. https: behind a proxy that speaks HTTPS. day: the installation stands on this day
    (demonstrations only). language: of those who have not chosen. name: what stands in the head of every page.
    idle_minutes: a session without a request ends. keep_logs_days: at least 183. oidc: settings of a single sign-on.
    """

    folder: Path
    database: str = ""
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    https: bool = False
    day: dt.date | None = None
    language: str = "zh"
    name: str = "科技小巨人培育"
    name_en: str = "Cultivating science and technology little giants"
    time_zone: str = "Asia/Shanghai"
    idle_minutes: int = 30
    keep_logs_days: int = 183
    upload_megabytes: int = 100
    made_up: bool = False
    debug: bool = False
    oidc: Mapping[str, str] = field(default_factory=dict)

    def path(self, *parts: str) -> Path:
        """A place in the data folder."""
        return self.folder.joinpath(*parts)


def open_installation(folder: Path) -> Installation:
    """Reads a data folder, which need not be there yet. UsageError `settings-unknown`, `settings-unfit` with the key
    that is at fault."""
    path = folder / SETTINGS_FILE
    given = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    return Installation(folder=folder, **_fitting(given, path))


def make(folder: Path) -> None:
    """Makes what a data folder consists of, where it is missing."""
    for name in FOLDERS:
        (folder / name).mkdir(parents=True, exist_ok=True)


def secret(folder: Path) -> str:
    """The installation's secret key, made at the first start and readable by its owner alone; before there is a folder,
    one that lasts as long as the process."""
    path = folder / "secret"
    if not folder.exists():
        return secrets.token_urlsafe(48)
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return path.read_text().strip()


def _fitting(given: Mapping[str, Any], path: Path) -> dict[str, Any]:
    known = {one.name: one for one in fields(Installation) if one.name != "folder"}
    fitting: dict[str, Any] = {}
    for key, written in given.items():
        if key not in known:
            raise UsageError(
                Problem(
                    "settings-unknown",
                    Text("设置文件中没有这一项", "no such setting"),
                    where=Where(str(path)),
                    found=key,
                    accepted=Text("、".join(known), ", ".join(known)),
                )
            )
        default = known[key].default
        value = tuple(written) if isinstance(written, list) else written
        if default is not None and key != "oidc" and type(value) is not type(default):
            raise UsageError(
                Problem(
                    "settings-unfit",
                    Text("设置的值不合适", "the value does not fit the setting"),
                    where=Where(str(path)),
                    found=f"{key} = {value!r}",
                    accepted=Text(f"如 {default!r}", f"such as {default!r}"),
                )
            )
        fitting[key] = value
    return fitting
