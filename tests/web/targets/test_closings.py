"""Month closing: two people, the locked definitions, and nothing changes afterwards."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db.models import ProtectedError
from tests.web.targets.conftest import DAY, EAST, PACK, actor, reading_by_hand, someone

from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.roles import Role
from peiyu.web.enterprises.models import SourceOrder
from peiyu.web.look.refusal import Refusal
from peiyu.web.policies.models import DefinitionLock
from peiyu.web.targets import queries
from peiyu.web.targets.actions import closings, storing
from peiyu.web.targets.models import Closing, Reading
from peiyu.web.trail.models import Entry


@pytest.fixture
def first(place: None) -> Actor:
    """One of the office."""
    return actor(Role.OFFICE, person=someone(Role.OFFICE, name="周办").pk)


@pytest.fixture
def second(place: None) -> Actor:
    """Another."""
    return actor(Role.OFFICE, person=someone(Role.OFFICE, name="吴复").pk)


def refused(do, code: str) -> None:  # type: ignore[no-untyped-def]
    """Refused with this code, and nothing changed."""
    before = everything()
    with pytest.raises(Refusal) as refusal:
        do()
    assert refusal.value.problems[0].code == code
    assert before == everything()


def everything() -> tuple[object, ...]:
    """What a refusal may not change."""
    return list(Closing.objects.values()), list(Reading.objects.values("pk", "state")), Entry.objects.count()


def test_a_closing_takes_two_people_and_freezes_the_reading(first: Actor, second: Actor) -> None:
    reading = reading_by_hand()
    made = closings.propose(first, reading=reading.pk)
    refused(lambda: closings.propose(second, reading=reading.pk), "closing-proposed")
    refused(lambda: closings.close(first, closing=made.pk), "second-person-needed")
    assert any(f"/targets/closings/{made.pk}/" == one.address for one in queries.work(second))
    closings.close(second, closing=made.pk)
    reading.refresh_from_db()
    assert reading.state == "closed"
    refused(lambda: closings.close(second, closing=made.pk), "closing-ended")
    refused(lambda: closings.drop(second, closing=made.pk, why="改"), "closing-ended")
    refused(lambda: closings.propose(first, reading=reading.pk), "reading-unclosable")
    with pytest.raises(ProtectedError):
        reading.delete()
    assert set(Entry.objects.values_list("verb", flat=True)) == {"closing.propose", "closing.close"}


def test_a_closed_reading_is_kept_and_found_by_its_month(
    first: Actor, second: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    august = reading_by_hand(dt.date(2012, 8, 31), count=1)
    made = closings.propose(first, reading=august.pk)
    closings.close(second, closing=made.pk)
    latest = reading_by_hand()
    monkeypatch.setattr(storing, "KEPT_STANDING", 1)
    storing.forget(PACK)
    assert set(Reading.objects.all()) == {august, latest}
    assert queries.latest(PACK) == latest
    assert queries.reading_of(first, PACK, {"month": "2012-08"}) == august
    for wrong in ("2012-07", "2012", "x", "2012-99"):
        assert queries.reading_of(first, PACK, {"month": wrong}) is None


def test_a_later_closing_of_the_month_is_the_next_issue_with_its_effect(first: Actor, second: Actor) -> None:
    old = reading_by_hand(count=1)
    closings.close(second, closing=closings.propose(first, reading=old.pk).pk)
    new = reading_by_hand(count=3)
    refused(lambda: closings.propose(first, reading=new.pk), "why-missing")
    made = closings.propose(first, reading=new.pk, why="两户证书补录")
    assert made.issue == 2
    (changed,) = made.effect
    assert changed["code"] == "new_giants"
    assert (changed["before"]["total"]["zh"], changed["after"]["total"]["zh"]) == ("1家", "3家")
    assert (changed["came"], changed["went"]) == (2, 0)
    closings.close(second, closing=made.pk)
    assert queries.reading_of(first, PACK, {"month": "2012-09"}) == new
    assert queries.reading_of(first, PACK, {"month": "2012-09", "issue": "1"}) == old
    assert EAST in old.lines.get(code="new_giants").figure_records.values_list("enterprise", flat=True)


def test_only_locked_definitions_at_a_months_end_are_closed(first: Actor) -> None:
    look = reading_by_hand(standing=False, define={"D4": "registered"})
    middle = reading_by_hand(DAY - dt.timedelta(days=3))
    making = reading_by_hand()
    Reading.objects.filter(pk=making.pk).update(state="making")
    for one in (look, middle, making):
        refused(lambda one=one: closings.propose(first, reading=one.pk), "reading-unclosable")
    before = reading_by_hand(chosen={f"{PACK}.D4": "recognised"})
    DefinitionLock.objects.create(
        definition=f"{PACK}.D4", option="registered", by_name="周办", why="定", at=clock.now()
    )
    refused(lambda: closings.propose(first, reading=before.pk), "reading-unclosable")


def test_a_reading_under_an_earlier_order_of_sources_is_not_closed(first: Actor) -> None:
    before = reading_by_hand()
    SourceOrder.objects.create(sources=["税务"], by_name="周办", why="已核对", at=clock.now())
    refused(lambda: closings.propose(first, reading=before.pk), "reading-unclosable")
    Reading.objects.filter(pk=before.pk).update(precedence=["税务"])
    assert closings.propose(first, reading=before.pk).state == "proposed"
    refused(lambda: closings.propose(first, reading=0), "reading-unknown")


def test_a_proposal_can_be_taken_back_and_made_anew(first: Actor, second: Actor) -> None:
    reading = reading_by_hand()
    made = closings.propose(first, reading=reading.pk)
    refused(lambda: closings.drop(first, closing=made.pk, why=""), "why-missing")
    closings.drop(first, closing=made.pk, why="数据要更正")
    again = closings.propose(second, reading=reading.pk)
    assert again.issue == 1
    closings.close(first, closing=again.pk)
    assert queries.reading_of(first, PACK, {"month": "2012-09"}) == reading
