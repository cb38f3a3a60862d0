"""Somebody before a browser, who reads one of the two languages and is content with no page that is at fault."""

from __future__ import annotations

import json
import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Locator, Page, Response, expect

from peiyu.web.site.cast import PASSWORD

AXE_RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
PATIENCE = 30_000
"""Milliseconds that a job may take on a busy machine."""

IDS = re.compile(r"[0-9a-f]{16}|\d+")


@dataclass(eq=False)
class Visitor:
    """Drives one page. Words are given in both languages and looked for in the visitor's. `seen`: what kinds of pages
    were already held against the rules of accessibility."""

    page: Page
    lang: str
    address: str
    seen: set[str]
    shots: Path | None = None
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(f"{self.page.url}: {error}"))
        self.page.on("response", self._answered)

    def word(self, zh: str, en: str) -> str:
        """What is said in the visitor's language."""
        return en if self.lang == "en" else zh

    def sign_in(self, name: str) -> None:
        """Signs in by the form and stands on its home page."""
        self.go(f"/sign-in/?lang={self.lang}")
        self.page.fill("#name", name)
        self.page.fill("#password", PASSWORD)
        self.press("登录", "Sign in")
        expect(self.page.locator(".me summary")).to_be_visible()
        self.hold_against_rules()

    def go(self, path: str) -> None:
        """Types an address."""
        self.page.goto(self.address + path)
        self.hold_against_rules()

    def follow(self, zh: str, en: str, *, within: Locator | None = None) -> None:
        """Clicks a link."""
        (within or self.page).get_by_role("link", name=self.word(zh, en)).first.click()
        self.page.wait_for_load_state()
        self.hold_against_rules()

    def press(self, zh: str, en: str, *, within: Locator | None = None) -> None:
        """Presses a button."""
        (within or self.page).get_by_role("button", name=self.word(zh, en)).first.click()
        self.page.wait_for_load_state()
        self.hold_against_rules()

    def fill(self, zh: str, en: str, value: str) -> None:
        """Types into the field with a label."""
        self.page.get_by_label(self.word(zh, en)).first.fill(value)

    def choose(self, zh: str, en: str, value: str) -> None:
        """Chooses a value of the field with a label."""
        self.page.get_by_label(self.word(zh, en)).first.select_option(value)

    def read(self, zh: str, en: str, *, within: str = "main") -> None:
        """Sees a sentence on the page, soon if not at once."""
        shown = self.page.locator(within).get_by_text(self.word(zh, en)).first
        expect(shown).to_be_visible(timeout=PATIENCE)

    def meet(self, path: str, zh: str, en: str) -> None:
        """Types an address, again and again until the page has a sentence: what makes it is done in the background."""
        until = time.monotonic() + PATIENCE / 1000
        self.go(path)
        while not self.page.locator("main").get_by_text(self.word(zh, en)).count() and time.monotonic() < until:
            self.page.wait_for_timeout(500)
            self.go(path)
        self.read(zh, en)

    def headed(self, zh: str, en: str) -> None:
        """Stands on the page with this heading."""
        expect(self.page.locator("h1").first).to_contain_text(self.word(zh, en), timeout=PATIENCE)

    def row(self, zh: str, en: str) -> Locator:
        """The row of a table with this head."""
        head = self.page.get_by_role("rowheader", name=self.word(zh, en))
        return self.page.locator("tr", has=head).first

    def absent(self, zh: str, en: str) -> None:
        """Sees the sentence nowhere on the page."""
        expect(self.page.get_by_text(self.word(zh, en))).to_have_count(0)

    def status(self, path: str) -> int:
        """What an address answers, without going there."""
        return self.page.request.get(self.address + path, max_redirects=0).status

    def shot(self, name: str) -> None:
        """A picture of the whole page, where they are wanted."""
        if self.shots is not None:
            self.page.screenshot(path=self.shots / f"{name}.{self.lang}.png", full_page=True)

    def hold_against_rules(self) -> None:
        """No violation of WCAG 2.2 AA, one heading, no fault of script or policy: once for each kind of page."""
        kind = self.lang + " " + IDS.sub("…", self.page.url.removeprefix(self.address).partition("?")[0])
        if kind not in self.seen:
            self.seen.add(kind)
            self._judge(kind)

    def content(self) -> None:
        """Nothing was at fault on the whole way."""
        assert not self.faults, "\n".join(self.faults)

    def _judge(self, kind: str) -> None:
        self.page.evaluate(AXE_SCRIPT)
        found: dict[str, Any] = self.page.evaluate(f"axe.run({json.dumps(AXE_RULES)})")
        for one in found["violations"]:
            where = "; ".join(node["html"][:160] for node in one["nodes"][:3])
            self.faults.append(f"{kind}: {one['id']} ({one['help']}): {where}")
        heads = self.page.locator("h1").count()
        if heads != 1:
            self.faults.append(f"{kind}: {heads} h1")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.faults.append(f"{self.page.url}: {message.text}")

    def _answered(self, response: Response) -> None:
        if response.status >= 500 or (response.status == 404 and "/static/" in response.url):
            self.faults.append(f"{response.url}: {response.status}")
