"""The kinds of rows, how a follow-up goes on, and how a matter stands by a later evaluation: tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peiyu.problems import Problem, Text
from peiyu.web.look.cells import Mark, words
from peiyu.web.look.refusal import Refusal

KINDS: Mapping[str, Text] = {
    "short": Text("差一项", "one short"),
    "expiring": Text("到期", "running out"),
    "risk": Text("风险", "at risk"),
}
"""The three lists."""

STATES: Mapping[str, Mark] = {
    "open": Mark(Text("跟进中", "open"), "blue"),
    "done": Mark(Text("已办结", "done"), "green"),
    "dropped": Mark(Text("已终止", "dropped"), "grey"),
}
RUNS: Mapping[str, Mark] = {
    "asked": Mark(Text("进行中", "running"), "blue"),
    "done": Mark(Text("已完成", "done"), "green"),
    "failed": Mark(Text("未完成", "failed"), "red"),
}
OVERDUE = Mark(Text("已逾期", "overdue"), "red")

OUTCOMES: Mapping[str, Mark] = {
    "met": Mark(Text("现已符合", "met now"), "green"),
    "renewed": Mark(Text("已续期", "renewed"), "green"),
    "kept": Mark(Text("仍然符合", "still met"), "green"),
    "short": Mark(Text("仍未达到", "still short"), "yellow"),
    "lapsed": Mark(Text("已过期", "run out"), "red"),
    "lost": Mark(Text("已不符合", "no longer met"), "red"),
    "cannot_tell": Mark(Text("无法判断", "cannot tell"), "grey"),
}
"""How a matter stands by a later evaluation; '' before there is one."""
BETTER = ("met", "renewed", "kept")
WORSE = ("short", "lapsed", "lost")

VERBS: Mapping[str, Text] = {
    "revise": Text("调整", "changed"),
    "finish": Text("办结", "ended as done"),
    "drop": Text("终止", "dropped"),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """In `state` the verb may be done and leads `to`."""

    state: str
    verb: str
    to: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("open", "revise", "open"),
    Transition("open", "finish", "done"),
    Transition("open", "drop", "dropped"),
)


def next_state(state: str, verb: str) -> str:
    """Where a verb leads. Refusal `follow-up-state` for one that does not fit."""
    for one in TRANSITIONS:
        if (one.state, one.verb) == (state, verb):
            return one.to
    raise Refusal(
        Problem(
            "follow-up-state",
            Text(
                f"这项跟进已经结束，不能再{VERBS[verb].zh}", f"this follow-up has ended and cannot be {VERBS[verb].en}"
            ),
            found=words(STATES[state].said),
            next_step=Text("仍需办理的，从清单上重新跟进", "follow it up anew from the list if there is more to do"),
        )
    )
