"""One made-up place a session, a browser a module, a visitor a test."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from tests.web.journeys.visitor import Visitor

NAMES = ("chromium", "chromium-browser", "google-chrome")
SCREEN = {"width": 1366, "height": 768}
ROOT = Path(__file__).parents[3]
PATIENCE_SECONDS = 300.0
LANGUAGES = (pytest.param("zh"), pytest.param("en", marks=pytest.mark.slow))
"""Chinese in `make test`, English in `make test-all`."""

Arrive = Callable[[], Visitor]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey needs a browser."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def program() -> str:
    """Chromium, where there is one; CI must have it."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        assert os.environ.get("CI") != "true", "CI drives a browser: install chromium"
        pytest.skip("no chromium, chromium-browser or google-chrome on this machine")
    return found


@pytest.fixture(scope="session")
def place(program: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a made-up place with its worker; ended with the session. PEIYU_PLACE names one that runs."""
    if running := os.environ.get("PEIYU_PLACE"):
        yield running
        return
    folder = tmp_path_factory.mktemp("place") / "data"
    port = free_port()
    words = [sys.executable, "-m", "tests.web.journeys.place", str(folder), str(port)]
    with (folder.parent / "said.txt").open("wb") as said:
        process = subprocess.Popen(words, cwd=ROOT, stdout=said, stderr=said)
        try:
            address = f"http://127.0.0.1:{port}"
            await_answer(address + "/sign-in/", process, folder.parent / "said.txt")
            yield address
        finally:
            process.terminate()
            process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def await_answer(address: str, process: subprocess.Popen[bytes], said: Path) -> None:
    """Returns when the place answers; fails with what it said if it ended."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        assert process.poll() is None, said.read_text("utf-8")
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    raise AssertionError(f"the place does not answer: {said.read_text('utf-8')}")


@pytest.fixture(scope="module")
def chromium(program: str) -> Iterator[Browser]:
    """Chromium; of a module, because Django lets nobody use the database while Playwright's loop runs."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def judged() -> set[str]:
    """The kinds of pages that were held against the rules already."""
    return set()


@pytest.fixture(scope="session")
def shots() -> Path | None:
    """Where pictures are kept, if PEIYU_SHOTS names a folder."""
    if not (named := os.environ.get("PEIYU_SHOTS")):
        return None
    folder = Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture(params=LANGUAGES)
def lang(request: pytest.FixtureRequest) -> str:
    """The language of the journey."""
    chosen: str = request.param
    return chosen


@pytest.fixture
def arrive(chromium: Browser, place: str, lang: str, judged: set[str], shots: Path | None) -> Iterator[Arrive]:
    """Each call: somebody else before a browser of his own. At the end everybody was content."""
    visitors: list[Visitor] = []

    def somebody() -> Visitor:
        context = chromium.new_context(viewport=SCREEN, locale="en-GB" if lang == "en" else "zh-CN")
        context.set_default_timeout(15_000)
        visitors.append(Visitor(context.new_page(), lang, place, judged, shots))
        return visitors[-1]

    yield somebody
    for visitor in visitors:
        visitor.page.context.close()
    for visitor in visitors:
        visitor.content()
