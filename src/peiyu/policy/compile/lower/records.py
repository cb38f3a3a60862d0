"""Conditions over single records of one entity: which certainly match, which are not excluded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.lower.desk import ROOT, Desk, View, cannot_say
from peiyu.policy.compile.lower.outer import OF_ENTERPRISE
from peiyu.policy.compile.lower.tables import plan_of, taken_over
from peiyu.policy.compile.lower.truths import TRUTHS
from peiyu.policy.compile.lower.values import VALUES
from peiyu.policy.compile.plan import Output, Plan, Step, Traits, outer_name
from peiyu.policy.condition.ast import Expr
from peiyu.policy.condition.walk import nodes


@dataclass(frozen=True, slots=True)
class RecordPlan:
    """Steps over one record of `entity`. `truths`: key → the step of a nullable boolean. `near` marks records on
    which doubles may decide wrongly (None: there are none). `owner`: the plan of what stands beside a record of its
    enterprise, each output under the `outer_name` by which it is read (None: conditions are over the record alone)."""

    entity: str
    steps: tuple[Step, ...]
    truths: Mapping[str, int]
    near: int | None
    owner: Plan | None = None


def lower_records(
    binding: Binding, entity: str, conditions: Mapping[str, Expr], traits: Traits | None = None
) -> RecordPlan:
    """The plan of conditions over the entity's records, at the binding's as-of. InputError `engine-cannot-say` where
    a territory's record, which no enterprise owns, is asked for something of an enterprise."""
    of_territory = vocabulary().entities[entity].of == "territory"
    for expr in (one for asked in conditions.values() for one in nodes(asked)):
        if of_territory and isinstance(expr, OF_ENTERPRISE):
            raise cannot_say(expr, "something of an enterprise for a record of the territory")
    desk = Desk(binding, traits or Traits(), ROOT, VALUES, TRUTHS)
    view = View(desk, binding.selection.base_year, child=entity)
    graph = desk.child(entity).graph
    truths = {key: view.truth(expr) for key, expr in conditions.items()}
    near = graph.near()
    wanted = [*truths.values(), *([] if near is None else [near])]
    outer = sorted({place for one in wanted for place in taken_over(graph, one)})
    beside = [Output(outer_name(place), place, "verdict") for place in outer]
    steps, _, moved = graph.shrunk(wanted)
    return RecordPlan(
        entity=entity, steps=steps, truths={key: moved[place] for key, place in truths.items()},
        near=None if near is None else moved[near], owner=plan_of(desk, beside) if beside else None,
    )  # fmt: skip
