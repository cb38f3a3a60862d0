"""Who may do what with enterprises and their facts: every role, every action, one's own and another's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.http import Http404
from tests.web.enterprises.conftest import CODES, NAMES, ROWS, Bring

from peiyu.web.acting.actor import NOBODY, Actor
from peiyu.web.acting.roles import ADMINISTRATORS, Role
from peiyu.web.acting.rules import Subject, actions_of, decide
from peiyu.web.enterprises import queries
from peiyu.web.enterprises.access import EVERYWHERE, RULES
from peiyu.web.enterprises.actions import uploads
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.queries.intakes import one_intake, scoped_intakes
from peiyu.web.look.refusal import Refusal

OWN = Subject(organisation=1, areas=frozenset({"东园"}), enterprise=7)
OTHER = Subject(organisation=2, areas=frozenset({"西园"}), enterprise=8)

WRITES: dict[str, tuple[set[Role], set[Role]]] = {
    "registry.see": (set(EVERYWHERE), {Role.PARK, Role.ENTERPRISE, Role.SERVICE, Role.EXPERT, Role.BANK}),
    "registry.export": (set(EVERYWHERE), {Role.PARK}),
    "confidential.find": ({Role.LEADER, Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER, Role.AUDITOR}, set()),
    "statistics.know": ({Role.ANALYST}, set()),
    "intake.read": ({Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER}, {Role.PARK, Role.ENTERPRISE}),
    "intake.see": (
        {Role.LEADER, Role.OFFICE, Role.AUDITOR}, {Role.DEPARTMENT, Role.REVIEWER, Role.PARK, Role.ENTERPRISE},
    ),
    "intake.store": ({Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER}, {Role.PARK}),
    "intake.undo": ({Role.OFFICE}, {Role.DEPARTMENT, Role.REVIEWER, Role.PARK}),
    "mapping.save": ({Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER, Role.PARK}, set()),
    "facts.declare": ({Role.OFFICE}, {Role.PARK, Role.ENTERPRISE}),
    "facts.verify": ({Role.REVIEWER}, set()),
    "facts.attest": ({Role.DEPARTMENT, Role.REVIEWER}, set()),
    "sources.see": (set(EVERYWHERE), set()),
    "sources.order": ({Role.OFFICE}, set()),
    "identity.change": ({Role.OFFICE}, set()),
    "identity.merge": ({Role.OFFICE}, set()),
    "confidential.mark": ({Role.OFFICE}, set()),
}  # fmt: skip
"""Action → the roles that may do it anywhere, and those that may with what is their own."""


def actor(role: Role) -> Actor:
    return Actor(
        person=None, name=role.value, role=role, post=1, organisation=1, organisations=frozenset({1}),
        areas=frozenset({"东园"}), enterprises=frozenset({7}),
    )  # fmt: skip


def test_the_table_names_every_action() -> None:
    assert set(actions_of(RULES)) == set(WRITES)


@pytest.mark.parametrize("action", sorted(WRITES))
@pytest.mark.parametrize("role", list(Role))
def test_roles_actions_own_and_other(role: Role, action: str) -> None:
    anywhere, own = WRITES[action]
    assert decide(RULES, actor(role), action, OTHER).allowed == (role in anywhere)
    assert decide(RULES, actor(role), action, OWN).allowed == (role in anywhere | own)


@pytest.mark.parametrize("role", sorted(ADMINISTRATORS, key=lambda one: one.value))
def test_administrators_see_no_business(role: Role) -> None:
    assert not any(decide(RULES, actor(role), action, OWN).allowed for action in WRITES)
    assert not any(decide(RULES, NOBODY, action, OWN).allowed for action in WRITES)


@pytest.mark.django_db(transaction=True)
def test_each_sees_its_own_area(bring: Bring, office: Actor) -> None:
    bring()
    park = replace(actor(Role.PARK), areas=frozenset({"西园"}), enterprises=frozenset())
    mine = Enterprise.objects.get(code=CODES[0])
    firm = replace(actor(Role.ENTERPRISE), areas=frozenset(), enterprises=frozenset({mine.key}))
    assert [one.name for one in queries.scoped(park)] == [NAMES[2]]
    assert [one.name for one in queries.scoped(firm)] == [NAMES[0]]
    assert queries.scoped(office).count() == 3
    assert queries.search(park, NAMES[0]) == []
    with pytest.raises(Http404):
        queries.one(park, mine.key)


@pytest.mark.django_db(transaction=True)
def test_another_organisations_import_does_not_exist(bring: Bring) -> None:
    made = bring(actor=replace(actor(Role.DEPARTMENT), organisation=2, organisations=frozenset({2})))
    mine = actor(Role.DEPARTMENT)
    assert not scoped_intakes(mine).exists()
    with pytest.raises(Http404):
        one_intake(mine, made.pk)


@pytest.mark.django_db(transaction=True)
def test_a_park_brings_its_own_enterprises_alone(bring: Bring) -> None:
    park = replace(actor(Role.PARK), enterprises=frozenset())
    refused = bring(ROWS, actor=park, stored=False)
    assert refused.state == "refused"
    assert refused.findings.get(level="error").code == "outside-your-area"
    with pytest.raises(Refusal):
        uploads.store(park, refused)
    assert not Enterprise.objects.exists()
    assert bring(ROWS[:2], actor=park, name="东园.xlsx").state == "live"
