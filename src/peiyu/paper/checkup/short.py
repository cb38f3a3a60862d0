"""差一项: the one condition that stands between an enterprise and a tier, what to ask, when at the earliest."""

from __future__ import annotations

from collections.abc import Callable

from peiyu.paper.checkup.pages import question_about
from peiyu.paper.values import EMPTY, Firm, OneShort
from peiyu.policy.compile.binding import BoundTier
from peiyu.policy.explain.model import Part
from peiyu.policy.pack.model import ChooseCriterion, Criterion
from peiyu.policy.path.model import Path
from peiyu.policy.verdict import Outcome
from peiyu.problems import Text

ANSWERED = Text("答复有利即符合", "met once answered favourably")
NOT_PLANNED = Text("未推算，可用 peiyu path 查", "not planned; ask peiyu path")
NOT_REACHED = Text("推算期内不可达", "not within the horizon")


def one_short(
    firm: Firm, bound: BoundTier, leaf: Criterion | ChooseCriterion, part: Part, path_of: Callable[[], Path | None]
) -> OneShort:
    """The line of one firm and tier; `part` explains the criterion `leaf` in full. `path_of` is called only where the
    condition is not met: an unanswered one needs an answer, not a path."""
    values = _deciding(part)
    asked = next((w for one in part.within() for w in one.waiting), None)
    unknown = part.outcome is Outcome.UNKNOWN
    path = None if unknown else path_of()
    ask = question_about(asked, leaf.name) if asked is not None and unknown else _first_step(path)
    return OneShort(
        firm=firm, tier=bound.tier.name, condition=leaf.name, cite=leaf.cite, outcome=part.outcome or Outcome.UNKNOWN,
        present=values.value, threshold=values.threshold if values.threshold.zh else part.rule, gap=values.distance,
        ask=ask, whom=asked.who if asked is not None and unknown else ENTERPRISE,
        earliest=path.ready_on if path is not None else None,
        earliest_note=ANSWERED if unknown else NOT_PLANNED if path is None else NOT_REACHED,
    )  # fmt: skip


ENTERPRISE = Text("企业", "the enterprise")


def _deciding(part: Part) -> Part:
    """The line that carries the numbers: the criterion itself, or the comparison in it that is not met, or the
    quantity that it tests year by year."""
    if part.value.zh:
        return part
    within = tuple(part.within())[1:]
    for one in within:
        if one.value.zh and one.threshold.zh and one.outcome in (Outcome.NOT_MET, Outcome.UNKNOWN):
            return one
    return next((one for one in within if one.value.zh and one.kind == "quantity"), part)


def _first_step(path: Path | None) -> Text:
    """What is asked of a firm whose condition is not met: whether it can change the figure that its path names."""
    if path is None or not path.steps:
        return EMPTY
    words = next((step.words for step in path.steps if step.kind == "figure"), path.steps[0].words)
    return Text(f"能否做到：{words.zh}？", f"can it be done: {words.en}?")
