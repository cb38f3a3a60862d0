"""`python -m tools.screenshots [FOLDER]`: the pictures of README, taken of the made-up place in a browser."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from tests.web.journeys.conftest import NAMES, ROOT, await_answer

from peiyu.web.site.cast import PASSWORD

IMAGES = ROOT / "docs" / "images"
COMPANIES = "2000"
SCREEN = {"width": 1366, "height": 768}


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: its name, who looks, at which address, what is clicked before it is taken, and what after that."""

    name: str
    who: str
    path: str
    click: str = ""
    then: str = ""


PICTURES = (
    Picture("document", "bangongshi", "/document/"),
    Picture("progress", "lingdao", "/progress/"),
    Picture("registry", "bangongshi", "/enterprises/?order=-revenue"),
    Picture("dossier", "bangongshi", "/enterprises/?order=-revenue", "tbody th a"),
    Picture("targets", "bangongshi", "/targets/"),
    Picture("own", "qiye", "/own/"),
    Picture("round", "bangongshi", "/collection/", "main tbody th a"),
    Picture("arrivals", "bangongshi", "/collection/2012-09-01/arrivals/"),
    Picture("grid", "yuanqu", "/collection/", "main tbody th a", then="main a.button"),
    Picture("form", "bangongshi", "/reporting/", "main tbody th a"),
    Picture("brief", "bangongshi", "/briefs/"),
    Picture("check-ups", "bangongshi", "/checkups/"),
)
"""Every picture, in Chinese (`name.png`) and in English (`name.en.png`)."""


def main(folder: Path) -> None:
    """Starts a made-up place, takes the pictures, ends it. The place is that of the journeys, with
    as many companies as its targets speak of."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        sys.exit(f"install one of: {', '.join(NAMES)}")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="peiyu-") as place, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        said = Path(place) / "said.txt"
        words = [sys.executable, "-m", "tests.web.journeys.place", str(Path(place) / "data"), str(port), COMPANIES,
                 str(Path(place) / "month")]  # fmt: skip
        with said.open("wb") as told:
            process = subprocess.Popen(words, cwd=ROOT, stdout=told, stderr=told)
        try:
            address = f"http://127.0.0.1:{port}"
            await_answer(address + "/sign-in/", process, said)
            take(program, address, folder)
        finally:
            process.terminate()
            process.wait()


def take(program: str, address: str, folder: Path) -> None:
    """Every picture in both languages."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for one in PICTURES:
            for lang, ending in (("zh", ".png"), ("en", ".en.png")):
                page = browser.new_context(viewport=SCREEN).new_page()
                come(page, address, one, lang)
                page.screenshot(path=folder / f"{one.name}{ending}")
                page.context.close()
        browser.close()


def come(page: Page, address: str, one: Picture, lang: str) -> None:
    """Signs in and goes to what is to be seen."""
    page.goto(f"{address}/sign-in/?lang={lang}")
    page.fill("#name", one.who)
    page.fill("#password", PASSWORD)
    page.click("main form button")
    page.wait_for_load_state()
    page.goto(address + one.path)
    for click in filter(None, (one.click, one.then)):
        page.locator(click).first.click()
        page.wait_for_load_state()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES)
