"""The columns of the three lists, on the overview and in a run."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from peiyu.problems import Text
from peiyu.web.checkups.kept import text
from peiyu.web.checkups.models import Line
from peiyu.web.checkups.queries.chosen import ticked
from peiyu.web.checkups.queries.rows import Row, matter_of
from peiyu.web.checkups.states import OUTCOMES
from peiyu.web.enterprises.listing import address
from peiyu.web.look.cells import Link, Mark, Tick
from peiyu.web.look.lists import Column

VALUES = {None: Mark(Text("待补", "unknown"), "unknown"), 0: Mark(Text("不符合", "not met"), "not-met")}
ANSWERED = Text("答复有利即符合", "met once answered favourably")
NOT_DATED = Text("体检后推算", "dated by a check-up")


def firm(one: Row) -> Link:
    """The enterprise, with its dossier."""
    return Link(one.enterprise.name or one.enterprise.code, address(one.enterprise.key))


def condition(one: Row) -> Text | str:
    """The condition that is missing; before it is told in words, its code."""
    said = one.said("condition")
    return said if said.zh else getattr(one.row, "criterion", "").rpartition(".")[2]


def has_and_asks(one: Row) -> Text:
    """What there is, and what is asked."""
    has, asks = one.said("present"), one.said("threshold")
    return Text(" → ".join(filter(None, (has.zh, asks.zh))), " → ".join(filter(None, (has.en, asks.en))))


def earliest(one: Row) -> object:
    """The first day on which it can be met; without a dated way, why there is none."""
    if one.row.value is None:
        return ANSWERED
    if one.path is None:
        return NOT_DATED
    return one.path.on or text(one.path.said, "note")


def follow_up(one: Row) -> Link:
    """The open follow-up, or the way to one."""
    if one.follow_up is not None:
        said = Text(f"跟进中，{one.follow_up.due} 前", f"open, by {one.follow_up.due}")
        return Link(said, f"/checkups/follow-ups/{one.follow_up.pk}/", one.follow_up.organisation.name)
    asked = {"kind": one.row.kind, "firm": f"{one.enterprise.key % 2**64:016x}", "matter": matter_of(one.row, one.tier)}
    return Link(Text("跟进", "Follow up"), f"/checkups/follow-ups/new/?{urlencode(asked)}")


def pick(one: Row) -> Tick | str:
    """The box by which a row is taken up with others; none where somebody has it already."""
    said = Text(f"选择 {one.enterprise.name}", f"choose {one.enterprise.name}")
    return Tick("row", ticked(one), said, "together") if one.follow_up is None else ""


def outcome(one: Row) -> Mark | str:
    """How a line of a run stands by a later evaluation."""
    return OUTCOMES.get(one.row.outcome, "") if isinstance(one.row, Line) else ""


FIRM = Column(key="firm", name=Text("企业名称", "Enterprise"), order="firm", fixed=True, value=firm)
CODE = Column(key="code", name=Text("统一社会信用代码", "Credit code"), shown=False, value=lambda o: o.enterprise.code)
PARK = Column(key="park", name=Text("所属园区", "Park"), value=lambda o: o.enterprise.park or o.enterprise.district)
TIER = Column(key="tier", name=Text("层级", "Tier"), value=lambda o: o.tier_name)
WHAT_TO_DO = Column(key="todo", name=Text("要做的事", "What to do"), value=lambda o: o.said("todo"))
FOLLOW = Column(key="follow", name=Text("跟进", "Follow-up"), value=follow_up)
PICK = Column(key="pick", name=Text("选", "Pick"), value=pick, fixed=True, on_screen=True)
OUTCOME = Column(key="outcome", name=Text("后来", "Since then"), value=outcome)

KINDS: dict[str, tuple[Column, ...]] = {
    "short": (
        FIRM, CODE, PARK, TIER,
        Column(key="condition", name=Text("差的一项", "What is missing"), value=condition),
        Column(key="value", name=Text("现状", "It is"), value=lambda o: VALUES[o.row.value]),
        Column(key="present", name=Text("现值 → 要求", "Has → asked"), value=has_and_asks),
        Column(key="ask", name=Text("要问的问题", "The question to ask"), value=lambda o: o.said("ask")),
        Column(key="gap", name=Text("差距", "Gap"), value=lambda o: o.said("gap"), shown=False),
        Column(key="whom", name=Text("问谁", "Whom"), value=lambda o: o.said("whom"), shown=False),
        Column(key="earliest", name=Text("最早可达", "At the earliest"), value=earliest),
        Column(key="cite", name=Text("依据", "Clause"), value=lambda o: o.row.said.get("cite", ""), shown=False),
    ),
    "expiring": (
        FIRM, CODE, PARK,
        Column(key="what", name=Text("什么到期", "What runs out"), value=lambda o: o.said("what")),
        Column(key="number", name=Text("证书编号", "Number"), value=lambda o: o.number, shown=False),
        Column(key="on", name=Text("到期日", "On"), order="on", value=lambda o: o.row.on),
        WHAT_TO_DO,
    ),
    "risk": (
        FIRM, CODE, PARK, TIER,
        Column(key="cause", name=Text("风险所在", "Through what"), value=lambda o: o.said("cause")),
        Column(key="present", name=Text("现值 → 要求", "Has → asked"), value=has_and_asks),
        Column(key="margin", name=Text("余量", "To spare"), value=lambda o: o.said("margin")),
        Column(key="on", name=Text("最早失去", "Lost at the earliest"), order="on", value=lambda o: o.row.on),
        WHAT_TO_DO,
    ),
}  # fmt: skip


def columns(kind: str, *, follows: bool, run: bool = False, measured: bool = False) -> tuple[Column, ...]:
    """The columns of a list: with the follow-ups for those who may follow up; of a run ordered by the dated ways, with
    outcomes where there are any."""
    held = (replace(one, order="on") if run and one.key == "earliest" else one for one in KINDS[kind])
    return (*held, *((OUTCOME,) if measured else ()), *((FOLLOW, PICK) if follows else ()))
