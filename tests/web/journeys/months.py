"""A closed month: what forms and briefs are made from."""

from __future__ import annotations

from playwright.sync_api import expect
from tests.web.journeys.visitor import PATIENCE, Visitor


def close_month(clerk: Visitor, second: Visitor) -> None:
    """Measured anew as of the month's end, proposed by one, closed by another."""
    clerk.go("/targets/closings/")
    clerk.page.fill("#day", "2012-09-30")
    clerk.press("统计", "Measure")
    clerk.go("/targets/closings/")
    propose = clerk.page.get_by_role("link", name=clerk.word("提请月结", "Propose it")).first
    expect(propose).to_be_visible(timeout=PATIENCE)
    clerk.follow("提请月结", "Propose it")
    clerk.page.fill("#why", clerk.word("收表入库后", "after the round was stored"))
    clerk.press("提请月结", "Propose")
    address = clerk.page.url.removeprefix(clerk.address)
    second.go(address)
    second.press("核对无误，审结", "Checked: close it")
    second.shot("month-closed")


def have_closed_month(clerk: Visitor, second: Visitor) -> None:
    """Closes one if there is none yet."""
    clerk.go("/briefs/")
    if not clerk.page.locator("table.months").count():
        close_month(clerk, second)
