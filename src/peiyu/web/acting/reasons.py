"""Why somebody does something: a sentence that the trail keeps whole."""

from __future__ import annotations

from peiyu.problems import Problem, Text
from peiyu.web.look.refusal import Refusal

MOST = 1000
"""Characters of a reason."""


def reason_of(why: str, *, needed: bool = True, most: int = MOST) -> str:
    """The reason without blanks at its ends. Refusals `why-missing`, `why-too-long`."""
    reason = why.strip()
    if needed and not reason:
        step = Text("补写原因", "give the reason")
        raise Refusal(Problem("why-missing", Text("请写明原因", "say why"), next_step=step), status=422)
    if len(reason) > most:
        at_most, step = Text(f"不超过 {most} 字", f"at most {most} characters"), Text("缩短后再提交", "shorten it")
        too_long = Problem(
            "why-too-long", Text("原因太长", "the reason is too long"), accepted=at_most, next_step=step
        )  # fmt: skip
        raise Refusal(too_long, status=422)
    return reason
