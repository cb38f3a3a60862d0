"""Enterprises that are merged in the registry while a round asks them: answers arrive at the one that was kept, nothing
is lost, and an undone merge gives them back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.web.collection.conftest import signed_in
from tests.web.collection.returned import CODES, KEYS, NAMES, WHOLE, Place, place, second_of

from peiyu.web import clock
from peiyu.web.accounts.models import Organisation
from peiyu.web.acting.roles import Role
from peiyu.web.collection.actions import answers as answering
from peiyu.web.collection.actions import closing, submissions
from peiyu.web.collection.models import RoundFirm, RoundUnit
from peiyu.web.collection.queries import units
from peiyu.web.collection.queries.asked import asked_of
from peiyu.web.collection.queries.history import before_of
from peiyu.web.collection.queries.work import own_open
from peiyu.web.enterprises.actions.merging import merge, undo_merge
from peiyu.web.enterprises.models import FACT_MODELS, Enterprise, Intake, Merge
from peiyu.web.jobs.models import Job
from peiyu.web.jobs.worker import work
from peiyu.web.look.refusal import Refusal
from peiyu.web.notes.models import Notice

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["place", "second_of"]
RETURNS = FACT_MODELS["monthly_return"]
Second = Callable[[Role, str], Any]
GONE, KEPT, OTHER = KEYS[0], KEYS[3], KEYS[1]


@pytest.fixture
def registered(place: Place) -> Place:
    """The enterprises stand in the registry by facts of their own, so that it can be made anew."""
    intake = Intake.objects.create(kind="form", name="登记", state="live", at=clock.now(), live_at=clock.now())
    for key, code, name in zip(KEYS, CODES, NAMES, strict=True):
        FACT_MODELS["enterprise"].objects.create(
            enterprise=key, record_id=1, known_from=clock.today(), source="登记", purpose="行政", at=clock.today(),
            code=code, name=name, intake=intake,
        )  # fmt: skip
    return place


def merged(place: Place, gone: int = GONE, kept: int = KEPT) -> Merge:
    firms = Enterprise.objects.in_bulk([gone, kept])
    return merge(place.office, keep=firms[kept], gone=firms[gone], chosen={}, why="同一家企业")


def close(place: Place, second_of: Second) -> None:
    closing.propose(place.office, place.round)
    closing.close(second_of(Role.OFFICE, "office"), place.round)
    work(until_idle=True)
    place.round.refresh_from_db()


def handed_in(place: Place, revenue: str = "1200") -> None:
    place.type(place.park, GONE, revenue=revenue, staff="80")
    place.type(place.park, OTHER, revenue="8000")
    submissions.accept(place.office, submissions.hand_in(place.officer, place.park))


def stored() -> dict[int, int]:
    return dict(RETURNS.objects.exclude(revenue=None).values_list("enterprise", "revenue"))


def test_answers_for_an_entry_that_is_gone_arrive_at_the_one_that_was_kept(
    registered: Place, second_of: Second
) -> None:
    handed_in(registered)
    merged(registered)
    close(registered, second_of)
    assert stored() == {KEPT: 1200_000_000, OTHER: 8000_000_000}
    assert RETURNS.objects.get(enterprise=KEPT).staff == 80


def test_what_arrived_goes_back_when_the_merge_is_undone(registered: Place, second_of: Second) -> None:
    handed_in(registered)
    made = merged(registered)
    close(registered, second_of)
    undo_merge(registered.office, Merge.objects.get(pk=made.pk), why="不是同一家")
    assert stored() == {GONE: 1200_000_000, OTHER: 8000_000_000}


def test_a_merge_that_is_undone_before_the_closing_changed_nothing(registered: Place, second_of: Second) -> None:
    made = merged(registered)
    handed_in(registered)
    undo_merge(registered.office, Merge.objects.get(pk=made.pk), why="不是同一家")
    close(registered, second_of)
    assert stored() == {GONE: 1200_000_000, OTHER: 8000_000_000}


def test_a_returned_workbook_with_the_old_entry_is_read_after_the_merge(registered: Place) -> None:
    book = registered.workbook(registered.park, WHOLE)
    merged(registered)
    (came,) = registered.drop(book)
    assert came.state == "merged"
    assert registered.park.answers.filter(enterprise=GONE).exists()


def test_two_that_are_one_and_say_otherwise_are_no_ones_choice_but_a_persons(
    registered: Place, second_of: Second
) -> None:
    handed_in(registered)
    other = second_of(Role.PARK, "other_park")
    registered.type(registered.other, KEPT, other, revenue="1300")
    registered.type(registered.other, KEYS[2], other, revenue="500")
    later = submissions.hand_in(other, registered.other)
    submissions.accept(registered.office, later)
    made = merged(registered)
    with pytest.raises(Refusal) as refusal:
        closing.propose(registered.office, registered.round)
    (problem,) = refusal.value.problems
    assert problem.code == "merged-differ"
    assert NAMES[0] in problem.found
    assert NAMES[3] in problem.found
    registered.round.refresh_from_db()
    assert registered.round.state == "open"
    submissions.give_back(registered.office, later, why="与甲园所报不一致")
    registered.other.refresh_from_db()
    registered.type(registered.other, KEPT, other, version=1, revenue="1200")
    submissions.accept(registered.office, submissions.hand_in(other, registered.other))
    second = second_of(Role.LEADER, "office")
    closing.propose(registered.office, registered.round)
    closing.close(second, registered.round)
    work(until_idle=True)
    assert stored() == {KEPT: 1200_000_000, OTHER: 8000_000_000, KEYS[2]: 500_000_000}
    undo_merge(registered.office, Merge.objects.get(pk=made.pk), why="不是同一家")
    assert stored()[KEPT] == 1200_000_000


def test_a_merge_after_the_closing_was_asked_for_stores_nothing_half(registered: Place, second_of: Second) -> None:
    handed_in(registered)
    other = second_of(Role.PARK, "other_park")
    registered.type(registered.other, KEPT, other, revenue="1300")
    registered.type(registered.other, KEYS[2], other, revenue="500")
    submissions.accept(registered.office, submissions.hand_in(other, registered.other))
    closing.propose(registered.office, registered.round)
    closing.close(second_of(Role.LEADER, "office"), registered.round)
    made = merged(registered)
    work(until_idle=True)
    assert stored() == {}
    failed = Job.objects.get(kind="collection.close")
    assert (failed.state, failed.problems[0]["code"]) == ("failed", "merged-differ")
    undo_merge(registered.office, Merge.objects.get(pk=made.pk), why="先关账")
    registered.round.refresh_from_db()
    closing.go_on(registered.office, registered.round)
    work(until_idle=True)
    assert len(stored()) == 4


def test_within_one_unit_two_that_are_one_are_not_handed_in_differently(registered: Place) -> None:
    registered.type(registered.park, GONE, revenue="1200")
    registered.type(registered.park, OTHER, revenue="8000")
    merged(registered, GONE, OTHER)
    with pytest.raises(Refusal) as refusal:
        submissions.hand_in(registered.officer, registered.park)
    assert refusal.value.problems[0].code == "merged-differ"
    assert not registered.park.submissions.exists()


def test_a_merged_entry_is_checked_against_the_past_of_what_it_is_now(registered: Place) -> None:
    intake = Intake.objects.create(kind="form", name="台账", state="live", at=clock.now(), live_at=clock.now())
    RETURNS.objects.create(
        enterprise=KEPT, record_id=1, known_from=clock.today(), source="企业填报", purpose="行政", year=2026, month=9,
        basis="累计", revenue=900_000_000, intake=intake,
    )  # fmt: skip
    merged(registered)
    pasts = before_of(asked_of(registered.round), {GONE, OTHER})
    assert {place.enterprise for place in pasts} == {GONE}


def own_unit(place: Place) -> RoundUnit:
    """The unit of the enterprise itself; its organisation is the enterprise user's."""
    Organisation.objects.filter(pk=place.staff.units["firm"].pk).update(enterprise=GONE)
    unit = RoundUnit.objects.create(
        round=place.round, enterprise=GONE, name=NAMES[0], due=place.round.due, firms_count=1, asked=3
    )
    RoundFirm.objects.create(unit=unit, key=GONE, code=CODES[0], name=NAMES[0])
    return unit


def test_an_enterprise_that_answers_itself_goes_on_after_the_merge(registered: Place) -> None:
    unit = own_unit(registered)
    merged(registered)
    firm = registered.staff.actor(Role.ENTERPRISE)
    assert firm.enterprises == {KEPT}
    assert list(own_open(firm)) == [unit]
    assert unit in units.scoped_units(firm)
    page = signed_in(registered.staff, Role.ENTERPRISE).get(f"/collection/2026-10-01/units/{unit.pk}/answers/")
    assert page.status_code == 200
    given = answering.Typed(key=("monthly_return", GONE, None), version=0, texts={"revenue": "1200"})
    answering.save_row(firm, unit, given)
    handed = submissions.hand_in(firm, unit)
    submissions.give_back(registered.office, handed, why="请补从业人员")
    told = Notice.objects.filter(person=registered.staff.people[Role.ENTERPRISE])
    assert any("退回" in one.said["zh"] for one in told)


def test_what_was_merged_into_a_confidential_one_is_in_no_list(registered: Place) -> None:
    unit = own_unit(registered)
    Organisation.objects.filter(pk=registered.staff.units["firm"].pk).update(enterprise=None)
    assert unit in units.scoped_units(registered.office)
    merged(registered)
    Enterprise.objects.filter(key=KEPT).update(sensitive=True)
    assert unit not in units.scoped_units(registered.office)
