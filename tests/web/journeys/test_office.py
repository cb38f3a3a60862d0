"""The office: a ledger from its ugly state to a dossier, a document to a released text, by two people."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect
from tests.web.journeys.conftest import Arrive
from tests.web.journeys.ledgers import code_of, ugly
from tests.web.journeys.visitor import PATIENCE, Visitor

FIRST = {"zh": 1_000, "en": 2_000}
DOCUMENT = """\
某某高新技术产业开发区科技小巨人企业培育办法（虚构）

第一章 总则
第一条 为加快培育科技型中小企业，制定本办法。
第二条 本办法由科技局牵头组织实施。

第二章 目标
第三条 到2015年，新增科技型中小企业500家，科技小巨人企业达到50家。

第三章 支持措施
第四条 年营业收入5000万元以上的科技型企业，认定为科技小巨人企业，给予最高100万元资助。
第五条 本办法自发布之日起施行，有效期三年。
"""


def bring(visitor: Visitor, path: Path) -> None:
    """Uploads a ledger by the form."""
    visitor.go("/enterprises/intakes/new/")
    visitor.page.locator("input[type=file]").set_input_files(path)
    visitor.press("上传并读取", "Bring and read")


def test_a_clerk_takes_a_ledger_from_its_faults_to_a_dossier(arrive: Arrive, lang: str, tmp_path: Path) -> None:
    clerk, first = arrive(), FIRST[lang]
    clerk.sign_in("bangongshi")
    clerk.go("/enterprises/intakes/")
    clerk.follow("导入台账", "Import a ledger")
    bring(clerk, ugly(tmp_path / f"七月台账{lang}.xlsx", first, wrong=True))
    clerk.read("试算结果，尚未入库", "nothing is stored yet")
    brought = clerk.page.url.removeprefix(clerk.address)
    clerk.follow("台账问题", "Findings")
    clerk.read("C5", "C5")
    clerk.shot("intake-findings")
    clerk.go(brought)
    clerk.follow("名录中没有的名称", "Names not in the registry")
    clerk.shot("intake-names")
    clerk.go(brought)
    clerk.press("放弃", "Drop")
    clerk.read("已放弃，没有写入任何数据", "dropped; nothing was stored")
    clerk.go(f"/enterprises/?q={code_of(first)}")
    clerk.absent(f"虚构晨曦{first}号科技有限公司", f"虚构晨曦{first}号科技有限公司")
    bring(clerk, ugly(tmp_path / f"七月台账{lang}改.xlsx", first, wrong=False))
    clerk.read("试算结果，尚未入库", "nothing is stored yet")
    clerk.shot("intake-read")
    clerk.press("入库", "Store")
    clerk.meet(clerk.page.url.removeprefix(clerk.address), "入库时间", "Stored at")
    clerk.shot("intake-live")
    clerk.meet(f"/enterprises/?q=晨曦{first}", f"虚构晨曦{first}号科技有限公司", f"虚构晨曦{first}号科技有限公司")
    clerk.shot("registry")
    clerk.follow(f"虚构晨曦{first}号科技有限公司", f"虚构晨曦{first}号科技有限公司")
    clerk.headed(f"虚构晨曦{first}号科技有限公司", f"虚构晨曦{first}号科技有限公司")
    clerk.read("1,234.5", "1,234.5")
    clerk.shot("dossier")


def test_a_dossier_says_why_and_what_to_ask_and_shows_the_way(arrive: Arrive) -> None:
    clerk = arrive()
    clerk.sign_in("bangongshi")
    clerk.go("/enterprises/?order=-revenue")
    clerk.page.locator("tbody th a").first.click()
    clerk.page.wait_for_load_state()
    clerk.read("预判，不作为认定依据", "a forecast, not a basis for recognition")
    name = clerk.page.locator("h1").first.inner_text()
    clerk.follow("为什么", "Why")
    expect(clerk.page.locator("#of-1 table.why")).to_be_visible()
    clerk.shot("dossier-why")
    clerk.follow("培育路径", "Path")
    expect(clerk.page.locator("#of-1 #way")).to_be_visible()
    clerk.shot("dossier-path")
    clerk.follow("打印体检页", "Check-up page")
    clerk.shot("check-up-page")
    assert name.split("\n")[0] in clerk.page.content()


def test_a_document_becomes_a_draft_that_a_second_person_releases(arrive: Arrive, lang: str, tmp_path: Path) -> None:
    clerk, path = arrive(), tmp_path / f"培育办法{lang}.txt"
    path.write_text(DOCUMENT, "utf-8")
    clerk.sign_in("bangongshi")
    clerk.go("/policies/")
    clerk.shot("policies")
    clerk.go("/policies/read/")
    for field in clerk.page.locator("form.card input[type=text], form.card input:not([type])").all():
        if not field.input_value() and field.is_visible():
            field.fill(f"zone-{lang}")
    clerk.page.locator("input[type=file]").set_input_files(path)
    clerk.press("上传并起草", "Bring and draft")
    clerk.shot("draft-reading")
    clerk.page.get_by_role("link", name=clerk.word("查看结果", "See what was made")).click(timeout=PATIENCE)
    clerk.page.wait_for_load_state()
    clerk.hold_against_rules()
    clerk.shot("draft")
    settle = clerk.page.get_by_role("button", name=clerk.word("就这样定", "Settle"))
    while settle.count():
        before = settle.count()
        form = settle.first.locator("xpath=ancestor::form")
        form.locator("input[type=radio]").first.check()
        settle.first.click()
        clerk.page.wait_for_load_state()
        if settle.count() >= before:
            break
    clerk.shot("draft-settled")
    clerk.press("提交发布", "Submit")
    if clerk.page.get_by_role("button", name=clerk.word("提交发布", "Submit")).count():
        clerk.read("草稿", "draft")  # what the check still asks for stands there, and nothing was submitted
        return
    own = clerk.page.url.removeprefix(clerk.address)
    assert clerk.page.get_by_role("button", name=clerk.word("发布", "Release"), exact=True).count() == 0
    second = arrive()
    second.sign_in("fuhe")
    second.go(own)
    second.shot("draft-second")
    second.page.get_by_role("button", name=second.word("发布", "Release"), exact=True).click()
    second.page.wait_for_load_state()
    second.read("吴复", "吴复")
    second.shot("released")


def test_every_page_of_the_office_is_in_order(arrive: Arrive) -> None:
    clerk = arrive()
    clerk.sign_in("bangongshi")
    for path in (
        "/document/", "/document/?view=beside", "/document/?view=original", "/document/?only=behind", "/progress/",
        "/my-work/", "/targets/", "/targets/gaps/", "/targets/closings/", "/targets/allocations/",
        "/targets/allocations/new/", "/statistics/", "/statistics/bridge/", "/statistics/concentration/",
        "/policies/", "/policies/definitions/", "/policies/evaluations/", "/policies/trials/", "/policies/prospects/",
        "/policies/packs/tianjin-hitech-2012/", "/policies/packs/tianjin-hitech-2012/begin/",
        "/policies/trials/new/tianjin-hitech-2012/", "/enterprises/", "/enterprises/intakes/",
        "/enterprises/intakes/templates/", "/enterprises/merge/", "/people/", "/people/organisations/",
        "/people/consents/", "/people/consents/new/", "/jobs/", "/notes/", "/me/", "/me/password/",
        "/me/tokens/new/",
    ):  # fmt: skip
        clerk.go(path)
        expect(clerk.page.locator("h1").first, path).to_be_visible()
        clerk.shot("office" + path.replace("/", "-").replace("?", "-").rstrip("-"))
