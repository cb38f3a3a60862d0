"""The reference engine: plain Python, exact fractions, the truth that every other engine is compared with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import children, dates, groups, numeric, truths
from peiyu.policy.engine.reference.context import Context, Known, Memory
from peiyu.policy.engine.reference.intervals import Value
from peiyu.policy.engine.reference.recall import Recall, Recalled
from peiyu.policy.engine.reference.scores import points_of
from peiyu.policy.verdict import Evaluation, Truth

VALUES: Mapping[type, Any] = {
    ast.Number: numeric.number,
    ast.Fact: numeric.fact,
    ast.ChildField: numeric.child_field,
    ast.Ref: numeric.ref,
    ast.Binary: numeric.binary,
    ast.Negate: numeric.negated,
    ast.Extreme: numeric.extreme,
    ast.Floor: numeric.floor,
    ast.FirstKnown: numeric.first_known,
    ast.Prior: numeric.prior,
    ast.Over: numeric.over,
    ast.Growth: numeric.growth,
    ast.FullYears: numeric.whole_years,
    ast.Child: children.child,
}
"""How the value of each kind of numeric expression is worked out."""

TRUTHS: Mapping[type, Any] = {
    ast.Flag: truths.flag,
    ast.Fact: truths.fact,
    ast.ChildField: truths.fact,
    ast.Compare: truths.comparison,
    ast.InRange: truths.in_range,
    ast.InSet: truths.in_set,
    ast.InWindow: dates.in_window,
    ast.And: truths.conjunction,
    ast.Or: truths.disjunction,
    ast.Not: truths.inverse,
    ast.Over: truths.over,
    ast.Child: children.exists,
    ast.Holds: children.holds,
    ast.Meets: groups.meets,
}
"""How the truth of each kind of condition is worked out."""


def context_of(
    binding: Binding, snapshot: Snapshot, known: Known | None = None, *, recall: Recall | None = None
) -> Context:
    """One enterprise under one binding, seen from the base year. `known` are values worked out before, on a
    snapshot that differs in nothing they read; `recall` remembers from one enterprise to the next."""
    memory = Memory(values=dict(known or {}), attested={a.condition: a.outcome for a in snapshot.attestations})
    if recall is not None and not snapshot.attestations:
        memory.recalled = Recalled(recall, snapshot)
    return Context(binding, snapshot, VALUES, TRUTHS, memory, binding.selection.base_year)


def value_of(expr: ast.Expr, context: Context) -> Value:
    """The value of a numeric expression: an interval, undefined, or a compound rate."""
    return context.value(expr)


def truth_of(expr: ast.Expr, context: Context) -> Truth:
    """The truth of a condition."""
    return context.truth(expr)


def evaluate(binding: Binding, snapshot: Snapshot) -> Evaluation:
    """Every tier, criterion, score and item of a binding for one enterprise."""
    return evaluation_in(context_of(binding, snapshot))


def evaluation_in(context: Context) -> Evaluation:
    """The same within a context that is kept, as explanation does to ask for the values inside."""
    binding = context.binding
    tiers = {key: groups.tier(key, context) for key in binding.tiers}
    return Evaluation(
        enterprise=context.snapshot.enterprise,
        tiers=tiers,
        criteria=dict(context.memory.criteria),
        scores={key: points_of(score, context) for key, score in binding.scores.items()},
        items={key: points_of(item, context) for key, item in binding.items.items()},
    )


def truths_of(
    binding: Binding, snapshot: Snapshot, tiers: Sequence[str], known: Known | None = None
) -> dict[str, Truth]:
    """The verdicts on a few tiers only, for searches that try many snapshots; `known` as in `context_of`."""
    context = context_of(binding, snapshot, known)
    return {key: groups.tier(key, context).truth for key in tiers}
