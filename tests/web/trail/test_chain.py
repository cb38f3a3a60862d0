"""The chain of the trail: rows changed, taken out, put in or cut off show; sealing is repeatable."""

from __future__ import annotations

import pytest

from peiyu.web import clock
from peiyu.web.acting.actor import Actor
from peiyu.web.trail import actions
from peiyu.web.trail.actions import check, record, seal
from peiyu.web.trail.models import Check, Entry, Seal
from peiyu.web.trail.queries import broken, last_check, sealed_upto

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("test")


@pytest.fixture
def sealed(monkeypatch) -> list[Entry]:
    """Ten rows, sealed in batches of four."""
    monkeypatch.setattr(actions, "BATCH", 4)
    for number in range(10):
        record(SYSTEM, "trial.do", "trial", number, after={"n": number, "share": 0.1, "名": "甲"})
    assert seal() == 10
    return list(Entry.objects.order_by("place"))


def places() -> list[int]:
    return [one.place for one in broken()]


def test_a_chain_that_nobody_touched_holds(sealed) -> None:
    assert [one.place for one in sealed] == list(range(1, 11))
    assert [one.place for one in Seal.objects.order_by("place")] == [4, 8, 10]
    assert broken() == ()
    assert broken(after=6) == ()
    assert seal() == 0


def test_later_rows_go_on_from_it(sealed) -> None:
    record(SYSTEM, "trial.do", "trial", 11)
    assert seal() == 1
    assert sealed_upto() == 11
    assert broken() == ()


@pytest.mark.parametrize(
    "change",
    [
        {"name": "别人"},
        {"why": "另一个原因"},
        {"after": {"n": 999}},
        {"at": clock.now()},
        {"verb": "trial.undo"},
        {"chain": "0" * 64},
        {"for_whom": 5},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_changed_row_shows(sealed, change) -> None:
    Entry.objects.filter(place=5).update(**change)
    assert 5 in places()


def test_a_row_that_was_taken_out_shows(sealed) -> None:
    Entry.objects.filter(place=5).delete()
    assert places() == [5]
    assert "不见了" in broken()[0].said.zh


def test_rows_cut_off_at_the_end_show(sealed) -> None:
    Entry.objects.filter(place__gt=7).delete()
    assert places() == [8]
    assert broken()[0].said.en == "rows 8 to 10 are gone"


def test_a_chain_computed_anew_after_a_change_shows_by_its_seals(sealed) -> None:
    from peiyu.web.trail.chain import link

    Entry.objects.filter(place=5).update(why="改过")
    chain = Entry.objects.get(place=4).chain
    for row in Entry.objects.filter(place__gte=5).order_by("place"):
        chain = link(chain, row.place, row)
        Entry.objects.filter(pk=row.pk).update(chain=chain)
    assert places() == [8, 10]


def test_a_row_put_in_between_shows(sealed) -> None:
    Entry.objects.filter(place__gte=6).update(place=None)
    put_in = record(SYSTEM, "trial.forge", "trial", "x")
    Entry.objects.filter(pk=put_in.pk).update(place=6, chain="f" * 64)
    for shift, row in enumerate(Entry.objects.filter(place=None).order_by("pk")):
        Entry.objects.filter(pk=row.pk).update(place=7 + shift)
    assert 6 in places()


def test_what_a_check_found_is_kept(sealed) -> None:
    assert check() == ()
    Entry.objects.filter(place=5).update(why="改过")
    found = check()
    assert len(found) == 1
    held = last_check()
    assert held is not None
    assert (held.upto, held.broken[0]["place"]) == (10, 5)
    assert Check.objects.count() == 2


def test_of_many_breaks_a_hundred_are_told(monkeypatch) -> None:
    for number in range(120):
        record(SYSTEM, "trial.do", "trial", number)
    seal()
    Entry.objects.update(why="改过")
    assert len(broken()) == 100
