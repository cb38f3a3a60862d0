"""What each named object of a binding reads, so that a change of one fact leaves the others as they are."""

from __future__ import annotations

from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.rewrite import nodes_in
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import context_of
from peiyu.policy.engine.reference.context import Known
from peiyu.policy.engine.reference.groups import tier as tier_verdict
from peiyu.policy.verdict import FactKey

Read = tuple[str, str]
"""A fact by entity and field; a list by its entity and ''."""

FOUNDED: Read = ("enterprise", "founded")


class Reads:
    """The facts that quantities, scores, items and tiers read, through whatever they refer to."""

    def __init__(self, binding: Binding) -> None:
        self.objects: dict[str, object] = {
            **binding.quantities,
            **{f"points:{key}": rule for key, rule in (*binding.scores.items(), *binding.items.items())},
            **{f"tier:{key}": bound.tier for key, bound in binding.tiers.items()},
        }
        self.done: dict[str, frozenset[Read]] = {}

    def of(self, place: str) -> frozenset[Read]:
        """The facts that the object remembered under `place` reads."""
        if place not in self.done:
            found: set[Read] = set()
            for node in nodes_in(self.objects[place]):
                match node:
                    case ast.Fact():
                        found.add((node.entity, node.field_code))
                    case ast.Child():
                        found.add((node.entity, ""))
                    case ast.Holds():
                        found.add(("title", ""))
                    case ast.Ref():
                        found |= self.of(node.key if node.kind == "quantity" else f"points:{node.key}")
                    case ast.Meets():
                        found |= self.of(f"tier:{node.tier}")
                    case ast.Over() | ast.Growth() | ast.Prior():
                        found.add(FOUNDED)
                    case _:
                        pass
            self.done[place] = frozenset(found)
        return self.done[place]


class Baseline:
    """What was worked out for the enterprise as it is known, for reuse where one fact is tried."""

    def __init__(self, binding: Binding, snapshot: Snapshot, tiers: tuple[str, ...]) -> None:
        context = context_of(binding, snapshot)
        self.truths = {key: tier_verdict(key, context).truth for key in tiers}
        self.values: Known = context.memory.values
        self.reads = Reads(binding)

    def without(self, fact: FactKey) -> Known:
        """The values that do not read the fact."""
        read = (fact.entity, fact.field_code if fact.entity in ("enterprise", "annual_return") else "")
        return {place: made for place, made in self.values.items() if read not in self.reads.of(place[0])}
