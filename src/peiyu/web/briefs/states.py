"""How an issue goes on: which verb is done in which state, what comes of it, and which rule lets one do it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peiyu.problems import Problem, Text
from peiyu.web.look.refusal import Refusal

STATES: Mapping[str, tuple[Text, str]] = {
    "composing": (Text("正在成稿", "being composed"), "blue"),
    "failed": (Text("未成稿", "not composed"), "red"),
    "composed": (Text("已成稿，待校核", "composed, to be checked"), "yellow"),
    "checked": (Text("已校核，待签发", "checked, to be signed"), "yellow"),
    "signed": (Text("已签发，待印发", "signed, to be issued"), "blue"),
    "issued": (Text("已印发", "issued"), "green"),
    "archived": (Text("已归档", "archived"), "green"),
    "withdrawn": (Text("已撤回", "withdrawn"), "grey"),
}
VERBS: Mapping[str, Text] = {
    "made": Text("成稿", "composed"), "fail": Text("成稿未完成", "not composed"),
    "upload": Text("上传改过的稿", "upload an edited document"), "accept": Text("认可改动", "accept what differs"),
    "check": Text("校核通过", "pass the check"), "return": Text("退回修改", "send back"),
    "sign": Text("签发", "sign"), "issue": Text("编号印发", "issue"), "archive": Text("归档", "archive"),
    "withdraw": Text("撤回", "withdraw"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Transition:
    """In `state` the verb may be done and leads `to`; `action` is the rule of `access` that lets one do it."""

    state: str
    verb: str
    to: str
    action: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("composing", "made", "composed", "briefs.compose"),
    Transition("composing", "fail", "failed", "briefs.compose"),
    Transition("composed", "upload", "composed", "briefs.compose"),
    Transition("checked", "upload", "composed", "briefs.compose"),
    Transition("composed", "accept", "composed", "briefs.compose"),
    Transition("composed", "check", "checked", "briefs.compose"),
    Transition("checked", "return", "composed", "briefs.sign"),
    Transition("signed", "return", "composed", "briefs.sign"),
    Transition("checked", "sign", "signed", "briefs.sign"),
    Transition("signed", "issue", "issued", "briefs.issue"),
    Transition("issued", "archive", "archived", "briefs.issue"),
    *(Transition(one, "withdraw", "withdrawn", "briefs.withdraw")
      for one in ("composing", "failed", "composed", "checked", "signed", "issued", "archived")),
)  # fmt: skip
OUT = ("issued", "archived")
"""States of an issue that went out."""


def verbs_of(state: str) -> frozenset[str]:
    """What may be done in a state."""
    return frozenset(one.verb for one in TRANSITIONS if one.state == state)


def transition(state: str, verb: str) -> Transition:
    """The transition that a verb makes from a state. Refusal `issue-state` where it makes none."""
    for one in TRANSITIONS:
        if (one.state, one.verb) == (state, verb):
            return one
    fitting = [STATES[one.state][0] for one in TRANSITIONS if one.verb == verb]
    raise Refusal(
        Problem(
            "issue-state",
            Text(f"当前状态不能“{VERBS[verb].zh}”", f"as this issue stands, one cannot {VERBS[verb].en} it"),
            found=STATES[state][0].zh,
            accepted=Text("、".join(one.zh for one in fitting), ", ".join(one.en for one in fitting)),
            next_step=Text("刷新页面，看看现在到哪一步", "reload the page and see how far it is"),
        )
    )
