"""Analyses: all or none are seen, outsiders get only what may go out, nothing leads to an enterprise."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from django.test import Client

from peiyu.insight.statistics.suppression.hide import MARK
from peiyu.madeup import Zone, write
from peiyu.web import bridge, clock
from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import INSIDE, Role
from peiyu.web.acting.rules import decide
from peiyu.web.bridge.analyses import NAMES
from peiyu.web.enterprises.actions import take_in
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies.models import Territory
from peiyu.web.statistics import actions, queries
from peiyu.web.statistics.access import OUTSIDE, RULES
from peiyu.web.statistics.models import Analysis

PACK = "tianjin-hitech-2012"
DAY = dt.date(2012, 9, 30)
SYSTEM = Actor.system("test")


@pytest.fixture
def today(settings) -> Iterator[None]:  # type: ignore[no-untyped-def]
    object.__setattr__(settings.PEIYU, "day", DAY)
    yield
    object.__setattr__(settings.PEIYU, "day", None)


@pytest.fixture
def zone(tmp_path: Path, today: None) -> None:
    """A small made-up zone, whose yearly returns are of statistical purpose."""
    base = write(Zone(kind=PACK, companies=60, as_of=DAY), tmp_path / "facts")
    frames = {entity: base.raw(entity, 0).collect() for entity, held in base.manifest.entities.items() if held.files}
    take_in(SYSTEM, frames, kind="made_up", name="虚构")


@pytest.fixture
def analyses(db: None, today: None) -> None:
    """Two analyses as the library gives them: one with a hidden cell, one that does not go out."""
    Territory.objects.create(pack=PACK, by_name="周办", at=clock.now())
    head = {"title": both("增减变动"), "headings": [both("环节"), both("企业数")], "notes": [both("注")]}
    rows = [[both("期初"), 12], [both("迁出"), 1], [both("期末"), 11]]
    hidden = [[both("期初"), 12], [both("迁出"), None], [both("期末"), None]]
    chart = {"zh": {"description": "图", "mark": "bar", "data": {"values": [{"a": 1}]}}}
    for kind, outward in (("bridge", {**head, "rows": hidden}), ("bunching", {})):
        Analysis.objects.create(
            kind=kind, pack=PACK, day=DAY, job=1, inward={**head, "rows": rows}, outward=outward, state="live",
            said=[both("迁出1家")], chart=chart, by_name="周办", at=clock.now(),
        )  # fmt: skip


def both(zh: str) -> dict[str, str]:
    return {"zh": zh, "en": zh}


def actor(role: Role) -> Actor:
    return Actor(person=None, name="某", role=role, post=1)


def signed(role: Role) -> Client:
    unit, _ = Organisation.objects.get_or_create(kind="service", name="机构")
    person = Person.objects.create(sign_in=role.value, name="某")
    Post.objects.create(person=person, organisation=unit, role=role.value, since=dt.date(2012, 1, 1))
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.AllowAllUsersModelBackend")
    return client


@pytest.mark.parametrize("role", list(Role))
def test_role_by_action(role: Role) -> None:
    allowed = {action: decide(RULES, actor(role), action).allowed for action in ("analyses.see", "outward.see",
                                                                                  "analyses.ask")}  # fmt: skip
    assert allowed == {
        "analyses.see": role in INSIDE, "outward.see": role in INSIDE or role in OUTSIDE,
        "analyses.ask": role in (Role.OFFICE, Role.ANALYST),
    }  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_what_is_stored_is_what_the_library_gives_and_names_nobody(zone: None) -> None:
    job = ask(SYSTEM, actions.KIND, pack=PACK)
    work(until_idle=True)
    job.refresh_from_db()
    assert job.state == "done", job.problems
    held = {one.kind: one for one in Analysis.objects.all()}
    assert list(held) == list(reversed(NAMES)) or set(held) == set(NAMES)
    assert {one.state for one in held.values()} == {"live"}
    made = bridge.statistics("bridge", pack=PACK)
    table = queries.table_of(held["bridge"].inward)
    assert table.rows == made.inward.rows
    assert [one.zh for one in table.headings] == [one.zh for one in made.inward.headings]
    out = queries.table_of(held["transitions"].outward)
    assert out.hidden == bridge.statistics("transitions", pack=PACK).outward.hidden  # type: ignore[union-attr]
    assert held["bunching"].outward == {}
    kept = "".join(str(list(Analysis.objects.values_list(name, flat=True))) for name in ("inward", "outward", "said",
                                                                                         "chart"))  # fmt: skip
    for firm in Enterprise.objects.all():
        assert firm.name not in kept
        assert firm.code not in kept


@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_leaves_nothing_to_be_seen(zone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    class Killed(BaseException):
        pass

    real, calls = actions._analysed, []

    def dying(*args: object) -> object:
        calls.append(args)
        if len(calls) == 3:
            raise Killed
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "_analysed", dying)
    job = ask(SYSTEM, actions.KIND, pack=PACK)
    with pytest.raises(Killed):
        work(until_idle=True)
    assert Analysis.objects.count() == 2
    assert queries.latest(actor(Role.OFFICE), PACK) == ()
    type(job).objects.filter(pk=job.pk).update(lease=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))
    work(until_idle=True)
    assert len(queries.latest(actor(Role.OFFICE), PACK)) == len(NAMES)
    assert Analysis.objects.count() == len(NAMES)


@pytest.mark.django_db
def test_outsiders_get_only_what_may_go_out(analyses: None) -> None:
    inside = queries.latest(actor(Role.OFFICE), PACK)
    assert [one.analysis.kind for one in inside] == ["bridge", "bunching"]
    for role in OUTSIDE:
        (seen,) = queries.latest(actor(role), PACK)
        assert seen.outward
        assert seen.said == ()
        assert seen.chart is None
        assert seen.table is not None
        assert [row[1] for row in seen.table.rows] == [12, MARK, MARK]
        assert queries.one(actor(role), PACK, "bunching") is None
    for role in (Role.SYSTEM, Role.SECURITY, Role.AUDIT):
        assert queries.latest(actor(role), PACK) == ()


@pytest.mark.django_db
def test_pages_and_files_of_outsiders_hold_no_hidden_number(analyses: None) -> None:
    service = signed(Role.SERVICE)
    page = service.get("/statistics/bridge/?lang=zh").content.decode()
    assert "迁出1家" not in page
    assert "内部版" not in page
    assert service.get("/statistics/bunching/").status_code == 404
    assert service.get("/statistics/nothing/").status_code == 404
    answer = service.get("/statistics/bridge/download/?lang=zh")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    cells = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert [row[2] for row in cells] == ["12", MARK, MARK]
    assert service.post("/statistics/ask/").status_code == 403
    assert signed(Role.SYSTEM).get("/statistics/").status_code == 404


@pytest.mark.django_db
def test_no_page_of_statistics_leads_to_an_enterprise(analyses: None) -> None:
    office = signed(Role.OFFICE)
    for address in ("/statistics/", "/statistics/bridge/", "/statistics/bridge/?outward=1", "/statistics/bunching/"):
        page = office.get(address).content.decode()
        assert not re.search(r"/enterprises/[0-9a-f]{16}", page)
    english = office.get("/statistics/bridge/?lang=en").content.decode()
    assert "For the office" in english
    assert "How to read it" in english


@pytest.mark.django_db
def test_only_office_and_analysts_ask(analyses: None) -> None:
    for role in Role:
        if role not in (Role.OFFICE, Role.ANALYST):
            with pytest.raises(Refusal):
                actions.ask_analyses(actor(role), pack=PACK)
    assert actions.ask_analyses(actor(Role.ANALYST), pack=PACK).state == "queued"


@pytest.mark.django_db
def test_the_overview_asks_a_constant_number_of_questions(analyses: None, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    office = signed(Role.OFFICE)
    office.get("/statistics/")
    with django_assert_max_num_queries(14):
        office.get("/statistics/")
