"""The self-check: three values, the decisive question, nothing kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from tests.web.conftest import Staff

from peiyu.policy.verdict import Outcome
from peiyu.web.desk.queries.self_check import check, offered
from peiyu.web.enterprises.models import Intake
from peiyu.web.trail.models import Entry

TIER = "cn-tech-sme-2017.tech_sme"
GIANT = "tianjin-hitech-2012.little_giant"
STAFF, SALES = "annual_return:staff:2011:", "annual_return:sales:2011:"


def test_nothing_given_is_unknown_and_asks(here: Staff) -> None:
    found = check(TIER, {})
    assert found.explanation is not None
    assert found.explanation.outcome is Outcome.UNKNOWN
    assert {STAFF, SALES} <= {one.name for one in found.open}
    assert not found.given


def test_what_can_no_longer_matter_is_not_asked(here: Staff) -> None:
    found = check(TIER, {STAFF: "800"})
    assert found.explanation is not None
    assert found.explanation.outcome is Outcome.NOT_MET
    assert found.open == ()
    assert [(one.name, one.value, one.label.zh) for one in found.given] == [(STAFF, "800", "2011年度职工总数")]


def test_a_title_held_settles_it(here: Staff) -> None:
    half = check(GIANT, {SALES: "12000"})
    assert half.explanation is not None
    assert half.explanation.outcome is Outcome.UNKNOWN
    assert [one.decisive for one in half.open] == [True]
    title = half.open[0].name
    for answer, outcome in (("held", Outcome.MET), ("none", Outcome.NOT_MET)):
        settled = check(GIANT, {SALES: "12000", title: answer})
        assert settled.explanation is not None
        assert settled.explanation.outcome is outcome


def test_a_number_of_patents_counts(here: Staff) -> None:
    given = {STAFF: "100", SALES: "3000", "annual_return:total_assets:2011:": "3000", "enterprise:resident:0:": "是",
             "annual_return:sci_staff:2011:": "60", "enterprise:restricted_sector:0:": "否",
             "conduct_event::0:": "none", "annual_return:rd_119:2011:": "400"}  # fmt: skip
    without, with_ = check(TIER, given), check(TIER, {**given, "ip_right::0:发明专利": "2"})
    assert without.explanation is not None
    assert with_.explanation is not None
    assert with_.explanation.outcome is Outcome.MET


@pytest.mark.parametrize(
    "name", ["nothing:x:0:", "annual_return:nothing:2011:", "annual_return:staff:x:", "a:b", ":::"]
)
def test_names_that_no_form_writes_are_left_aside(here: Staff, name: str) -> None:
    found = check(TIER, {name: "1"})
    assert found.problems == ()
    assert found.given == ()


def test_what_cannot_be_read_is_told_and_kept(here: Staff) -> None:
    answer = Client().post(f"/self-check/{TIER}/", {STAFF: "若干"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "若干" in page
    assert "职工总数" in page


def test_anybody_may_and_nothing_is_kept(here: Staff, today: dt.date) -> None:
    client = Client()
    assert "企业自测" in client.get("/self-check/").content.decode()
    page = client.post(f"/self-check/{TIER}/", {STAFF: "100"}).content.decode()
    assert "还需要知道" in page
    assert client.get("/self-check/no.such/").status_code == 404
    assert (Session.objects.count(), Entry.objects.count(), Intake.objects.count()) == (0, 0, 0)
    assert "sessionid" not in client.cookies
    assert "Self-check" in client.get("/self-check/?lang=en").content.decode()


def test_every_tier_with_a_title_is_offered(here: Staff) -> None:
    keys = [one.key for one in offered()]
    assert {TIER, GIANT, "cn-hnte.hnte"} <= set(keys)
    for key in keys:
        assert check(key, {}).explanation is not None
