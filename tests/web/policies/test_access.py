"""Who may do what: role by action, as a table."""

from __future__ import annotations

import pytest

from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import ADMINISTRATORS, INSIDE, Role
from peiyu.web.acting.rules import Subject, actions_of, decide
from peiyu.web.policies.access import RULES

OFFICE = frozenset({Role.OFFICE})
READERS = frozenset({Role.OFFICE, Role.LEADER, Role.ANALYST, Role.AUDITOR})
ALLOWED: dict[str, frozenset[Role]] = {
    "packs.see": INSIDE,
    "drafts.see": READERS,
    "drafts.write": OFFICE,
    "drafts.release": OFFICE | {Role.LEADER},
    "texts.withdraw": OFFICE,
    "territory.choose": OFFICE,
    "definitions.lock": OFFICE,
    "definitions.compare": OFFICE | {Role.ANALYST},
    "evaluations.see": INSIDE,
    "evaluations.ask": OFFICE,
    "trials.see": READERS,
    "trials.make": OFFICE | {Role.ANALYST},
    "verdicts.see": INSIDE | {Role.ENTERPRISE},
    "prospects.see": READERS | {Role.DEPARTMENT, Role.REVIEWER, Role.PARK},
}
OWN_ONLY = {("verdicts.see", Role.PARK), ("verdicts.see", Role.ENTERPRISE), ("prospects.see", Role.PARK)}


def actor(role: Role) -> Actor:
    return Actor(person=1, name="某", role=role, post=1, areas=frozenset({"甲园"}), enterprises=frozenset({7}))


def test_every_action_is_in_the_table() -> None:
    assert set(actions_of(RULES)) == set(ALLOWED)


@pytest.mark.parametrize("action", sorted(ALLOWED))
def test_roles(action: str) -> None:
    own = Subject(enterprise=7, areas=frozenset({"甲园"}))
    other = Subject(enterprise=8, areas=frozenset({"乙园"}))
    for role in Role:
        may = role in ALLOWED[action]
        assert decide(RULES, actor(role), action, own).allowed is may, role
        assert decide(RULES, actor(role), action, other).allowed is (may and (action, role) not in OWN_ONLY), role
        if role in ADMINISTRATORS:
            assert not may
