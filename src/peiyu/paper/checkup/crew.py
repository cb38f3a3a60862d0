"""Several processes that work off the shares of one check-up.

They are started afresh (never forked: other threads run here), leave Ctrl-C to the process that started them, and
end with it: when it closes their pipe, or dies, they stop at the end of the share they are on.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from multiprocessing.reduction import ForkingPickler
from types import TracebackType

from peiyu.paper.checkup.desk import Desk, Job, Share
from peiyu.paper.checkup.survey import Looked
from peiyu.problems import InternalError, Problem, Text

WORTH_ONE_MORE = 400
"""Enterprises for which another process is worth its start."""
MOST_HANDS = 8
BYTES_A_ROW = 100
"""About the least that an enterprise takes in a ledger."""


def hands_for_files(sizes: Iterable[int]) -> int:
    """How many processes ledgers of so many bytes may be worth, before they are read."""
    return hands_for(sum(sizes) // BYTES_A_ROW)


def hands_for(enterprises: int) -> int:
    """How many processes a check-up is worth, at most one a core; 1 is this process alone."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(cores, MOST_HANDS, enterprises // WORTH_ONE_MORE))


class Crew:
    """Works off shares with so many `hands`; with one, here. As a context it starts its processes, which get ready
    while the job is still being put together, and stops them at the end, at once where anything goes wrong."""

    def __init__(self, *, hands: int) -> None:
        self.hands = hands
        self.job: Job | None = None
        self.processes: list[SpawnProcess] = []
        self.lines: list[Connection] = []
        self.shares: Sequence[Share] = ()
        self.given = 0
        self.busy: dict[Connection, int] = {}

    def __enter__(self) -> Crew:
        if self.hands > 1:
            try:
                with deaf_to_interrupts():
                    for _ in range(self.hands):
                        self.start()
            except BaseException as error:
                self.__exit__(type(error), error, error.__traceback__)
                raise
        return self

    def start(self) -> None:
        context = get_context("spawn")
        here, there = context.Pipe()
        process = context.Process(target=work_off, args=(there,), daemon=True)
        self.lines.append(here)
        self.processes.append(process)
        process.start()
        there.close()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for line in self.lines:
            line.close()
        for process in self.processes:
            if kind is not None or self.busy:
                process.terminate()
            process.join()

    def begin(self, job: Job, shares: Sequence[Share]) -> None:
        """Gives every process the job and its first share."""
        self.job, self.shares = job, shares
        packed = ForkingPickler.dumps(job)
        for line in self.lines:
            try:
                line.send_bytes(packed)
            except OSError as error:
                raise lost() from error
            self.give(line)

    def give(self, line: Connection) -> None:
        """The next share; without one the process may end, while others still work."""
        if self.given == len(self.shares):
            line.close()
        else:
            self.busy[line] = self.given
            self.given += 1
            try:
                line.send(self.shares[self.busy[line]])
            except OSError as error:
                raise lost() from error

    def finish(self) -> Iterator[tuple[Looked, ...]]:
        """What came out, share by share in their order. What a process met with is raised here."""
        if not self.lines:
            assert self.job is not None
            desk = Desk(self.job)
            yield from (desk.work(share) for share in self.shares)
            return
        done: dict[int, tuple[Looked, ...]] = {}
        following = 0
        while self.busy:
            for line in wait(list(self.busy)):
                assert isinstance(line, Connection)
                done[self.busy.pop(line)] = answer(line)
                self.give(line)
            while following in done:
                yield done.pop(following)
                following += 1


def answer(line: Connection) -> tuple[Looked, ...]:
    """What a process sends back for a share; its error is raised."""
    try:
        said = line.recv()
    except (EOFError, OSError) as error:
        raise lost() from error
    if isinstance(said, BaseException):
        raise said
    assert isinstance(said, tuple)
    return said


def lost() -> InternalError:
    return InternalError(
        Problem(
            "process-lost",
            Text(
                "一个计算进程意外结束，多为内存不足", "a working process ended unexpectedly, mostly for want of memory"
            ),
            next_step=Text(
                "关闭其他程序后重试，或把台账分成几份",
                "close other programs and try again, or divide the ledger",
            ),
        )
    )


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """What is started inside does not hear Ctrl-C, so that one process alone answers it. A Ctrl-C that comes meanwhile
    is not lost where the system can hold it back: it is answered at the end."""
    if threading.current_thread() is not threading.main_thread():
        yield
    elif hasattr(signal, "pthread_sigmask"):
        heard: list[int] = []  # another thread may take the signal, and Python then answers it in this one
        handler = signal.signal(signal.SIGINT, lambda number, _: heard.append(number))
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            yield
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            signal.signal(signal.SIGINT, handler)
            if heard:
                signal.raise_signal(signal.SIGINT)
    else:
        handler = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, handler)


def settled_in(job: Job) -> Desk:
    """A desk in a process of its own: what it stands on is never garbage, what a share leaves hardly ever cyclic."""
    desk = Desk(job)
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 50)
    return desk


def work_off(line: Connection) -> None:
    """The life of a process: the job and then shares in, what was seen out, until the pipe is closed. The job comes
    through the pipe, as a start that carried it would hold up the starter until everything here is imported."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    job: Job | None = None
    desk: Desk | None = None
    while True:
        try:
            if job is None:
                job = line.recv()
            share: Share = line.recv()
        except (EOFError, OSError):
            return
        try:
            desk = desk or settled_in(job)
            said: object = desk.work(share)
        except Exception as error:
            said = error
        try:
            line.send(said)
        except OSError:
            return
