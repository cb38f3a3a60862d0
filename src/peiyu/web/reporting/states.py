"""How forms and their fillings go on: which verb is done in which state, what comes, and by which rule."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peiyu.problems import Problem, Text
from peiyu.web.look.refusal import Refusal

FORM: Mapping[str, tuple[Text, str]] = {
    "read": (Text("对应待确认", "mapping to be confirmed"), "yellow"),
    "confirmed": (Text("可填报", "ready to fill"), "green"),
    "retired": (Text("已停用", "retired"), "grey"),
}
FILLING: Mapping[str, tuple[Text, str]] = {
    "filled": (Text("已填，待核对", "filled, to be checked"), "yellow"),
    "checked": (Text("已核对，待上报", "checked, to be reported"), "blue"),
    "reported": (Text("已上报", "reported"), "green"),
    "dropped": (Text("已作废", "dropped"), "grey"),
}
KINDS: Mapping[str, Mapping[str, tuple[Text, str]]] = {"form": FORM, "filling": FILLING}
VERBS: Mapping[str, Text] = {
    "decide": Text("定含义", "say what a cell means"), "confirm": Text("确认对应", "confirm the mapping"),
    "reopen": Text("修改对应", "change the mapping"), "retire": Text("停用", "retire"), "fill": Text("填表", "fill"),
    "compare": Text("核对回来的表", "compare what came back"), "check": Text("核对通过", "pass the check"),
    "report": Text("登记上报", "note as reported"), "drop": Text("作废", "drop"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Transition:
    """In `state` of a `kind` of thing the verb may be done and leads `to`; `action` is the rule that lets one."""

    kind: str
    state: str
    verb: str
    to: str
    action: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("form", "read", "decide", "read", "forms.keep"),
    Transition("form", "read", "confirm", "confirmed", "forms.keep"),
    Transition("form", "confirmed", "reopen", "read", "forms.keep"),
    Transition("form", "confirmed", "fill", "confirmed", "forms.fill"),
    Transition("form", "read", "retire", "retired", "forms.keep"),
    Transition("form", "confirmed", "retire", "retired", "forms.keep"),
    Transition("filling", "filled", "compare", "filled", "forms.fill"),
    Transition("filling", "checked", "compare", "filled", "forms.fill"),
    Transition("filling", "filled", "check", "checked", "forms.fill"),
    Transition("filling", "checked", "report", "reported", "forms.report"),
    Transition("filling", "filled", "drop", "dropped", "forms.fill"),
    Transition("filling", "checked", "drop", "dropped", "forms.fill"),
)


def verbs_of(kind: str, state: str) -> frozenset[str]:
    """What may be done in a state of a kind of thing."""
    return frozenset(one.verb for one in TRANSITIONS if (one.kind, one.state) == (kind, state))


def transition(kind: str, state: str, verb: str) -> Transition:
    """The step that a verb is. Refusal `form-state` for one that does not fit."""
    for one in TRANSITIONS:
        if (one.kind, one.state, one.verb) == (kind, state, verb):
            return one
    words = KINDS[kind]
    fitting = [words[one.state][0] for one in TRANSITIONS if (one.kind, one.verb) == (kind, verb)]
    raise Refusal(
        Problem(
            "form-state",
            Text(f"当前状态不能“{VERBS[verb].zh}”", f"as this stands, one cannot {VERBS[verb].en}"),
            found=words[state][0].zh,
            accepted=Text("、".join(one.zh for one in fitting), ", ".join(one.en for one in fitting)),
            next_step=Text("刷新页面，看看现在到哪一步", "reload the page and see how far it is"),
        )
    )
