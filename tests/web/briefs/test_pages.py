"""Pages of briefs: what each role sees and may do there, in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.web.briefs.conftest import (
    PACK,
    as_upload,
    by_hand,
    client_of,
    edited,
    gone_out,
    issue_by_hand,
    number_changed,
    person,
    status_of,
)  # fmt: skip

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.briefs.models import Issue
from peiyu.web.briefs.queries import issues as queries

pytestmark = pytest.mark.django_db


def test_an_issue_goes_its_way_on_its_page(composer: Actor, signer: Actor, tmp_path: Path) -> None:
    issue = issue_by_hand(composer, by_hand(composer))
    office, leader = client_of(composer), client_of(signer)
    page = office.get(f"/briefs/{issue.pk}/").content.decode()
    assert "校核通过，送签发" in page
    assert leader.get(f"/briefs/{issue.pk}/").status_code == 404
    kept = edited(issue.files.get(), number_changed, tmp_path)
    assert office.post(f"/briefs/{issue.pk}/upload/", {"file": as_upload(kept)}).status_code == 302
    page = office.get(f"/briefs/{issue.pk}/").content.decode()
    assert "777" in page
    assert "校核通过，送签发" not in page
    key = re.search(r'name="key" value="(\w+)"', page)
    assert key is not None
    refusal = office.post(f"/briefs/{issue.pk}/accept/", {"key": [key[1]], "why": ""})
    assert refusal.status_code == 422
    keys = re.findall(r'name="key" value="(\w+)"', page)
    assert office.post(f"/briefs/{issue.pk}/accept/", {"key": keys, "why": "核实"}).status_code == 302
    assert office.post(f"/briefs/{issue.pk}/check/").status_code == 302
    assert any("待签发" in one.said.zh for one in queries.work(signer, PACK, most=9))
    assert leader.post(f"/briefs/{issue.pk}/sign/").status_code == 302
    assert "从第" in office.get(f"/briefs/{issue.pk}/").content.decode()
    assert office.post(f"/briefs/{issue.pk}/issue/", {"place": "3", "total": "7"}).status_code == 302
    english = leader.get(f"/briefs/{issue.pk}/?lang=en").content.decode()
    assert "2012 No. 3 (7 in all)" in english
    assert office.post(f"/briefs/{issue.pk}/sent/", {"to": "市科委", "on": "x"}).status_code == 422
    assert office.post(f"/briefs/{issue.pk}/sent/", {"to": "市科委", "on": "2012-10-08"}).status_code == 302
    (sent,) = issue.sent.all()
    typed = {"adopted_by": "《要情》", "adopted_on": "2012-10-08"}
    assert office.post(f"/briefs/sent/{sent.pk}/adopted/", typed).status_code == 302
    assert "《要情》" in leader.get(f"/briefs/{issue.pk}/").content.decode()


def test_who_does_not_compose_reads_only_what_went_out(composer: Actor, signer: Actor) -> None:
    closing = by_hand(composer)
    out, draft = issue_by_hand(composer, closing), issue_by_hand(composer, closing, "progress")
    notice = gone_out(composer, signer, issue_by_hand(composer, closing, "notice"))
    gone_out(composer, signer, out)
    department, park = client_of(person("王科", Role.DEPARTMENT)), client_of(person("卫园", Role.PARK))
    assert status_of(department, f"/briefs/{out.pk}/files/2/") == 200
    assert status_of(department, f"/briefs/{out.pk}/files/1/") == 404
    assert status_of(department, f"/briefs/{out.pk}/files/2/numbers/") == 200
    assert status_of(department, f"/briefs/{out.pk}/files/2/sheet/") == 404
    assert department.get(f"/briefs/{draft.pk}/").status_code == 404
    assert "数字核对" not in department.get(f"/briefs/{out.pk}/").content.decode()
    assert park.get(f"/briefs/{out.pk}/").status_code == 404
    assert park.get(f"/briefs/{notice.pk}/").status_code == 200
    assert park.get("/briefs/templates/").status_code == 404
    assert "讲话口径数" not in park.get("/briefs/").content.decode().split('id="issues"')[0]
    assert park.post(f"/briefs/{notice.pk}/withdraw/", {"why": "x"}).status_code == 422
    assert Issue.objects.get(pk=notice.pk).state == "issued"
    assert client_of(person("韩企", Role.ENTERPRISE)).get("/briefs/").status_code == 404


def test_the_overview_says_what_a_month_lacks(composer: Actor, signer: Actor) -> None:
    closing = by_hand(composer)
    gone_out(composer, signer, issue_by_hand(composer, closing))
    (month,) = queries.months(composer, PACK)
    assert month.lacks == 4
    office = client_of(composer)
    page = office.get("/briefs/").content.decode()
    assert f"/briefs/compose/{closing.pk}/notice/" in page
    assert f"/briefs/compose/{closing.pk}/brief/" not in page
    assert "2012年第1期（总第1期）" in page
    for address in ("/briefs/?kind=brief&year=2012", "/briefs/?lang=en", f"/briefs/compose/{closing.pk}/notice/"):
        assert office.get(address).status_code == 200
    refusal = office.post(f"/briefs/compose/{closing.pk}/notice/", {"copies": "许多"})
    assert refusal.status_code == 422
    assert "许多" in refusal.content.decode()
    assert client_of(signer).get(f"/briefs/compose/{closing.pk}/notice/").status_code == 404


def test_pages_ask_no_more_with_more_issues(composer: Actor, signer: Actor) -> None:
    closing = by_hand(composer)
    office = client_of(composer)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries_:
            assert office.get("/briefs/").status_code == 200
        return len(queries_)

    issue_by_hand(composer, closing)
    asked()  # the first request begins a session
    few = asked()
    for kind in ("notice", "progress", "monthly", "talk"):
        gone_out(composer, signer, issue_by_hand(composer, closing, kind))
    assert asked() == few
