"""A package: a zip with a manifest, its parts, and the signature over the manifest, which names every part's hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from peiyu.facts.ferry.keys import PublicKey, SigningKey
from peiyu.problems import InputError, Problem, Text, Where

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "signature"
LARGEST = 512 * 1024**2
"""Bytes of all parts together."""
MOST_PARTS = 2_000
_EPOCH = (1980, 1, 1, 0, 0, 0)
_NAME = re.compile(r"[0-9a-z][0-9a-z._-]{0,99}")
GET_AGAIN = Text("由对方重新导出一份", "ask the sender to export it again")


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What travels. `kind` says who can take it in (`round`, `answers`), `subject` which one it is (a round's number),
    `made_on` the sender's day; `parts`: name → bytes, names in small letters, digits, `._-`. `to`: the fingerprint of
    the key for which it is meant, empty for anyone who trusts the sender."""

    kind: str
    subject: str
    sender: str
    made_on: dt.date
    parts: Mapping[str, bytes] = field(repr=False)
    to: str = ""
    made_up: bool = False

    def json(self, name: str) -> Any:
        """A part that is JSON. InputError `ferry-part` if it is missing or no JSON."""
        try:
            return json.loads(self.parts[name])
        except (KeyError, ValueError) as fault:
            raise InputError(
                Problem(
                    "ferry-part", Text("摆渡包里缺少应有的内容", "a part of the package is missing or unreadable"),
                    found=name, next_step=GET_AGAIN,
                )
            ) from fault  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sealed:
    """A package that was opened: its id (the same for the same contents), who sealed it, what it holds."""

    id: str
    key: PublicKey
    package: Package


def seal(package: Package, key: SigningKey) -> bytes:
    """The package as a file; the same package and key give the same bytes. ValueError for a part's name that no
    package has, or for too much."""
    for name in package.parts:
        if not _NAME.fullmatch(name) or name in (MANIFEST, SIGNATURE):
            raise ValueError(name)
    if len(package.parts) > MOST_PARTS or sum(map(len, package.parts.values())) > LARGEST:
        raise ValueError("too much for a package")
    manifest = _manifest(package, key.public)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        _put(archive, MANIFEST, manifest)
        _put(archive, SIGNATURE, key.sign(manifest))
        for name in sorted(package.parts):
            _put(archive, name, package.parts[name])
    return made.getvalue()


def open_sealed(path: Path, trusted: Iterable[PublicKey]) -> Sealed:
    """The package in a file, if one of the trusted keys sealed it and nothing of it was changed.

    InputError `ferry-damaged` (no package, or not whole), `ferry-newer` (of a later version), `ferry-stranger` (sealed
    by a key that nobody here trusts), `ferry-tampered` (changed after it was sealed), `ferry-too-large`.
    """
    where = Where(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            _refuse_large(archive, where)
            manifest, signature = archive.read(MANIFEST), archive.read(SIGNATURE)
            said = json.loads(manifest)
            key = _signer(said, trusted, where)
            if not key.fits(signature, manifest):
                raise InputError(_tampered(MANIFEST, where))
            parts = _parts(archive, said["parts"], where)
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, NotImplementedError, RuntimeError) as fault:
        raise InputError(
            Problem(
                "ferry-damaged", Text("这不是完整的摆渡包", "this is no package, or not a whole one"), where,
                found=str(fault)[:80], accepted=Text("由本软件导出的 .peiyu 文件", "a .peiyu file as it was exported"),
                next_step=GET_AGAIN,
            )
        ) from fault  # fmt: skip
    package = Package(
        kind=said["kind"], subject=said["subject"], sender=said["sender"], to=said["to"], made_up=said["made_up"],
        made_on=dt.date.fromisoformat(said["made_on"]), parts=parts,
    )  # fmt: skip
    return Sealed(hashlib.sha256(manifest).hexdigest()[:32], key, package)


def _manifest(package: Package, key: PublicKey) -> bytes:
    said = {
        "format": FORMAT, "kind": package.kind, "subject": package.subject, "sender": package.sender, "to": package.to,
        "made_on": package.made_on.isoformat(), "made_up": package.made_up, "key": key.text,
        "parts": {name: hashlib.sha256(held).hexdigest() for name, held in sorted(package.parts.items())},
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _put(archive: zipfile.ZipFile, name: str, held: bytes) -> None:
    entry = zipfile.ZipInfo(name, date_time=_EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    archive.writestr(entry, held)


def _refuse_large(archive: zipfile.ZipFile, where: Where) -> None:
    entries = archive.infolist()
    size = sum(one.file_size for one in entries)
    if len(entries) > MOST_PARTS + 2 or size > LARGEST + 16 * 1024**2:
        raise InputError(
            Problem(
                "ferry-too-large", Text("摆渡包过大", "the package is too large"), where,
                found=f"{size / 1024**2:,.0f} MiB, {len(entries)}",
                accepted=Text("不超过 512 MiB、2000 个部分", "at most 512 MiB and 2 000 parts"),
                next_step=Text("由对方分次导出", "ask for it in several packages"),
            )
        )  # fmt: skip


def _signer(said: Mapping[str, Any], trusted: Iterable[PublicKey], where: Where) -> PublicKey:
    if said["format"] != FORMAT:
        raise InputError(
            Problem(
                "ferry-newer", Text("摆渡包由另一版本的软件导出", "the package is of another version"), where,
                found=str(said["format"]), accepted=Text(str(FORMAT), str(FORMAT)),
                next_step=Text("两边升级到同一版本后重新导出", "bring both sides to one version and export again"),
            )
        )  # fmt: skip
    key = PublicKey.parse(said["key"])
    if key not in set(trusted):
        raise InputError(
            Problem(
                "ferry-stranger", Text("发出方的密钥未登记为可信", "nobody here trusts the sender's key"), where,
                found=f"{said['sender']} · {key.fingerprint}",
                accepted=Text("已登记的单位", "offices whose keys are entered"),
                next_step=Text(
                    "与对方电话核对指纹，由管理员登记其公钥后再导入",
                    "read the fingerprint to each other, have the key entered, and import it again",
                ),
            )
        )  # fmt: skip
    return key


def _parts(archive: zipfile.ZipFile, hashes: Mapping[str, str], where: Where) -> dict[str, bytes]:
    held = {name for name in archive.namelist() if name not in (MANIFEST, SIGNATURE)}
    for name in sorted(held ^ set(hashes)):
        raise InputError(_tampered(name, where))
    parts = {name: archive.read(name) for name in hashes}
    for name, part in parts.items():
        if hashlib.sha256(part).hexdigest() != hashes[name]:
            raise InputError(_tampered(name, where))
    return parts


def _tampered(name: str, where: Where) -> Problem:
    return Problem(
        "ferry-tampered", Text("摆渡包在导出后被改动，一律不收", "the package was changed after it was sealed"), where,
        found=name, next_step=GET_AGAIN,
    )  # fmt: skip
