"""The database as a fact base: the visible rows of every fact table, in the library's columns."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files import locks
from django.db.models import Max

from peiyu.facts.base import FactBase, FactBaseWriter
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.problems import InternalError, Problem, Text
from peiyu.web.bridge.beside import quarantine, stand_ins
from peiyu.web.bridge.registry import own_vocabulary, packs
from peiyu.web.bridge.rows import Which, frames
from peiyu.web.enterprises.models import Intake
from peiyu.web.enterprises.queries import facts_version, intakes_unseen

Progress = Callable[[float], None]
MOST_TRIES = 4
KEPT = 3
IN_USE_SECONDS = 6 * 3600
READING = 0.75
"""The part of the time that goes into reading rows; the rest sorts and writes them."""


def quiet(share: float) -> None:
    """Tells nobody."""


def export(*, progress: Progress = quiet) -> FactBase:
    """The fact base of everything that is live; the one that is there already if nothing changed since. Two that ask at
    once share one: the second waits. Where facts change while it is written, it is written anew."""
    with one_at_a_time():
        words = own_vocabulary(packs())
        for _ in range(MOST_TRIES):
            version = facts_version()
            target = folder_of(version, words)
            if not target.exists():
                write(target, words, progress)
            if facts_version() == version:
                os.utime(target)
                forget()
                progress(1.0)
                return FactBase.open(target, vocabulary=words)
            shutil.rmtree(target, ignore_errors=True)
    raise InternalError(
        Problem(
            "facts-keep-changing",
            Text("数据一直在变动，未能取得一致的数据", "facts kept changing while they were read"),
            next_step=Text("待导入结束后重试", "try again when the imports have ended"),
        )
    )


def folder_of(version: str, words: Vocabulary) -> Path:
    """Where the fact base of a state of the database lies."""
    said = f"{version} {words.hash} {settings.PEIYU.made_up}"
    path: Path = settings.PEIYU.path("facts", hashlib.blake2b(said.encode(), digest_size=16).hexdigest())
    return path


def write(target: Path, words: Vocabulary, progress: Progress) -> None:
    """Streams every entity to disk and has it sorted into buckets."""
    which = Which(last=Intake.objects.aggregate(last=Max("pk"))["last"] or 0, unseen=tuple(intakes_unseen()))
    counts = expected()
    whole, done = sum(counts.values()) or 1, 0
    with FactBaseWriter(target, made_up=settings.PEIYU.made_up, vocabulary=words) as writer:
        for one in stand_ins():
            writer.stand_in(one)
        for entity in words.entities.values():
            for frame in frames(entity, which):
                writer.add(entity.code, frame)
                done += frame.height
                progress(min(done / whole, 1.0) * READING)
        held = quarantine()
        if held.height:
            writer.beside("quarantine", held)
        writer.finish()


def expected() -> dict[str, int]:
    """About how many rows each entity has, by what the intakes counted."""
    found: dict[str, int] = {}
    for counts in Intake.objects.filter(state="live").values_list("counts", flat=True).iterator():
        for entity, rows in counts.items():
            found[entity] = found.get(entity, 0) + (rows if isinstance(rows, int) else 0)
    return found


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Waits for whoever exports just now. The lock goes with the process that holds it."""
    path: Path = settings.PEIYU.path("facts", ".lock")
    with path.open("a") as file:
        locks.lock(file, locks.LOCK_EX)
        try:
            yield
        finally:
            locks.unlock(file)


def forget(keep: int = KEPT) -> None:
    """Removes fact bases: all but the newest, and those that were used lately, because a job may still read them."""
    folders = [one for one in settings.PEIYU.path("facts").iterdir() if one.is_dir() and not one.name.startswith(".")]
    folders.sort(key=lambda one: one.stat().st_mtime, reverse=True)
    for folder in folders[keep:]:
        if time.time() - folder.stat().st_mtime > IN_USE_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)
