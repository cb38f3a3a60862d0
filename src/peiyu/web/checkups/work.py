"""The kinds of background work of check-ups."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from peiyu.problems import Text
from peiyu.web.checkups.actions import examining, outcomes, runs
from peiyu.web.jobs.kinds import Step, kind


@kind(runs.KIND, Text("体检", "check-up"))
def run(step: Step) -> Mapping[str, Any]:
    """The chosen enterprises are looked at, their pages printed."""
    return examining.run(step)


@kind("checkups.outcomes", Text("核对跟进结果", "how matters stand since"), every=dt.timedelta(minutes=15))
def measure(step: Step) -> Mapping[str, Any]:
    """After an evaluation, how every line and every follow-up stands."""
    return outcomes.run(step)
