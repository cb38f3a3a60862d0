"""Who acts: the value that every query and every action takes first."""

from __future__ import annotations

from dataclasses import dataclass, field

from peiyu.problems import Text
from peiyu.web.acting.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A person in a post, or the system itself.

    organisations: ids of the organisation of the post and everything under it; areas: the names by which facts
    (park, district) know these organisations; enterprises: keys of the enterprises that it stands for, its own or by
    consent; for_whom, for_whom_name: the enterprise for which it acts by consent just now; consent, consent_scope:
    that consent's id, and what was consented to. Acting by consent, it has no organisations and areas.
    """

    person: int | None
    name: str
    role: Role | None
    post: int | None = None
    organisation: int | None = None
    organisation_name: str = ""
    organisations: frozenset[int] = frozenset()
    areas: frozenset[str] = frozenset()
    enterprises: frozenset[int] = frozenset()
    for_whom: int | None = None
    for_whom_name: str = ""
    consent: int | None = None
    consent_scope: str = ""
    address: str = ""
    lang: str = "zh"
    large: bool = False
    posts: tuple[tuple[int, Text], ...] = field(default=())

    @property
    def signed_in(self) -> bool:
        return self.person is not None

    @classmethod
    def system(cls, name: str) -> Actor:
        """A job or a command: sees everything, and the trail names it."""
        return cls(person=None, name=name, role=None, post=-1)

    @property
    def is_system(self) -> bool:
        return self.post == -1


NOBODY = Actor(person=None, name="", role=None)
"""Who has not signed in."""
