"""Drafts beside their targets: where something is written before it is renamed, and what killed runs left there."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from peiyu.problems import FactsError, Problem, Text, Where

_MARK = r"-(\d+)-[0-9a-f]{8}\.partial(?:\.\w+)?"


def new_draft(target: Path, suffix: str = "") -> Path:
    """A free hidden name beside `target` for what is to become it; nothing is made there. Drafts of the same target
    whose process on this machine is dead (killed, a power cut) are removed first; those of other machines that share
    the folder are left alone."""
    clear_drafts(target)
    token = secrets.token_hex(4)
    return target.with_name(f".{target.name}.{_machine()}-{os.getpid()}-{token}.partial{suffix}")


@contextmanager
def whole(target: Path, suffix: str = "") -> Iterator[Path]:
    """A draft to write; it takes the place of `target` when the block ends well, and nothing is left where it does
    not. FactsError `cannot-write` where the system refuses."""
    beside = new_draft(target, suffix)
    try:
        yield beside
        os.replace(beside, target)
    except OSError as fault:
        raise FactsError(
            Problem(
                "cannot-write", Text("写入失败，没有留下任何文件", "writing failed; nothing was left behind"),
                Where(target.name), found=fault.strerror or str(fault),
                next_step=Text("关闭已打开的同名文件，检查磁盘空间与文件夹权限后重试",
                               "close the file if it is open, check the free space and the folder's permissions, "
                               "then try again"),
            )
        ) from fault  # fmt: skip
    finally:
        if beside.exists():
            beside.unlink()


def clear_drafts(target: Path) -> None:
    """Removes the drafts of `target` that dead processes of this machine left."""
    own = re.compile(re.escape(f".{target.name}.{_machine()}") + _MARK)
    for one in _beside(target):
        match = own.fullmatch(one.name)
        if match is None or _is_alive(int(match[1])):
            continue
        if one.is_dir():
            shutil.rmtree(one, ignore_errors=True)
        else:
            one.unlink(missing_ok=True)


def _beside(target: Path) -> tuple[Path, ...]:
    try:
        return tuple(target.parent.iterdir())
    except OSError:
        return ()


def _machine() -> str:
    """The machine in six characters: a process is looked for only on its own."""
    return hashlib.blake2b(platform.node().encode(), digest_size=3).hexdigest()


def _is_alive(pid: int) -> bool:
    if sys.platform == "win32":
        return _is_running(pid)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


if sys.platform == "win32":

    def _is_running(pid: int) -> bool:
        """Windows has no signal 0: the process is opened, and waited for without waiting."""
        import ctypes

        synchronize, refused, still_running = 0x100000, 5, 0x102
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        handle = kernel.OpenProcess(synchronize, False, pid)
        if not handle:
            return ctypes.get_last_error() == refused
        try:
            return bool(kernel.WaitForSingleObject(handle, 0) == still_running)
        finally:
            kernel.CloseHandle(handle)
