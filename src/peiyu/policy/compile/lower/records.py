"""Conditions over single records of one entity: which certainly match, which are not excluded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.lower.desk import ROOT, Desk, View
from peiyu.policy.compile.lower.truths import TRUTHS
from peiyu.policy.compile.lower.values import VALUES
from peiyu.policy.compile.plan import Step, Traits
from peiyu.policy.condition.ast import Expr


@dataclass(frozen=True, slots=True)
class RecordPlan:
    """Steps over one record of `entity`. `truths`: key → the step of a nullable boolean. `near` marks records on
    which doubles may decide wrongly (None: there are none)."""

    entity: str
    steps: tuple[Step, ...]
    truths: Mapping[str, int]
    near: int | None


def lower_records(binding: Binding, entity: str, conditions: Mapping[str, Expr]) -> RecordPlan:
    """The plan of conditions over the entity's own fields, at the binding's as-of. InputError `engine-cannot-say` for
    a condition that looks beyond the record."""
    desk = Desk(binding, Traits(), ROOT, VALUES, TRUTHS)
    view = View(desk, binding.selection.base_year, child=entity)
    graph = desk.child(entity).graph
    truths = {key: view.truth(expr) for key, expr in conditions.items()}
    near = graph.near()
    steps, _, moved = graph.shrunk([*truths.values(), *([] if near is None else [near])])
    return RecordPlan(
        entity=entity, steps=steps, truths={key: moved[place] for key, place in truths.items()},
        near=None if near is None else moved[near],
    )  # fmt: skip
