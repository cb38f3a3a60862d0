"""Who may do what with people and organisations: role × action × own or another's; 三员分立."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from peiyu.web.accounts.access import RULES
from peiyu.web.accounts.actions import (
    Unit,
    add_organisation,
    add_person,
    end_post,
    grant_post,
    hand_over,
    release_person,
    reset_password,
    unlock,
)
from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.accounts.queries import people
from peiyu.web.acting.actor import NOBODY, Actor
from peiyu.web.acting.roles import ADMINISTRATORS, INSIDE, Role
from peiyu.web.acting.rules import Subject, actions_of, decide
from peiyu.web.enterprises.access import RULES as BUSINESS
from peiyu.web.look.refusal import Refusal

PARK_FOR_ONE = Actor(
    person=None, name="卫园", role=Role.PARK, post=4, enterprises=frozenset({7}), for_whom=7, consent_scope="dossier"
)
S, Y, A, O = Role.SYSTEM, Role.SECURITY, Role.AUDIT, Role.OFFICE  # noqa: E741
WITH_TOKENS = set(Role) - {Role.ENTERPRISE, Role.SERVICE, Role.EXPERT, Role.BANK}
TABLE: dict[str, tuple[set[Role], set[Role]]] = {
    "people.see": ({S, Y, A, O}, {S, Y, A, O}),
    "people.keep": ({S}, {S}),
    "people.unlock": ({Y}, {Y}),
    "posts.grant": ({Y}, {Y}),
    "organisations.keep": ({S, O}, {S, O}),
    "consents.see": ({O, A, Role.AUDITOR, Role.PARK, Role.ENTERPRISE, Role.SERVICE}, {O, A, Role.AUDITOR}),
    "consents.record": ({O, Role.PARK, Role.ENTERPRISE}, {O}),
    "work.hand_over": ({O, Y}, {O, Y}),
    "tokens.own": (WITH_TOKENS, WITH_TOKENS),
}
"""Action: who may on the own, who on another's."""


def test_the_table_of_this_test_names_every_action() -> None:
    assert sorted(TABLE) == list(actions_of(RULES))


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("action", sorted(TABLE))
def test_who_may(staff, action: str, role: Role) -> None:
    actor = staff.actor(role)
    own = Subject(organisation=actor.organisation, areas=actor.areas, enterprise=next(iter(actor.enterprises), None))
    other = Subject(organisation=-1, areas=frozenset({"别处"}), enterprise=-1)
    on_own, on_other = TABLE[action]
    assert decide(RULES, actor, action, own).allowed is (role in on_own)
    refused = decide(RULES, actor, action, other)
    assert refused.allowed is (role in on_other)
    if not refused.allowed:
        assert refused.reason.zh
        assert refused.reason.en


@pytest.mark.parametrize("action", sorted(TABLE))
def test_nobody_may_nothing(action: str) -> None:
    assert not decide(RULES, NOBODY, action).allowed


def test_the_administrators_have_no_right_of_business() -> None:
    business = {role for one in BUSINESS for role in one.roles}
    assert not business & ADMINISTRATORS
    assert not INSIDE & ADMINISTRATORS


def test_none_of_the_three_has_anothers_rights() -> None:
    exclusive = {"people.keep": S, "people.unlock": Y, "posts.grant": Y}
    for action, role in exclusive.items():
        assert {one for rule in RULES if rule.action == action for one in rule.roles} == {role}


@pytest.mark.parametrize("role", [one for one in Role if one is not S])
def test_only_the_system_administrator_makes_accounts(staff, role: Role) -> None:
    before = Person.objects.count()
    with pytest.raises(Refusal) as refused:
        add_person(staff.actor(role), sign_in="neo", name="新人")
    assert refused.value.status == 403
    assert Person.objects.count() == before


@pytest.mark.parametrize("role", [one for one in Role if one is not Y])
def test_only_the_security_administrator_grants_ends_unlocks_and_releases(staff, role: Role) -> None:
    actor, other = staff.actor(role), staff.person(Role.BANK)
    before = list(Post.objects.order_by("pk").values_list("pk", "until"))
    attempts = (
        lambda: grant_post(
            actor, person=other, organisation=staff.units["bank"].pk, role=Role.BANK, since=dt.date(2020, 1, 1)
        ),
        lambda: end_post(actor, before[0][0]),
        lambda: unlock(actor, sign_in="bank"),
        lambda: release_person(actor, other),
    )
    for attempt in attempts:
        with pytest.raises(Refusal) as refused:
            attempt()
        assert refused.value.status == 403
    assert list(Post.objects.order_by("pk").values_list("pk", "until")) == before


def test_nobody_grants_himself_a_post(staff) -> None:
    actor = staff.actor(Y)
    before = Post.objects.count()
    with pytest.raises(Refusal) as refused:
        grant_post(actor, person=actor.person, organisation=staff.units["office"].pk, role=O, since=dt.date(2020, 1, 1))
    assert refused.value.problems[0].code == "own-post"
    assert Post.objects.count() == before


@pytest.mark.parametrize("holds", sorted(ADMINISTRATORS, key=lambda one: one.value))
@pytest.mark.parametrize("wants", [S, Y, A, O, Role.AUDITOR])
def test_an_administrator_holds_nothing_beside(staff, holds: Role, wants: Role) -> None:
    if holds is wants:
        return
    other = Person.objects.create(sign_in="second", name="第二人")
    Post.objects.create(person=other, organisation=staff.units["office"], role=holds.value, since=dt.date(2020, 1, 1))
    with pytest.raises(Refusal) as refused:
        grant_post(
            staff.actor(Y), person=other.pk, organisation=staff.units["office"].pk, role=wants,
            since=timezone.localdate(),
        )  # fmt: skip
    assert refused.value.problems[0].code == "posts-apart"
    assert other.posts.count() == 1


def test_someone_of_business_does_not_become_an_administrator_beside(staff) -> None:
    with pytest.raises(Refusal) as refused:
        grant_post(
            staff.actor(Y), person=staff.person(O), organisation=staff.units["office"].pk, role=S,
            since=timezone.localdate(),
        )  # fmt: skip
    assert refused.value.problems[0].code == "posts-apart"


def test_the_office_hands_over_work_but_no_posts(staff) -> None:
    post = Post.objects.get(person=staff.people[Role.DEPARTMENT])
    with pytest.raises(Refusal) as refused:
        hand_over(
            staff.actor(O), staff.person(Role.DEPARTMENT), staff.person(Role.REVIEWER), posts=[post.pk], why="轮岗"
        )
    assert refused.value.status == 403
    post.refresh_from_db()
    assert post.until is None


def test_resetting_a_password_needs_two(staff) -> None:
    reset_password(staff.actor(S), staff.person(O), why="本人遗忘")
    assert not staff.actor(O).signed_in
    release_person(staff.actor(Y), staff.person(O))
    assert staff.actor(O).signed_in


def test_nobody_resets_or_releases_the_own_account(staff) -> None:
    with pytest.raises(Refusal):
        reset_password(staff.actor(S), staff.person(S), why="试试")
    assert not Person.objects.get(pk=staff.person(S)).held


@pytest.mark.parametrize("role", [one for one in Role if one not in (S, O)])
def test_others_keep_no_organisations(staff, role: Role) -> None:
    before = Organisation.objects.count()
    with pytest.raises(Refusal):
        add_organisation(staff.actor(role), Unit(name="新机构"), kind="department")
    assert Organisation.objects.count() == before


@pytest.mark.parametrize("role", list(Role))
def test_who_sees_people(staff, role: Role) -> None:
    assert people(staff.actor(role)).exists() is (role in (S, Y, A, O))


def test_by_a_consent_to_look_one_looks_and_does_nothing() -> None:
    own = Subject(enterprise=7)
    may = {one: decide(BUSINESS, PARK_FOR_ONE, one, own) for one in actions_of(BUSINESS)}
    assert {one for one, decision in may.items() if decision.allowed} == {
        "registry.see",
        "registry.export",
        "intake.see",
    }
    assert "仅限查看" in may["facts.declare"].reason.zh
    returns = replace(PARK_FOR_ONE, consent_scope="returns")
    assert decide(BUSINESS, returns, "facts.declare", own).allowed
    assert not decide(BUSINESS, PARK_FOR_ONE, "registry.see", Subject(enterprise=8)).allowed
