"""What tests of the application share: a data folder of their own, actors of every role, a small made-up place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.test import Client

from peiyu.web.accounts.models import Organisation, Person, Post
from peiyu.web.accounts.queries import actor_for
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role


@pytest.fixture
def office() -> Actor:
    """The office, without a person in the database."""
    return Actor(person=None, name="周办", role=Role.OFFICE, post=1)


UNITS = {
    "office": ("office", "领导小组办公室", "", None),
    "science": ("department", "科技局", "", None),
    "park": ("park", "甲园", "甲园", None),
    "other_park": ("park", "乙园", "乙园", None),
    "firm": ("enterprise", "甲公司", "", 1001),
    "service": ("service", "丙服务中心", "", None),
    "bank": ("bank", "丁银行", "", None),
    "expert": ("expert", "专家库", "", None),
}
WHERE = {
    Role.LEADER: "office", Role.OFFICE: "office", Role.SYSTEM: "office", Role.SECURITY: "office", Role.AUDIT: "office",
    Role.PARK: "park", Role.ENTERPRISE: "firm", Role.SERVICE: "service", Role.BANK: "bank", Role.EXPERT: "expert",
}  # fmt: skip


@dataclass(frozen=True)
class Staff:
    """Organisations by word, and a person with one post for every role."""

    units: dict[str, Organisation]
    people: dict[Role, Person]

    def actor(self, role: Role) -> Actor:
        return actor_for(Person.objects.get(pk=self.people[role].pk))

    def person(self, role: Role) -> int:
        return self.people[role].pk


@pytest.fixture
def staff(db: None) -> Staff:
    """A small office with somebody in every role."""
    made = Organisation.objects.bulk_create(
        Organisation(kind=kind, name=name, area=area, enterprise=firm) for kind, name, area, firm in UNITS.values()
    )
    units = dict(zip(UNITS, made, strict=True))
    persons = Person.objects.bulk_create(Person(sign_in=role.value, name=f"{role.value}-person") for role in Role)
    people = dict(zip(Role, persons, strict=True))
    Post.objects.bulk_create(
        Post(person=person, organisation=units[WHERE.get(role, "science")], role=role.value, since=dt.date(2020, 1, 1))
        for role, person in people.items()
    )
    return Staff(units, people)


@pytest.fixture
def visit(staff: Staff) -> Callable[[Role], Client]:
    """A browser in which somebody of a role has signed in."""

    def signed_in(role: Role) -> Client:
        client = Client()
        client.force_login(staff.people[role], backend="django.contrib.auth.backends.AllowAllUsersModelBackend")
        return client

    return signed_in
