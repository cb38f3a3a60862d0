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
