"""Pages of rounds: from the first form to the account of a year, in both languages, with a constant number of
queries."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import docx
import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.collection.conftest import (
    A1,
    A2,
    B1,
    DUE,
    drafted,
    monthly,
    signed_in,
    stand_on,
    started,
    terms,
    unit_named,
)
from tests.web.conftest import Staff

from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import drafting, extensions, starting
from peiyu.web.collection.models import Extension, Reminder, Round, RoundUnit
from peiyu.web.collection.queries import burden
from peiyu.web.desk.feeds import fed
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.worker import work

pytestmark = pytest.mark.django_db
NEW = {
    "usual": "monthly", "span": "2026-05", "basis": "累计", "title": "", "to": "organisations", "due": "2026-06-10",
    "purpose": "行政", "authority": "工信办〔2026〕3号", "minutes": "0.5",
}  # fmt: skip


def said(client: Client, path: str, lang: str = "zh", status: int = 200) -> str:
    mark = "&" if "?" in path else "?"
    response = client.get(f"{path}{mark}lang={lang}")
    assert response.status_code == status, path
    return response.content.decode()


def test_a_round_from_the_form_to_the_units(place: Staff) -> None:
    client = signed_in(place, Role.OFFICE)
    assert "月度经营快报" in said(client, "/collection/new/")
    answer = client.post("/collection/new/", NEW)
    held = Round.objects.get()
    assert answer["Location"] == f"/collection/{held.number}/"
    assert held.title == "2026年5月经营快报"
    home = f"/collection/{held.number}/"
    page = said(client, home)
    for word in ("需填", "测算用时", "营业收入", "1 家不公开企业", "确认并下发"):
        assert word in page
    assert "甲密公司" not in page
    assert "主营业务收入" in said(client, home + "asking/?q=收入")
    client.post(home + "asking/", {"version": held.version, "field": ["monthly_return.main_revenue"]})
    held.refresh_from_db()
    assert "main_revenue" in held.sheets[0]["fields"]
    client.post(
        home + "asking/monthly_return/", {"version": held.version, "keep": ["revenue"], "required": ["revenue"]}
    )
    held.refresh_from_db()
    assert held.sheets[0]["fields"] == ["revenue"]
    client.post(home + "whom/", {"version": held.version, "parks": ["甲园"]})
    held.refresh_from_db()
    assert held.burden["cells"] == 2
    client.post(home + "start/", {"version": held.version, "cells": "2"})
    assert "正在" in said(client, home)
    work(until_idle=True)
    page = said(client, home)
    assert "收表中" in page
    again = client.post(home + "repeat/")
    assert "2026年6月经营快报" in said(client, again["Location"])
    assert "甲园" in said(client, home + "units/")


def test_what_is_refused_is_said_on_the_page_with_what_was_typed(place: Staff) -> None:
    client = signed_in(place, Role.OFFICE)
    late = client.post("/collection/new/?lang=zh", NEW | {"due": "2026-06-01", "title": "迟了"})
    assert late.status_code == 422
    assert "截止日已经过去" in late.content.decode()
    assert "迟了" in late.content.decode()
    assert not Round.objects.exists()
    held = drafted(place.actor(Role.OFFICE))
    pasted = client.post(f"/collection/{held.number}/whom/?lang=zh", {"version": held.version, "pasted": "没有这家"})
    assert pasted.status_code == 422
    assert "没有这家" in pasted.content.decode()
    stale = client.post(f"/collection/{held.number}/asking/", {"version": 0, "field": ["monthly_return.staff"]})
    assert stale.status_code == 422
    assert Round.objects.get().version == held.version


def test_what_is_held_everywhere_stands_with_its_place_and_is_taken_out_at_once(place: Staff) -> None:
    for firm in (A1, A2, B1):
        monthly(firm, revenue=100)
    held = drafted(place.actor(Role.OFFICE))
    client = signed_in(place, Role.OFFICE)
    page = said(client, f"/collection/{held.number}/")
    assert "不应再问的数据项" in page
    assert "/enterprises/intakes/" in page
    assert "确认并下发" not in page
    client.post(f"/collection/{held.number}/spare/", {"version": held.version})
    assert "确认并下发" in said(client, f"/collection/{held.number}/")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_page_stands_in_both_languages(place: Staff, lang: str) -> None:
    held = started(place.actor(Role.OFFICE))
    draft = drafted(place.actor(Role.OFFICE), title="草", fields=(("monthly_return", "staff"),))
    east = unit_named(held, "甲园")
    extensions.ask_extension(place.actor(Role.PARK), unit=east, until=DUE.replace(day=20), why="忙")
    client = signed_in(place, Role.OFFICE)
    one, other = f"/collection/{held.number}/", f"/collection/{draft.number}/"
    for path in (
        "/collection/", "/collection/new/", "/collection/burden/", "/collection/extensions/", one, one + "units/",
        one + f"units/{east.pk}/", one + "chase/", one + "notice/", other, other + "terms/", other + "asking/",
        other + "whom/",
    ):  # fmt: skip
        page = said(client, path, lang)
        assert page.count("<h1") == 1, path
        assert ("收表" if lang == "zh" else "Collection") in page


def test_the_notice_says_what_by_when_on_what_basis_and_as_a_document(place: Staff) -> None:
    held = started(
        place.actor(Role.OFFICE), purpose="统计", table="KJ01", approval="统〔2026〕1号",
        valid_until=dt.date(2027, 1, 1), said="联系人：周办",
    )  # fmt: skip
    client = signed_in(place, Role.OFFICE)
    page = said(client, f"/collection/{held.number}/notice/")
    for word in (
        "关于报送《5月快报》的通知",
        "2026年6月10日24时前",
        "表号：KJ01",
        "营业收入",
        "联系人：周办",
        "不要填0",
    ):
        assert word in page
    file = client.get(f"/collection/{held.number}/notice/document/?lang=zh")
    paper = docx.Document(io.BytesIO(file.content))
    text = "\n".join(one.text for one in paper.paragraphs)
    assert "一、报送内容" in text
    assert "领导小组办公室" in text
    assert [cell.text for cell in paper.tables[0].rows[1].cells] == ["1", "月度数据", "营业收入", "万元", ""]
    assert client.get(f"/collection/{held.number}/notice/document/?lang=en").status_code == 200


def test_workbooks_are_given_out_each_and_all_together_to_those_who_see_them(place: Staff) -> None:
    held = started(place.actor(Role.OFFICE))
    east, west = unit_named(held, "甲园"), unit_named(held, "乙园")
    office, park = signed_in(place, Role.OFFICE), signed_in(place, Role.PARK)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(office.get(f"/collection/{held.number}/workbooks/"))))  # type: ignore[arg-type]
    assert sorted(archive.namelist()) == [f"{held.number} 乙园 5月快报.xlsx", f"{held.number} 甲园 5月快报.xlsx"]
    own = b"".join(park.get(f"/collection/{held.number}/units/{east.pk}/workbook/"))  # type: ignore[arg-type]
    assert own == archive.read(f"{held.number} 甲园 5月快报.xlsx")
    assert park.get(f"/collection/{held.number}/units/{west.pk}/workbook/").status_code == 404
    mine = zipfile.ZipFile(io.BytesIO(b"".join(park.get(f"/collection/{held.number}/workbooks/"))))  # type: ignore[arg-type]
    assert mine.namelist() == [f"{held.number} 甲园 5月快报.xlsx"]


def test_the_units_are_filtered_and_taken_away_as_seen(place: Staff) -> None:
    held = started(place.actor(Role.OFFICE))
    RoundUnit.objects.filter(round=held, name="乙园").update(state="submitted")
    client = signed_in(place, Role.OFFICE)
    page = said(client, f"/collection/{held.number}/units/?standing=unanswered")
    assert "甲园" in page
    assert "乙园" not in page
    file = client.get(f"/collection/{held.number}/units/?standing=unanswered&download=1&lang=zh")
    sheet = openpyxl.load_workbook(io.BytesIO(file.content)).active
    assert sheet is not None
    assert [row[0].value for row in sheet.iter_rows()][-2:] == ["报送单位", "甲园"]
    stand_on(dt.date(2026, 6, 11))
    assert "逾期1天" in said(client, f"/collection/{held.number}/units/?standing=late")


def test_the_sealed_notice_is_attached_by_the_office_and_seen_by_the_units(place: Staff) -> None:
    held = started(place.actor(Role.OFFICE))
    paper = SimpleUploadedFile("盖章通知.pdf", b"%PDF-1.4 sealed")
    office, park = signed_in(place, Role.OFFICE), signed_in(place, Role.PARK)
    attach = f"/notes/on/round/{held.number}/attach/"
    assert park.post(attach, {"file": SimpleUploadedFile("x.pdf", b"%PDF-1.4 x")}).status_code in (403, 422)
    assert office.post(attach, {"file": paper}).status_code == 302
    unit = unit_named(held, "甲园")
    assert "盖章通知.pdf" in said(park, f"/collection/{held.number}/units/{unit.pk}/")
    assert signed_in(place, Role.BANK).get(attach).status_code == 404


def test_one_click_reminds_those_who_have_not_submitted(place: Staff) -> None:
    held = started(place.actor(Role.OFFICE))
    east = unit_named(held, "甲园")
    client = signed_in(place, Role.OFFICE)
    page = said(client, f"/collection/{held.number}/chase/?unit={east.pk}")
    assert "尚缺 4 项" in page
    assert "乙园" not in page
    client.post(f"/collection/{held.number}/chase/", {"unit": [east.pk]})
    assert [one.unit_id for one in Reminder.objects.all()] == [east.pk]
    assert "催报记录" in said(signed_in(place, Role.PARK), f"/collection/{held.number}/units/{east.pk}/")


def test_a_unit_asks_for_more_time_on_its_page_and_the_office_answers(place: Staff) -> None:
    held = started(place.actor(Role.OFFICE))
    east = unit_named(held, "甲园")
    own = f"/collection/{held.number}/units/{east.pk}/"
    park, office = signed_in(place, Role.PARK), signed_in(place, Role.OFFICE)
    assert park.get(f"/collection/{held.number}/")["Location"] == own
    park.post(own + "extension/", {"until": "2026-06-15", "why": "财务出差"})
    asked = Extension.objects.get()
    assert "财务出差" in said(office, "/collection/extensions/")
    assert [one.feed.key for one in fed(place.actor(Role.OFFICE)) if one.feed.key == "extensions"] == ["extensions"]
    refused = office.post(f"/collection/extensions/{asked.pk}/refuse/", {"answer": ""})
    assert refused.status_code == 422
    office.post(f"/collection/extensions/{asked.pk}/grant/", {"answer": "仅此一次"})
    assert "仅此一次" in said(park, own)
    assert unit_named(held, "甲园").due == dt.date(2026, 6, 15)
    stand_on(dt.date(2026, 6, 16))
    assert "截止日已过" in said(park, own)
    late = park.post(own + "extension/?lang=zh", {"until": "2026-06-20", "why": "再延"})
    assert late.status_code == 422
    assert "截止日已过，不能再申请延期" in late.content.decode()


def test_what_waits_stands_in_my_work(place: Staff) -> None:
    held = started(place.actor(Role.OFFICE))

    def of(role: Role) -> dict[str, list[str]]:
        return {one.feed.key: [item.said.zh for item in one.items] for one in fed(place.actor(role))}

    assert of(Role.PARK)["rounds"] == ["5月快报（甲园）：2026-06-10 24时前报送"]
    assert "late" not in of(Role.OFFICE)
    stand_on(dt.date(2026, 6, 11))
    assert of(Role.OFFICE)["late"] == ["5月快报：2 个单位逾期未报"]
    RoundUnit.objects.filter(round=held).update(state="submitted")
    assert "late" not in of(Role.OFFICE)
    assert "rounds" not in of(Role.PARK)


def test_the_account_of_a_year_adds_up_and_ranks_nobody(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    monthly(A1, output=100)
    for firm in (A1, A2, B1):
        monthly(firm, revenue=100)
    held = drafted(office)
    drafting.spare(office, held=held, version=held.version)
    started(office, title="人员", fields=(("monthly_return", "employees"),))
    held.refresh_from_db()
    starting.start(office, held=held, version=held.version, cells=held.burden["cells"])
    work(until_idle=True)
    account = burden.account(office, 2026)
    first = account.lines[0]
    assert (first.cells, first.prefilled, first.spared_fields, first.spared, first.saved) == (2, 1, 1, 3, 2)
    assert account.totals["cells"] == 5
    assert [one.name for one in account.units] == sorted(one.name for one in account.units)
    assert sum(one.cells for one in account.units) == account.totals["cells"]
    client = signed_in(place, Role.LEADER)
    assert "不用于评价任何单位和个人" in said(client, "/collection/burden/")
    sheet = openpyxl.load_workbook(io.BytesIO(client.get("/collection/burden/?download=1&lang=zh").content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[-1][0] == "合计"
    assert rows[-1][7] == 5
    assert signed_in(place, Role.ENTERPRISE).get("/collection/burden/").status_code == 403


def test_pages_take_the_same_number_of_queries_whatever_there_is(place: Staff) -> None:
    client = signed_in(place, Role.OFFICE)

    def counts() -> list[int]:
        unit = RoundUnit.objects.filter(round__state="open").order_by("pk")[0]
        home = f"/collection/{unit.round.number}/"
        found = []
        for path in ("", "burden/", "extensions/"):
            found.append(queries_of(client, f"/collection/{path}"))
        for path in ("", "units/", "chase/", f"units/{unit.pk}/"):
            found.append(queries_of(client, home + path))
        return found

    office = place.actor(Role.OFFICE)
    Round.objects.filter(pk=started(office, title="去过").pk).update(state="closed")
    asked_for(started(office))
    few = counts()
    Round.objects.filter(state="open").update(state="closed")
    more_parks(6)
    asked_for(started(office, title="多", fields=(("monthly_return", "staff"),)))
    assert counts() == few


def queries_of(client: Client, path: str) -> int:
    """How many queries a page takes once it is warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def asked_for(held: Round) -> None:
    """Every unit asks for an extension."""
    for unit in RoundUnit.objects.filter(round=held):
        Extension.objects.create(unit=unit, until=DUE.replace(day=20), why="忙", by_name="某", at=clock.now())


def more_parks(number: int) -> None:
    """Parks with an enterprise each."""
    for one in range(number):
        name = f"{one}园"
        Organisation.objects.create(kind="park", name=name, area=name)
        Enterprise.objects.create(
            key=9_000 + one, code=f"local:test:N{one}", name=f"新{one}", park=name, status="存续",
            changed_at=clock.now(),
        )  # fmt: skip


def test_a_draft_is_dropped_with_its_reason(place: Staff) -> None:
    held = drafting.draft(place.actor(Role.OFFICE), terms=terms())
    client = signed_in(place, Role.OFFICE)
    assert client.post(f"/collection/{held.number}/drop/", {"version": held.version, "why": ""}).status_code == 422
    client.post(f"/collection/{held.number}/drop/", {"version": held.version, "why": "不需要了"})
    assert Round.objects.get().state == "dropped"
