"""What an expression reads: its nodes with references followed, its facts, lists, certificates and scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition.ast import Age, Child, Fact, FullYears, Holds, InWindow, Meets, Node, Ref, Span
from peiyu.policy.engine.reference.context import carried_fields


@dataclass(frozen=True, slots=True)
class Reads:
    """Everything a condition depends on: annual and instant facts by (entity, code), child tests, titles, whether
    it reads a score table, and whether it can change within a fiscal year (`dated`)."""

    facts: tuple[tuple[str, str], ...]
    children: tuple[Child, ...]
    titles: tuple[str, ...]
    scored: bool
    dated: bool

    def touched_by(self, entity: str, field_code: str) -> bool:
        """Whether a change of this fact (or list, code '') can change the value."""
        if field_code:
            return (entity, field_code) in self.facts
        return any(one.entity == entity for one in self.children) or (entity == "title" and bool(self.titles))


def nodes(thing: object, binding: Binding, *, meets: bool = False) -> Iterator[Node]:
    """Every node under a condition, group or item; quantities, scores and items are followed, other tiers only
    with `meets`."""
    seen: set[str] = set()
    stack = [thing]
    while stack:
        one = stack.pop()
        if isinstance(one, Node):
            yield one
        if isinstance(one, Ref):
            if one.key not in seen:
                seen.add(one.key)
                stack.append(referred(one, binding))
        elif isinstance(one, Meets):
            if meets and one.tier in binding.tiers and one.tier not in seen:
                seen.add(one.tier)
                stack.append(binding.tiers[one.tier].tier.met_when)
        elif isinstance(one, tuple):
            stack.extend(one)
        elif is_dataclass(one) and not isinstance(one, Span):
            stack.extend(getattr(one, part.name) for part in fields(one))


def referred(ref: Ref, binding: Binding) -> object:
    """The object of the binding that a reference names."""
    table = {"quantity": binding.quantities, "score": binding.scores, "item": binding.items}[ref.kind]
    return table[ref.key]


def nodes_of_tier(binding: Binding, tier: str) -> tuple[Node, ...]:
    return tuple(nodes(binding.tiers[tier].tier.met_when, binding, meets=True))


def reads(thing: object, binding: Binding) -> Reads:
    facts: dict[tuple[str, str], None] = {}
    children: list[Child] = []
    titles: dict[str, None] = {}
    scored = dated = False
    for node in nodes(thing, binding, meets=True):
        if isinstance(node, Fact):
            facts[node.entity, node.field_code] = None
        elif isinstance(node, Child):
            children.append(node)
        elif isinstance(node, Holds):
            titles[node.title] = None
        elif isinstance(node, Ref) and node.kind in ("score", "item"):
            scored = True
        dated |= isinstance(node, Child | Holds | Age | FullYears | InWindow)
        dated |= isinstance(node, Fact) and _can_turn(node)
    return Reads(tuple(facts), tuple(children), tuple(titles), scored, dated)


def _can_turn(fact: Fact) -> bool:
    """Whether a fact of the enterprise changes within a year: a yes/no with a lever."""
    field = carried_fields().get((fact.entity, fact.field_code))
    return fact.entity == "enterprise" and field is not None and field.lever is not None
