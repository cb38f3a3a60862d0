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
from peiyu.policy.compile.lower.tables import plan_of
from peiyu.policy.compile.lower.truths import TRUTHS
from peiyu.policy.compile.lower.values import VALUES
from peiyu.policy.compile.plan import Input, Output, Plan, Traits

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
    return plan_of(desk, outputs)


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
