"""Who may do what: role × action × own or another's."""

from __future__ import annotations

import pytest
from tests.web.targets.conftest import EAST, PACK, SECRET, WEST, actor, park_officer, reading_by_hand

from peiyu.web.acting.roles import INSIDE, Role
from peiyu.web.acting.rules import Subject, decide
from peiyu.web.look.refusal import Refusal
from peiyu.web.targets import queries
from peiyu.web.targets.access import RULES
from peiyu.web.targets.actions import allocations, closings, measuring, negotiation
from peiyu.web.targets.queries.records import key_firms

OFFICE = {Role.OFFICE}
UNITS = {Role.DEPARTMENT, Role.REVIEWER, Role.PARK, Role.FINANCE}
ALL: dict[str, set[Role]] = {
    "targets.see": set(INSIDE), "records.see": set(INSIDE) - {Role.PARK},
    "gaps.see": {Role.LEADER, Role.OFFICE, Role.DEPARTMENT, Role.REVIEWER, Role.ANALYST, Role.AUDITOR},
    "targets.measure": {Role.OFFICE, Role.ANALYST},
    "looks.see": {Role.OFFICE, Role.LEADER, Role.ANALYST, Role.AUDITOR}, "closings.propose": OFFICE,
    "closings.close": {Role.OFFICE, Role.LEADER},
    "allocations.see": {Role.OFFICE, Role.LEADER, Role.ANALYST, Role.AUDITOR, Role.CADRE},
    "allocations.make": OFFICE, "shares.answer": set(), "shares.divide": OFFICE,
}  # fmt: skip
OWN: dict[str, set[Role]] = {
    "records.see": {Role.PARK}, "gaps.see": {Role.PARK}, "allocations.see": UNITS, "shares.answer": UNITS,
    "shares.divide": UNITS,
}  # fmt: skip


@pytest.mark.parametrize("action", sorted(ALL))
@pytest.mark.parametrize("role", list(Role))
def test_role_by_action_by_whose(role: Role, action: str) -> None:
    who = actor(role, organisation=5, organisations=frozenset({5}))
    own, other = Subject(organisation=5), Subject(organisation=6)
    everywhere = role in ALL[action]
    assert decide(RULES, who, action, other).allowed is everywhere
    assert decide(RULES, who, action, own).allowed is (everywhere or role in OWN.get(action, set()))


@pytest.mark.django_db
def test_who_may_not_write_is_refused_and_nothing_is_written(place: None) -> None:
    reading = reading_by_hand()
    for role in Role:
        who = actor(role, organisation=5, organisations=frozenset({5}))
        refused = {
            Role.OFFICE: (), Role.ANALYST: ("propose", "draft"),
        }.get(role, ("measure", "propose", "draft"))  # fmt: skip
        acts = {
            "measure": lambda who=who: measuring.ask_measure(who, pack=PACK),
            "propose": lambda who=who: closings.propose(who, reading=reading.pk),
            "draft": lambda who=who: allocations.draft(
                who, pack=PACK, code="new_giants", year=2012, total=35, asked={1: allocations.Ask()}
            ),
        }
        for name in refused:
            with pytest.raises(Refusal) as refusal:
                acts[name]()
            assert refusal.value.problems[0].code == "not-allowed"
    assert not reading.closings.exists()


@pytest.mark.django_db
def test_a_park_sees_records_of_its_own_enterprises_and_nobody_a_confidential_one(place: None) -> None:
    line = queries.line_of(reading_by_hand(), "new_giants")
    assert line is not None
    seen = {
        role: set(queries.records_of(actor(role), line).values_list("enterprise", flat=True)) for role in Role
    }  # fmt: skip
    assert seen[Role.OFFICE] == seen[Role.LEADER] == seen[Role.DEPARTMENT] == {EAST, WEST}
    assert SECRET not in set().union(*seen.values())
    for outside in (Role.ENTERPRISE, Role.SERVICE, Role.BANK, Role.EXPERT, Role.SYSTEM, Role.SECURITY, Role.AUDIT):
        assert not seen[outside]
    assert set(queries.records_of(park_officer(), line).values_list("enterprise", flat=True)) == {EAST}
    assert set(key_firms(park_officer("西园"), line.reading).values_list("enterprise", flat=True)) == {WEST}
    assert not key_firms(actor(Role.FINANCE), line.reading).exists()


@pytest.mark.django_db
def test_looks_under_other_options_are_not_for_everybody(place: None) -> None:
    look = reading_by_hand(standing=False, define={"D4": "registered"})
    assert queries.latest(PACK) is None
    assert queries.reading_of(actor(Role.ANALYST), PACK, {"reading": str(look.pk)}) == look
    assert queries.reading_of(actor(Role.DEPARTMENT), PACK, {"reading": str(look.pk)}) is None
    assert queries.reading_of(actor(Role.ENTERPRISE), PACK, {}) is None


@pytest.mark.django_db
def test_another_organisations_share_does_not_exist(place: None) -> None:
    from tests.web.targets.test_allocations import drafted

    held = drafted()
    mine, other = held.shares.order_by("place")[:2]
    officer = park_officer(organisation=mine.organisation_id)
    from peiyu.web.targets.queries import allocations as reads

    assert reads.allocation_of(officer, PACK, held.pk) is None  # a draft is the office's own
    negotiation.send(actor(Role.OFFICE), allocation=held.pk)
    assert [node.share for node in reads.tree(officer, held)] == [mine]
    with pytest.raises(Refusal) as refusal:
        negotiation.accept(officer, share=other.pk)
    assert refusal.value.problems[0].code == "not-allowed"
    other.refresh_from_db()
    assert other.answer == ""
    assert reads.allocation_of(park_officer(organisation=999_999), PACK, held.pk) is None
