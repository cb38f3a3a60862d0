"""The kinds of background work of targets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peiyu.problems import Text
from peiyu.web.jobs.kinds import Step, kind
from peiyu.web.targets.actions import measuring


@kind(measuring.KIND, Text("目标统计", "measuring the targets"))
def measure(step: Step) -> Mapping[str, Any]:
    """Every target and trend of a pack, with what is behind each figure."""
    return measuring.run(step)
