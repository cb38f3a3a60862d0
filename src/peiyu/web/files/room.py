"""A full disk: how it shows, whoever met it, and what is told."""

from __future__ import annotations

import errno
from collections.abc import Iterator

from peiyu.problems import PeiyuError, Problem, Text

NO_ROOM = (errno.ENOSPC, errno.EDQUOT)
SIGNS = ("disk is full", "No space left on device", "os error 28", "os error 112", "Disk quota exceeded")
"""What SQLite and the system, through whatever library, say; 112 is Windows' number."""

DISK_FULL = "53100"
"""PostgreSQL's state, because its words may be in any language."""

TOLD_BY = ("cannot-write", "output-not-written")
"""Problems of the library whose `found` repeats what the system said."""


def no_room() -> Problem:
    """That the disk is full, and what to do."""
    return Problem(
        "disk-full",
        Text(
            "服务器磁盘空间不足，本次未保存，已有数据不受影响",
            "the disk of the server is full; nothing was saved or lost",
        ),
        next_step=Text("联系系统管理员清理磁盘后再试", "ask the system administrator for room, then try again"),
    )


def is_no_room(error: BaseException | None) -> bool:
    """Whether a full disk, or a quota that is used up, is behind an error."""
    return any(_says_so(one) for one in _behind(error))


def _behind(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _says_so(error: BaseException) -> bool:
    if isinstance(error, OSError):
        return error.errno in NO_ROOM
    if isinstance(error, PeiyuError):
        return any(one.code in TOLD_BY and _is_sign(one.found) for one in error.problems)
    return getattr(error, "sqlstate", None) == DISK_FULL or _is_sign(str(error))


def _is_sign(text: str) -> bool:
    return any(sign in text for sign in SIGNS)
