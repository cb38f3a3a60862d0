"""A kept file under the name that people gave it, which the library tells in every problem."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from peiyu.web.files.store import path_of

LONGEST_BYTES = 240
"""A name on a disk has 255 bytes at most; a Chinese character takes three."""


@contextmanager
def under_its_name(digest: str, name: str) -> Iterator[Path]:
    """Within it the file stands under its name, in a folder of its own."""
    with TemporaryDirectory(prefix="peiyu-") as place:
        path = Path(place) / fitting(PurePosixPath(name).name)
        link(path_of(digest), path)
        yield path


def fitting(name: str) -> str:
    """A name that every file system takes: a longer one loses the end of its stem, never its ending."""
    ending = PurePosixPath(name).suffix[-20:]
    room = LONGEST_BYTES - len(ending.encode())
    stem = name[: len(name) - len(ending)].encode()[:room].decode(errors="ignore")
    return f"{stem}{ending}"


def link(kept: Path, path: Path) -> None:
    """The same file under another name, a copy where links are not allowed."""
    try:
        path.symlink_to(kept.resolve())
    except OSError:  # Windows lets only administrators make links
        shutil.copyfile(kept, path)
