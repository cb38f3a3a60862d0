"""A job as people see it: its name, state, progress, what it made and what went wrong."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from peiyu.problems import Problem, Text
from peiyu.web import clock
from peiyu.web.jobs.kinds import KINDS
from peiyu.web.jobs.models import Job
from peiyu.web.look.cells import Mark

STATES: dict[str, tuple[Text, str]] = {
    "queued": (Text("排队中", "waiting"), "grey"),
    "running": (Text("进行中", "running"), "blue"),
    "done": (Text("已完成", "done"), "green"),
    "failed": (Text("未完成", "not done"), "red"),
    "cancelled": (Text("已取消", "cancelled"), "grey"),
}
SILENT_AFTER = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the fragment `jobs/progress.html` shows."""

    job: Job

    @property
    def name(self) -> Text:
        """What kind of work it is."""
        known = KINDS.get(self.job.kind)
        said = known.said if known else Text(self.job.kind, self.job.kind)
        return Text(said.zh, said.en[:1].upper() + said.en[1:])

    @property
    def state(self) -> Mark:
        """The state as a word with a colour."""
        said, colour = STATES[self.job.state]
        return Mark(said, colour)

    @property
    def open(self) -> bool:
        """Whether it waits or runs."""
        return self.job.state in ("queued", "running")

    @property
    def percent(self) -> int:
        """0 to 100."""
        return round(self.job.progress * 100)

    @property
    def doing(self) -> Text:
        """What it is doing just now."""
        said = self.job.said
        return Text(said["zh"], said["en"]) if said and self.job.state == "running" else self.name

    @property
    def unattended(self) -> bool:
        """Whether it has waited so long that no worker seems to be there."""
        return self.job.state == "queued" and clock.now() - self.job.asked_at > SILENT_AFTER

    @property
    def address(self) -> str:
        """Where people find what was made."""
        return str(self.job.result.get("address", ""))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What went wrong."""
        return tuple(problem_of(one) for one in self.job.problems)


def problem_of(kept: dict[str, Any]) -> Problem:
    """A problem out of JSON, as `jobs.actions.written` made it."""
    parts = kept.get("parts") or {}
    return Problem(
        kept["code"],
        Text(*parts["message"]) if parts else Text(kept["zh"], kept["en"]),
        found=parts.get("found", ""),
        accepted=Text(*parts["accepted"]) if parts.get("accepted") else None,
        next_step=Text(*parts["next_step"]) if parts.get("next_step") else None,
    )
