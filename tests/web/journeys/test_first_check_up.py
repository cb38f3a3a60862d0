"""The tutorial, followed: from an empty folder to the check-up of a ledger and one's own document as a draft."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.web.journeys.conftest import ROOT, SCREEN, await_answer, free_port
from tests.web.journeys.test_office import DOCUMENT
from tests.web.journeys.visitor import PATIENCE, Visitor

from peiyu.cli import demo

TUTORIALS = {"zh": "first-check-up.zh-CN.md", "en": "first-check-up.md"}
LEDGER = Path(str(demo.__file__)).with_name("ledger.xlsx")
OWN = "Peiyu-first-{}-2026"


def commands(lang: str) -> list[list[str]]:
    """The commands of the tutorial, word by word."""
    page = (ROOT / "docs" / "tutorial" / TUTORIALS[lang]).read_text("utf-8")
    fenced = re.findall(r"^```\n(.*?)^```$", page, flags=re.S | re.M)
    return [shlex.split(line) for block in fenced for line in block.splitlines() if line.startswith("peiyu ")]


@pytest.fixture
def office(lang: str, program: str, tmp_path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """The installation that the tutorial's commands make: its address, and the first passwords by name."""
    first, serve = commands(lang)
    program = str(Path(sys.executable).with_name("peiyu"))
    made = subprocess.run([program, *first[1:], "--json"], cwd=tmp_path, check=True, capture_output=True, text=True)
    accounts = {one["sign_in"]: one["password"] for one in json.loads(made.stdout)}
    port = free_port()
    words = [program, *serve[1 : serve.index("--port")], "--port", str(port)]
    with (tmp_path / "said.txt").open("wb") as said:
        process = subprocess.Popen(words, cwd=tmp_path, stdout=said, stderr=said)
        try:
            await_answer(f"http://127.0.0.1:{port}/sign-in/", process, tmp_path / "said.txt")
            yield f"http://127.0.0.1:{port}", accounts
        finally:
            process.terminate()
            process.wait()


def test_a_new_office_comes_to_its_first_check_up(
    office: tuple[str, dict[str, str]], chromium: Browser, lang: str, judged: set[str], shots: Path | None,
    tmp_path: Path,
) -> None:  # fmt: skip
    address, passwords = office
    visitors: list[Visitor] = []

    def come(name: str, password: str) -> Visitor:
        context = chromium.new_context(viewport=SCREEN)
        context.set_default_timeout(20_000)
        visitors.append(Visitor(context.new_page(), lang, address, judged, shots))
        enter(visitors[-1], name, password)
        return visitors[-1]

    system = come("xitong", passwords["xitong"])
    once = new_clerk(system)
    grant(come("anquan", passwords["anquan"]))
    clerk = come("zhangsan", once)
    bring_ledger(clerk)
    check_up(clerk)
    draft(clerk, tmp_path)
    for one in visitors:
        one.page.context.close()
        one.content()


def enter(visitor: Visitor, name: str, password: str) -> None:
    """Signs in for the first time and chooses a password."""
    visitor.go(f"/sign-in/?lang={visitor.lang}")
    visitor.page.fill("#name", name)
    visitor.page.fill("#password", password)
    visitor.press("登录", "Sign in")
    visitor.page.fill("[name=old]", password)
    for field in ("new", "again"):
        visitor.page.fill(f"[name={field}]", OWN.format(name[:1]))
    visitor.page.locator("main form button").last.click()
    visitor.page.wait_for_load_state()
    visitor.hold_against_rules()


def new_clerk(system: Visitor) -> str:
    """An account for the clerk; its password for once."""
    system.go("/people/")
    system.follow("新建账号", "New account")
    system.page.fill("[name=sign_in]", "zhangsan")
    system.page.fill("[name=name]", "张三")
    for box in system.page.locator("main [name=why]").all():
        box.fill(system.word("办公室经办", "clerk of the office"))
    system.page.locator("main form button").last.click()
    return system.page.locator("p.figure").inner_text().strip()


def grant(security: Visitor) -> None:
    """The clerk's post in the office."""
    security.go("/people/")
    security.follow("张三", "张三")
    security.follow("授予岗位", "Grant a post")
    security.page.select_option("[name=organisation]", index=1)
    security.page.select_option("[name=role]", "office")
    security.page.fill("[name=since]", "2020-01-01")
    security.page.fill("[name=why]", security.word("办公室经办", "clerk of the office"))
    security.page.locator("main form button").last.click()
    security.read("在任", "holds")


def bring_ledger(clerk: Visitor) -> None:
    """The ledger as it is: read, looked at, stored."""
    clerk.go("/")
    clerk.shot("first-empty")
    clerk.go("/enterprises/intakes/new/")
    clerk.page.locator("input[type=file]").set_input_files(LEDGER)
    clerk.press("上传并读取", "Bring and read")
    clerk.read("需要看一看的", "To look at")
    clerk.shot("first-read")
    if clerk.page.get_by_role("button", name=clerk.word("入库", "Store"), exact=True).count() == 0:
        clerk.follow("换一种读法", "Read it otherwise")
        clerk.page.check("[name=lenient]")
        clerk.press("重新读取", "Read again")
        clerk.read("试算结果，尚未入库", "nothing is stored yet")
    clerk.press("入库", "Store")
    clerk.read("入库时间", "Stored at")
    clerk.shot("first-stored")


def check_up(clerk: Visitor) -> None:
    """Everybody judged; who is one condition short; one enterprise's page."""
    clerk.go("/policies/evaluations/")
    again = clerk.page.get_by_role("button", name=clerk.word("现在预判", "Evaluate now"))
    if again.count():  # the first one comes by itself too, and may be under way
        again.click()
    latest = clerk.page.get_by_role("heading", name=clerk.word("最近一次", "The last one"))
    expect(latest).to_be_visible(timeout=2 * PATIENCE)
    clerk.hold_against_rules()
    clerk.shot("first-evaluation")
    clerk.go("/policies/prospects/")
    clerk.shot("first-prospects")
    clerk.go("/enterprises/")
    clerk.page.locator("tbody th a").first.click()
    clerk.page.wait_for_load_state()
    clerk.read("预判，不作为认定依据", "a forecast, not a basis for recognition")
    clerk.follow("打印体检页", "Check-up page")
    expect(clerk.page.locator("h1").first).to_be_visible()
    clerk.shot("first-check-up")


def draft(clerk: Visitor, folder: Path) -> None:
    """One's own document as a draft."""
    path = folder / "document.txt"
    path.write_text(DOCUMENT, "utf-8")
    clerk.go("/policies/read/")
    clerk.page.fill("[name=pack]", "zone-own")
    clerk.page.locator("input[type=file]").set_input_files(path)
    clerk.press("上传并起草", "Bring and draft")
    clerk.page.get_by_role("link", name=clerk.word("查看结果", "See what was made")).click(timeout=2 * PATIENCE)
    clerk.page.wait_for_load_state()
    clerk.read("草稿", "draft")
    clerk.shot("first-draft")
