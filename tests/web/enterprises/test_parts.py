"""Long work in parts: in their order, side by side where a database lets several write, and nothing lost of it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextvars import ContextVar

import pytest
from django.db import connection, transaction

from peiyu.web.enterprises.actions import parts


class Several:
    """A database that lets several write at once."""

    vendor = "postgresql"
    in_atomic_block = False

    def __init__(self) -> None:
        self.closed: list[str] = []

    def close(self) -> None:
        self.closed.append(threading.current_thread().name)


class Alone(Several):
    vendor = "sqlite"


class Within(Several):
    in_atomic_block = True


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> Several:
    held = Several()
    monkeypatch.setattr(parts, "connection", held)
    return held


@pytest.mark.parametrize("lanes", [1, 2, 3])
@pytest.mark.parametrize("number", [0, 1, 2, 7])
def test_results_come_in_the_order_of_the_parts(several: Several, lanes: int, number: int) -> None:
    made = list(parts.side_by_side(lambda one: one * one, range(number), lanes=lanes))
    assert made == [one * one for one in range(number)]


def test_so_many_parts_are_done_at_once_as_there_are_lanes(several: Several) -> None:
    together = threading.Barrier(2)

    def work(one: int) -> str:
        together.wait(timeout=10)
        return threading.current_thread().name

    names = list(parts.side_by_side(work, range(6), lanes=2))
    assert len(set(names)) == 2
    assert sorted(several.closed) == sorted(set(names)), "each lane closes its own connection"


def test_one_lane_writes_while_the_next_part_is_made(several: Several) -> None:
    made = threading.Event()

    def given() -> Iterator[int]:
        yield from range(2)
        made.set()
        yield 2

    def work(one: int) -> bool:
        return one == 0 or made.wait(timeout=10)

    assert list(parts.side_by_side(work, given(), lanes=1)) == [True] * 3


@pytest.mark.parametrize("database", [Alone(), Within()])
def test_where_one_alone_writes_everything_is_done_here(monkeypatch: pytest.MonkeyPatch, database: Several) -> None:
    monkeypatch.setattr(parts, "connection", database)
    here = threading.current_thread().name
    assert set(parts.side_by_side(lambda one: threading.current_thread().name, range(3), lanes=2)) == {here}
    assert not database.closed


def test_one_part_alone_is_done_here(several: Several) -> None:
    here = threading.current_thread().name
    assert list(parts.side_by_side(lambda one: threading.current_thread().name, [1], lanes=2)) == [here]
    assert not several.closed


def test_what_one_part_raises_is_raised_and_nothing_new_is_begun(several: Several) -> None:
    given, done = iter(range(100)), []

    def work(one: int) -> int:
        if one == 3:
            raise ZeroDivisionError
        done.append(one)
        return one

    seen = []
    with pytest.raises(ZeroDivisionError):
        seen.extend(parts.side_by_side(work, given, lanes=2))
    assert seen == [0, 1, 2]
    assert next(given) < 8
    assert set(done) >= {0, 1, 2}
    assert len(several.closed) == 2


def test_whoever_breaks_off_waits_for_what_is_being_written(several: Several) -> None:
    written = []

    def work(one: int) -> int:
        written.append(one)
        return one

    making = parts.side_by_side(work, range(100), lanes=2)
    assert next(making) == 0
    making.close()
    assert len(written) <= 4
    assert not [one for one in threading.enumerate() if one.name.startswith("part")]


def test_a_lane_knows_what_its_caller_knows(several: Several) -> None:
    said = ContextVar("said", default="nothing")
    said.set("the day")
    assert list(parts.side_by_side(lambda one: said.get(), range(2), lanes=1)) == ["the day"] * 2


@pytest.mark.django_db(transaction=True)
def test_only_parts_need_not_wait_for_the_disk() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL alone says for each transaction whether it waits for the disk")
    usual = waits_for_disk()
    with parts.part():
        assert waits_for_disk() == "off"
    assert waits_for_disk() == usual
    with transaction.atomic():
        with parts.part():
            pass
        assert waits_for_disk() == usual


def waits_for_disk() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return str(cursor.fetchone()[0])


@pytest.mark.parametrize(("database", "slept"), [(Alone(), [0.5]), (Several(), [])])
def test_others_are_given_time_where_one_alone_writes(
    monkeypatch: pytest.MonkeyPatch, database: Several, slept: list[float]
) -> None:
    seen: list[float] = []
    monkeypatch.setattr(parts, "connection", database)
    monkeypatch.setattr(parts.time, "sleep", seen.append)
    parts.let_others_write(0.5)
    assert seen == slept
