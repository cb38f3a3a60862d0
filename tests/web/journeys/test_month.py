"""The month: a round from its notice to its closing, the month's closing, the city's form, the brief; by the people
who do it in an office."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Locator, expect
from tests.web.journeys.conftest import Arrive
from tests.web.journeys.months import close_month
from tests.web.journeys.visitor import PATIENCE, Visitor

from peiyu.web.site.month.blank import blank

MONTH = {"zh": "2012-08", "en": "2012-07"}
"""Each language asks about another month: what was asked once is not asked again."""
FIGURES = {"revenue": 1000, "output": 1020, "total_profit": 70, "tax_paid": 40, "employees": 50, "rd_accounts": 50}
HEADERS = {"营业收入": "revenue", "工业总产值": "output", "利润总额": "total_profit", "上缴税费": "tax_paid",
           "从业人员": "employees", "研发费用": "rd_accounts"}  # fmt: skip
FIRMS = 3
CODE = "统一社会信用代码"


def test_a_round_goes_from_its_notice_to_its_closing(arrive: Arrive, lang: str, tmp_path: Path) -> None:
    clerk, second, officer = arrive(), arrive(), arrive()
    for visitor, name in ((clerk, "bangongshi"), (second, "fuhe"), (officer, "yuanqu")):
        visitor.sign_in(name)
    address = send_out(clerk, own_firms(officer), MONTH[lang])
    officer.go("/collection/")
    officer.page.goto(officer.address + address)
    officer.follow("填报", "Fill it in", within=officer.page.locator("main"))
    answer(officer, tmp_path)
    officer.press("报送", "Hand in")
    officer.shot("month-submission")
    review(second, address, accepted=False)
    officer.page.goto(officer.address + address)
    officer.follow("填报", "Fill it in", within=officer.page.locator("main"))
    officer.read("利润数请再核", "利润数请再核")
    officer.press("报送", "Hand in")
    review(second, address, accepted=True)
    clerk.go(address + "closing/")
    clerk.press("提请关账", "Propose the closing")
    clerk.shot("month-closing-proposed")
    second.go(address + "closing/")
    second.press("核对无误，关账", "Checked: close it")
    expect(second.page.locator(".mark.green").first).to_be_visible(timeout=PATIENCE)
    second.shot("month-round-closed")


def test_a_month_is_closed_reported_and_told_of(arrive: Arrive, lang: str, tmp_path: Path) -> None:
    clerk, second, leader = arrive(), arrive(), arrive()
    for visitor, name in ((clerk, "bangongshi"), (second, "fuhe"), (leader, "lingdao")):
        visitor.sign_in(name)
    close_month(clerk, second)
    fill_form(clerk, tmp_path, month=9 if lang == "zh" else 8)
    brief = compose(clerk)
    leader.go(brief)
    leader.press("同意，签发", "Sign")
    leader.shot("month-brief-signed")
    clerk.go(brief)
    clerk.press("编号印发", "Number and issue")
    clerk.read("已印发", "issued")
    clerk.fill("报送单位", "To", "领导小组")
    clerk.press("登记报送", "Enter")
    clerk.shot("month-brief-issued")
    leader.go("/briefs/")
    leader.shot("month-briefs")


PAGES = {
    "bangongshi": (
        "/collection/", "/collection/new/", "/collection/burden/", "/collection/extensions/", "/collection/reviewing/",
        "/reporting/", "/briefs/", "/briefs/templates/", "/checkups/", "/checkups/expiring/", "/checkups/risk/",
        "/checkups/runs/", "/checkups/lists/", "/checkups/lists/new/", "/checkups/follow-ups/", "/checkups/effect/",
        "/ferry/",
    ),
    "yuanqu": (
        "/collection/", "/collection/burden/", "/checkups/", "/checkups/runs/", "/checkups/follow-ups/", "/briefs/",
        "/ferry/",
    ),
    "lingdao": ("/collection/", "/collection/burden/", "/briefs/", "/checkups/", "/progress/"),
    "qiye": ("/collection/", "/own/"),
}  # fmt: skip
"""The pages of the month that each role comes to first."""


@pytest.mark.parametrize("name", PAGES)
def test_the_pages_of_the_month_keep_the_rules_for_every_role(arrive: Arrive, name: str) -> None:
    somebody = arrive()
    somebody.sign_in(name)
    for path in PAGES[name]:
        somebody.seen.discard(f"{somebody.lang} {path}")  # another role may see another page at an address
        somebody.go(path)
        assert somebody.status(path) == 200, path
    somebody.content()


def own_firms(officer: Visitor) -> list[str]:
    """The codes of some enterprises of the officer's park that still operate."""
    officer.go("/enterprises/?columns=code&columns=status&order=-revenue")
    rows, operating = officer.page.locator("tbody tr").all_inner_texts(), officer.word("存续", "active")
    return [line.split("\t")[1] for line in rows if operating in line][:FIRMS]


def send_out(clerk: Visitor, codes: list[str], month: str) -> str:
    """A round about some enterprises, out; gives its address."""
    clerk.go("/collection/")
    clerk.follow("新建收表", "Start a round")
    clerk.page.select_option("[name=usual]", "monthly")
    clerk.page.select_option("[name=span]", month)
    clerk.page.fill("[name=authority]", "月度调度制度（虚构）")
    clerk.shot("month-new-round")
    clerk.press("起草", "Begin")
    address = clerk.page.url.removeprefix(clerk.address)
    clerk.go(address + "whom/")
    clerk.page.fill("#pasted", "\n".join(codes))
    clerk.press("保存", "Save")
    clerk.read("填报负担", "The burden")
    clerk.shot("month-draft")
    clerk.page.locator("input[name=cells]").check()
    clerk.press("确认并下发", "Confirm and start")
    expect(clerk.page.get_by_role("link", name=clerk.word("报送单位", "Units"))).to_be_visible(timeout=PATIENCE)
    clerk.shot("month-round")
    clerk.go(address + "notice/")
    clerk.read("收表通知", "Notice of the round")
    clerk.go(address + "units/")
    clerk.shot("month-units")
    clerk.go(address + "chase/")
    clerk.shot("month-chase")
    return address


def answer(officer: Visitor, folder: Path) -> None:
    """The first row is typed, the rest comes with the workbook; warnings get their sentences."""
    grid = officer.page.locator("table.grid tbody tr")
    typed = grid.first.locator("input[name*=':f:']")
    for box in typed.all():
        name = box.get_attribute("name") or ""
        box.fill(str(FIGURES[name.rpartition(":")[2]]))
        box.blur()
    expect(grid.first.get_by_role("status")).to_be_visible(timeout=PATIENCE)
    officer.shot("month-grid")
    with officer.page.expect_download() as told:
        officer.page.get_by_role("link", name=officer.word("下载填报表", "Download the workbook")).click()
    path = folder / "报送表.xlsx"
    told.value.save_as(path)
    officer.page.locator("#file").set_input_files(fill_in(path))
    officer.press("上传", "Send")
    expect(officer.page.locator("#files .mark.green").first).to_be_visible(timeout=PATIENCE)
    officer.press("核对全表", "Check everything")
    for box in officer.page.locator("input[name*=':w:']").all():
        box.fill("已与企业核实")
    officer.press("保存本页", "Save this page")
    officer.shot("month-grid-filled")


def fill_in(path: Path) -> Path:
    """Writes figures into the open cells of the workbook."""
    book = openpyxl.load_workbook(path)
    lines = [row for sheet in book.worksheets for row in sheet.iter_rows()]
    heads = next(row for row in lines if any(cell.value == CODE for cell in row))
    sheet = heads[0].parent
    columns = {code: one.column for one in heads for said, code in HEADERS.items() if str(one.value).startswith(said)}
    for row in range(heads[0].row + 1, heads[0].row + 1 + FIRMS):
        for code, column in columns.items():
            cell = sheet.cell(row, column)
            if cell.value is None:
                cell.value = FIGURES[code]
    book.save(path)
    return path


def review(second: Visitor, address: str, *, accepted: bool) -> None:
    """Another person looks at what was handed in."""
    number = address.strip("/").rpartition("/")[2]
    second.go(f"/collection/reviewing/?round={number}")
    second.shot("month-reviewing")
    second.page.locator("main tbody th a").first.click()
    second.page.wait_for_load_state()
    second.hold_against_rules()
    if accepted:
        second.press("核对无误，采信", "Looked at: accept")
        second.read("已采信", "accepted")
    else:
        second.page.fill("#why", "利润数请再核")
        second.press("退回", "Return it")
        second.read("已退回", "returned")
    second.shot("month-accepted" if accepted else "month-returned")


def fill_form(clerk: Visitor, folder: Path, *, month: int) -> None:
    """The city's blank is taken in, confirmed, filled, looked through, reported."""
    path = folder / f"月报表{month}月.xlsx"
    path.write_bytes(blank(dt.date(2012, month, 28), ("北辰科技园",)))
    clerk.go("/reporting/")
    clerk.page.locator("#file").set_input_files(path)
    clerk.fill("发表单位", "Issued by", "虚构市科委")
    clerk.press("收录并对应", "Take it in")
    clerk.shot("month-form-open")
    while clerk.page.locator("#open").count():
        decide(clerk.page.locator("form.row-actions").first)
    clerk.press("确认全部对应", "Confirm the mapping")
    clerk.press("原样填好", "Fill it in place")
    clerk.shot("month-form-filled")
    if clerk.page.locator("#why-check").count():
        clerk.page.fill("#why-check", clerk.word("已核对", "looked through"))
    clerk.press("核对通过", "Pass the check")
    clerk.press("登记上报", "Note as reported")
    clerk.read("已上报", "reported")


def decide(row: Locator) -> None:
    """A cell that nobody can tell stays blank."""
    row.locator("button[value=blank]").click()
    row.page.wait_for_load_state()


def compose(clerk: Visitor) -> str:
    """The brief of the latest closing, composed and checked; gives its address."""
    clerk.go("/briefs/")
    clerk.page.get_by_role("link", name=clerk.word("成稿 简报", "Compose Brief")).first.click()
    clerk.page.wait_for_load_state()
    clerk.hold_against_rules()
    clerk.press("成稿", "Compose")
    address = clerk.page.url.removeprefix(clerk.address)
    check = clerk.page.get_by_role("button", name=clerk.word("校核通过，送签发", "Checked: have it signed"))
    expect(check).to_be_visible(timeout=PATIENCE)
    clerk.hold_against_rules()
    clerk.shot("month-brief-composed")
    clerk.press("校核通过，送签发", "Checked: have it signed")
    return address
