"""The document page and the sheet for leaders."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests.web.conftest import Staff

from peiyu.web import bridge
from peiyu.web.acting.roles import INSIDE, Role
from peiyu.web.desk.pages.home import FIRST
from peiyu.web.desk.queries.clauses import document_of
from peiyu.web.desk.queries.document import living
from peiyu.web.policies.models import Territory
from peiyu.web.targets.models import Reading

Visit = Callable[[Role], Client]
PACK = "tianjin-hitech-2012"


@pytest.mark.parametrize("pack", ["tianjin-hitech-2012", "baotou-2015", "model-zone-2026"])
@pytest.mark.django_db
def test_every_clause_is_there_with_its_original_and_what_carries_it_out(pack: str) -> None:
    loaded = bridge.pack_of(pack)
    assert loaded.programme is not None
    document = document_of(loaded)
    assert document is not None
    assert [one.address for one in document.clauses] == list(loaded.programme.clauses)
    for one in document.clauses:
        assert one.raw, one.address
        coverage = loaded.programme.coverage.get(one.address)
        if coverage is not None and coverage.how == "objects":
            shown = {(each.kind, each.id) for thing in (*one.things, *one.small) for each in (thing, *thing.parts)}
            assert {(each.kind, each.id) for each in coverage.objects} <= shown, one.address
            assert all(thing.name.zh for thing in (*one.things, *one.small))


@pytest.mark.django_db
def test_a_mended_clause_is_told_from_one_that_stands_as_it_was_found() -> None:
    found = document_of(bridge.pack_of("baotou-2015"))
    assert found is not None
    clauses = {one.address: one for one in found.clauses}
    assert clauses["文号"].mended
    assert found.repairs > 0


def test_a_clause_shows_its_goal_unmeasured_and_measured(here: Staff, visit: Visit, reading: Reading) -> None:
    Reading.objects.update(state="making")
    page = visit(Role.OFFICE).get("/document/").content.decode()
    assert 'id="二1"' in page
    assert "未测算" in page
    Reading.objects.update(state="live")
    page = visit(Role.OFFICE).get("/document/").content.decode()
    assert "381家" in page
    assert "严重滞后" in page
    assert 'aria-label="new_sme：低于七成"' in page
    assert "序时 650家" in page
    assert f"/targets/new_sme/?reading={reading.pk}" in page


def test_clauses_are_narrowed(here: Staff, reading: Reading) -> None:
    actor, pack = here.actor(Role.OFFICE), bridge.pack_of(PACK)

    def left(only: str) -> list[str]:
        found = living(actor, pack, only=only)
        assert found is not None
        return [one.clause.address for one in found.clauses]

    assert left("targets") == ["二1", "二3", "二4", "二5", "三8"]
    assert left("behind") == ["二1"]
    assert left("planned") == ["四（一）第1段"]
    assert "二2" in left("unowned")
    assert len(left("nonsense")) == len(left("")) == 33


def test_nobody_leads_is_said_to_each_in_his_way(here: Staff, visit: Visit) -> None:
    assert "无牵头单位" in visit(Role.OFFICE).get("/document/?only=unowned").content.decode()
    leader = visit(Role.LEADER).get("/document/?only=unowned").content.decode()
    assert "待明确牵头单位" in leader


def test_the_original_stands_whole_and_beside(here: Staff, visit: Visit) -> None:
    office = visit(Role.OFFICE)
    assert "浏览文章" in office.get("/document/?view=original").content.decode()
    beside = office.get("/document/?view=beside").content.decode()
    assert beside.count('scope="row"') == 33
    assert "以原件为准" in beside


@pytest.mark.parametrize("address", ["/document/", "/progress/"])
def test_the_inside_sees_it_and_nobody_else(here: Staff, visit: Visit, address: str) -> None:
    for role in Role:
        assert visit(role).get(address).status_code == (200 if role in INSIDE else 403), role
    assert Client().get(address).headers["Location"].startswith("/sign-in/")


def test_without_a_document_the_next_step_is_told(here: Staff, visit: Visit) -> None:
    Territory.objects.all().delete()
    for address in ("/document/", "/progress/"):
        assert 'href="/policies/"' in visit(Role.OFFICE).get(address).content.decode()


def test_the_page_takes_few_queries(
    here: Staff, visit: Visit, reading: Reading, django_assert_max_num_queries: Any
) -> None:
    office = visit(Role.OFFICE)
    office.get("/document/")
    with django_assert_max_num_queries(16):
        office.get("/document/")


def test_every_role_has_a_first_page(here: Staff, visit: Visit) -> None:
    for role in Role:
        answer = visit(role).get("/")
        assert answer.headers["Location"] == FIRST.get(role, "/document/")
        assert visit(role).get(answer.headers["Location"]).status_code == 200, role
    assert Client().get("/").headers["Location"] == "/sign-in/"


def test_the_sheet_says_what_a_leader_needs(here: Staff, visit: Visit, reading: Reading) -> None:
    page = visit(Role.LEADER).get("/progress/").content.decode()
    assert '<span class="figure">1<span class="unit">/ 2</span>' in page
    assert "预计缺口371家" in page
    assert "5661万元" in page
    assert "条待明确牵头单位" in page
    assert "还没有月结" in page


def test_the_sheet_without_a_reading_says_how_to_get_one(here: Staff, visit: Visit) -> None:
    assert "目标尚未测算" in visit(Role.LEADER).get("/progress/").content.decode()


def test_english_is_complete(here: Staff, visit: Visit, reading: Reading) -> None:
    page = visit(Role.OFFICE).get("/document/?lang=en").content.decode()
    assert "far behind" in page
    assert "Mended text and what carries it out" in page
    assert "无牵头单位" not in page
