"""One step of an issue from state to state, so that of two who take it one wins and the other is told."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from peiyu.problems import Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.briefs.access import RULES
from peiyu.web.briefs.models import Issue
from peiyu.web.briefs.states import STATES, transition
from peiyu.web.look.refusal import Refusal

MOST_WHY = 1000


def may(actor: Actor, issue: int, verb: str) -> Issue:
    """The issue, if the actor may do this to it as it stands. Refusals `not-allowed`, `issue-unknown`,
    `issue-state`."""
    held = Issue.objects.select_related("closing__reading").filter(pk=issue).first()
    if held is None:
        raise Refusal(Problem("issue-unknown", Text("没有这一期", "there is no such issue")), status=404)
    require(RULES, actor, transition(held.state, verb).action)
    return held


def move(held: Issue, verb: str, **more: Any) -> Issue:
    """Moves an issue on by a conditional update. Refusal `issue-changed` where another was first."""
    to = transition(held.state, verb).to
    moved = Issue.objects.filter(pk=held.pk, version=held.version, state=held.state).update(
        state=to, version=F("version") + 1, **more
    )
    if not moved:
        held.refresh_from_db()
        raise Refusal(
            Problem(
                "issue-changed", Text("这一期刚被别人办理过", "somebody else has just changed this issue"),
                found=STATES[held.state][0].zh, next_step=Text("刷新页面后再办", "reload the page, then do it again"),
            )
        )  # fmt: skip
    held.refresh_from_db()
    return held


def reason_of(why: str, *, needed: bool = True) -> str:
    """The reason without blanks. Refusals `why-missing`, `why-too-long`."""
    reason = why.strip()
    if needed and not reason:
        raise Refusal(
            Problem("why-missing", Text("请写明原因", "say why"), next_step=Text("补写原因", "give the reason"))
        )
    if len(reason) > MOST_WHY:
        most = Text(f"不超过 {MOST_WHY} 字", f"at most {MOST_WHY} characters")
        raise Refusal(Problem("why-too-long", Text("原因太长", "the reason is too long"), accepted=most))
    return reason
