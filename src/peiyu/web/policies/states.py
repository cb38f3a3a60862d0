"""The states of a pack's text as data: what may follow what, who does it, and what must hold."""

from __future__ import annotations

from dataclasses import dataclass

from peiyu.problems import Problem, Text
from peiyu.web.look.refusal import Refusal

NAMES = {
    "draft": Text("草稿", "draft"),
    "submitted": Text("待发布", "submitted"),
    "released": Text("已发布", "released"),
    "withdrawn": Text("已撤回", "withdrawn"),
    "dropped": Text("已放弃", "dropped"),
}


@dataclass(frozen=True, slots=True)
class Move:
    """From a state, by a verb, to a state; `action` is the rule of `access` that lets one do it."""

    source: str
    verb: str
    target: str
    action: str
    said: Text


MOVES = (
    Move("draft", "edit", "draft", "drafts.write", Text("修改", "edit")),
    Move("draft", "submit", "submitted", "drafts.write", Text("提交发布", "submit")),
    Move("draft", "drop", "dropped", "drafts.write", Text("放弃草稿", "drop the draft")),
    Move("submitted", "return", "draft", "drafts.write", Text("退回修改", "send back")),
    Move("submitted", "release", "released", "drafts.release", Text("发布", "release")),
    Move("released", "withdraw", "withdrawn", "texts.withdraw", Text("撤回", "withdraw")),
)


def move(state: str, verb: str) -> Move:
    """The move that a verb makes from a state. Refusal `text-state` where it makes none, with what it can do."""
    for one in MOVES:
        if (one.source, one.verb) == (state, verb):
            return one
    possible = [one.said for one in MOVES if one.source == state]
    raise Refusal(
        Problem(
            "text-state",
            Text(f"这份文本的状态是“{NAMES[state].zh}”，不能这样办理", f"not possible: the text is {NAMES[state].en}"),
            found=verb,
            accepted=Text("、".join(one.zh for one in possible), ", ".join(one.en for one in possible))
            if possible
            else None,
            next_step=Text("刷新页面，查看最新状态", "reload the page and see how it stands now"),
        )
    )
