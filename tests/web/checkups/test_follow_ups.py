"""Following up: who takes what up, whom it goes to, how it ends, how it stands by a later evaluation."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import Http404, QueryDict
from tests.web.checkups.conftest import DAY, later, perform
from tests.web.conftest import Staff

from peiyu.web.accounts.handover import WORK
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.checkups.actions import follow_ups as doing
from peiyu.web.checkups.actions import outcomes
from peiyu.web.checkups.actions.runs import ask_check_up
from peiyu.web.checkups.models import FollowUp, Line
from peiyu.web.checkups.queries import effect
from peiyu.web.checkups.queries.follow_ups import doers, due_soon, follow_up_of, follow_ups, state_of
from peiyu.web.checkups.queries.own import own_check_up
from peiyu.web.checkups.queries.rows import Row, dressed, of_now
from peiyu.web.checkups.scope import scope_of
from peiyu.web.checkups.states import OVERDUE, STATES, TRANSITIONS, VERBS
from peiyu.web.desk.feeds import fed
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise
from peiyu.web.enterprises.queries import scoped
from peiyu.web.jobs.actions import ask
from peiyu.web.jobs.kinds import Step
from peiyu.web.jobs.models import Job
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.models import Notice
from peiyu.web.notes.subjects import decided
from peiyu.web.policies.models import Prospect, Verdict
from peiyu.web.trail.models import Entry

DUE = DAY + dt.timedelta(days=20)


def first(actor: Actor, kind: str = "short", **more: Any) -> Row:
    """A row that the actor sees."""
    return dressed(list(of_now(actor, kind, scoped(actor).filter(**more)).order_by("pk")[:1]))[0]


def taken(actor: Actor, row: Row, doer: str = "", *, what: str = "上门指导", due: dt.date = DUE) -> FollowUp:
    return doing.take_up(actor, row, what=what, doer=doer or f"p:{actor.person}", due=due)


def counts() -> tuple[int, int, int]:
    return FollowUp.objects.count(), Entry.objects.count(), Notice.objects.count()


def measured() -> None:
    """The later evaluation has been made: how everything stands is told."""
    job = ask(Actor.system("test"), "checkups.outcomes")
    Job.objects.filter(pk=job.pk).update(state="running")
    outcomes.run(Step(job.pk, {}, {}))


def test_a_row_is_taken_up_once(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    row = first(office)
    made = taken(office, row)
    assert (made.enterprise, made.kind, made.state, made.person_id) == (
        row.enterprise.key,
        "short",
        "open",
        office.person,
    )
    assert made.topic["condition"]["zh"]
    assert Entry.objects.filter(verb="follow_up.open", subject=str(made.pk)).exists()
    assert not Notice.objects.exists()
    assert first(office, key=row.enterprise.key).follow_up is not None
    before = counts()
    with pytest.raises(Refusal) as refusal:
        taken(office, row)
    assert refusal.value.problems[0].code == "followed-up-already"
    assert counts() == before


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"what": "  "}, "what-missing"),
        ({"due": DAY - dt.timedelta(days=1)}, "due-past"),
        ({"doer": "p:999999"}, "doer-unknown"),
        ({"doer": "elsewhere"}, "doer-elsewhere"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(place: Staff, given: dict[str, Any], code: str) -> None:
    office = place.actor(Role.OFFICE)
    area = place.units["park"]
    row = first(office, park=Organisation.objects.get(pk=place.units["other_park"].pk).area)
    if given.get("doer") == "elsewhere":
        given = {"doer": f"o:{area.pk}"}
    before = counts()
    with pytest.raises(Refusal) as refusal:
        taken(office, row, **given)
    assert refusal.value.problems[0].code == code
    assert counts() == before


def test_roles_take_up_within_their_reach(place: Staff) -> None:
    office, park = place.actor(Role.OFFICE), place.actor(Role.PARK)
    own, other = first(park), first(office, park=Organisation.objects.get(pk=place.units["other_park"].pk).area)
    for role in (Role.LEADER, Role.ANALYST, Role.AUDITOR, Role.FINANCE, Role.ENTERPRISE, Role.SYSTEM):
        before = counts()
        with pytest.raises(Refusal):
            taken(place.actor(role), own)
        assert counts() == before, role
    with pytest.raises(Refusal):
        taken(park, other)
    with pytest.raises(Http404):
        doing.row_of(park, kind="short", enterprise=other.enterprise.key, matter="x")
    with pytest.raises(Refusal) as refusal:
        doing.row_of(park, kind="short", enterprise=own.enterprise.key, matter="x")
    assert refusal.value.problems[0].code == "row-gone"
    assert taken(park, own).organisation_id == park.organisation
    assert {one.organisation for one in doers(park)} == {park.organisation}
    assert {place.units["park"].pk, place.units["science"].pk} <= {one.organisation for one in doers(office)}


def test_another_organisation_is_told_and_ends_it(place: Staff) -> None:
    office, park = place.actor(Role.OFFICE), place.actor(Role.PARK)
    row = first(park)
    made = taken(office, row, f"o:{park.organisation}")
    assert Notice.objects.filter(person_id=park.person, address=f"/checkups/follow-ups/{made.pk}/").count() == 1
    department = place.actor(Role.DEPARTMENT)
    with pytest.raises(Refusal):
        doing.finish(department, made.pk, version=0, result="x")
    with pytest.raises(Refusal) as refusal:
        doing.finish(park, made.pk, version=0, result=" ")
    assert refusal.value.problems[0].code == "result-missing"
    with pytest.raises(Refusal) as refusal:
        doing.finish(park, made.pk, version=5, result="已指导")
    assert refusal.value.problems[0].code == "changed-meanwhile"
    assert FollowUp.objects.get().state == "open"
    doing.finish(park, made.pk, version=0, result="已指导")
    held = FollowUp.objects.get()
    assert (held.state, held.result, held.ended_by, held.version) == ("done", "已指导", park.name, 1)
    assert taken(park, first(park, key=row.enterprise.key)).pk != made.pk


def test_states_are_a_table_and_an_ended_one_stays(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    made = taken(office, first(office))
    doing.drop(office, made.pk, version=0, why="企业已迁出")
    for verb in ("finish", "drop"):
        with pytest.raises(Refusal) as refusal:
            doing.end(office, made.pk, version=1, verb=verb, result="x")
        assert refusal.value.problems[0].code == "follow-up-state"
    with pytest.raises(Refusal):
        doing.revise(office, made.pk, version=1, what="y", doer=f"p:{office.person}", due=DUE)
    assert FollowUp.objects.get().result == "企业已迁出"
    assert {one.verb for one in TRANSITIONS} == set(VERBS)
    assert {one.state for one in TRANSITIONS} | {one.to for one in TRANSITIONS} == set(STATES)


def test_what_is_done_can_be_said_anew_and_given_on(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    made = taken(office, first(office))
    changed = doing.revise(
        office, made.pk, version=0, what="请科技局辅导", doer=f"o:{place.units['science'].pk}", due=DUE
    )
    assert (changed.what, changed.person_id, changed.organisation_id) == (
        "请科技局辅导",
        None,
        place.units["science"].pk,
    )
    assert Notice.objects.filter(address__endswith=f"/{made.pk}/").exists()
    entry = Entry.objects.get(verb="follow_up.revise")
    assert entry.before is not None
    assert entry.before["what"] == "上门指导"


def test_a_park_sees_those_on_its_own_enterprises(place: Staff) -> None:
    office, park = place.actor(Role.OFFICE), place.actor(Role.PARK)
    mine = taken(office, first(park))
    other = taken(office, first(office, park=Organisation.objects.get(pk=place.units["other_park"].pk).area))
    assert [one.pk for one in follow_ups(park)] == [mine.pk]
    assert {one.pk for one in follow_ups(office)} == {mine.pk, other.pk}
    assert decided(park, "follow_up", str(other.pk)) is None
    with pytest.raises(Http404):
        follow_up_of(park, other.pk)
    Enterprise.objects.filter(key=mine.enterprise).update(sensitive=True)
    assert not follow_ups(park).exists()
    assert not follow_ups(place.actor(Role.ENTERPRISE)).exists()


def test_overdue_ones_stand_in_my_work(place: Staff) -> None:
    office, department = place.actor(Role.OFFICE), place.actor(Role.DEPARTMENT)
    made = taken(office, first(office), due=DAY)
    assert state_of(made) == STATES["open"]
    FollowUp.objects.filter(pk=made.pk).update(due=DAY - dt.timedelta(days=3))
    assert state_of(FollowUp.objects.get()) == OVERDUE
    assert [one.pk for one in due_soon(office)] == [made.pk]
    found = {one.feed.key: one.items for one in fed(office)}
    assert "已逾期" in found["follow_ups"][0].said.zh
    assert found["follow_ups"][0].address == f"/checkups/follow-ups/{made.pk}/"
    assert not due_soon(department).exists()


def test_open_ones_go_over_to_a_successor(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    made = taken(office, first(office))
    successor = place.person(Role.LEADER)
    assert office.person is not None
    assert WORK["follow_ups"].count(office.person) == 1
    assert WORK["follow_ups"].give(office, office.person, successor) == 1
    held = FollowUp.objects.get(pk=made.pk)
    assert (held.person_id, held.person_name) == (successor, "leader-person")


def test_after_a_later_evaluation_each_is_told_how_it_stands(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    run = perform(ask_check_up(office, scope=scope_of(office, QueryDict(""))))
    rows = dressed(list(Prospect.objects.filter(kind="short", value=0).order_by("pk")))
    better, worse = taken(office, rows[0]), taken(office, rows[1])
    measured()
    assert not FollowUp.objects.exclude(outcome="").exists()
    later()
    Verdict.objects.filter(enterprise=better.enterprise, tier=better.tier_id).update(value=1)
    measured()
    held = {one.pk: one for one in FollowUp.objects.all()}
    assert held[better.pk].outcome == "met"
    assert held[worse.pk].outcome == "short"
    assert "符合" in held[better.pk].outcome_said["zh"]
    assert not Line.objects.filter(outcome="").exists()
    tallies = {said.zh: one for said, one in effect.of_follow_ups(office)}
    assert (tallies["差一项"].all, tallies["差一项"].better, tallies["差一项"].worse) == (2, 1, 1)
    assert [one.pk for one in effect.measured_runs(office)] == [run.pk]
    short = next(one for one in effect.compared(office, run) if one.kind.zh == "差一项")
    assert (short.followed.all, short.followed.better) == (2, 1)
    assert short.others.all == Line.objects.filter(kind="short").count() - 2
    assert short.followed.all + short.others.all == run.counts["short"]
    with_park = effect.compared(place.actor(Role.PARK), run)
    assert sum(one.followed.all + one.others.all for one in with_park) < sum(
        one.followed.all + one.others.all for one in effect.compared(office, run)
    )


def test_a_renewed_title_is_seen(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    row = next(
        one
        for one in dressed(list(Prospect.objects.filter(kind="expiring").order_by("pk")))
        if FACT_MODELS["title"].objects.filter(enterprise=one.enterprise.key, expires_on=one.row.on).exists()
    )
    made = taken(office, row)
    later()
    measured()
    unrenewed = FollowUp.objects.get(pk=made.pk)
    assert unrenewed.outcome in ("lapsed", "cannot_tell")
    title = FACT_MODELS["title"].objects.filter(enterprise=made.enterprise, expires_on=made.on)[0]
    title.pk, title.record_id = None, title.record_id + 999
    title.expires_on = dt.date(2030, 1, 1)
    title.save()
    later()
    measured()
    renewed = FollowUp.objects.get(pk=made.pk)
    assert renewed.outcome == "renewed"
    assert "2030-01-01" in renewed.outcome_said["zh"]


def test_the_enterprise_sees_its_own_in_plain_words(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    row = first(office)
    Organisation.objects.filter(pk=place.units["firm"].pk).update(enterprise=row.enterprise.key)
    taken(office, row, what="下周上门核对研发费用")
    firm = place.actor(Role.ENTERPRISE)
    found = own_check_up(firm, row.enterprise.key)
    assert found.day == DAY
    assert len(found.lines) == Prospect.objects.filter(enterprise=row.enterprise.key).count()
    assert any("只差一项" in one.said.zh and "One short" in one.said.en for one in found.lines)
    assert "下周上门核对研发费用" in found.open[0].said.zh
    other = Prospect.objects.exclude(enterprise=row.enterprise.key)[0].enterprise
    assert own_check_up(firm, other).lines == ()
    assert own_check_up(place.actor(Role.BANK), row.enterprise.key).lines == ()
