"""Who may do what: role by action, own and other, as a table."""

from __future__ import annotations

import pytest

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import ADMINISTRATORS, Role
from peiyu.web.acting.rules import Subject, actions_of, decide
from peiyu.web.checkups.access import RULES

DOERS = frozenset({Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER})
READERS = DOERS | {Role.LEADER, Role.ANALYST, Role.AUDITOR}
ALLOWED: dict[str, frozenset[Role]] = {
    "checkups.see": READERS | {Role.PARK},
    "checkups.run": DOERS | {Role.ANALYST, Role.PARK},
    "lists.bring": DOERS | {Role.ANALYST, Role.PARK},
    "own.see": frozenset({Role.ENTERPRISE, Role.PARK, Role.SERVICE}),
    "follow_ups.open": DOERS | {Role.PARK},
    "follow_ups.entrust": DOERS,
    "follow_ups.end": DOERS | {Role.PARK},
}
OWN_ONLY = {
    ("checkups.see", Role.PARK), ("checkups.run", Role.PARK), ("own.see", Role.ENTERPRISE), ("own.see", Role.PARK),
    ("own.see", Role.SERVICE), ("follow_ups.open", Role.PARK), ("follow_ups.end", Role.DEPARTMENT),
    ("follow_ups.end", Role.REVIEWER), ("follow_ups.end", Role.PARK),
}  # fmt: skip


def actor(role: Role) -> Actor:
    return Actor(
        person=1, name="某", role=role, post=1, organisation=3, organisations=frozenset({3}),
        areas=frozenset({"甲园"}), enterprises=frozenset({7}),
    )  # fmt: skip


def test_every_action_is_in_the_table() -> None:
    assert set(actions_of(RULES)) == set(ALLOWED)


@pytest.mark.parametrize("action", sorted(ALLOWED))
def test_roles(action: str) -> None:
    own = Subject(enterprise=7, areas=frozenset({"甲园"}), organisation=3)
    other = Subject(enterprise=8, areas=frozenset({"乙园"}), organisation=4)
    for role in Role:
        may = role in ALLOWED[action]
        assert decide(RULES, actor(role), action, own).allowed is may, role
        assert decide(RULES, actor(role), action, other).allowed is (may and (action, role) not in OWN_ONLY), role
        if role in ADMINISTRATORS:
            assert not may
