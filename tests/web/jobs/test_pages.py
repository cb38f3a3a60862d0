"""Pages of jobs: who sees which, progress by polling, cancelling, and what an installation does by itself."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings

from peiyu.problems import Text
from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.acting.rules import Subject, actions_of, decide
from peiyu.web.jobs import actions
from peiyu.web.jobs.access import RULES
from peiyu.web.jobs.kinds import KINDS, kind
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.queries import scoped
from peiyu.web.jobs.work import keep_house
from peiyu.web.look.models import Sent
from peiyu.web.look.refusal import Refusal

SAID = Text("试验任务", "a trial")


@pytest.fixture(autouse=True)
def _trial(monkeypatch) -> None:
    monkeypatch.setitem(KINDS, "trial", KINDS["housekeeping"])
    kind("trial", SAID)(lambda step: {})


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", ["jobs.see", "jobs.cancel"])
def test_who_may(staff, role: Role, action: str) -> None:
    assert set(actions_of(RULES)) == {"jobs.see", "jobs.cancel"}
    actor = staff.actor(role)
    assert decide(RULES, actor, action, Subject(organisation=actor.organisation)).allowed
    assert decide(RULES, actor, action, Subject(organisation=-1)).allowed is (role is Role.OFFICE)


def test_one_sees_the_jobs_of_the_own_organisation_and_the_office_all(staff, visit) -> None:
    parks = actions.ask(staff.actor(Role.PARK), "trial")
    banks = actions.ask(staff.actor(Role.BANK), "trial")
    own = actions.ask(Actor.system("定时"), "trial")
    assert set(scoped(staff.actor(Role.PARK))) == {parks}
    assert set(scoped(staff.actor(Role.OFFICE))) == {parks, banks, own}
    client = visit(Role.PARK)
    assert client.get(f"/jobs/{parks.pk}/").status_code == 200
    for address in (f"/jobs/{banks.pk}/", f"/jobs/{banks.pk}/progress/", "/jobs/999/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/jobs/{banks.pk}/cancel/").status_code == 404
    banks.refresh_from_db()
    assert banks.state == "queued"


def test_cancelling_on_the_page(staff, visit) -> None:
    job = actions.ask(staff.actor(Role.PARK), "trial")
    assert visit(Role.PARK).post(f"/jobs/{job.pk}/cancel/").status_code == 302
    job.refresh_from_db()
    assert job.state == "cancelled"
    with pytest.raises(Refusal):
        actions.cancel(staff.actor(Role.BANK), job.pk)


def test_the_part_asks_again_until_the_job_ends_and_then_leads_on(staff, visit) -> None:
    job = actions.ask(staff.actor(Role.PARK), "trial")
    client = visit(Role.PARK)
    address = f"/jobs/{job.pk}/progress/?then=/enterprises/"
    waiting = client.get(address)
    assert 'hx-trigger="every 2s"' in waiting.content.decode()
    assert "HX-Redirect" not in waiting
    Job.objects.filter(pk=job.pk).update(state="done")
    done = client.get(address)
    assert "hx-trigger" not in done.content.decode()
    assert done["HX-Redirect"] == "/enterprises/"
    assert "HX-Redirect" not in client.get(f"/jobs/{job.pk}/progress/?then=//evil.example/")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_problems_and_results_are_shown_in_both_languages(staff, visit, lang: str) -> None:
    job = actions.ask(staff.actor(Role.PARK), "trial")
    told = [{"code": "x", "zh": "整句", "en": "whole", "parts": {"message": ["第三行读不懂", "row 3 cannot be read"],
             "found": "B3", "accepted": ["数字", "a number"], "next_step": None}}]  # fmt: skip
    Job.objects.filter(pk=job.pk).update(state="failed", problems=told, result={"address": "/enterprises/"})
    page = visit(Role.PARK).get(f"/jobs/{job.pk}/?lang={lang}").content.decode()
    assert ("第三行读不懂" if lang == "zh" else "row 3 cannot be read") in page
    assert "B3" in page
    assert 'href="/enterprises/"' in page


def test_a_job_that_nobody_takes_up_says_so(staff, visit) -> None:
    job = actions.ask(staff.actor(Role.PARK), "trial")
    Job.objects.filter(pk=job.pk).update(asked_at=clock.now() - dt.timedelta(minutes=5))
    assert "后台进程似乎没有运行" in visit(Role.PARK).get(f"/jobs/{job.pk}/").content.decode()


def test_the_list_costs_few_queries(staff, visit, django_assert_max_num_queries) -> None:
    for _ in range(30):
        actions.ask(staff.actor(Role.PARK), "trial")
    client = visit(Role.OFFICE)
    client.get("/me/")
    with django_assert_max_num_queries(9):
        assert client.get("/jobs/").status_code == 200


def test_keeping_house_removes_what_is_past_keeping_and_nothing_else(db) -> None:
    now = clock.now()
    Sent.objects.create(token="old", at=now - dt.timedelta(days=3))
    Sent.objects.create(token="new", at=now)
    logs = settings.PEIYU.path("logs")
    logs.mkdir(exist_ok=True)
    old, new = (logs / f"peiyu-{(now - dt.timedelta(days=days)).date()}.jsonl" for days in (184, 182))
    for one in (old, new):
        one.write_text("{}\n")
    Job.objects.create(kind="housekeeping", asked_at=now, state="done", ended_at=now - dt.timedelta(days=31))
    kept = Job.objects.create(kind="trial", asked_at=now, state="done", ended_at=now - dt.timedelta(days=400))

    class Told:
        def tell(self, share: float) -> None: ...

    done = keep_house(Told())
    assert (done["logs"], done["forms"], done["jobs"]) == (1, 1, 1)
    assert not old.exists()
    assert new.exists()
    assert [one.pk for one in Job.objects.all()] == [kept.pk]
    new.unlink()
