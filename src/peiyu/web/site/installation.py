"""An installation's folder and its peiyu.toml; every key is documented in docs/reference/settings.md."""

from __future__ import annotations

import datetime as dt
import os
import secrets
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any

from peiyu.problems import Problem, Text, UsageError, Where

FOLDERS = ("files", "exports", "facts", "evaluations", "packs", "logs", "backups")
LANGUAGES = ("zh", "en")
SETTINGS_FILE = "peiyu.toml"


def _said(zh: str, en: str) -> Mapping[str, Text]:
    """What a key of peiyu.toml means, for docs/reference/settings.md."""
    return {"said": Text(zh, en)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Installation:
    """What peiyu.toml says; `folder` is the data folder itself."""

    folder: Path
    database: str = field(
        default="",
        metadata=_said(
            "数据库。空为数据文件夹中的 SQLite；或 postgresql://用户:密码@主机:端口/库名",
            "The database. Empty: SQLite in the data folder; or postgresql://user:password@host:port/name",
        ),
    )
    name: str = field(
        default="科技小巨人培育", metadata=_said("页头显示的中文名称", "What stands in the head of every Chinese page")
    )
    name_en: str = field(
        default="Cultivating science and technology little giants",
        metadata=_said("页头显示的英文名称", "What stands in the head of every English page"),
    )
    language: str = field(
        default="zh", metadata=_said("未选语言者所见：zh 或 en", "The language of those who have not chosen: zh or en")
    )
    time_zone: str = field(
        default="Asia/Shanghai", metadata=_said("时区，决定“今天”是哪一天", "The time zone, which says what day it is")
    )
    hosts: tuple[str, ...] = field(
        default=("localhost", "127.0.0.1", "[::1]"),
        metadata=_said(
            "浏览器访问时所用的主机名或地址；不在其中的请求一律拒绝",
            "The names or addresses under which browsers reach it; any other is refused",
        ),
    )
    proxy: str = field(
        default="",
        metadata=_said(
            "反向代理的地址，如 127.0.0.1。只信它转告的客户端地址和协议；空为没有代理",
            "The address of the reverse proxy, such as 127.0.0.1. What it says of the client's address and scheme is"
            " believed, and nobody else; empty: there is none",
        ),
    )
    https: bool = field(
        default=False,
        metadata=_said(
            "经 HTTPS 访问。登录信息此后只经 HTTPS 传送；正式使用应为 true",
            "Reached by HTTPS. Cookies then travel by HTTPS only; true wherever real work is done",
        ),
    )
    threads: int = field(
        default=8, metadata=_said("网站同时处理的请求数", "How many requests the server works on at once")
    )
    idle_minutes: int = field(
        default=30,
        metadata=_said("多少分钟没有操作即退出登录", "A session ends after so many minutes without a request"),
    )
    upload_megabytes: int = field(
        default=100, metadata=_said("单个上传文件的上限（MB）", "The largest file that is taken, in megabytes")
    )
    keep_logs_days: int = field(
        default=183, metadata=_said("运行日志保留天数，不少于 183", "For how many days logs are kept, at least 183")
    )
    metrics_from: tuple[str, ...] = field(
        default=("127.0.0.1", "::1"),
        metadata=_said(
            "可以读取 /metrics 的地址；对其他地址，此页不存在",
            "The addresses that may read /metrics; for any other there is no such page",
        ),
    )
    oidc: Mapping[str, str] = field(
        default_factory=dict,
        metadata=_said(
            "单点登录（OIDC），写成一节 [oidc]；空为不用", "Single sign-on (OIDC), a section [oidc]; empty: not used"
        ),
    )
    day: dt.date | None = field(
        default=None,
        metadata=_said("停在这一天，只用于演示", "The installation stands on this day: for demonstrations only"),
    )
    made_up: bool = field(
        default=False,
        metadata=_said(
            "每页标明虚构数据，只用于演示", "Every page says that its data are made up: for demonstrations only"
        ),
    )
    debug: bool = field(
        default=False, metadata=_said("开发用，切勿在正式环境打开", "For development; never where real work is done")
    )

    def path(self, *parts: str) -> Path:
        """A place in the data folder."""
        return self.folder.joinpath(*parts)


def open_installation(folder: Path) -> Installation:
    """Reads a data folder, which need not be there yet. UsageError `settings-unreadable`; `settings-unknown` and
    `settings-unfit` with the key that is at fault."""
    path = folder / SETTINGS_FILE
    try:
        given = tomllib.loads(path.read_text("utf-8")) if path.exists() else {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        said = Text("设置文件不是合格的 TOML", "the settings are not TOML")
        raise UsageError(Problem("settings-unreadable", said, where=Where(str(path)), found=str(error))) from None
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


def keys() -> tuple[Field[Any], ...]:
    """The keys of peiyu.toml, in the order in which they are documented."""
    return tuple(one for one in fields(Installation) if one.name != "folder")


def _fitting(given: Mapping[str, Any], path: Path) -> dict[str, Any]:
    known = {one.name: one for one in keys()}
    fitting: dict[str, Any] = {}
    for key, written in given.items():
        value = tuple(written) if isinstance(written, list) else written
        if key not in known:
            accepted = Text("、".join(known), ", ".join(known))
            raise _unfit("settings-unknown", Text("设置文件中没有这一项", "no such setting"), path, key, accepted)
        if not _fits(known[key], value):
            said = Text("设置的值不合适", "the value does not fit the setting")
            raise _unfit("settings-unfit", said, path, f"{key} = {written!r}", _such_as(known[key]))
        fitting[key] = value
    return fitting


def _fits(key: Field[Any], value: Any) -> bool:
    """Whether a value is of the key's type; `language` is one of two, and what counts is above nought."""
    if key.name == "oidc":
        return isinstance(value, Mapping)
    if key.name == "day":
        return type(value) is dt.date
    if key.name == "language":
        return value in LANGUAGES
    if type(value) is not type(key.default):
        return False
    if isinstance(value, tuple):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, bool) or not isinstance(value, int) or value > 0


def _such_as(key: Field[Any]) -> Text:
    examples = {"oidc": "[oidc]", "day": "2026-06-30", "language": "zh, en"}
    shown = examples.get(key.name) or repr(list(key.default) if isinstance(key.default, tuple) else key.default)
    return Text(f"如 {shown}", f"such as {shown}")


def _unfit(code: str, said: Text, path: Path, found: str, accepted: Text) -> UsageError:
    return UsageError(Problem(code, said, where=Where(str(path)), found=found, accepted=accepted))
