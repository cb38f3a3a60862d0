"""What kinds of work there are: a table that the apps fill when Django is ready."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from peiyu.problems import Text


@dataclass(frozen=True, slots=True)
class Kind:
    """`run(step)` does the work and returns the result to keep; it may be called again after a kill, and then goes on
    from `step.done`."""

    name: str
    said: Text
    run: Callable[[Step], Mapping[str, Any]]


class Step:
    """What a running job may do: read its arguments, tell its progress, remember what is done."""

    def __init__(self, job: int, arguments: Mapping[str, Any], done: Mapping[str, Any]) -> None:
        self.job = job
        self.arguments = arguments
        self.done = dict(done)

    def tell(self, share: float, said: Text | None = None) -> None:
        """Progress from 0 to 1, and what is being done. Raises `Lost` when the lease went to another worker, `Stopped`
        when someone cancelled the job."""
        from peiyu.web.jobs import actions

        actions.beat(self.job, share=share, said=said)

    def remember(self, **done: Any) -> None:
        """Keeps what is done, in its own transaction or in the caller's; another worker goes on from there."""
        from peiyu.web.jobs import actions

        self.done |= done
        actions.remember(self.job, self.done)


KINDS: dict[str, Kind] = {}


def kind(name: str, said: Text) -> Callable[[Callable[[Step], Mapping[str, Any]]], Callable[[Step], Mapping[str, Any]]]:
    """Enters a function in the table; each app does it in its `work` module, which `apps.ready` imports."""

    def enter(run: Callable[[Step], Mapping[str, Any]]) -> Callable[[Step], Mapping[str, Any]]:
        KINDS[name] = Kind(name, said, run)
        return run

    return enter
