"""一企一档: who sees it, what it says, the printable page; the enterprise's own side; my work."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.web.conftest import Staff
from tests.web.desk.conftest import address_of

from peiyu.insight.targets.pace import WORDS
from peiyu.web import clock
from peiyu.web.acting.roles import ADMINISTRATORS, INSIDE, Role
from peiyu.web.desk.feeds import FEEDS, fed
from peiyu.web.desk.queries import own
from peiyu.web.desk.queries.dossier import dossier_of
from peiyu.web.desk.queries.standing import WORST_FIRST
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, Intake
from peiyu.web.jobs.models import Job
from peiyu.web.policies.models import PackText
from peiyu.web.trail.models import Entry

Visit = Callable[[Role], Client]
TIER = "cn-tech-sme-2017.tech_sme"


def test_who_sees_a_dossier(firm: Enterprise, here: Staff, visit: Visit) -> None:
    other = Enterprise.objects.exclude(key=firm.key).filter(sensitive=False)[0]
    for role in Role:
        everywhere = role in INSIDE - {Role.PARK}
        assert visit(role).get(address_of(other)).status_code == (200 if everywhere else 404), role
    assert visit(Role.ENTERPRISE).get(address_of(firm)).status_code == 200
    assert Client().get(address_of(firm)).status_code == 302


def test_a_confidential_one_is_not_there(firm: Enterprise, here: Staff, visit: Visit) -> None:
    Enterprise.objects.filter(key=firm.key).update(sensitive=True)
    for role in (Role.FINANCE, Role.ANALYST, Role.CADRE):
        for part in ("", f"tiers/{TIER}/", f"paths/{TIER}/", "checkup/"):
            assert visit(role).get(address_of(firm) + part).status_code == 404, (role, part)
    assert visit(Role.OFFICE).get(address_of(firm)).status_code == 200


def test_the_dossier_says_what_is_known_and_what_follows(firm: Enterprise, visit: Visit) -> None:
    page = visit(Role.OFFICE).get(address_of(firm)).content.decode()
    assert firm.name in page
    assert firm.code in page
    assert "科技型中小企业" in page
    assert "预判，不作为认定依据" in page
    assert "营业收入" in page
    assert f'hx-get="{address_of(firm)}tiers/{TIER}/"' in page
    assert "虚构" in page


def test_why_and_the_decisive_question(firm: Enterprise, visit: Visit) -> None:
    page = visit(Role.OFFICE).get(f"{address_of(firm)}tiers/{TIER}/").content.decode()
    assert 'id="why"' in page
    assert "第六条（二）" in page
    assert "职工总数不超过500人" in page
    english = visit(Role.OFFICE).get(f"{address_of(firm)}tiers/{TIER}/?lang=en").content.decode()
    assert "A forecast" in english


def test_a_path_is_dated(firm: Enterprise, visit: Visit) -> None:
    page = visit(Role.OFFICE).get(f"{address_of(firm)}paths/{TIER}/").content.decode()
    assert 'id="way"' in page
    assert page.count("不作为认定依据") == 1
    english = visit(Role.OFFICE).get(f"{address_of(firm)}paths/{TIER}/?lang=en").content.decode()
    assert english.count("not a basis for recognition") == 1


def test_origin_and_status_are_said_in_the_reader_s_language(firm: Enterprise, visit: Visit) -> None:
    Enterprise.objects.filter(key=firm.key).update(origin_route="迁入", status="存续")
    page = visit(Role.OFFICE).get(f"{address_of(firm)}?lang=en").content.decode()
    facts = page.partition("<dt>Origin</dt>")[2].partition("</dl>")[0]
    assert "迁入" not in facts
    assert "存续" not in facts
    assert "迁入" in visit(Role.OFFICE).get(f"{address_of(firm)}?lang=zh").content.decode()


def test_every_pace_has_its_place_in_the_order() -> None:
    assert set(WORST_FIRST) == set(WORDS)


def test_administrators_hear_why_they_see_no_registry(here: Staff, visit: Visit) -> None:
    for role in ADMINISTRATORS:
        answer = visit(role).get("/enterprises/")
        assert answer.status_code == 403, role
        assert "当前身份无权办理" in answer.content.decode()


@pytest.mark.parametrize("part", ["tiers/no.such/", "paths/no.such/"])
def test_an_unknown_tier_is_not_found(firm: Enterprise, visit: Visit, part: str) -> None:
    assert visit(Role.OFFICE).get(address_of(firm) + part).status_code == 404


def test_the_checkup_page_is_the_library_s_and_its_style_is_let_through(firm: Enterprise, visit: Visit) -> None:
    answer = visit(Role.OFFICE).get(address_of(firm) + "checkup/")
    assert firm.name in answer.content.decode()
    assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]


def test_queries_do_not_grow(firm: Enterprise, visit: Visit, django_assert_max_num_queries: Any) -> None:
    office = visit(Role.OFFICE)
    office.get(address_of(firm))
    with django_assert_max_num_queries(60):
        office.get(address_of(firm))


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads SQLite's plans")
def test_no_query_reads_a_whole_table_that_grows(firm: Enterprise, visit: Visit) -> None:
    """What takes nothing here takes a second where the registry has a million rows."""
    user = visit(Role.OFFICE)
    user.get(address_of(firm))
    with CaptureQueriesContext(connection) as asked:
        user.get(address_of(firm))
    reads = [one["sql"] for one in asked if one["sql"].lstrip().startswith(("SELECT", "WITH"))]
    assert any("checkups_followup" in one for one in reads)
    with connection.cursor() as cursor:
        steps = [step for one in reads for *_, step in cursor.execute(f"EXPLAIN QUERY PLAN {one}").fetchall()]
    grows = re.compile(
        r"SCAN (U\d|enterprises_enterprise|enterprises_nametoken|fact_|policies_(verdict|change|prospect))"
    )
    assert [step for step in steps if grows.match(step)] == []


def test_own_side_is_the_own_dossier(firm: Enterprise, here: Staff, visit: Visit) -> None:
    page = visit(Role.ENTERPRISE).get("/own/").content.decode()
    assert firm.name in page
    assert 'href="/own/return/"' in page
    assert 'href="/act-for/"' in visit(Role.PARK).get("/own/").content.decode()
    for role in Role:
        allowed = role in (Role.ENTERPRISE, Role.PARK, Role.SERVICE)
        assert visit(role).get("/own/").status_code == (200 if allowed else 403), role


def test_a_return_takes_what_was_changed(firm: Enterprise, here: Staff, visit: Visit) -> None:
    before = own.held_values(dossier_of(here.actor(Role.OFFICE), firm.key))
    revenue = before["revenue", "2011"]
    sent = {f"return:{code}:{year}": value for (code, year), value in before.items()}
    answer = visit(Role.ENTERPRISE).post("/own/return/", {**sent, "return:revenue:2011": "4321.5"})
    assert answer.status_code == 302
    after = own.held_values(dossier_of(here.actor(Role.OFFICE), firm.key))
    assert (revenue, after["revenue", "2011"]) == (before["revenue", "2011"], "4321.5")
    assert {place for place in before if before[place] != after[place]} == {("revenue", "2011")}


def test_of_two_who_fill_a_return_at_once_the_second_is_told(firm: Enterprise, here: Staff, visit: Visit) -> None:
    """The enterprise and the park officer who types for it: neither undoes the other without seeing it."""
    client = visit(Role.ENTERPRISE)
    page = client.get("/own/return/").content.decode()
    sent = dict(re.findall(r'name="(return:[a-z0-9_]+:\d+|seen)"[^>]* value="([^"]*)"', page))
    assert sent["seen"].isdecimal()
    assert client.post("/own/return/", {**sent, "return:revenue:2011": "4321.5"}).status_code == 302
    before = FACT_MODELS["annual_return"].objects.count()
    answer = client.post("/own/return/", {**sent, "return:staff:2011": "77"})
    assert answer.status_code == 422
    assert "已被他人改动" in answer.content.decode()
    assert FACT_MODELS["annual_return"].objects.count() == before


@pytest.mark.parametrize("typed", [{"return:revenue:2011": "很多"}, {}])
def test_a_return_that_cannot_be_taken_changes_nothing(
    firm: Enterprise, here: Staff, visit: Visit, typed: dict[str, str]
) -> None:
    intakes, entries = Intake.objects.count(), Entry.objects.count()
    answer = visit(Role.ENTERPRISE).post("/own/return/", {"return:staff:2010": "12", **typed} if typed else {})
    assert answer.status_code == 422
    assert (Intake.objects.count(), Entry.objects.count()) == (intakes, entries)
    if typed:
        assert "很多" in answer.content.decode()


def test_feeds_are_read_for_every_role_and_name_what_waits(here: Staff, visit: Visit) -> None:
    for role in Role:
        actor = here.actor(role)
        for one in FEEDS:
            assert list(one.items(actor)) == [] or one.key == "notices"
        assert visit(role).get("/my-work/").status_code == 200, role
    assert all(one.roles for one in FEEDS)
    assert frozenset().union(*(one.roles for one in FEEDS)) >= ADMINISTRATORS


def test_a_failed_job_and_a_text_to_release_wait(here: Staff, visit: Visit) -> None:
    now = clock.now()
    Job.objects.create(kind="policies.evaluate", state="failed", asked_at=now, ended_at=now,
                       by_id=here.person(Role.OFFICE))  # fmt: skip
    Job.objects.create(kind="policies.evaluate", state="failed", asked_at=now, ended_at=now - dt.timedelta(days=60),
                       by_id=here.person(Role.OFFICE))  # fmt: skip
    text = PackText.objects.create(
        pack="x", name={"zh": "某政策", "en": "a policy"}, files={}, hash="h", state="submitted", made_at=now,
        changed_at=now, author_id=here.person(Role.LEADER), author_name="郑领",
    )  # fmt: skip
    found = {one.feed.key: one.items for one in fed(here.actor(Role.OFFICE))}
    assert len(found["jobs"]) == 1
    assert found["texts"][0].address == f"/policies/texts/{text.pk}/"
    assert "某政策：待发布" in visit(Role.OFFICE).get("/my-work/").content.decode()
    assert "texts" not in {one.feed.key for one in fed(here.actor(Role.LEADER))}
