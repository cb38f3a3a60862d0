"""Who does what in the month: the people of the demonstration, each within their own role."""

from __future__ import annotations

from dataclasses import dataclass

from peiyu.web.accounts.models import Person
from peiyu.web.accounts.queries import actor_for
from peiyu.web.acting.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who makes, who is the second person, who signs, and a park's officer."""

    office: Actor
    second: Actor
    leader: Actor
    park: Actor


def cast() -> Cast:
    """The people as they act today."""
    return Cast(office=_of("bangongshi"), second=_of("fuhe"), leader=_of("lingdao"), park=_of("yuanqu"))


def _of(name: str) -> Actor:
    return actor_for(Person.objects.get(sign_in=name))
