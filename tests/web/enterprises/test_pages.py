"""The pages: what they show, how many queries they take, what they give away."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.web.enterprises.conftest import CODES, HEADS, NAMES, ROWS, Bring, SignIn, workbook

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.actions import identity
from peiyu.web.enterprises.models import Enterprise, ExportLog, Intake, Merge, SavedMapping
from peiyu.web.files.sheets import neutral
from peiyu.web.jobs.worker import work
from peiyu.web.trail.models import Entry

pytestmark = pytest.mark.django_db(transaction=True)


def key(place: int) -> str:
    return f"{Enterprise.objects.get(code=CODES[place]).key % 2**64:016x}"


def test_the_registry_takes_a_constant_number_of_queries(
    bring: Bring, sign_in: SignIn, django_assert_max_num_queries: Callable[..., object]
) -> None:
    bring()
    client = sign_in()
    client.get("/enterprises/")
    with django_assert_max_num_queries(20):  # type: ignore[attr-defined]
        shown = client.get("/enterprises/?park=东园&revenue_min=1000&q=科技&order=-revenue")
    text = shown.content.decode()
    assert NAMES[0] in text
    assert NAMES[1] not in text
    assert "1,200.5" in text


@pytest.mark.parametrize(
    "address", ["?founded_min=2010", "?industry=C", "?staff_max=100", "?status=存续", "?order=park"]
)
def test_every_filter_answers(bring: Bring, sign_in: SignIn, address: str) -> None:
    bring()
    assert sign_in().get(f"/enterprises/{address}").status_code == 200


def test_a_whole_code_leads_to_its_enterprise(bring: Bring, sign_in: SignIn) -> None:
    bring()
    assert sign_in().get(f"/enterprises/?q={CODES[0].lower()}").headers["Location"] == f"/enterprises/{key(0)}/"


def test_a_list_is_taken_away_as_seen_and_logged(bring: Bring, sign_in: SignIn, office: Actor) -> None:
    bring([*ROWS, (CODES[3], '=HYPERLINK("x")公司', "东园", 10, 1)])
    identity.mark_confidential(office, Enterprise.objects.get(code=CODES[1]), confidential=True, why="来函")
    given = sign_in().get("/enterprises/?park=东园&columns=code&columns=revenue&order=-revenue&download=1")
    sheet = openpyxl.load_workbook(BytesIO(given.content)).active
    assert sheet is not None
    rows = list(sheet.iter_rows(values_only=True))
    head = next(place for place, row in enumerate(rows) if row[0] == "企业名称")
    assert rows[head] == ("企业名称", "统一社会信用代码", "营业收入（万元）")
    assert rows[head + 1 :] == [(NAMES[0], CODES[0], 1200.5), ('\'=HYPERLINK("x")公司', CODES[3], 10)]
    assert sheet.cell(head + 2, 2).data_type == "s"
    log = ExportLog.objects.get()
    assert (log.rows, log.by_name) == (2, "某人")
    assert Entry.objects.filter(verb="registry.export").count() == 1


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1"])
def test_what_would_be_a_formula_is_text(text: str) -> None:
    assert neutral(text) == "'" + text
    assert neutral("稀土") == "稀土"


def test_who_may_not_export_takes_nothing(bring: Bring, sign_in: SignIn) -> None:
    bring()
    client = sign_in(Role.BANK, kind="bank", name="银行")
    assert client.get("/enterprises/?download=1").status_code == 403
    assert not ExportLog.objects.exists()


def test_a_ledger_from_the_form_to_the_registry(tmp_path: Path, sign_in: SignIn) -> None:
    client = sign_in()
    heads = (*HEADS, "老板电话", "2023年搞研发的钱（万元）")
    rows = [(*ROWS[0], "138", 55), (*ROWS[1], "139", 66), (*ROWS[2][:4], -5, None, 1)]
    path = workbook(tmp_path / "a.xlsx", ("台账", heads, rows))
    file = SimpleUploadedFile("台账.xlsx", path.read_bytes())
    sent = client.post("/enterprises/intakes/new/", {"file": file, "mapping": "auto", "kind": "ledger", "purpose": ""})
    address = sent.headers["Location"]
    assert "正在读取" in client.get(address).content.decode()
    work(until_idle=True)
    page = client.get(address).content.decode()
    assert "待入库" in page
    for part in ("findings/", "held/", "columns/", "names/", "again/", "changes/", "undo/", "file/"):
        answer = client.get(address + part)
        assert answer.status_code == 200, part
        answer.close()
    marked = b"".join(client.get(address + "marked/").streaming_content)  # type: ignore[attr-defined]
    assert "问题清单" in openpyxl.load_workbook(BytesIO(marked)).sheetnames
    client.post(address + "columns/", {"field-6": "研发费用（会计口径）", "ignore-5": "1", "name": "园区表"})
    work(until_idle=True)
    intake = Intake.objects.get()
    assert intake.state == "read"
    assert SavedMapping.objects.get().name == "园区表"
    assert {one["header"]: one["field"] for one in intake.account["columns"]}[heads[6]] == "rd_accounts"
    client.post(address + "held/", {"cell": [one.number for one in intake.held.all()], "why": "已电话核实"})
    work(until_idle=True)
    assert client.post(address + "store/").headers["Location"] == address
    work(until_idle=True)
    assert Enterprise.objects.count() == 3
    again = SimpleUploadedFile("台账.xlsx", path.read_bytes())
    twice = client.post("/enterprises/intakes/new/", {"file": again, "source": "园区台账"})
    assert twice.status_code == 422
    assert "这份文件已经上传过" in twice.content.decode()
    assert "园区台账" in twice.content.decode()
    assert client.post(address + "undo/", {"why": ""}).status_code == 422
    client.post(address + "undo/", {"why": "导错"})
    work(until_idle=True)
    assert not Enterprise.objects.exists()


def test_the_next_ledger_of_one_look_is_read_by_its_mapping(bring: Bring, tmp_path: Path, sign_in: SignIn) -> None:
    heads = (*HEADS[:3], "2023年搞研发的钱（万元）")
    first = bring([(*ROWS[0][:3], 55)], heads=heads, stored=False)
    client = sign_in()
    client.post(f"/enterprises/intakes/{first.pk}/columns/", {"field-3": "研发费用（会计口径）", "name": "研发表"})
    work(until_idle=True)
    later = (*HEADS[:3], "2024年搞研发的钱（万元）")
    second = bring([(*ROWS[0][:3], 77)], heads=later, stored=False, name="明年.xlsx")
    assert second.mapping_name == "研发表"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_pages_of_one_enterprise(bring: Bring, sign_in: SignIn, language: str) -> None:
    bring(day="2024-02-01")
    client = sign_in()
    home = f"/enterprises/{key(0)}/"
    for part in ("facts/", "facts/annual_return/?year=2023", "facts/enterprise/", "records/title/new/", "identity/"):
        joint = "&" if "?" in part else "?"
        shown = client.get(f"{home}{part}{joint}lang={language}")
        assert shown.status_code == 200, part
        assert NAMES[0] in shown.content.decode()
    sent = client.post(home + "facts/annual_return/", {"year": "2023", "f-revenue": "abc", "f-staff": "90"})
    assert sent.status_code == 422
    assert 'value="abc"' in sent.content.decode()
    client.post(home + "facts/annual_return/", {"year": "2023", "f-revenue": "1500", "f-staff": "80"})
    assert Enterprise.objects.get(code=CODES[0]).revenue == 1_500_000_000
    client.post(home + "identity/", {"change": "name", "name": "新名称公司", "why": "更名"})
    assert Enterprise.objects.get(code=CODES[0]).name == "新名称公司"


def test_merging_on_screen(bring: Bring, sign_in: SignIn) -> None:
    bring()
    client = sign_in()
    led = client.get(f"/enterprises/merge/?keep={CODES[0]}&gone={CODES[1]}")
    address = led.headers["Location"]
    assert NAMES[1] in client.get(address).content.decode()
    client.post(address, {"choose-name": "gone", "why": "同一家"})
    assert Enterprise.objects.count() == 2
    client.post(f"/enterprises/merge/{Merge.objects.get().pk}/undo/", {"why": "错了"})
    assert Enterprise.objects.count() == 3


def test_a_guessed_address_of_anothers_enterprise_is_not_there(bring: Bring, sign_in: SignIn) -> None:
    bring()
    client = sign_in(Role.PARK, kind="park", name="西园", area="西园")
    for part in ("facts/", "facts/annual_return/", "identity/", "attest/"):
        assert client.get(f"/enterprises/{key(0)}/{part}").status_code == 404
    assert client.get(f"/enterprises/{key(2)}/facts/").status_code == 200
    assert client.get(f"/enterprises/{key(2)}/identity/").status_code == 403


def test_templates_of_any_entity(sign_in: SignIn) -> None:
    client = sign_in()
    assert client.get("/enterprises/intakes/templates/").status_code == 200
    given = b"".join(
        client.get("/enterprises/intakes/templates/?entity=enterprise&entity=title").streaming_content  # type: ignore[attr-defined]
    )
    assert len(openpyxl.load_workbook(BytesIO(given)).sheetnames) >= 2
