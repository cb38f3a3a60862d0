"""Tiers: criteria combined by all, any, at_least, not and choose; what an office has confirmed counts first."""

from __future__ import annotations

from collections.abc import Sequence

from peiyu.policy.compile.lower.desk import View
from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.plan import Input, Member
from peiyu.policy.pack.model import ChooseCriterion, Combined, Criterion, Group, Negated

ATTESTATION = "attestation"


def tier(key: str, view: View) -> int:
    """The verdict on a tier, lowered once; always seen from the base year."""
    plain = View(view.desk, view.base_year)
    bound = view.desk.binding.tiers[key]
    return view.desk.remembered(f"tier:{key}", view.base_year, lambda: group(bound.tier.met_when, plain))


def group(one: Group, view: View) -> int:
    """The truth of a part of a tier; criteria are noted by their keys."""
    match one:
        case Combined():
            return at_least(view.graph, one.need, [group(part, view) for part in one.parts])
        case Negated():
            return view.graph.not_(group(one.of, view))
        case Criterion() | ChooseCriterion():
            made = view.desk.criteria[one.key] = confirmed(one, view)
            return made


def at_least(graph: Graph, need: int, parts: Sequence[int]) -> int:
    """Met if `need` are met, not met if fewer than `need` are not false."""
    if need == len(parts):
        return graph.and_(*parts)
    if need == 1:
        return graph.or_(*parts)
    needed = graph.constant(need, "int")
    met = graph.compare(">=", graph.tally([graph.is_true(p) for p in parts]), needed)
    lost = graph.compare("<", graph.tally([graph.is_not_false(p) for p in parts]), needed)
    return graph.case([(met, graph.true), (lost, graph.false)], graph.unknown)


def confirmed(one: Criterion | ChooseCriterion, view: View) -> int:
    """A leaf: as confirmed by an office, otherwise as worked out. Where offices contradict each other the reference
    chooses."""
    made = leaf(one, view)
    if one.key not in view.desk.traits.attested:
        return made
    rows, graph = view.desk.child(ATTESTATION).graph, view.graph
    mine = rows.is_true(rows.add(Member(rows.add(Input(ATTESTATION, "condition", "text")), (one.key,))))
    outcome = rows.add(Input(ATTESTATION, "outcome", "bool"))
    zero = graph.constant(0, "int")
    yes, no = (
        graph.compare(">", view.desk.measured(ATTESTATION, rows.and_(mine, test)), zero)
        for test in (rows.is_true(outcome), rows.is_false(outcome))
    )
    graph.notice(graph.and_(yes, no))
    return graph.case([(yes, graph.true), (no, graph.false)], made)


def leaf(one: Criterion | ChooseCriterion, view: View) -> int:
    if isinstance(one, Criterion):
        return view.under(one.when_undefined).truth(one.when)
    return chosen(one, view)


def chosen(one: ChooseCriterion, view: View) -> int:
    """The branch whose guard is true; with undecided guards what all branches that may be taken agree on. Where no
    branch applies it is not met."""
    graph = view.graph
    made = graph.false
    guards = [graph.true if branch.when is None else view.truth(branch.when) for branch in one.branches]
    for branch, guard in zip(reversed(one.branches), reversed(guards), strict=True):
        made = either(graph, guard, inner(branch.then, view), made)
    return made


def either(graph: Graph, guard: int, yes: int, no: int) -> int:
    """One of two truths; with an undecided guard what they agree on."""
    doubt = graph.is_null(guard)
    if doubt == graph.false:
        return graph.case([(guard, yes)], no)
    agreed = graph.case(
        [
            (graph.and_(graph.is_true(yes), graph.is_true(no)), graph.true),
            (graph.and_(graph.is_false(yes), graph.is_false(no)), graph.false),
        ],
        graph.unknown,
    )
    return graph.case([(guard, yes), (doubt, agreed)], no)


def inner(one: Group, view: View) -> int:
    """A part inside a branch: not a criterion of its own."""
    match one:
        case Combined():
            return at_least(view.graph, one.need, [inner(part, view) for part in one.parts])
        case Negated():
            return view.graph.not_(inner(one.of, view))
        case Criterion() | ChooseCriterion():
            return leaf(one, view)
