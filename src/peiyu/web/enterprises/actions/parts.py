"""A long work in parts, each a transaction of its own, so that others write between them. Whoever breaks off or is
killed has done whole parts; the work's last transaction, an ordinary one, says that all of it is there."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import copy_context
from itertools import chain, cycle, islice
from typing import TypeVar

from django.db import connection, transaction

Given = TypeVar("Given")
Made = TypeVar("Made")


@contextmanager
def part() -> Iterator[None]:
    """The transaction of one part. PostgreSQL goes on before the disk has it: should the machine fail, the last parts
    are not there, as if they had not been done yet, and an ordinary transaction that comes later has them all held
    first."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if connection.vendor == "postgresql" and outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")
        yield


def let_others_write(seconds: float) -> None:
    """Waits between two parts where one alone may write: whoever wants to looks again every few hundredths of a second,
    and without a pause would hardly ever find it free."""
    if connection.vendor == "sqlite":
        time.sleep(seconds)


def side_by_side(work: Callable[[Given], Made], parts: Iterable[Given], *, lanes: int) -> Iterator[Made]:
    """What becomes of each part, in their order. Where several may write at once they are done in so many threads, each
    with a connection of its own, while the next is made; else, and within a transaction of the caller's, one after the
    other, here, and so is one that is alone. What one raises is raised when its turn comes, and nothing new is
    begun."""
    rest = iter(parts)
    first = list(islice(rest, 2))
    if len(first) < 2 or connection.vendor == "sqlite" or connection.in_atomic_block:
        yield from map(work, chain(first, rest))
        return
    pools = [ThreadPoolExecutor(1, f"part-{lane}") for lane in range(lanes)]
    begun: deque[Future[Made]] = deque()
    try:
        for one, pool in zip(chain(first, rest), cycle(pools), strict=False):
            begun.append(pool.submit(copy_context().run, work, one))
            if len(begun) > lanes:
                yield begun.popleft().result()
        while begun:
            yield begun.popleft().result()
    finally:
        for waiting in begun:
            waiting.cancel()
        for pool in pools:
            pool.submit(close_own)
            pool.shutdown()


def close_own() -> None:
    """Ends the connection of the thread in which it is called: `connection` is another in each."""
    connection.close()
