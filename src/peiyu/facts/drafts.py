"""Drafts beside their targets: where something is written before it is renamed, and what killed runs left there."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import secrets
import shutil
import sys
from pathlib import Path

_MARK = r"-(\d+)-[0-9a-f]{8}\.partial(?:\.\w+)?"


def new_draft(target: Path, suffix: str = "") -> Path:
    """A free hidden name beside `target` for what is to become it; nothing is made there. Drafts of the same target
    whose process on this machine is dead (killed, a power cut) are removed first; those of other machines that share
    the folder are left alone."""
    clear_drafts(target)
    token = secrets.token_hex(4)
    return target.with_name(f".{target.name}.{_machine()}-{os.getpid()}-{token}.partial{suffix}")


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
