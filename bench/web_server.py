"""`peiyu serve` and `peiyu worker` over a data folder, as an office has them, and what memory they hold."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PATIENCE_SECONDS = 120.0


@contextmanager
def served(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The web server without a worker, ended afterwards."""
    program = Path(sys.executable).with_name("peiyu")
    words = [program, "serve", "--data", folder, "--port", port, "--no-worker"]
    process = subprocess.Popen([str(word) for word in words], stdout=subprocess.DEVNULL)
    try:
        await_answer(f"http://127.0.0.1:{port}/sign-in/", process)
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def working(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The worker, ended afterwards."""
    program = Path(sys.executable).with_name("peiyu")
    process = subprocess.Popen([str(program), "worker", "--data", str(folder)], stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


def await_answer(address: str, process: subprocess.Popen[bytes]) -> None:
    """Returns when the address answers. RuntimeError if the process ends before, or takes too long."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the server does not answer")


def held_mib(process: subprocess.Popen[bytes]) -> float:
    """MiB of memory that a process holds now, of its own: the shared pages of mapped files are not its own."""
    said = Path(f"/proc/{process.pid}/status").read_text("utf-8").splitlines()
    values = {line.split(":")[0]: line.split(":")[1].split()[0] for line in said if line.endswith("kB")}
    return (int(values["RssAnon"]) + int(values["RssShmem"])) / 1024


def processor_seconds(process: subprocess.Popen[bytes]) -> float:
    """What a process used since it started."""
    said = Path(f"/proc/{process.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")
