"""A kept file under the name that people gave it, which the library tells in every problem."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from peiyu.web.files.store import path_of


@contextmanager
def under_its_name(digest: str, name: str) -> Iterator[Path]:
    """Within it the file stands under its name, in a folder of its own."""
    with TemporaryDirectory(prefix="peiyu-") as place:
        path = Path(place) / PurePosixPath(name).name
        link(path_of(digest), path)
        yield path


def link(kept: Path, path: Path) -> None:
    """The same file under another name, a copy where links are not allowed."""
    try:
        path.symlink_to(kept.resolve())
    except OSError:  # Windows lets only administrators make links
        shutil.copyfile(kept, path)
