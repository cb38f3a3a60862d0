"""What kinds of work there are: a table that the apps fill when Django is ready."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from peiyu.problems import Text

TOLD_EVERY = 0.5


@dataclass(frozen=True, slots=True)
class Kind:
    """`run(step)` does the work and returns the result to keep; it may be called again after a kill, and then goes on
    from `step.done`. A result may name, as `address`, the page where people find what was made. `every`: the work is
    asked for by itself, again and again."""

    name: str
    said: Text
    run: Callable[[Step], Mapping[str, Any]]
    every: dt.timedelta | None = None


class Step:
    """What a running job may do: read its arguments, tell its progress, remember what is done."""

    def __init__(
        self, job: int, arguments: Mapping[str, Any], done: Mapping[str, Any], worker: str | None = None
    ) -> None:
        self.job = job
        self.arguments = arguments
        self.done = dict(done)
        self.worker = worker
        self._told = 0.0
        self._said: Text | None = None

    def tell(self, share: float, said: Text | None = None) -> None:
        """Progress from 0 to 1, and what is being done; written at most twice a second, and whenever something else is
        being done. Raises `Lost` when the lease went to another worker, `Stopped` when someone cancelled the job."""
        from peiyu.web.jobs import actions

        now = time.monotonic()
        if said not in (None, self._said) or now - self._told >= TOLD_EVERY:
            self._told, self._said = now, said or self._said
            actions.beat(self.job, worker=self.worker, share=share, said=said)

    def let_others_go_first(self) -> None:
        """For work of many minutes, after `remember`: raises `GaveWay` if anything else waits; the job then goes on
        after that from what is remembered."""
        from peiyu.web.jobs import actions

        if self.worker is not None and actions.others_wait(self.job):
            raise actions.GaveWay

    def forget(self) -> None:
        """Nothing is done yet: what was remembered is of no use any more."""
        self.done = {}

    def remember(self, **done: Any) -> None:
        """Keeps what is done, in its own transaction or in the caller's; another worker goes on from there. Raises
        `Lost` when the lease went to another worker."""
        from peiyu.web.jobs import actions

        self.done |= done
        actions.remember(self.job, self.done, worker=self.worker)


KINDS: dict[str, Kind] = {}
Work = Callable[[Step], Mapping[str, Any]]


def kind(name: str, said: Text, *, every: dt.timedelta | None = None) -> Callable[[Work], Work]:
    """Enters a function in the table; each app does it in its `work` module, which `apps.ready` imports."""

    def enter(run: Work) -> Work:
        KINDS[name] = Kind(name, said, run, every)
        return run

    return enter
