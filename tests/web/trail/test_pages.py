"""Who reads the trail and how much of it: the list, one row, the workbook, the chain."""

from __future__ import annotations

import io

import openpyxl
import pytest

from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import actions_of, decide
from peiyu.web.trail.access import RULES
from peiyu.web.trail.actions import record, seal
from peiyu.web.trail.models import Entry
from peiyu.web.trail.queries import changed_meanwhile, scoped

READERS = {Role.AUDIT, Role.AUDITOR}
TABLE = {
    "trail.see": READERS,
    "trail.export": READERS,
    "trail.check": READERS,
    "trail.rights": READERS,
    "trail.business": {Role.AUDITOR},
}


@pytest.fixture
def told(staff) -> list[Entry]:
    """Something of business and something of rights."""
    office, security = staff.actor(Role.OFFICE), staff.actor(Role.SECURITY)
    return [
        record(office, "intake.live", "intake", 7, said="机密台账.xlsx", why="=1+1", before={"a": 1}, after={"a": 2}),
        record(security, "post.grant", "post", 3, said="王科", why="任命", after={"role": "department"}),
    ]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", sorted(TABLE))
def test_who_may(staff, role: Role, action: str) -> None:
    assert sorted(TABLE) == list(actions_of(RULES))
    assert decide(RULES, staff.actor(role), action).allowed is (role in TABLE[action])


@pytest.mark.parametrize("role", list(Role))
def test_only_auditors_open_its_pages(staff, visit, told, role: Role) -> None:
    assert scoped(staff.actor(role)).exists() is (role in READERS)
    client = visit(role)
    for address in ("/trail/", f"/trail/{told[0].pk}/", "/trail/chain/", "/trail/?download"):
        assert client.get(address).status_code == (200 if role in READERS else 403), address
    assert client.post("/trail/chain/check/").status_code == (302 if role in READERS else 403)


def test_the_audit_administrator_sees_no_business(visit, told) -> None:
    client = visit(Role.AUDIT)
    shown = client.get("/trail/").content.decode()
    assert "机密台账" not in shown
    assert "王科" in shown
    one = client.get(f"/trail/{told[0].pk}/").content.decode()
    assert "机密台账" not in one
    assert "审计管理员不查看业务内容" in one
    assert "任命" in client.get(f"/trail/{told[1].pk}/").content.decode()


def test_the_auditor_sees_what_changed(visit, told) -> None:
    one = visit(Role.AUDITOR).get(f"/trail/{told[0].pk}/").content.decode()
    assert "机密台账" in one
    assert "<td>1</td><td>2</td>" in one


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("who=office-person", 1),
        ("who=security", 1),
        ("kind=intake", 1),
        ("kind=post&subject=3", 1),
        ("subject=7&kind=post", 0),
        ("at_after=2100-01-01", 0),
        ("verb=post.grant", 1),
        ("who=nobody-at-all", 0),
    ],
)
def test_the_list_is_narrowed(visit, told, query: str, left: int) -> None:
    page = visit(Role.AUDITOR).get(f"/trail/?{query}").content.decode()
    assert page.count('<th scope="row">') == left


def test_the_workbook_holds_what_is_seen_and_taking_it_is_told(visit, told) -> None:
    client = visit(Role.AUDITOR)
    answer = client.get("/trail/?kind=intake&download")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert "机密台账.xlsx" in rows[2]
    assert "'=1+1" in rows[2]
    assert len(rows) == 3
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    taken = Entry.objects.get(verb="trail.export")
    assert taken.name == "auditor-person"
    assert "机密台账" not in str(
        list(openpyxl.load_workbook(io.BytesIO(visit(Role.AUDIT).get("/trail/?download").content)).active.values)
    )


def test_the_page_says_where_the_chain_is_broken(visit, told) -> None:
    client = visit(Role.AUDIT)
    seal()
    client.post("/trail/chain/check/")
    assert "断链" not in client.get("/trail/chain/").content.decode()
    Entry.objects.filter(place=2).update(name="别人")
    client.post("/trail/chain/check/")
    page = client.get("/trail/chain/").content.decode()
    assert "发现断链" in page
    assert "第 2 条" in page
    assert "broken" in client.get("/trail/chain/?lang=en").content.decode()


@pytest.mark.parametrize("role", sorted(READERS, key=lambda one: one.value))
def test_the_list_costs_few_queries(staff, visit, role: Role, django_assert_max_num_queries) -> None:
    for number in range(60):
        record(staff.actor(Role.OFFICE), "intake.live", "intake", number)
    client = visit(role)
    client.get("/me/")
    with django_assert_max_num_queries(9):
        page = client.get("/trail/").content.decode()
    assert "下一页" in page


def test_who_was_first_is_named(staff) -> None:
    record(staff.actor(Role.OFFICE), "intake.store", "intake", 9)
    problem = changed_meanwhile("intake", 9).problems[0]
    assert problem.code == "changed-meanwhile"
    assert problem.found.startswith("office-person 20")
