"""The pages in a browser's eyes: what they show, to whom, what they refuse, how much they ask of the database."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.test import Client
from openpyxl import load_workbook
from tests.web.checkups.conftest import DAY, later, perform
from tests.web.checkups.test_follow_ups import DUE, first, measured, taken
from tests.web.conftest import Staff

from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.roles import Role
from peiyu.web.checkups.actions.runs import ask_check_up
from peiyu.web.checkups.models import CheckUp, FirmList, FollowUp
from peiyu.web.checkups.scope import scope_of
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.policies.models import Prospect

Visit = Callable[[Role], Client]
SEES = {Role.LEADER, Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER, Role.ANALYST, Role.AUDITOR, Role.PARK}
LISTS = ("", "expiring/", "risk/")
PAGES = (*LISTS, "runs/", "lists/", "lists/new/", "follow-ups/", "follow-ups/?whose=all", "effect/")


def asked_of(place: Staff, pk: int, firm: Enterprise, matter: str) -> dict[str, str]:
    return {"kind": "short", "firm": f"{firm.key % 2**64:016x}", "matter": matter}


def test_who_sees_the_pages(place: Staff, visit: Visit) -> None:
    for role in Role:
        client = visit(role)
        for page in ("", "runs/", "follow-ups/", "effect/"):
            assert client.get(f"/checkups/{page}").status_code == (200 if role in SEES else 403), (role, page)
    assert Client().get("/checkups/").status_code == 302


def test_every_page_opens_in_both_languages_with_few_queries(
    place: Staff, visit: Visit, django_assert_max_num_queries: Any
) -> None:
    office = place.actor(Role.OFFICE)
    run = perform(ask_check_up(office, scope=scope_of(office, QueryDict(""))))
    follow_up = taken(office, first(office))
    later()
    measured()
    client, mine = visit(Role.OFFICE), (f"{run.pk}/", f"{run.pk}/expiring/", f"follow-ups/{follow_up.pk}/")
    for page in (*PAGES, *mine):
        for lang in ("zh", "en"):
            with django_assert_max_num_queries(45):
                answer = client.get(f"/checkups/{page}", {"lang": lang, "whose": "all"})
            text = answer.content.decode()
            assert answer.status_code == 200, page
            assert text.count("<h1") == 1, page
            assert "{%" not in text, page


def test_queries_do_not_grow_with_rows(place: Staff, visit: Visit, django_assert_num_queries: Any) -> None:
    client = visit(Role.OFFICE)
    one = Enterprise.objects.get(key=Prospect.objects.filter(kind="short").order_by("firm")[0].enterprise)
    client.get("/checkups/")
    with_one = _queries(lambda: client.get("/checkups/", {"q": one.name}))
    with_all = _queries(lambda: client.get("/checkups/"))
    assert with_all <= with_one


def _queries(do: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as caught:
        do()
    return len(caught)


def test_a_row_says_what_when_and_what_to_ask_and_leads_on(place: Staff, visit: Visit) -> None:
    office = place.actor(Role.OFFICE)
    row = first(office, key=Prospect.objects.filter(kind="short", value=None)[0].enterprise)
    text = visit(Role.OFFICE).get("/checkups/", {"q": row.enterprise.name}).content.decode()
    assert row.enterprise.name in text
    assert f'href="/enterprises/{row.enterprise.key % 2**64:016x}/"' in text
    assert row.said("condition").zh in text
    assert row.said("ask").zh in text
    assert "/checkups/follow-ups/new/?kind=short" in text
    assert "开始体检" in text
    leader = visit(Role.LEADER).get("/checkups/").content.decode()
    assert "开始体检" not in leader
    assert "follow-ups/new/" not in leader


def test_after_a_run_a_row_has_its_date_and_its_question(place: Staff, visit: Visit) -> None:
    office, client = place.actor(Role.OFFICE), visit(Role.OFFICE)
    run = perform(ask_check_up(office, scope=scope_of(office, QueryDict(""))))
    dated = run.lines.filter(kind="short", value=0).exclude(on=None)[0]
    text = client.get("/checkups/", {"q": dated.firm}).content.decode()
    assert str(dated.on) in text
    assert dated.said["ask"]["zh"] in text
    assert dated.said["ask"]["zh"].startswith("能否做到")


def test_filters_narrow_all_three_counts_and_a_wrong_one_shows_nothing(place: Staff, visit: Visit) -> None:
    client = visit(Role.OFFICE)
    area = Organisation.objects.get(pk=place.units["park"].pk).area
    answer = client.get("/checkups/", {"park": area})
    keys = Enterprise.objects.filter(park=area, sensitive=False).values("key")
    for kind, shown in (("short", "差一项"), ("expiring", "到期"), ("risk", "风险")):
        assert f"{shown} {Prospect.objects.filter(kind=kind, enterprise__in=keys).count()}<" in answer.content.decode()
    wrong = client.get("/checkups/", {"park": "没有的园"})
    assert wrong.status_code == 422
    assert "差一项 0<" in wrong.content.decode()


def test_what_is_begun_follows_what_is_filtered(place: Staff, visit: Visit) -> None:
    """Filters change a part of the page without loading it anew: the counts and the form that begins a run with it."""
    text = visit(Role.OFFICE).get("/checkups/").content.decode()
    chosen = text.partition('<div id="chosen">')[2].partition("</div>")[0]
    assert 'action="/checkups/run/"' in chosen
    assert "差一项" in chosen
    assert text.index('hx-select-oob="#chosen"') < text.index('<form class="filters"')


def test_a_park_sees_its_own_rows_alone(place: Staff, visit: Visit) -> None:
    mine = Organisation.objects.get(pk=place.units["park"].pk).area
    text = "".join(visit(Role.PARK).get(f"/checkups/{page}").content.decode() for page in LISTS)
    for key in set(Prospect.objects.values_list("enterprise", flat=True)):
        one = Enterprise.objects.get(key=key)
        assert (one.name in text) is (one.park == mine), one.name


def test_a_run_is_asked_for_with_what_was_filtered(place: Staff, visit: Visit) -> None:
    area = Organisation.objects.get(pk=place.units["park"].pk).area
    client = visit(Role.OFFICE)
    answer = client.post("/checkups/run/", {"park": area, "wanted": "all", "detail": "full"})
    run = CheckUp.objects.get()
    assert answer.headers["Location"] == f"/checkups/{run.pk}/"
    assert (run.scope, run.wanted, run.full) == ({"park": area}, "all", True)
    assert area in run.said["zh"]
    waiting = client.get(f"/checkups/{run.pk}/").content.decode()
    assert "hx-get" in waiting
    refused = visit(Role.LEADER).post("/checkups/run/", {})
    assert refused.status_code == 403
    assert CheckUp.objects.count() == 1


def test_a_pasted_list_finds_by_code_and_name_and_tells_what_it_missed(place: Staff, visit: Visit) -> None:
    one, two = Enterprise.objects.filter(sensitive=False).order_by("name")[:2]
    hidden = Enterprise.objects.filter(sensitive=False).order_by("-name")[0]
    Enterprise.objects.filter(key=hidden.key).update(sensitive=True)
    client = visit(Role.OFFICE)
    pasted = f"{one.name}\n {two.code}　\n没有这家公司\n{hidden.name}\n{one.name}\n"
    answer = client.post("/checkups/lists/new/", {"name": "走访", "text": pasted})
    made = FirmList.objects.get()
    assert answer.headers["Location"] == f"/checkups/lists/{made.pk}/"
    assert made.keys == [one.key, two.key]
    assert made.missed == ["没有这家公司", hidden.name]
    page = client.get(f"/checkups/lists/{made.pk}/").content.decode()
    assert "没有这家公司" in page
    assert visit(Role.PARK).get(f"/checkups/lists/{made.pk}/").status_code == 404
    shown = client.get("/checkups/", {"list": made.pk})
    assert "名单：" in shown.content.decode()
    empty = client.post("/checkups/lists/new/", {"name": "空", "text": "查无此人"})
    assert empty.status_code == 422
    assert "查无此人" in empty.content.decode()
    assert FirmList.objects.count() == 1


def test_a_follow_up_by_the_pages(place: Staff, visit: Visit) -> None:
    office = place.actor(Role.OFFICE)
    row, client = first(office), visit(Role.OFFICE)
    address = f"/checkups/follow-ups/new/?kind=short&firm={row.enterprise.key % 2**64:016x}&matter={row.tier.key}"
    assert row.enterprise.name in client.get(address).content.decode()
    refused = client.post(address, {"what": "", "doer": f"p:{office.person}", "due": "2001-01-01"})
    assert refused.status_code == 422
    assert not FollowUp.objects.exists()
    given = {"what": "上门指导", "doer": f"p:{office.person}", "due": str(DUE)}
    late = client.post(address, {**given, "due": "2001-01-01"})
    assert "2001-01-01" in late.content.decode()
    answer = client.post(address, given)
    made = FollowUp.objects.get()
    assert answer.headers["Location"] == f"/checkups/follow-ups/{made.pk}/"
    assert "上门指导" in client.get("/checkups/follow-ups/").content.decode()
    assert f"跟进中，{DUE} 前" in client.get("/checkups/", {"q": row.enterprise.name}).content.decode()
    stale = client.post(f"/checkups/follow-ups/{made.pk}/end/", {"verb": "finish", "result": "好", "version": "9"})
    assert stale.status_code == 422
    assert "他人改动" in stale.content.decode()
    client.post(f"/checkups/follow-ups/{made.pk}/revise/", {**given, "what": "改为电话", "version": "0"})
    client.post(f"/checkups/follow-ups/{made.pk}/end/", {"verb": "finish", "result": "已补齐", "version": "1"})
    held = FollowUp.objects.get()
    assert (held.state, held.what, held.result) == ("done", "改为电话", "已补齐")
    assert client.get("/checkups/follow-ups/new/?kind=short&firm=zz&matter=x").status_code == 404


def test_the_effect_page_says_it_is_no_proof(place: Staff, visit: Visit) -> None:
    text = visit(Role.LEADER).get("/checkups/effect/").content.decode()
    assert "不能证明跟进起了作用" in text
    assert "no proof" in visit(Role.LEADER).get("/checkups/effect/?lang=en").content.decode()


def test_lists_are_taken_away_as_seen(place: Staff, visit: Visit) -> None:
    answer = visit(Role.OFFICE).get("/checkups/", {"download": "1", "columns": ["condition", "gap"]})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"企业名称", "差的一项", "差距"} <= cells
    assert Prospect.objects.filter(kind="short")[0].firm in cells


def test_the_dossier_names_what_is_done_for_those_who_may_know(place: Staff, visit: Visit) -> None:
    office = place.actor(Role.OFFICE)
    row = first(office)
    made = taken(office, row, what="下周上门")
    address = f"/enterprises/{row.enterprise.key % 2**64:016x}/"
    assert f'href="/checkups/follow-ups/{made.pk}/"' in visit(Role.OFFICE).get(address).content.decode()
    assert "follow-ups" not in visit(Role.FINANCE).get(address).content.decode()


def test_the_own_page_shows_the_own_check_up(place: Staff, visit: Visit) -> None:
    office = place.actor(Role.OFFICE)
    row = first(office)
    Organisation.objects.filter(pk=place.units["firm"].pk).update(enterprise=row.enterprise.key)
    taken(office, row, what="下周上门")
    text = visit(Role.ENTERPRISE).get("/own/").content.decode()
    assert "体检提醒" in text
    assert "下周上门" in text
    assert str(DAY) in text
    assert "Your check-up" in visit(Role.ENTERPRISE).get("/own/?lang=en").content.decode()


@pytest.mark.parametrize("path", ["lists/9/", "follow-ups/9/", "9/", "9/risk/", "9/files/pages.html/"])
def test_what_is_not_there_is_not_found(place: Staff, visit: Visit, path: str) -> None:
    assert visit(Role.OFFICE).get(f"/checkups/{path}").status_code == 404
