"""The kinds of background work of statistics."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peiyu.problems import Text
from peiyu.web.jobs.kinds import Step, kind
from peiyu.web.statistics import actions


@kind(actions.KIND, Text("统计分析", "statistical analyses"))
def analyse(step: Step) -> Mapping[str, Any]:
    """Every analysis on the facts of now."""
    return actions.run(step)
