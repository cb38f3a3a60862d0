"""Who may do what with rounds: role × action × own or another's; whom each sees of rounds and units."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import Http404
from tests.web.collection.conftest import A1, B1, DUE, drafted, started, terms, unit_named
from tests.web.conftest import Staff

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import INSIDE, Role
from peiyu.web.acting.rules import Subject, decide
from peiyu.web.collection.access import RULES
from peiyu.web.collection.actions import drafting, extensions, reminders, rounds, starting
from peiyu.web.collection.models import Extension, Reminder, Round, RoundUnit
from peiyu.web.collection.queries import units, work
from peiyu.web.collection.queries.rounds import round_of, visible
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.look.refusal import Refusal

OFFICE = {Role.OFFICE}
WATCHING = {Role.OFFICE, Role.LEADER, Role.ANALYST, Role.AUDITOR}
ASKED = {Role.DEPARTMENT, Role.REVIEWER, Role.PARK, Role.FINANCE, Role.CADRE, Role.ENTERPRISE, Role.SERVICE}
ALL: dict[str, set[Role]] = {
    "rounds.see": WATCHING, "rounds.make": OFFICE, "rounds.start": OFFICE, "units.see": WATCHING,
    "units.remind": OFFICE, "extensions.ask": set(), "extensions.answer": OFFICE, "burden.see": set(INSIDE),
}  # fmt: skip
OWN: dict[str, set[Role]] = {
    "rounds.see": ASKED, "rounds.make": {Role.DEPARTMENT}, "rounds.start": {Role.DEPARTMENT}, "units.see": ASKED,
    "units.remind": {Role.DEPARTMENT}, "extensions.answer": {Role.DEPARTMENT},
    "extensions.ask": {Role.DEPARTMENT, Role.PARK, Role.FINANCE, Role.CADRE, Role.ENTERPRISE},
}  # fmt: skip


@pytest.mark.parametrize("action", sorted(ALL))
@pytest.mark.parametrize("role", list(Role))
def test_role_by_action_by_whose(role: Role, action: str) -> None:
    who = Actor(person=None, name="某", role=role, post=1, organisation=5, organisations=frozenset({5}))
    everywhere = role in ALL[action]
    assert decide(RULES, who, action, Subject(organisation=6)).allowed is everywhere
    assert decide(RULES, who, action, Subject(organisation=5)).allowed is (everywhere or role in OWN.get(action, set()))


@pytest.mark.django_db
def test_who_may_not_is_refused_and_nothing_is_written(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    draft, out = drafted(office, title="草"), started(office, fields=(("monthly_return", "tax_paid"),))
    east = unit_named(out, "甲园")
    asked = extensions.ask_extension(place.actor(Role.PARK), unit=east, until=DUE.replace(day=20), why="忙")
    before = {one.pk: (one.state, one.version) for one in Round.objects.all()}
    for role in set(Role) - OFFICE:
        who = place.actor(role)
        for act in (
            lambda who=who: drafting.draft(who, terms=terms(title="偷偷")),
            lambda who=who: drafting.add_fields(
                who, held=draft, version=draft.version, fields=[("monthly_return", "staff")]
            ),
            lambda who=who: drafting.drop(who, held=draft, version=draft.version, why="无"),
            lambda who=who: starting.start(who, held=draft, version=draft.version, cells=6),
            lambda who=who: rounds.recall(who, held=out, version=out.version, why="无"),
            lambda who=who: rounds.postpone(
                who, held=out, version=out.version, due=DUE.replace(day=25), why="无"
            ),
            lambda who=who: reminders.remind(who, held=out),
            lambda who=who: extensions.answer_extension(who, extension=asked, grant=True),
        ):  # fmt: skip
            with pytest.raises(Refusal) as refusal:
                act()
            assert refusal.value.problems[0].code in ("not-allowed", "round-department")
    assert {one.pk: (one.state, one.version) for one in Round.objects.all()} == before
    assert not Reminder.objects.exists()
    assert Extension.objects.get().state == "asked"


@pytest.mark.django_db
def test_a_unit_asks_for_itself_alone(place: Staff) -> None:
    west = unit_named(started(place.actor(Role.OFFICE)), "乙园")
    for role in Role:
        with pytest.raises(Refusal):
            extensions.ask_extension(place.actor(role), unit=west, until=DUE.replace(day=20), why="忙")
    assert not Extension.objects.exists()


@pytest.mark.django_db
def test_another_units_round_and_page_do_not_exist(place: Staff) -> None:
    office, park = place.actor(Role.OFFICE), place.actor(Role.PARK)
    held, draft = started(office), drafted(office, title="草", fields=(("monthly_return", "staff"),))
    assert {one.name for one in units.scoped_units(park)} == {"甲园"}
    assert round_of(park, held.number) == held
    with pytest.raises(Http404):
        units.unit_seen(park, held.number, unit_named(held, "乙园").pk)
    with pytest.raises(Http404):
        round_of(park, draft.number)
    stranger = replace(park, organisations=frozenset({999_999}), areas=frozenset())
    with pytest.raises(Http404):
        round_of(stranger, held.number)
    for role in (Role.BANK, Role.EXPERT, Role.SYSTEM, Role.SECURITY, Role.AUDIT):
        assert not visible(place.actor(role)).exists()
        assert not units.scoped_units(place.actor(role)).exists()


@pytest.mark.django_db
def test_of_rounds_that_ask_enterprises_a_park_sees_those_of_its_area_and_an_enterprise_itself(place: Staff) -> None:
    started(place.actor(Role.OFFICE), to="enterprises")
    assert B1 not in {one.enterprise for one in units.scoped_units(place.actor(Role.PARK))}
    assert units.scoped_units(place.actor(Role.PARK)).count() == 2
    assert [one.enterprise for one in units.scoped_units(place.actor(Role.ENTERPRISE))] == [A1]
    assert not work.own_open(place.actor(Role.PARK)).exists()  # it sees them, and does not answer for them
    acting = replace(place.actor(Role.PARK), organisations=frozenset(), areas=frozenset(), enterprises=frozenset({A1}))
    assert [one.enterprise for one in work.own_open(acting)] == [A1]  # unless by the enterprise's consent


@pytest.mark.django_db
def test_a_department_keeps_its_statistical_round_and_no_other(place: Staff) -> None:
    department = place.actor(Role.DEPARTMENT)
    office_round = started(place.actor(Role.OFFICE))
    own = started(
        department, title="统计", purpose="统计", table="T1", approval="统〔2026〕1号",
        valid_until=DUE.replace(year=2027), fields=(("monthly_return", "rd_statistics"),),
    )  # fmt: skip
    assert set(visible(department)) == {own}
    assert reminders.remind(department, held=own) == 2
    with pytest.raises(Refusal):
        reminders.remind(department, held=office_round)


@pytest.mark.django_db
def test_an_enterprise_that_became_confidential_stands_in_no_list_any_more(place: Staff) -> None:
    office = place.actor(Role.OFFICE)
    held = started(office, to="enterprises")
    Enterprise.objects.filter(key=A1).update(sensitive=True)
    assert A1 not in {one.enterprise for one in units.scoped_units(office)}
    assert A1 not in {one.enterprise for one in units.scoped_units(place.actor(Role.PARK))}
    assert [one.enterprise for one in units.scoped_units(place.actor(Role.ENTERPRISE))] == [A1]
    other = started(office, fields=(("monthly_return", "staff"),))
    lacking = units.missing(RoundUnit.objects.filter(round__in=[held, other]))
    assert "甲一公司" not in {name for one in lacking.values() for name in one.named}
