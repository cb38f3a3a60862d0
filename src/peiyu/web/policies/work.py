"""The kinds of background work of policies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peiyu.problems import Text
from peiyu.web.jobs.kinds import Step, kind
from peiyu.web.policies.actions import evaluations


@kind(evaluations.KIND, Text("全量预判", "evaluation of every enterprise"))
def evaluate(step: Step) -> Mapping[str, Any]:
    """Every enterprise by every standard; what changed is stored."""
    return evaluations.run(step)


@kind("policies.prospects", Text("潜力企业挖掘", "prospect finding"))
def prospects(step: Step) -> Mapping[str, Any]:
    return {}
