"""Check-ups: the office chooses a park, has it checked up, gives the pages along; what is done and who sees it."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.web.journeys.conftest import Arrive
from tests.web.journeys.visitor import PATIENCE

PARK = "华苑科技园"


def test_a_park_is_checked_up_and_a_row_is_followed_up(arrive: Arrive, lang: str) -> None:
    clerk = arrive()
    clerk.sign_in("bangongshi")
    clerk.go("/checkups/")
    clerk.headed("体检", "Check-ups")
    expect(clerk.page.locator("#rows-checkups-short tbody tr").first).to_be_visible(timeout=PATIENCE)
    clerk.choose("所属园区", "Park", PARK)
    expect(clerk.page.locator("#chosen input[name=park]")).to_have_value(PARK)
    clerk.shot("check-ups")
    clerk.press("开始体检", "Begin")
    clerk.read("打印和带走", "To print and take along")
    clerk.shot("check-up-run")
    clerk.page.locator("details summary", has_text=clerk.word("按园区", "By park")).click()
    clerk.read(PARK, PARK, within="details table")
    with clerk.page.context.expect_page() as opened:
        clerk.page.locator(".files a").first.click()
    pages = opened.value
    expect(pages.locator("article.firm").first).to_be_visible()
    assert pages.locator("article.firm").count() > 1
    pages.close()
    clerk.page.get_by_role("link", name=clerk.word("跟进", "Follow up"), exact=True).last.click()
    clerk.headed("跟进", "Follow up")
    clerk.fill("做什么", "What is done", f"上门指导 {lang}")
    clerk.press("登记", "Enter")
    clerk.read("已登记跟进", "The follow-up is entered")
    clerk.shot("follow-up")
    clerk.go("/checkups/follow-ups/")
    clerk.read(f"上门指导 {lang}", f"上门指导 {lang}")
    clerk.go("/checkups/effect/")
    clerk.read("不能证明", "no proof")
    clerk.content()


def test_a_park_officer_sees_the_own_park_alone(arrive: Arrive) -> None:
    officer = arrive()
    officer.sign_in("yuanqu")
    officer.go("/checkups/")
    officer.headed("体检", "Check-ups")
    own = officer.page.locator(".me summary .quiet").inner_text()
    parks = officer.page.locator("#rows-checkups-short tbody td:nth-child(2)").all_inner_texts()
    assert set(parks) <= {own}
    officer.content()
