"""Where packs are: those that Peiyu carries and the user's own folders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any

from peiyu.policy.condition.ast import Span
from peiyu.policy.condition.scope import near
from peiyu.policy.pack.sayings import PACK_SAYINGS
from peiyu.problems import PackError

MAIN = "pack.yaml"


def carried() -> Path:
    """The folder of the packs that the package carries."""
    return Path(str(files("peiyu"))) / "packs"


@dataclass(frozen=True, slots=True)
class Source:
    """A pack on disk: `main` is its pack.yaml or its single file."""

    main: Path

    @property
    def folder(self) -> Path:
        return self.main.parent

    @property
    def place(self) -> Path:
        """What names the pack: its folder, or its single file."""
        return self.folder if self.main.name == MAIN else self.main

    def shown(self, file: str) -> str:
        """How a file is named in problems: with its pack's folder, unless the pack is that file."""
        return f"{self.main.resolve().parent.name}/{file}" if self.main.name == MAIN else file

    def case_files(self) -> tuple[Path, ...]:
        """`cases*.yaml` beside pack.yaml; a single file has its cases inside."""
        return tuple(sorted(self.folder.glob("cases*.yaml"))) if self.main.name == MAIN else ()


@dataclass(frozen=True, slots=True)
class PackRegistry:
    """Finds packs by id in `folders` (each holds one folder a pack), then among those that Peiyu carries. A
    registry reads each pack once and keeps it (`loaded`); a new registry reads the files again."""

    folders: tuple[Path, ...] = ()
    with_carried: bool = True
    loaded: dict[Path, Any] = field(default_factory=dict, compare=False, repr=False)
    _found: dict[str, Source] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, folders: Iterable[str | Path] = (), *, with_carried: bool = True) -> PackRegistry:
        return cls(tuple(Path(one) for one in folders), with_carried)

    def _places(self) -> Iterator[Path]:
        yield from self.folders
        if self.with_carried:
            yield carried()

    def ids(self) -> tuple[str, ...]:
        """Every pack that can be named, in order of id."""
        held = {path.parent.name for place in self._places() for path in place.glob(f"*/{MAIN}")}
        return tuple(sorted(held))

    def find(self, name: str | Path, *, span: Span | None = None, code: str = "pack-not-found") -> Source:
        """The source of a pack given by id, folder or file. PackError if there is none."""
        known = self._found.get(str(name))
        if known is not None:
            return known
        path = next((one for one in self._candidates(name) if one.is_file()), None)
        if path is None:
            ids = self.ids()
            options = " · ".join(near(str(name), ids) or ids)
            raise PackError(
                PACK_SAYINGS[code].about(span or Span(), found=str(name), name=name, options=options or "—")
            )
        return self._found.setdefault(str(name), Source(path))

    def _candidates(self, name: str | Path) -> Iterator[Path]:
        given = Path(name)
        if (
            isinstance(name, Path)
            or given.suffix in (".yaml", ".yml")
            or len(given.parts) > 1
            or str(name) in (".", "..")
        ):
            yield given / MAIN if given.is_dir() else given
            return
        for place in self._places():
            yield place / given / MAIN
        yield given / MAIN


def file_text(path: Path, span: Span) -> str:
    """The text of a pack's file. PackError if it is absent or not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as fault:
        code = "file-not-text" if isinstance(fault, UnicodeDecodeError) else "file-not-found"
        raise PackError(PACK_SAYINGS[code].about(span, found=path.name)) from None


def hash_of(texts: Iterable[tuple[str, str]], used: Iterable[str]) -> str:
    """SHA-256 over file names and texts and the hashes of the packs used."""
    digest = hashlib.sha256()
    for name, text in texts:
        digest.update(f"{name}\0{len(text)}\0".encode())
        digest.update(text.encode("utf-8", "surrogatepass"))
    for one in used:
        digest.update(f"\0uses\0{one}".encode())
    return digest.hexdigest()
