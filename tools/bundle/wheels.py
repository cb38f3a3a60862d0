"""Wheels for another platform, fetched by pip from whatever index pip is set to use, each checked by its hash."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tools.bundle.locked import Pinned
from tools.bundle.platforms import Platform

NO_WHEEL = re.compile(r"No matching distribution found for ([\w.-]+)==")
PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check")


def fetch(wanted: Sequence[Pinned], platform: Platform, python: str, folder: Path) -> tuple[Pinned, ...]:
    """Fetches the wheels of a platform into a folder; gives those of which there is none. RuntimeError with what pip
    said if it fails otherwise."""
    folder.mkdir(parents=True, exist_ok=True)
    left, missing = list(wanted), []
    lock = folder.parent / "wanted.txt"
    while True:
        lock.write_text("\n".join(one.line() for one in left) + "\n", "utf-8")
        done = subprocess.run(command(platform, python, lock, folder), capture_output=True, text=True, check=False)
        if done.returncode == 0:
            lock.unlink()
            return tuple(missing)
        named = NO_WHEEL.search(done.stderr)
        gone = [one for one in left if named and one.name == named.group(1).lower().replace("_", "-")]
        if not gone:
            raise RuntimeError(done.stderr[-2000:])
        missing += gone
        left = [one for one in left if one not in gone]


def command(platform: Platform, python: str, lock: Path, folder: Path) -> list[str]:
    """The command line of pip."""
    tag = f"cp{python.replace('.', '')}"
    tags = [part for one in platform.tags for part in ("--platform", one)]
    return [
        *PIP, "download", "--quiet", "--no-deps", "--require-hashes", "--only-binary", ":all:", "--implementation",
        "cp", "--python-version", python, "--abi", tag, "--abi", "abi3", "--abi", "none", *tags, "--dest", str(folder),
        "-r", str(lock),
    ]  # fmt: skip


def own(root: Path, folder: Path) -> Path:
    """The project's own wheel."""
    subprocess.run(
        [*PIP, "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder), str(root)],
        check=True,
    )
    return next(folder.glob("peiyu-*.whl"))


def pip(folder: Path) -> Path:
    """pip itself, for machines whose Python comes without it."""
    version = subprocess.run([*PIP, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
    asked = [*PIP, "download", "--quiet", "--no-deps", "--only-binary", ":all:", "--dest", str(folder)]
    subprocess.run([*asked, f"pip=={version}"], check=True)
    return next(folder.glob("pip-*.whl"))
