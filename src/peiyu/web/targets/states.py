"""How an allocation goes on: which verb is done in which state, and what comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peiyu.problems import Problem, Text
from peiyu.web.look.refusal import Refusal

STATES: Mapping[str, tuple[Text, str]] = {
    "draft": (Text("起草", "draft"), "grey"),
    "sent": (Text("征求意见", "sent for answers"), "blue"),
    "answered": (Text("各单位已回复", "answered"), "yellow"),
    "agreed": (Text("已商定", "agreed"), "green"),
    "issued": (Text("已下达", "issued"), "green"),
}
VERBS: Mapping[str, Text] = {
    "settle": Text("重新测算", "worked out anew"), "send": Text("发出征求意见", "sent for answers"),
    "accept": Text("同意", "accepted"), "ask": Text("要求调整", "asked for another number"),
    "grant": Text("同意调整", "granted"), "decline": Text("不予调整", "declined"),
    "divide": Text("分解到人", "divided over people"), "agree": Text("商定", "agreed"),
    "recall": Text("收回重新起草", "taken back to draft"), "issue": Text("下达", "issued"),
    "rebalance": Text("随之调整", "rebalanced"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Transition:
    """In `state` the verb may be done and leads `to`; '' where the answers of the organisations decide between sent and
    answered."""

    state: str
    verb: str
    to: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("draft", "settle", "draft"),
    Transition("draft", "send", "sent"),
    *(Transition(state, verb, "") for state in ("sent", "answered") for verb in ("accept", "ask", "grant", "decline")),
    *(Transition(state, "divide", state) for state in ("sent", "answered", "agreed")),
    Transition("answered", "agree", "agreed"),
    *(Transition(state, "recall", "draft") for state in ("sent", "answered", "agreed")),
    Transition("agreed", "issue", "issued"),
)


def verbs_of(state: str) -> frozenset[str]:
    """What may be done in a state."""
    return frozenset(one.verb for one in TRANSITIONS if one.state == state)


def next_state(state: str, verb: str) -> str:
    """Where a verb leads. Refusal `allocation-state` for one that does not fit."""
    for one in TRANSITIONS:
        if (one.state, one.verb) == (state, verb):
            return one.to
    fitting = [STATES[one.state][0] for one in TRANSITIONS if one.verb == verb]
    raise Refusal(
        Problem(
            "allocation-state",
            Text(f"当前状态不能“{VERBS[verb].zh}”", f"this cannot be {VERBS[verb].en} as it stands"),
            found=STATES[state][0].zh,
            accepted=Text("、".join(one.zh for one in fitting), ", ".join(one.en for one in fitting)),
            next_step=Text("刷新页面，看看现在到哪一步", "reload the page and see how far it is"),
        )
    )
