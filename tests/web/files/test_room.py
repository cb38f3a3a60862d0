"""A full disk is known by whoever tells of it, and nothing else is taken for one."""

from __future__ import annotations

import errno

import polars as pl
import pytest
from django.db import OperationalError

from peiyu.problems import FactsError, InputError, Problem, Text
from peiyu.web.files.room import is_no_room

SAID = Text("写入失败", "writing failed")


class OfPostgreSQL(Exception):  # noqa: N818 -- as psycopg's `DiskFull`
    """What the driver raises, whatever language the server speaks."""

    sqlstate = "53100"


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.ENOSPC, "设备上没有空间"),
        OSError(errno.EDQUOT, "Disk quota exceeded"),
        OperationalError("database or disk is full"),
        caused(OperationalError("无法扩展文件：设备上没有空间"), OfPostgreSQL()),
        pl.exceptions.ComputeError("No space left on device (os error 28)"),
        caused(InputError(Problem("output-not-written", SAID)), OSError(errno.ENOSPC, "")),
        FactsError(Problem("cannot-write", SAID, found="No space left on device")),
    ],
)
def test_a_full_disk(error: Exception) -> None:
    assert is_no_room(error)


@pytest.mark.parametrize(
    "error",
    [
        OSError(errno.EACCES, "Permission denied"),
        OSError(errno.EIO, "database or disk is full"),
        OperationalError("server closed the connection unexpectedly"),
        OperationalError("the pool of connections is full"),
        FactsError(Problem("cannot-write", SAID, found="Permission denied")),
        FactsError(Problem("cell-unreadable", SAID, found="No space left on device")),
        None,
    ],
)
def test_something_else(error: Exception | None) -> None:
    assert not is_no_room(error)
