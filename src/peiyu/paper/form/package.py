"""The parts of an office file: read with a bound, and written back with only some of them changed."""

from __future__ import annotations

import copy
import os
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

from peiyu.facts.drafts import new_draft
from peiyu.paper.form import refusals
from peiyu.paper.form.markup import Node, parse
from peiyu.problems import InputError, Problem, Text, Where

LARGEST_PART = 8 * 1024**2
"""Bytes of a part that is read as XML. A form is a small file; one that is larger has blank rows by the thousand."""

ZIP64 = 1
UNREADABLE = (zipfile.BadZipFile, zlib.error, KeyError, IndexError, EOFError, RuntimeError, ValueError)
"""What a damaged office file makes Python raise."""


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a part that is to be read as XML. InputError `form-too-large`; KeyError when there is none."""
    size = archive.getinfo(name).file_size
    if size > LARGEST_PART:
        raise InputError(
            refusals.too_large(Where(Path(archive.filename or "").name), f"{name}: {size / 1024**2:.0f} MiB")
        )
    return archive.read(name)


def tree(archive: zipfile.ZipFile, name: str) -> Node | None:
    """The root element of a part; None when the file has no such part."""
    return parse(part(archive, name)) if name in archive.NameToInfo else None


def relations(archive: zipfile.ZipFile, name: str) -> dict[str, tuple[str, str]]:
    """Of a part: relation id → (kind, the target part's name). What lies outside the file is left out."""
    folder, base = posixpath.split(name)
    root = tree(archive, f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels")
    found = {}
    for one in root.children if root is not None else ():
        if one.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/", folder, one.get("Target"))).lstrip("/")
            found[one.get("Id")] = (one.get("Type").rpartition("/")[2], target)
    return found


def rewrite(path: Path, changed: Mapping[str, bytes], out: Path) -> None:
    """`path` as `out` with the bytes of some parts exchanged: the same parts in the same order, each packed as it was
    and with its own date. Written beside `out` and renamed. InputError `cannot-write`, or `form-damaged`
    when a part cannot be read."""
    draft = new_draft(out, out.suffix)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(path) as given, zipfile.ZipFile(draft, "w") as made:
            made.comment = given.comment
            for info in given.infolist():
                made.writestr(_as_before(info), changed.get(info.filename, given.read(info)))
        os.replace(draft, out)
    except OSError as fault:
        raise InputError(_not_written(out, fault)) from fault
    except UNREADABLE as fault:
        raise InputError(refusals.damaged(path, f"{type(fault).__name__}: {fault}"[:160])) from fault
    finally:
        draft.unlink(missing_ok=True)


def _as_before(info: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry's head, without the sizes that some programs note for large files: they are written anew."""
    again, at, kept = copy.copy(info), 0, b""
    while at + 4 <= len(info.extra):
        kind, size = struct.unpack_from("<HH", info.extra, at)
        kept += info.extra[at : at + 4 + size] if kind != ZIP64 else b""
        at += 4 + size
    again.extra = kept
    return again


def _not_written(out: Path, fault: OSError) -> Problem:
    return Problem(
        "cannot-write",
        Text("写入失败，没有留下任何文件", "writing failed; nothing was left behind"),
        Where(out.name),
        found=fault.strerror or str(fault),
        next_step=Text("关闭已打开的同名文件，检查磁盘空间", "close the file if it is open; check the free space"),
    )
