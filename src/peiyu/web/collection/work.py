"""The kinds of background work of what goes out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peiyu.problems import Text
from peiyu.web.collection.actions import starting
from peiyu.web.jobs.kinds import Step, kind


@kind(starting.KIND, Text("下发收表", "sending a round out"))
def start(step: Step) -> Mapping[str, Any]:
    """Makes the units of a round and writes their workbooks."""
    return starting.run(step)
