"""The folder in which a month's files lie for people, named in the order of the month."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from peiyu.web.files.store import path_of


@dataclass(frozen=True, slots=True)
class Desk:
    """A folder for what an office would have on its desk at the end of the month."""

    folder: Path

    def lay(self, name: str, path: Path) -> None:
        """A file that was made for taking away."""
        self.write(name, path.read_bytes())

    def lay_kept(self, name: str, digest: str) -> None:
        """A file of the store, by its hash."""
        self.write(name, path_of(digest).read_bytes())

    def write(self, name: str, content: bytes) -> None:
        """A file by its contents."""
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(content)

    def take_in(self, name: str, folder: Path) -> None:
        """A whole folder."""
        shutil.copytree(folder, self.folder / name, dirs_exist_ok=True)
