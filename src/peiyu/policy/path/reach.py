"""What an expression reads: its nodes with references followed, its facts, lists, certificates and scores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass

from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition.ast import (
    Age,
    And,
    Child,
    Compare,
    Expr,
    Fact,
    FullYears,
    Growth,
    Holds,
    InRange,
    InWindow,
    Meets,
    Node,
    Not,
    Or,
    Over,
    Prior,
    Ref,
    Span,
)
from peiyu.policy.condition.walk import parts
from peiyu.policy.engine.reference.context import carried_fields
from peiyu.policy.pack.model import BestItem, Score, ScoreItem, SumItem


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


@dataclass(frozen=True, slots=True)
class Guard:
    """A comparison on which the choice of a threshold or of points rests; `windowed`: of other years too than the one
    that is looked at."""

    when: Expr
    windowed: bool


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


def guards(expr: Expr, binding: Binding) -> tuple[Guard, ...]:
    """The plain comparisons that choose among the values of the quantities, and the bands of the items, on which an
    expression stands; each once."""
    found: dict[Expr, bool] = {}
    looking_back = [one for one in nodes(expr, binding) if isinstance(one, Over | Prior | Growth)]
    for thing, windowed in ((expr, False), *((one.of, True) for one in looking_back)):
        for ref in (one for one in nodes(thing, binding) if isinstance(one, Ref)):
            for condition in _choosing(referred(ref, binding)):
                found.update(dict.fromkeys(_plain(condition), windowed))
    return tuple(Guard(when, windowed) for when, windowed in found.items())


def _choosing(rule: object) -> Iterator[Expr]:
    """The conditions of a quantity's branches and of an item's bands."""
    for one in (*getattr(rule, "branches", ()), *getattr(rule, "bands", ())):
        if one.when is not None:
            yield one.when


def _plain(condition: Expr) -> Iterator[Expr]:
    """The comparisons that a condition is made of."""
    if isinstance(condition, InRange):
        if condition.low is not None:
            yield Compare(">=" if condition.low_closed else ">", condition.of, condition.low)
        if condition.high is not None:
            yield Compare("<=" if condition.high_closed else "<", condition.of, condition.high)
    elif isinstance(condition, And | Or | Not):
        for part in parts(condition):
            yield from _plain(part)
    else:
        yield condition


def referred(ref: Ref, binding: Binding) -> object:
    """The object of the binding that a reference names."""
    table = {"quantity": binding.quantities, "score": binding.scores, "item": binding.items}[ref.kind]
    return table[ref.key]


def nodes_of_tier(binding: Binding, tier: str) -> tuple[Node, ...]:
    return tuple(nodes(binding.tiers[tier].tier.met_when, binding, meets=True))


def items(expr: Expr, binding: Binding) -> tuple[ScoreItem, ...]:
    """The items, each once, by which the scores that an expression reads give points; those of sums and of the best of
    several themselves."""
    found: dict[str, ScoreItem] = {}
    for node in nodes(expr, binding):
        if isinstance(node, Ref) and node.kind in ("score", "item"):
            rule = referred(node, binding)
            inner = rule.items if isinstance(rule, Score) else (rule,)
            found.update((one.key, one) for one in _leaves(inner))  # type: ignore[arg-type]
    return tuple(found.values())


def _leaves(several: Iterable[ScoreItem]) -> Iterator[ScoreItem]:
    for item in several:
        if isinstance(item, SumItem | BestItem):
            yield from _leaves(item.items)
        else:
            yield item


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
