"""/healthz: whether the installation can work: its database, its folder, its worker, its disk."""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, JsonResponse

BEAT = "worker.beat"
BEAT_SECONDS = 10.0
SILENT_SECONDS = 120.0
LEAST_FREE = 500 * 1024 * 1024


def healthz(request: HttpRequest) -> JsonResponse:
    """200 with every part `ok`, or 503 naming those that are not: for machines, and told to anybody."""
    folder = settings.PEIYU.folder
    parts = {name: _tried(check, folder) for name, check in CHECKS}
    well = all(said == "ok" for said in parts.values())
    return JsonResponse({"ok": well, "parts": parts}, status=200 if well else 503)


def database(folder: Path) -> str:
    """Whether it answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return "ok"


def writable(folder: Path) -> str:
    """Whether a file can be written where uploads are kept."""
    with tempfile.TemporaryFile(dir=folder / "files") as file:
        file.write(b"ok")
    return "ok"


def worker(folder: Path) -> str:
    """Whether a worker has given a sign of life of late."""
    age = beat_age(folder)
    return "ok" if age is not None and age < SILENT_SECONDS else "silent"


def disk(folder: Path) -> str:
    """Whether there is room."""
    return "ok" if free_bytes(folder) >= LEAST_FREE else "low"


CHECKS: tuple[tuple[str, Callable[[Path], str]], ...] = (
    ("database", database), ("folder", writable), ("worker", worker), ("disk", disk),
)  # fmt: skip


def free_bytes(folder: Path) -> int:
    """Free disk where the data are."""
    return shutil.disk_usage(folder).free


def beat_age(folder: Path) -> float | None:
    """Seconds since a worker's last beat; None if there never was one."""
    try:
        return max(0.0, time.time() - (folder / BEAT).stat().st_mtime)
    except FileNotFoundError:
        return None


@contextmanager
def beating(folder: Path) -> Iterator[None]:
    """Within it, this process gives signs of life."""
    ended = threading.Event()
    thread = threading.Thread(target=_beat, args=(folder / BEAT, ended), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _beat(path: Path, ended: threading.Event) -> None:
    while True:
        try:
            path.touch()
            os.utime(path)
        except OSError:
            pass  # a full or missing disk is told by the other parts
        if ended.wait(BEAT_SECONDS):
            return


def _tried(check: Callable[[Path], str], folder: Path) -> str:
    try:
        return check(folder)
    except Exception:
        return "failed"
