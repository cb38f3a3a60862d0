"""The ways of an intake from state to state: a table, and the move by which each is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from peiyu.problems import Problem, Text
from peiyu.web.enterprises.models import Intake
from peiyu.web.look.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Way:
    """`verb` leads from any of the states `starts` to `end`."""

    verb: str
    starts: tuple[str, ...]
    end: str


WAYS: tuple[Way, ...] = (
    Way("read", ("reading", "read", "refused"), "reading"),
    Way("accept", ("reading",), "read"),
    Way("refuse", ("reading",), "refused"),
    Way("drop", ("reading", "read", "refused"), "dropped"),
    Way("store", ("read",), "storing"),
    Way("live", ("storing",), "live"),
    Way("undo", ("storing", "live"), "undoing"),
    Way("undone", ("undoing",), "undone"),
)

NAMES: dict[str, Text] = {
    "reading": Text("正在读取", "being read"),
    "read": Text("待入库", "read, to be stored"),
    "refused": Text("有错误，未入库", "has errors, not stored"),
    "dropped": Text("已放弃", "dropped"),
    "storing": Text("正在入库", "being stored"),
    "live": Text("已入库", "stored"),
    "undoing": Text("正在撤销", "being undone"),
    "undone": Text("已撤销", "undone"),
}

COLOURS: dict[str, str] = {
    "reading": "blue", "read": "yellow", "refused": "red", "dropped": "grey", "storing": "blue", "live": "green",
    "undoing": "blue", "undone": "grey",
}  # fmt: skip

AT_WORK = ("reading", "storing", "undoing")
"""States in which a job has it."""


def job_key(verb: str, intake: int) -> str:
    """What names the job that does a verb for an intake: of two there is one."""
    return f"{verb}:{intake}"


def way(verb: str) -> Way:
    return next(one for one in WAYS if one.verb == verb)


def fits(intake: Intake, verb: str) -> bool:
    """Whether a verb can be done now."""
    return intake.state in way(verb).starts


def move(intake: int, verb: str, **changes: Any) -> None:
    """Goes the way by one conditional update, within the caller's transaction. Refusal `intake-state` if the intake is
    in another state by now."""
    going = way(verb)
    if not Intake.objects.filter(pk=intake, state__in=going.starts).update(state=going.end, **changes):
        held = Intake.objects.filter(pk=intake).values_list("state", flat=True).first() or ""
        raise Refusal(
            Problem(
                "intake-state",
                Text("这次导入现在的状态不能这样办理", "this cannot be done with the import as it stands now"),
                found=NAMES[held].zh if held in NAMES else "",
                accepted=Text(
                    "、".join(NAMES[one].zh for one in going.starts), ", ".join(NAMES[one].en for one in going.starts)
                ),
                next_step=Text("刷新页面，查看现在的状态", "reload the page and look at its state"),
            )
        )
