"""A step from state to state: of two who take it one wins and the other is told."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db.models import F

from peiyu.problems import Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import require
from peiyu.web.look.refusal import Refusal
from peiyu.web.reporting.access import RULES
from peiyu.web.reporting.models import Filling, Form
from peiyu.web.reporting.states import KINDS, transition

Held = TypeVar("Held", Form, Filling)


def form_for(actor: Actor, form: int, verb: str) -> Form:
    """The form, if the actor may do this to it as it stands. Refusals `form-unknown`, `form-state`, `not-allowed`."""
    return _held(actor, "form", Form.objects.filter(pk=form).first(), verb)


def filling_for(actor: Actor, filling: int, verb: str) -> Filling:
    """The filled form, likewise."""
    found = Filling.objects.select_related("form", "closing__reading").filter(pk=filling).first()
    return _held(actor, "filling", found, verb)


def _held(actor: Actor, kind: str, held: Held | None, verb: str) -> Held:
    if held is None:
        raise Refusal(Problem("form-unknown", Text("没有这张表", "there is no such form")), status=404)
    require(RULES, actor, transition(kind, held.state, verb).action)
    return held


def move(held: Form | Filling, verb: str, **changes: Any) -> None:
    """Takes the step by a conditional update, within the caller's transaction. Refusal `form-changed` where somebody
    was first."""
    kind = "form" if isinstance(held, Form) else "filling"
    to = transition(kind, held.state, verb).to
    mine = type(held)._default_manager.filter(pk=held.pk, version=held.version, state=held.state)
    if not mine.update(state=to, version=F("version") + 1, **changes):
        held.refresh_from_db()
        raise Refusal(
            Problem(
                "form-changed", Text("这张表刚被别人改过", "somebody else has just changed this form"),
                found=KINDS[kind][held.state][0].zh,
                next_step=Text("刷新页面后再办", "reload the page, then do it again"),
            )
        )  # fmt: skip
    held.refresh_from_db()
