"""The Actor: what a post gives, acting by consent, tokens; and how few queries it takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from peiyu.web.accounts.actions import make_token, reorganise, revoke_token
from peiyu.web.accounts.models import Consent, Organisation, Person, Post, Token
from peiyu.web.accounts.queries import actor_for, actor_of_token, hash_of_token, people_in
from peiyu.web.acting.actor import NOBODY
from peiyu.web.acting.roles import ADMINISTRATORS, Role
from peiyu.web.look.refusal import Refusal

DAY = dt.date(2020, 1, 1)


def consent(staff, agent: str, **more) -> Consent:
    return Consent.objects.create(
        enterprise=2002, enterprise_name="乙公司", agent=staff.units[agent], since=DAY,
        recorded_by=staff.people[Role.OFFICE], recorded_at=timezone.now(), **more,
    )  # fmt: skip


def test_a_park_officer_has_the_park_and_what_is_under_it(staff) -> None:
    below = Organisation.objects.create(kind="park", name="甲园东区", area="甲园东区", parent=staff.units["park"])
    actor = staff.actor(Role.PARK)
    assert actor.organisations == {staff.units["park"].pk, below.pk}
    assert actor.areas == {"甲园", "甲园东区"}
    assert actor.enterprises == frozenset()


def test_who_is_told_and_given_work_in_an_organisation_is_no_administrator(staff) -> None:
    there = set(people_in(unit.pk for unit in staff.units.values()))
    assert staff.people[Role.OFFICE] in there
    assert there.isdisjoint(staff.people[one] for one in ADMINISTRATORS)


def test_a_firm_stands_for_itself_alone(staff) -> None:
    assert staff.actor(Role.ENTERPRISE).enterprises == {1001}


@pytest.mark.parametrize("role", list(Role))
def test_making_an_actor_takes_three_queries_at_most(staff, role: Role, django_assert_max_num_queries) -> None:
    held = consent(staff, "park")
    person = Person.objects.get(pk=staff.person(role))
    with django_assert_max_num_queries(3):
        actor_for(person, consent=held.pk)


def test_depth_of_the_tree_costs_no_query(staff, django_assert_num_queries) -> None:
    above = staff.units["park"]
    for level in range(6):
        above = Organisation.objects.create(kind="park", name=f"层{level}", parent=above)
    person = Person.objects.get(pk=staff.person(Role.PARK))
    with django_assert_num_queries(2):
        assert len(actor_for(person).organisations) == 7


def test_acting_by_consent_has_that_enterprise_and_nothing_else(staff) -> None:
    held = consent(staff, "park", scope="dossier")
    person = Person.objects.get(pk=staff.person(Role.PARK))
    actor = actor_for(person, consent=held.pk)
    assert (actor.for_whom, actor.for_whom_name, actor.consent_scope) == (2002, "乙公司", "dossier")
    assert actor.enterprises == {2002}
    assert not actor.organisations
    assert not actor.areas


@pytest.mark.parametrize(
    "more",
    [{"until": dt.date(2020, 2, 1)}, {"withdrawn_at": timezone.now()}, {"agent": "other_park"}],
    ids=["over", "withdrawn", "another's"],
)
def test_a_consent_that_does_not_hold_gives_nothing(staff, more) -> None:
    agent = more.pop("agent", "park")
    held = consent(staff, agent, **more)
    actor = actor_for(Person.objects.get(pk=staff.person(Role.PARK)), consent=held.pk)
    assert actor.for_whom is None
    assert 2002 not in actor.enterprises


@pytest.mark.parametrize("change", [{"is_active": False}, {"held": True}])
def test_a_closed_account_is_nobody_at_once(staff, change) -> None:
    Person.objects.filter(pk=staff.person(Role.OFFICE)).update(**change)
    assert staff.actor(Role.OFFICE) is NOBODY


def test_without_a_post_there_is_a_person_without_role(staff) -> None:
    Post.objects.filter(person=staff.people[Role.OFFICE]).update(until=dt.date(2020, 1, 2))
    actor = staff.actor(Role.OFFICE)
    assert actor.signed_in
    assert actor.role is None


def test_a_successor_reaches_what_it_succeeded(staff) -> None:
    old, new = staff.units["park"], staff.units["other_park"]
    reorganise(
        staff.actor(Role.SYSTEM), old.pk, version=0, successor=new.pk, from_day=timezone.localdate(), why="机构改革"
    )
    actor = staff.actor(Role.PARK)
    assert actor.organisation == new.pk
    assert actor.organisations == {old.pk, new.pk}
    assert actor.areas == {"甲园", "乙园"}


def test_a_token_makes_the_actor_of_its_post(staff) -> None:
    raw = make_token(staff.actor(Role.OFFICE), name="报表", until=timezone.localdate())
    assert not Token.objects.filter(hash=raw).exists()
    assert Token.objects.get().hash == hash_of_token(raw)
    actor = actor_of_token(raw, address="10.0.0.9")
    assert actor is not None
    assert (actor.role, actor.address) == (Role.OFFICE, "10.0.0.9")
    assert Token.objects.get().used_at is not None


def test_a_token_takes_four_queries_and_is_not_written_each_time(staff, django_assert_max_num_queries) -> None:
    raw = make_token(staff.actor(Role.OFFICE), name="报表", until=timezone.localdate())
    actor_of_token(raw)
    with django_assert_max_num_queries(3):
        actor_of_token(raw)


@pytest.mark.parametrize("spoil", ["unknown", "over", "revoked", "closed", "held", "post-over"])
def test_a_token_that_does_not_hold_is_nobody(staff, spoil: str) -> None:
    actor = staff.actor(Role.OFFICE)
    raw = make_token(actor, name="报表", until=timezone.localdate())
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    if spoil == "over":
        Token.objects.update(until=yesterday)
    elif spoil == "revoked":
        revoke_token(actor, Token.objects.get().pk)
    elif spoil in ("closed", "held"):
        Person.objects.filter(pk=actor.person).update(is_active=spoil != "closed", held=spoil == "held")
    elif spoil == "post-over":
        Post.objects.filter(pk=actor.post).update(until=yesterday)
    assert actor_of_token("peiyu_guess" if spoil == "unknown" else raw) is None


def test_a_token_lasts_a_year_at_most_and_another_cannot_revoke_it(staff) -> None:
    actor = staff.actor(Role.OFFICE)
    with pytest.raises(Refusal) as refused:
        make_token(actor, name="永久", until=timezone.localdate() + dt.timedelta(days=400))
    assert refused.value.problems[0].code == "token-too-long"
    assert not Token.objects.exists()
    make_token(actor, name="报表", until=timezone.localdate())
    with pytest.raises(Refusal):
        revoke_token(staff.actor(Role.DEPARTMENT), Token.objects.get().pk)
    assert Token.objects.get().revoked_at is None


def test_the_page_says_for_whom_and_ends_it(staff, visit: Callable[[Role], Client]) -> None:
    held = consent(staff, "service")
    client = visit(Role.SERVICE)
    assert "乙公司" in client.get("/act-for/").content.decode()
    client.post("/act-for/", {"consent": held.pk})
    shown = client.get("/me/").content.decode()
    assert "standing-for" in shown
    assert "乙公司" in shown
    client.post("/act-for/", {"consent": ""})
    assert "standing-for" not in client.get("/me/").content.decode()


def test_nobody_acts_by_anothers_consent(staff, visit: Callable[[Role], Client]) -> None:
    held = consent(staff, "other_park")
    client = visit(Role.PARK)
    client.post("/act-for/", {"consent": held.pk})
    assert "standing-for" not in client.get("/me/").content.decode()
