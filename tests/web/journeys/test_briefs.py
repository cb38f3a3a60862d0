"""A brief as its how-to has it: composed, edited, its numbers checked and settled, sent back, signed by somebody else,
numbered, sent, archived; and a template of the office's own."""

from __future__ import annotations

import re
from pathlib import Path

import docx
from docx.oxml.ns import qn
from playwright.sync_api import expect
from tests.web.journeys.conftest import Arrive
from tests.web.journeys.months import have_closed_month
from tests.web.journeys.visitor import PATIENCE, Visitor

KIND = {"zh": "progress", "en": "talk"}
"""Each language composes another kind: a month has one of each."""
CHECKED = ("校核通过，送签发", "Checked: have it signed")


def test_a_brief_goes_from_its_composing_to_the_archive(arrive: Arrive, lang: str, tmp_path: Path) -> None:
    clerk, second, leader = arrive(), arrive(), arrive()
    for visitor, name in ((clerk, "bangongshi"), (second, "fuhe"), (leader, "lingdao")):
        visitor.sign_in(name)
    have_closed_month(clerk, second)
    address = compose(clerk, KIND[lang])
    change_a_number(clerk, tmp_path / "改.docx")
    clerk.shot("brief-finding")
    for box in clerk.page.locator("input[name=key]").all():
        box.check()
    clerk.page.fill("#accept-why", "以会议定的数为准")
    clerk.press("认可选中的", "Accept the chosen")
    clerk.press(*CHECKED)
    send_back(leader, address)
    clerk.go(address)
    clerk.read("再核一遍", "再核一遍")
    clerk.press(*CHECKED)
    clerk.read("不能自己签发", "does not sign")
    second.go(address)
    second.press("同意，签发", "Sign")
    expect(second.page.locator("dl.facts")).not_to_contain_text("再核一遍")
    finish(clerk, address)


def compose(clerk: Visitor, kind: str) -> str:
    """An issue of a kind from the latest closing; gives its address."""
    clerk.go("/briefs/")
    clerk.page.locator(f"table.months a[href$='/{kind}/']").first.click()
    clerk.page.wait_for_load_state()
    clerk.hold_against_rules()
    clerk.press("成稿", "Compose")
    address = clerk.page.url.removeprefix(clerk.address)
    expect(clerk.page.get_by_role("button", name=clerk.word(*CHECKED))).to_be_visible(timeout=PATIENCE)
    return address


def change_a_number(clerk: Visitor, path: Path) -> None:
    """Downloads the document, changes a number in it and uploads it."""
    with clerk.page.expect_download() as told:
        clerk.page.get_by_role("link", name=clerk.word("下载 Word", "Download Word")).click()
    told.value.save_as(path)
    document = docx.Document(str(path))
    texts = [one for one in document.element.body.iter(qn("w:t")) if re.search(r"\d{2}", one.text or "")]
    said = next((one for one in texts if re.fullmatch(r"\d{2,4}", one.text)), texts[0])
    said.text = re.sub(r"\d+", lambda found: str(int(found[0]) + 1), said.text, count=1)
    document.save(str(path))
    clerk.page.locator("#file").set_input_files(path)
    clerk.press("上传并核对数字", "Upload and check")
    assert clerk.page.locator("input[name=key]").count() >= 1


def send_back(leader: Visitor, address: str) -> None:
    """The leader finds it among what waits, and sends it back."""
    leader.go("/my-work/")
    leader.page.locator(f"main a[href='{address}']").first.click()
    leader.page.wait_for_load_state()
    leader.page.fill("#return-why", "再核一遍")
    leader.press("退回修改", "Send back")


def finish(clerk: Visitor, address: str) -> None:
    """Numbered, sent, taken up, archived."""
    clerk.go(address)
    clerk.press("编号印发", "Number and issue")
    clerk.page.fill("#to", "领导小组")
    clerk.press("登记报送", "Enter")
    clerk.page.locator("input[name=adopted_by]").fill("市委信息")
    clerk.page.locator("form", has=clerk.page.locator("input[name=adopted_by]")).get_by_role("button").click()
    clerk.page.wait_for_load_state()
    clerk.press("归档", "Archive")
    clerk.shot("brief-archived")


def test_a_template_of_the_office_is_checked(arrive: Arrive, lang: str, tmp_path: Path) -> None:
    clerk, second = arrive(), arrive()
    clerk.sign_in("bangongshi")
    second.sign_in("fuhe")
    have_closed_month(clerk, second)
    clerk.go("/briefs/templates/")
    with clerk.page.expect_download() as told:
        clerk.page.locator("a[href$='/sample/talk/']").click()
    sample, wrong = tmp_path / "样板.docx", tmp_path / "错.docx"
    told.value.save_as(sample)
    document = docx.Document(str(sample))
    document.paragraphs[1].add_run("{{没有的标签}}")
    document.save(str(wrong))
    keep(clerk, wrong, f"口径数 {lang}")
    clerk.read("不认识这个标签", "this tag is not known")
    clerk.shot("template-refused")
    keep(clerk, sample, f"口径数 {lang}")
    clerk.read(f"口径数 {lang}", f"口径数 {lang}")


def keep(clerk: Visitor, path: Path, name: str) -> None:
    """A template sent in."""
    clerk.page.select_option("#kind", "talk")
    clerk.page.fill("#name", name)
    clerk.page.locator("#file").set_input_files(path)
    clerk.press("检查并入库", "Check and keep")
