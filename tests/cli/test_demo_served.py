"""`peiyu demo --serve`: both made-up places as installations, each in a browser; and nothing runs on afterwards."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from peiyu.cli.demo.place import await_answer

PATIENCE_SECONDS = 900
SMALL = "import peiyu.cli.demo.territories as t, peiyu.cli.demo.place as p; t.COMPANIES = p.COMPANIES = 60"


def two_free_ports() -> int:
    """The first of two ports that nobody listens on."""
    for port in range(20_000, 60_000, 2):
        with socket.socket() as one, socket.socket() as two:
            try:
                one.bind(("127.0.0.1", port))
                two.bind(("127.0.0.1", port + 1))
            except OSError:
                continue
            return port
    raise RuntimeError("no free ports")


def answer(port: int) -> dict[str, object] | None:
    """What /healthz says; None while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as told:
            return dict(json.load(told))
    except urllib.error.HTTPError as unwell:
        return dict(json.load(unwell))
    except OSError:
        return None


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The demonstration with few companies, started as people start it."""
    port = two_free_ports()
    words = ["demo", "-o", str(tmp_path / "out"), "--serve", "--no-month", "--port", str(port)]
    code = f"{SMALL}; import sys; from peiyu.cli.shell import run; sys.exit(run({words!r}))"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("PEIYU_", "DJANGO_"))}
    running = subprocess.Popen(
        [sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    yield running, port
    if running.poll() is None:
        running.kill()
    running.communicate()


@pytest.mark.slow
def test_both_places_answer_and_end_together(demo: tuple[subprocess.Popen[str], int]) -> None:
    running, port = demo
    until = time.monotonic() + PATIENCE_SECONDS
    well = {port: False, port + 1: False}
    while not all(well.values()):
        assert running.poll() is None, running.communicate()
        assert time.monotonic() < until, well
        well = {one: (answer(one) or {}).get("ok") is True for one in well}
        time.sleep(0.5)
    running.send_signal(signal.SIGTERM)
    said, _ = running.communicate(timeout=60)
    assert f"http://127.0.0.1:{port}/" in said
    assert f"http://127.0.0.1:{port + 1}/" in said
    assert "bangongshi" in said
    assert answer(port) is None
    assert answer(port + 1) is None


class Process:
    """A server that runs, or has ended."""

    def __init__(self, code: int | None) -> None:
        self.code = code

    def poll(self) -> int | None:
        return self.code


def test_an_address_is_told_once_somebody_answers_there() -> None:
    port = two_free_ports()
    opened = threading.Event()

    def open_later() -> None:
        time.sleep(0.3)
        with socket.create_server(("127.0.0.1", port)) as server:
            opened.set()
            server.accept()[0].close()

    later = threading.Thread(target=open_later)
    later.start()
    await_answer("127.0.0.1", port, Process(None))
    assert opened.is_set()
    later.join()


def test_nobody_waits_for_a_server_that_has_ended() -> None:
    began = time.monotonic()
    await_answer("127.0.0.1", two_free_ports(), Process(1))
    assert time.monotonic() - began < 1
