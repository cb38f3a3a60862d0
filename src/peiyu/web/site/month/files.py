"""The folder in which a month's files lie for people, named in the order of the month."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from peiyu.problems import Text
from peiyu.web.files.store import path_of


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder for what an office would have on its desk at the end of the month; its files are named, and what is
    written for the reader is written, in `lang`."""

    folder: Path
    lang: str = "zh"

    def lay(self, name: Text, path: Path) -> None:
        """A file that was made for taking away."""
        self.write(name, path.read_bytes())

    def lay_kept(self, name: Text, digest: str) -> None:
        """A file of the store, by its hash."""
        self.write(name, path_of(digest).read_bytes())

    def write(self, name: Text, content: bytes) -> None:
        """A file by its contents."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name.in_(self.lang)).write_bytes(content)

    def laid(self, *places: str) -> tuple[str, ...]:
        """The files whose names begin with these numbers."""
        return tuple(sorted(one.name for one in self.folder.iterdir() if one.name.startswith(places)))
