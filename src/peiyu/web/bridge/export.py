"""The database as a fact base: the visible rows of every fact table, in the library's columns."""

from __future__ import annotations

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.files import locks
from django.db import OperationalError, connection
from django.db.models import Max

from peiyu.facts.base import FactBase
from peiyu.facts.base.manifest import read_manifest
from peiyu.facts.tables import Copy, Source, copied
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.problems import FactsError, InternalError, Problem, Text
from peiyu.web.bridge.beside import quarantine, stand_ins
from peiyu.web.bridge.kept import kept
from peiyu.web.bridge.registry import own_vocabulary, packs
from peiyu.web.enterprises.models import FACT_MODELS, Intake
from peiyu.web.enterprises.queries import facts_version, intakes_unseen

Progress = Callable[[float], None]
MOST_TRIES = 4
KEPT = 3
IN_USE_SECONDS = 6 * 3600


def quiet(share: float) -> None:
    """Tells nobody."""


def export(*, progress: Progress = quiet) -> FactBase:
    """The fact base of everything that is live; the one that is there already if nothing changed since. Two that ask at
    once share one: the second waits. Where facts change while it is written, it is written anew. OperationalError, as
    of any read, where the copying process lost the database."""
    with one_at_a_time():
        words = own_vocabulary(packs())
        for _ in range(MOST_TRIES):
            version = facts_version()
            target = folder_of(version, words)
            if target.exists():
                os.utime(target)
                return opened(target, words, progress)
            draft = target.with_name(f".{target.name}")
            shutil.rmtree(draft, ignore_errors=True)
            _copied(draft, words, progress)
            if facts_version() == version:
                os.rename(draft, target)
                return opened(target, words, progress)
            shutil.rmtree(draft, ignore_errors=True)
    raise InternalError(
        Problem(
            "facts-keep-changing",
            Text("数据一直在变动，未能取得一致的数据", "facts kept changing while they were read"),
            next_step=Text("待导入结束后重试", "try again when the imports have ended"),
        )
    )


def _copied(draft: Path, words: Vocabulary, progress: Progress) -> None:
    try:
        copied(copy_of(draft, words), progress)
    except FactsError as error:
        if error.problems[0].code == "database-lost":
            raise OperationalError(error.problems[0].found) from error
        raise


def folder_of(version: str, words: Vocabulary) -> Path:
    """Where the fact base of a state of the database lies."""
    said = f"{version} {words.hash} {settings.PEIYU.made_up}"
    path: Path = settings.PEIYU.path("facts", hashlib.blake2b(said.encode(), digest_size=16).hexdigest())
    return path


def opened(target: Path, words: Vocabulary, progress: Progress) -> FactBase:
    """The base; older ones that nobody reads any more go."""
    forget()
    progress(1.0)
    return FactBase.open(target, vocabulary=words)


def copy_of(target: Path, words: Vocabulary) -> Copy:
    """Everything that the copying process has to know."""
    source = Source(
        vendor=connection.vendor,
        uri=uri(),
        tables={code: model._meta.db_table for code, model in FACT_MODELS.items()},
        last=Intake.objects.aggregate(last=Max("pk"))["last"] or 0,
        unseen=tuple(intakes_unseen()),
    )
    return Copy(
        target=target,
        source=source,
        fields=[field for entity in words.entities.values() for field in entity.fields if field.pack],
        stand_ins=stand_ins(),
        quarantine=quarantine(),
        made_up=settings.PEIYU.made_up,
        expected=expected(),
    )


def uri() -> str:
    """Where the driver finds the database."""
    given = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"file:{quote(str(given['NAME']))}"
    parts = {name: quote(str(given[name]), safe="") for name in ("USER", "PASSWORD", "HOST", "NAME")}
    options = f"?{urlencode(given['OPTIONS'], quote_via=quote)}" if given.get("OPTIONS") else ""
    address = "postgresql://{USER}:{PASSWORD}@{HOST}:{port}/{NAME}".format(**parts, port=given["PORT"] or 5432)
    return address + options


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


def base_of(hash_: str) -> FactBase | None:
    """The fact base with a hash, if it is still there; being used keeps it for a while."""
    words = own_vocabulary(packs())
    for folder in bases():
        if hash_of(folder) == hash_:
            os.utime(folder)
            return FactBase.open(folder, vocabulary=words)
    return None


def bases() -> list[Path]:
    """The folders of fact bases, the one used last first."""
    folders = [one for one in settings.PEIYU.path("facts").iterdir() if one.is_dir() and not one.name.startswith(".")]
    return sorted(folders, key=lambda one: one.stat().st_mtime, reverse=True)


def hash_of(folder: Path) -> str:
    """A fact base's hash; '' for a folder that is none."""
    try:
        return read_manifest(folder).hash
    except FactsError:
        return ""


def forget(keep: int = KEPT) -> None:
    """Removes fact bases: all but the newest, those that were used lately, because a job may still read them, and those
    on which figures stand that went out."""
    old = [one for one in bases()[keep:] if time.time() - one.stat().st_mtime > IN_USE_SECONDS]
    frozen = kept() if old else frozenset()
    for folder in old:
        if hash_of(folder) not in frozen:
            shutil.rmtree(folder, ignore_errors=True)
