"""Texts of packs that are being written: read and checked as the library checks a pack, and written from a document."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from django.conf import settings

from peiyu.document import read
from peiyu.document.draft import draft
from peiyu.document.model import Reading
from peiyu.policy.pack.checks import check_pack
from peiyu.policy.pack.load import PackRegistry, read_pack
from peiyu.policy.pack.model import Pack
from peiyu.problems import Problem, has_errors
from peiyu.web.bridge.registry import packs


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A text as far as it could be read, and every problem with file and line."""

    pack: Pack | None
    problems: tuple[Problem, ...]

    @property
    def is_sound(self) -> bool:
        return self.pack is not None and not has_errors(self.problems)


def check(pack: str, files: Mapping[str, str]) -> Checked:
    """The library's check of a text that is stored nowhere yet. Files of problems are named without a folder."""
    place = Path(tempfile.mkdtemp(prefix=".check-", dir=settings.PEIYU.path("packs")))
    try:
        folder = place / pack
        folder.mkdir()
        for name, text in files.items():
            (folder / Path(name).name).write_text(text, "utf-8", newline="")
        held = packs()
        registry = PackRegistry((place, *held.folders), True, dict(held.loaded))
        loading = read_pack(pack, registry=registry)
        problems = loading.problems
        if loading.pack is not None and not has_errors(problems):
            problems = (*problems, *check_pack(loading.pack, registry=registry))
        return Checked(pack=loading.pack, problems=tuple(_plainly(one, pack) for one in problems))
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _plainly(one: Problem, pack: str) -> Problem:
    return replace(one, where=replace(one.where, file=one.where.file.removeprefix(f"{pack}/")))


def read_document(path: Path, *, name: str) -> Reading:
    """A policy document that is kept under another name than its own. DocumentError where there is nothing to read."""
    with tempfile.TemporaryDirectory(prefix="peiyu-") as place:
        named = Path(place) / Path(name).name
        shutil.copyfile(path, named)
        return read(named)


def drafted(reading: Reading, pack: str) -> dict[str, str]:
    """The files of a first draft of a pack."""
    return dict(draft(reading, pack))
