"""How rounds, units, extensions, submissions and arrivals go on: which verb is done in which state, what comes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peiyu.problems import Problem, Text
from peiyu.web.look.refusal import Refusal

Words = Mapping[str, tuple[Text, str]]

ROUND: Words = {
    "draft": (Text("起草", "draft"), "grey"),
    "starting": (Text("正在下发", "starting"), "blue"),
    "open": (Text("收表中", "open"), "blue"),
    "closing": (Text("拟关账", "closing proposed"), "yellow"),
    "closed": (Text("已关账", "closed"), "green"),
    "dropped": (Text("已作废", "dropped"), "grey"),
}
UNIT: Words = {
    "waiting": (Text("未动笔", "not begun"), "grey"),
    "begun": (Text("填报中", "being filled in"), "blue"),
    "submitted": (Text("已报送", "submitted"), "yellow"),
    "accepted": (Text("已采信", "accepted"), "green"),
}
EXTENSION: Words = {
    "asked": (Text("待答复", "asked"), "yellow"),
    "granted": (Text("同意延期", "granted"), "green"),
    "refused": (Text("未同意", "refused"), "grey"),
}
SUBMISSION: Words = {
    "submitted": (Text("待审核", "submitted"), "yellow"),
    "accepted": (Text("已采信", "accepted"), "green"),
    "returned": (Text("已退回", "returned"), "red"),
}
ARRIVAL: Words = {
    "waiting": (Text("待读取", "waiting"), "grey"),
    "merged": (Text("已并入", "merged"), "green"),
    "aside": (Text("待处理", "put aside"), "yellow"),
    "refused": (Text("读不了", "cannot be read"), "red"),
    "dropped": (Text("不采用", "left out"), "grey"),
}
KINDS: Mapping[str, Words] = {
    "round": ROUND,
    "unit": UNIT,
    "extension": EXTENSION,
    "submission": SUBMISSION,
    "arrival": ARRIVAL,
}
VERBS: Mapping[str, Text] = {
    "settle": Text("修改收表内容", "change the round"),
    "start": Text("下发", "start"),
    "opened": Text("下发完成", "started"),
    "failed": Text("下发未完成", "not started"),
    "recall": Text("收回修改", "take back to draft"),
    "drop": Text("作废", "drop"),
    "propose": Text("提请关账", "propose the closing"),
    "withdraw": Text("撤回关账", "withdraw the closing"),
    "close": Text("关账", "close"),
    "answer": Text("填报", "fill in"),
    "submit": Text("报送", "submit"),
    "accept": Text("采信", "accept"),
    "return": Text("退回", "return"),
    "remind": Text("催报", "remind"),
    "extend": Text("申请延期", "ask for an extension"),
    "grant": Text("同意延期", "grant the extension"),
    "refuse": Text("不同意延期", "refuse the extension"),
    "correct": Text("更正", "correct"),
    "merge": Text("并入", "merge"),
    "set_aside": Text("转待处理", "put aside"),
    "not_read": Text("记为读不了", "refuse"),
    "again": Text("处理后重新并入", "settle and merge again"),
    "leave": Text("其余不采用", "leave the rest out"),
    "leave_out": Text("不采用", "leave out"),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """In `state` of a `kind` of thing the verb may be done and leads `to`."""

    kind: str
    state: str
    verb: str
    to: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("round", "draft", "settle", "draft"),
    Transition("round", "draft", "start", "starting"),
    Transition("round", "draft", "drop", "dropped"),
    Transition("round", "starting", "opened", "open"),
    Transition("round", "starting", "failed", "draft"),
    Transition("round", "open", "recall", "draft"),
    Transition("round", "open", "propose", "closing"),
    Transition("round", "closing", "withdraw", "open"),
    Transition("round", "closing", "close", "closed"),
    Transition("unit", "waiting", "answer", "begun"),
    Transition("unit", "begun", "answer", "begun"),
    Transition("unit", "waiting", "remind", "waiting"),
    Transition("unit", "begun", "remind", "begun"),
    Transition("unit", "waiting", "extend", "waiting"),
    Transition("unit", "begun", "extend", "begun"),
    Transition("unit", "begun", "submit", "submitted"),
    Transition("unit", "submitted", "accept", "accepted"),
    Transition("unit", "submitted", "return", "begun"),
    Transition("unit", "accepted", "return", "begun"),
    Transition("unit", "accepted", "correct", "begun"),
    Transition("extension", "asked", "grant", "granted"),
    Transition("extension", "asked", "refuse", "refused"),
    Transition("submission", "submitted", "accept", "accepted"),
    Transition("submission", "submitted", "return", "returned"),
    Transition("submission", "accepted", "return", "returned"),
    Transition("arrival", "waiting", "merge", "merged"),
    Transition("arrival", "waiting", "set_aside", "aside"),
    Transition("arrival", "waiting", "not_read", "refused"),
    Transition("arrival", "aside", "again", "waiting"),
    Transition("arrival", "aside", "leave", "merged"),
    Transition("arrival", "aside", "leave_out", "dropped"),
    Transition("arrival", "refused", "leave_out", "dropped"),
)
OPEN = ("open", "closing")
"""States of a round that is out."""
UNANSWERED = ("waiting", "begun")
"""States of a unit that still has to submit."""


def verbs_of(kind: str, state: str) -> frozenset[str]:
    """What may be done in a state of a kind of thing."""
    return frozenset(one.verb for one in TRANSITIONS if (one.kind, one.state) == (kind, state))


def next_state(kind: str, state: str, verb: str) -> str:
    """Where a verb leads. Refusal `collection-state` for one that does not fit."""
    for one in TRANSITIONS:
        if (one.kind, one.state, one.verb) == (kind, state, verb):
            return one.to
    words = KINDS[kind]
    fitting = [words[one.state][0] for one in TRANSITIONS if (one.kind, one.verb) == (kind, verb)]
    raise Refusal(
        Problem(
            "collection-state",
            Text(
                f"当前状态不能“{VERBS[verb].zh}”",
                f"as this stands, one cannot {VERBS[verb].en}",
            ),
            found=words[state][0].zh,
            accepted=Text("、".join(one.zh for one in fitting), ", ".join(one.en for one in fitting)),
            next_step=Text("刷新页面，看看现在到哪一步", "reload the page and see how far it is"),
        )
    )
