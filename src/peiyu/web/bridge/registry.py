"""Packs: those that Peiyu carries, the released texts before them, and drafts where they are named.

A text is laid out as a folder `packs/<hash>/<pack id>/` when it is first asked for; folders never change, so that a
registry can be kept as long as the same texts hold.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from peiyu.facts.drafts import new_draft
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.policy.pack.load.registry import hash_of
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.vocabulary import with_own_fields
from peiyu.web.bridge.office import office

MOST_REGISTRIES = 8


def text_hash(pack: str, files: Mapping[str, str]) -> str:
    """What addresses a text: SHA-256 over the pack's id, its file names and files."""
    return hash_of((("", pack), *sorted(files.items())), ())


def packs(*drafts: str) -> PackRegistry:
    """The registry of carried packs and released texts; drafts (and texts of any other state) that are named by their
    hash come before these. LookupError for a hash that names no text."""
    released = tuple((one.hash, one.pack) for one in office().released())
    named = tuple((hash_, _pack_of(hash_)) for hash_ in drafts)
    return _registry((*named, *released))


def pack_of(id_: str, *drafts: str) -> Pack:
    """One pack. PackError with every problem if it cannot be loaded."""
    return load_pack(id_, registry=packs(*drafts))


def packs_of_today() -> tuple[Pack, ...]:
    """Every carried pack and released text; the same objects as long as they hold."""
    return _packs(packs().folders)


def own_vocabulary(registry: PackRegistry) -> Vocabulary:
    """The vocabulary with the own fields of every pack of a registry."""
    return _vocabulary(registry.folders)


@lru_cache(MOST_REGISTRIES)
def _registry(texts: tuple[tuple[str, str], ...]) -> PackRegistry:
    return PackRegistry.of([laid_out(hash_, pack) for hash_, pack in texts])


@lru_cache(MOST_REGISTRIES)
def _packs(folders: tuple[Path, ...]) -> tuple[Pack, ...]:
    registry = PackRegistry.of(folders)
    return tuple(load_pack(id_, registry=registry) for id_ in registry.ids())


@lru_cache(MOST_REGISTRIES)
def _vocabulary(folders: tuple[Path, ...]) -> Vocabulary:
    return with_own_fields(_packs(folders))


def _pack_of(hash_: str) -> str:
    """Of which pack a text is: by its folder, which stays even when the text has gone on."""
    folder: Path = settings.PEIYU.path("packs", hash_)
    held = next((one.name for one in folder.iterdir() if one.is_dir()), "") if folder.is_dir() else ""
    return held or office().text(hash_)[0].pack


def laid_out(hash_: str, pack: str) -> Path:
    """The folder `packs/<hash>`, which holds the folder of the pack; made from the stored text if it is not there."""
    folder: Path = settings.PEIYU.path("packs", hash_)
    if (folder / pack).is_dir():
        return folder
    _, files = office().text(hash_)
    draft = new_draft(folder)
    (draft / pack).mkdir(parents=True)
    for name, text in files.items():
        (draft / pack / Path(name).name).write_text(text, "utf-8", newline="")
    try:
        os.rename(draft, folder)
    except OSError:
        shutil.rmtree(draft, ignore_errors=True)
        if not (folder / pack).is_dir():
            raise
    return folder
