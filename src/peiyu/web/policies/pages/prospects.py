"""潜力企业挖掘: lists, narrowed to what the actor may see, to be taken away."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from peiyu.problems import Text
from peiyu.web.acting.asked import actor_of, signed_in
from peiyu.web.acting.rules import require
from peiyu.web.enterprises.listing import address
from peiyu.web.look.cells import Link, Mark
from peiyu.web.look.lists import Column, Filter, List, show
from peiyu.web.policies.access import RULES
from peiyu.web.policies.pages.download import downloaded
from peiyu.web.policies.pages.overview import may
from peiyu.web.policies.queries import prospects as queries
from peiyu.web.policies.queries import tiers
from peiyu.web.policies.queries.prospects import Found

NOTHING = Text("没有。全量预判完成后自动更新", "None. Renewed after every evaluation")
NOTHING_SHORT = Text("没有差一项的企业。全量预判完成后自动更新", "Nobody is one short. Renewed after every evaluation")


def said(found: Found, word: str) -> Text | str:
    """What was told of a row, in words."""
    held = found.row.said.get(word) if hasattr(found.row, "said") else None
    return Text(held["zh"], held["en"]) if isinstance(held, dict) else str(held or "")


def tier_name(found: Found) -> Text | str:
    """The tier's name."""
    return Text(found.tier.name["zh"], found.tier.name["en"]) if found.tier else said(found, "tier")


def firm(one: Found) -> Link:
    """The enterprise, with its page."""
    return Link(one.enterprise.name or one.enterprise.code, address(one.enterprise.pk))


FIRM = Column(key="firm", name=Text("企业名称", "Enterprise"), order="firm", fixed=True, value=firm)
CHANGED = Column(key="firm", name=Text("企业名称", "Enterprise"), order="enterprise", fixed=True, value=firm)
CODE = Column(
    key="code", name=Text("统一社会信用代码", "Credit code"), shown=False, value=lambda one: one.enterprise.code
)
PARK = Column(
    key="park", name=Text("所属园区", "Park"), value=lambda one: one.enterprise.park or one.enterprise.district
)
TIER = Column(key="tier", name=Text("层级", "Tier"), value=tier_name)
WORDS = {None: Text("待补", "unknown"), 0: Text("不符合", "not met"), 1: Text("符合", "met")}
MARKS = {None: "unknown", 0: "not-met", 1: "met"}


def mark(value: int | None) -> Mark:
    """A verdict as a word."""
    return Mark(WORDS[value], MARKS[value])


COLUMNS: dict[str, tuple[Column, ...]] = {
    "short": (
        FIRM, CODE, PARK, TIER,
        Column(key="condition", name=Text("差的一项", "What is missing"),
               value=lambda one: said(one, "condition") or one.row.criterion.rpartition(".")[2]),
        Column(key="value", name=Text("现状", "It is"), value=lambda one: mark(one.row.value)),
        Column(key="present", name=Text("现值", "Has"), value=lambda one: said(one, "present")),
        Column(key="threshold", name=Text("要求", "Asked"), value=lambda one: said(one, "threshold")),
        Column(key="ask", name=Text("要问的", "To ask"), value=lambda one: said(one, "ask"), shown=False),
        Column(key="cite", name=Text("依据", "Clause"), value=lambda one: said(one, "cite"), shown=False),
    ),
    "risk": (
        FIRM, CODE, PARK, TIER,
        Column(key="cause", name=Text("原因", "Why"), value=lambda one: said(one, "cause")),
        Column(key="present", name=Text("现值", "Has"), value=lambda one: said(one, "present")),
        Column(key="threshold", name=Text("要求", "Asked"), value=lambda one: said(one, "threshold")),
        Column(key="margin", name=Text("余量", "To spare"), value=lambda one: said(one, "margin")),
        Column(key="on", name=Text("最早", "At the earliest"), order="on", value=lambda one: one.row.on),
        Column(key="todo", name=Text("怎么办", "What to do"), value=lambda one: said(one, "todo")),
    ),
    "expiring": (
        FIRM, CODE, PARK,
        Column(key="what", name=Text("什么到期", "What runs out"), value=lambda one: said(one, "what")),
        Column(key="number", name=Text("证书编号", "Number"), value=lambda one: said(one, "number"), shown=False),
        Column(key="on", name=Text("到期日", "On"), order="on", value=lambda one: one.row.on),
        Column(key="todo", name=Text("怎么办", "What to do"), value=lambda one: said(one, "todo")),
    ),
    "new": (CHANGED, CODE, PARK, TIER, Column(key="before", name=Text("原先", "Before"),
                                           value=lambda one: mark(one.row.before))),
    "lost": (CHANGED, CODE, PARK, TIER, Column(key="after", name=Text("现在", "Now"),
                                            value=lambda one: mark(one.row.after))),
}  # fmt: skip


def options() -> list[tuple[str, Text | str]]:
    """The tiers to filter by."""
    return [(str(tier.pk), Text(tier.name["zh"], tier.name["en"])) for tier in tiers()]


def list_of(kind: str) -> List:
    """The list of a kind."""
    return List(
        name=f"prospects-{kind}", said=queries.KINDS[kind], columns=COLUMNS[kind],
        filters=() if kind == "expiring" else (
            Filter(key="tier", name=Text("层级", "Tier"), field="tier_id", options=options),
        ),
        order="on" if kind == "expiring" else "firm", download=True, counted=Text("条", "rows"),
        nothing=NOTHING_SHORT if kind == "short" else NOTHING,
    )  # fmt: skip


@signed_in
def listed(request: HttpRequest, kind: str = "short") -> HttpResponseBase:
    """One of the lists."""
    actor = actor_of(request)
    require(RULES, actor, "prospects.see")
    if kind not in queries.KINDS:
        raise Http404
    shown_from = queries.last_change() if kind in ("new", "lost") else queries.found_from()
    context = {"kind": kind, "kinds": queries.KINDS.items(), "evaluation": shown_from, "may": may(request)}
    return show(
        request, list_of(kind), queries.rows(actor, kind), "policies/prospects.html", context,
        load=queries.with_enterprises, download=lambda seen: downloaded(actor, f"prospects.{kind}", seen),
    )  # fmt: skip
