"""The kinds of background work of briefs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from peiyu.problems import Text
from peiyu.web.briefs.actions import composing
from peiyu.web.jobs.kinds import Step, kind


@kind(composing.KIND, Text("成稿", "composing an issue"))
def compose(step: Step) -> Mapping[str, Any]:
    """An issue from the figures of a closed month."""
    return composing.run(step)
