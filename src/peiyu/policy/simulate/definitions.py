"""Two options of one definition (口径) side by side: the value of each, company by company, and what it decides."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from peiyu.facts.base import FactBase
from peiyu.facts.resolve import snapshots
from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.rewrite import nodes_in
from peiyu.policy.condition.ast import (
    And,
    Compare,
    Expr,
    Fact,
    Flag,
    Holds,
    InRange,
    InSet,
    InWindow,
    Meets,
    Not,
    Or,
    Ref,
)
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.engine.reference import context_of, truth_of, value_of
from peiyu.policy.explain.amounts import Measure, range_of
from peiyu.policy.explain.words import OUTCOMES, Words
from peiyu.policy.pack.model import Definition, Option
from peiyu.policy.simulate.model import Simulation
from peiyu.policy.simulate.simulate import simulate
from peiyu.policy.simulate.verdicts import Facts, hidden
from peiyu.policy.verdict import Interval
from peiyu.problems import Problem, Text, UsageError

UNDEFINED = Text("无法计算", "not defined")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One enterprise's value under each option, in words."""

    enterprise: int
    code: str
    name: str
    one: Text
    other: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinitionDifference:
    """Two options of a definition. `rows` are the enterprises whose values differ among those looked at (all
    snapshots given; of a fact base those whose verdict on a tier changes, as listed by the simulation)."""

    definition: str
    name: Text
    one: Option
    other: Option
    rows: tuple[Row, ...]
    simulation: Simulation


def difference(
    facts: Facts, definition: Definition, one: str, other: str, *, bind_with: Callable[[str], Binding]
) -> DefinitionDifference:
    """What it means to read a definition by `other` instead of `one` (option keys).

    bind_with binds the packs with an option of this definition chosen. UsageError `unknown-option` for an option
    that the definition does not have.
    """
    options = (_option(definition, one), _option(definition, other))
    bindings = (bind_with(one), bind_with(other))
    simulation = simulate(facts, *bindings)
    looked_at = _looked_at(facts, simulation, bindings[0])
    return DefinitionDifference(
        definition=definition.key, name=definition.name, one=options[0], other=options[1],
        rows=tuple(_rows(looked_at, options, bindings)), simulation=simulation,
    )  # fmt: skip


def _option(definition: Definition, key: str) -> Option:
    found = next((one for one in definition.options if one.key == key), None)
    if found is not None:
        return found
    known = ", ".join(one.key for one in definition.options)
    raise UsageError(
        Problem(
            "unknown-option",
            Text(f"口径 {definition.key} 没有选项 {key}", f"{definition.key} has no option {key}"),
            found=key, accepted=Text(known, known),
            next_step=Text("改用其中一个选项", "use one of these options"),
        )
    )  # fmt: skip


def _looked_at(facts: Facts, simulation: Simulation, binding: Binding) -> Iterable[Snapshot]:
    if not isinstance(facts, FactBase):
        unlisted = hidden(facts)
        return [one for one in facts if one.enterprise not in unlisted]
    keys = dict.fromkeys(flip.enterprise for tier in simulation.tiers for flip in tier.flips)
    base = facts.with_fields(binding.fields.values())
    return snapshots(base, list(keys), view_of(binding)) if keys else ()


def _rows(
    looked_at: Iterable[Snapshot], options: tuple[Option, Option], bindings: tuple[Binding, Binding]
) -> Iterator[Row]:
    for one in looked_at:
        first, second = (_said(option.value, binding, one) for option, binding in zip(options, bindings, strict=True))
        if first != second:
            yield Row(enterprise=one.enterprise, code=one.code, name=one.name, one=first, other=second)


def _said(value: Expr, binding: Binding, snapshot: Snapshot) -> Text:
    """The option's value in words: a number with its unit, otherwise the truth of a condition."""
    words = Words(binding)
    if any(isinstance(node, Ref) and node.kind in ("parameter", "definition") for node in nodes_in(value)):
        return words.phrase(value)
    context = context_of(binding, snapshot)
    if not is_number(value, words):
        return OUTCOMES[truth_of(value, context).outcome]
    found = value_of(value, context)
    if not isinstance(found, Interval):
        return UNDEFINED
    return range_of(found, Measure(words.dimension(value)))


def is_number(value: Expr, words: Words) -> bool:
    """Whether an option is a quantity, not a condition."""
    if isinstance(value, Fact):
        return words.field(value.entity, value.field_code).is_numeric
    return not isinstance(value, Compare | InRange | InSet | InWindow | And | Or | Not | Holds | Meets | Flag)
