"""Files under `files/` of the data folder, each once, named by its hash."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from peiyu.problems import Problem, Text
from peiyu.web.files.kinds import KINDS, check_name, looks_like
from peiyu.web.files.room import is_no_room, no_room
from peiyu.web.look.refusal import Refusal

BLOCK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept: `hash` is the SHA-256 of its contents, in hexadecimal."""

    hash: str
    name: str
    bytes: int


def keep(
    name: str, blocks: Iterable[bytes], *, suffixes: frozenset[str] = frozenset(KINDS), megabytes: int | None = None
) -> Kept:
    """Keeps a file if its name and its contents are of a kind in `suffixes` and it is small enough; the same contents
    are kept once. Refusals `file-kind`, `file-macros`, `file-contents`, `file-too-large`, `file-empty`, `disk-full`."""
    suffix = check_name(name, suffixes)
    most = (megabytes or settings.PEIYU.upload_megabytes) * 1024 * 1024
    folder = settings.PEIYU.path("files")
    folder.mkdir(parents=True, exist_ok=True)
    handle, written = tempfile.mkstemp(dir=folder, prefix="incoming-")
    coming = Path(written)
    try:
        try:
            with os.fdopen(handle, "wb") as file:
                digest, size = _written(blocks, file.write, most)
        except OSError as error:
            if not is_no_room(error):
                raise
            raise Refusal(no_room(), status=507) from error
        looks_like(suffix, coming)
        place = path_of(digest)
        place.parent.mkdir(exist_ok=True)
        coming.chmod(0o640)
        coming.replace(place)
    finally:
        coming.unlink(missing_ok=True)
    return Kept(digest, Path(name).name, size)


def path_of(digest: str) -> Path:
    """Where the file with this hash is kept."""
    if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
        raise ValueError(digest)
    found: Path = settings.PEIYU.path("files", digest[:2], digest)
    return found


def _written(blocks: Iterable[bytes], write: Callable[[bytes], int], most: int) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for block in blocks:
        size += len(block)
        if size > most:
            raise Refusal(_too_large(most))
        digest.update(block)
        write(block)
    if not size:
        step = Text("重新导出，或向提供方重新索取", "export it again, or ask whoever gave it")
        raise Refusal(Problem("file-empty", Text("文件是空的", "the file is empty"), next_step=step))
    return digest.hexdigest(), size


def _too_large(most: int) -> Problem:
    return Problem(
        "file-too-large",
        Text("文件太大，未保存", "the file is too large and was not saved"),
        accepted=Text(f"不超过 {most // 1024 // 1024} MB", f"at most {most // 1024 // 1024} MB"),
        next_step=Text("拆分文件，或将图片压缩后再上传", "split it, or shrink its pictures, and send it again"),
    )
