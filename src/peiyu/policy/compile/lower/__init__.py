"""Binding → Plan: the same rules as the reference engine, as columns.

Every number is a point (null = unknown) or a pair of ends (null = no end); where a value does not exist stands
beside it; how exactly a column holds its number is known before anything runs (`number.Number`).
"""

from __future__ import annotations

from collections.abc import Collection

from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.lower.desk import ROOT, Desk, FactPlace, View
from peiyu.policy.compile.lower.groups import tier
from peiyu.policy.compile.lower.number import Number, rounded
from peiyu.policy.compile.lower.scores import points_of
from peiyu.policy.compile.lower.truths import TRUTHS
from peiyu.policy.compile.lower.values import VALUES
from peiyu.policy.compile.plan import ChildTable, Input, Output, Plan, Traits

__all__ = ["lower"]


def lower(
    binding: Binding, traits: Traits | None = None, *, root: str = ROOT, only: Collection[str] | None = None
) -> Plan:
    """The plan of a binding over a fact base with these traits; `only`: the tiers and scores that are written (all).
    InputError `engine-cannot-say` for what only the reference engine works out."""
    desk = Desk(binding, traits or Traits(), root, VALUES, TRUTHS)
    view = View(desk, binding.selection.base_year)
    outputs = [one for key in binding.tiers if only is None or key in only for one in tier_outputs(key, view)]
    outputs += [one for key in binding.scores if only is None or key in only for one in score_outputs(key, view)]
    children = tuple(child_table(desk, entity) for entity in sorted(desk.records))
    near = desk.graph.near()
    wanted = [o.step for o in outputs] + ([near] if near is not None else [])
    steps, types, moved = desk.graph.shrunk(wanted)
    return Plan(
        root=root, as_of=binding.selection.as_of, steps=steps, types=types, children=children,
        outputs=tuple(Output(o.name, moved[o.step], o.kind) for o in outputs),
        near=None if near is None else moved[near],
    )  # fmt: skip


def tier_outputs(key: str, view: View) -> list[Output]:
    """The tier's verdict, its criteria in their order, and whether a stand-in supplied what it reads."""
    desk = view.desk
    verdict = tier(key, view)
    touched = desk.made[f"tier:{key}", view.year][1]
    made = [Output(key, verdict, "verdict")]
    made += [Output(name, step, "verdict") for name, step in desk.criteria.items() if name.startswith(f"{key}.")]
    return [*made, Output(f"{key}.stand_in", stood_in(touched, view), "stand_in")]


def stood_in(touched: frozenset[FactPlace], view: View) -> int:
    """Whether a stand-in supplied one of these facts; never null."""
    graph, types = view.graph, view.desk.traits.stand_ins
    marks = [
        graph.add(Input(entity, code, "bool", year, "stand_in"))
        for entity, code, year in sorted(touched)
        if (entity, code) in types
    ]
    return graph.or_(*marks)


def score_outputs(key: str, view: View) -> list[Output]:
    number: Number = rounded(view.graph, points_of(view.desk.binding.scores[key], view))
    return [Output(f"{key}.low", number.low, "points"), Output(f"{key}.high", number.high, "points")]


def child_table(desk: Desk, entity: str) -> ChildTable:
    """The records' steps that are summed; records that doubles may decide wrongly leave their enterprise to the
    reference."""
    records = desk.records[entity]
    near = records.graph.near()
    if near is not None:
        count = desk.measured(entity, near)
        desk.graph.notice(desk.graph.compare(">", count, desk.graph.constant(0, "int")))
    wanted = sorted(records.sums, key=records.sums.__getitem__)
    steps, types, moved = records.graph.shrunk(wanted)
    return ChildTable(entity, steps, types, tuple(moved[step] for step in wanted))
