"""What each other role comes for: one page on A4, a verified figure, a return by consent, what-if, the trail."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import expect
from tests.web.journeys.conftest import Arrive
from tests.web.journeys.visitor import Visitor

YEAR = 2011
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
BUSINESS = ("/document/", "/targets/", "/statistics/", "/policies/")


def own_page(visitor: Visitor) -> str:
    """The address of the first enterprise in the visitor's registry."""
    visitor.go("/enterprises/")
    address = visitor.page.locator("tbody th a").first.get_attribute("href")
    assert address is not None
    return address


def test_a_leader_sees_one_page_that_prints_on_one_sheet(arrive: Arrive, tmp_path: Path) -> None:
    leader = arrive()
    leader.sign_in("lingdao")
    leader.headed("工作进展一览", "Progress")
    leader.read("预计完不成", "expected to be missed")
    leader.read("需要决定的", "What needs a decision")
    printed = tmp_path / "progress.pdf"
    leader.page.pdf(path=printed, format="A4", print_background=True)
    with pypdfium2.PdfDocument(printed) as pages:
        assert len(pages) == 1
    leader.page.locator("table.goals tbody th a").first.click()
    leader.page.wait_for_load_state()
    leader.hold_against_rules()
    leader.read("口径", "Counted")
    leader.read("数的明细", "Records behind the figure")
    leader.shot("leader-figure")


def test_a_reviewer_verifies_a_figure_and_attests_a_band(arrive: Arrive, lang: str) -> None:
    reviewer = arrive()
    reviewer.sign_in("shenhe")
    home = own_page(reviewer)
    staff = {"zh": "57", "en": "58"}[lang]
    reviewer.go(f"{home}facts/annual_return/?year={YEAR}")
    reviewer.page.fill("#f-staff", staff)
    reviewer.page.fill("#why", reviewer.word("社保核对", "checked against social insurance"))
    reviewer.press("保存", "Save")
    reviewer.go(f"{home}facts/?year={YEAR}")
    row = reviewer.page.locator(
        "tr", has=reviewer.page.get_by_role("rowheader", name=reviewer.word("职工总数", "Staff"))
    )
    expect(row.first).to_contain_text(staff)
    reviewer.shot("facts-verified")
    reviewer.go(f"{home}attest/")
    reviewer.page.fill("#low", "10")
    reviewer.page.fill("#high", "90")
    reviewer.page.fill("#fact_year", str(YEAR))
    reviewer.page.select_option("#fact_field", "revenue")
    reviewer.page.locator("form").filter(has=reviewer.page.locator("#low")).get_by_role("button").click()
    reviewer.page.wait_for_load_state()
    assert "/attest/" not in reviewer.page.url, reviewer.page.locator("main").inner_text()
    reviewer.shot("attested")


def test_a_park_officer_sees_his_park_and_types_for_a_firm_that_consented(
    arrive: Arrive, lang: str, tmp_path: Path
) -> None:
    officer = arrive()
    officer.sign_in("yuanqu")
    officer.go("/enterprises/?columns=park")
    parks = set(officer.page.locator("tbody td:nth-of-type(1)").all_inner_texts())
    assert len(parks) == 1, parks
    officer.shot("park-registry")
    name = officer.page.locator("tbody th a").nth(1 if lang == "zh" else 2).inner_text()
    officer.go("/enterprises/?columns=code")
    code = officer.page.locator("tbody tr", has_text=name).locator("td").first.inner_text()
    paper = tmp_path / "委托书.pdf"
    paper.write_bytes(PAPER)
    officer.go("/people/consents/new/")
    officer.page.fill("[name=code]", code)
    agent = officer.page.locator("select[name=agent]")
    if agent.count():
        agent.select_option(index=1)
    officer.page.locator("input[name=scope]").first.check()
    officer.page.fill("[name=since]", "2012-01-01")
    officer.page.locator("input[name=evidence]").set_input_files(paper)
    officer.page.locator("main form button").last.click()
    officer.page.wait_for_load_state()
    officer.shot("consent")
    officer.go("/act-for/")
    officer.page.locator("tbody tr", has_text=name).get_by_role("button").click()
    officer.page.wait_for_load_state()
    officer.go("/own/")
    officer.read(name, name, within="body")
    expect(officer.page.locator(".standing-for")).to_contain_text(name)
    officer.go("/own/return/")
    officer.shot("park-acts-for")


def test_an_enterprise_finds_its_return_filled_and_changes_one_figure(arrive: Arrive, lang: str) -> None:
    firm = arrive()
    firm.sign_in("qiye")
    firm.read("预判，不作为认定依据", "a forecast, not a basis for recognition")
    firm.shot("own")
    firm.follow("填报年度数据", "Annual return")
    inputs = firm.page.locator("table.grid input")
    filled = [one for one in inputs.all() if one.input_value()]
    assert len(filled) >= 3
    staff = {"zh": "61", "en": "62"}[lang]
    firm.row("职工总数", "Staff").locator("input").last.fill(staff)
    firm.shot("own-return")
    firm.press("保存", "Save")
    firm.read("填报已保存", "the return is kept")
    firm.read(staff, staff)


def test_an_enterprise_downloads_the_template_and_reaches_nobody_else(arrive: Arrive) -> None:
    firm, clerk = arrive(), arrive()
    clerk.sign_in("bangongshi")
    others = own_page(clerk)
    firm.sign_in("qiye")
    firm.go("/own/return/")
    with firm.page.expect_download() as told:
        firm.page.get_by_role("link", name=firm.word("下载模板线下填", "Download the template")).click()
    assert told.value.suggested_filename.endswith(".xlsx")
    own = firm.page.locator(".crumbs a").first.inner_text()
    if own not in clerk.page.locator("tbody th a").first.inner_text():
        assert firm.status(others) == 404
    assert firm.status("/document/") in (302, 403, 404)


def test_an_analyst_compares_definitions_and_opens_statistics(arrive: Arrive) -> None:
    analyst = arrive()
    analyst.sign_in("fenxi")
    analyst.go("/policies/definitions/")
    analyst.page.locator("main tbody a, main ul.lines a").first.click()
    analyst.page.wait_for_load_state()
    analyst.hold_against_rules()
    analyst.shot("definition")
    for kind in ("growth", "survival", "concentration", "operating", "bunching", "transitions", "revenue", "bridge"):
        analyst.go(f"/statistics/{kind}/")
        analyst.shot(f"statistics-{kind}")


def test_a_what_if_says_who_gains_and_who_loses(arrive: Arrive, lang: str) -> None:
    analyst = arrive()
    analyst.sign_in("fenxi")
    analyst.go("/policies/trials/new/tianjin-hitech-2012/")
    analyst.page.fill("#name", f"降低门槛 {lang}")
    analyst.shot("what-if-new")
    given = analyst.page.locator("main form input[id^=p]").first
    given.fill(analyst.page.locator("main form tbody td").first.inner_text().strip().split("\n")[0])
    analyst.press("试算", "Try")
    analyst.shot("what-if")


@pytest.mark.parametrize("account", ["shenji", "shenjiyuan"])
def test_auditors_read_the_trail_and_its_chain(arrive: Arrive, account: str) -> None:
    auditor = arrive()
    auditor.sign_in(account)
    auditor.go("/trail/")
    assert auditor.page.locator("tbody tr").count() >= 1
    auditor.shot(f"trail-{account}")
    auditor.page.locator("tbody a").first.click()
    auditor.page.wait_for_load_state()
    auditor.hold_against_rules()
    auditor.go("/trail/chain/")
    auditor.shot(f"trail-chain-{account}")


def test_administrators_keep_people_and_see_no_business(arrive: Arrive, lang: str) -> None:
    system, security = arrive(), arrive()
    system.sign_in("xitong")
    system.go("/people/new/")
    system.page.fill("[name=sign_in]", f"newcomer-{lang}")
    system.page.fill("[name=name]", "新来")
    for box in system.page.locator("main textarea, main [name=why]").all():
        box.fill(system.word("新入职", "a newcomer"))
    system.page.locator("main form button").last.click()
    system.page.wait_for_load_state()
    system.shot("person-new")
    assert_no_business(system)
    security.sign_in("anquan")
    security.go("/people/")
    security.shot("people")
    security.page.get_by_role("link", name="新来").first.click()
    security.page.wait_for_load_state()
    security.hold_against_rules()
    security.follow("授予岗位", "Grant a post")
    security.shot("post-new")
    assert_no_business(security)


def assert_no_business(visitor: Visitor) -> None:
    """No page of the office's business opens, and the registry has no row."""
    for path in BUSINESS:
        assert visitor.status(path) in (302, 403, 404), path
    assert "<tbody>" not in visitor.page.request.get(visitor.address + "/enterprises/").text()


def test_nobody_checks_his_own_enterprise(arrive: Arrive) -> None:
    nobody = arrive()
    nobody.go(f"/self-check/?lang={nobody.lang}")
    nobody.headed("企业自测", "Self-check")
    nobody.shot("self-check")
    nobody.page.locator("main ul.lines a").first.click()
    nobody.page.wait_for_load_state()
    nobody.hold_against_rules()
    for one in nobody.page.locator("main input[inputmode]").all()[:3]:
        one.fill("10")
    nobody.page.locator("main form button").first.click()
    nobody.page.wait_for_load_state()
    expect(nobody.page.locator("main .mark").first).to_be_visible()
    nobody.shot("self-check-tier")
    assert re.search(r"/self-check/", nobody.page.url)
