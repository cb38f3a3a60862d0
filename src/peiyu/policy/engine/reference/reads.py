"""What each named object of a binding reads."""

from __future__ import annotations

from collections.abc import Iterator

from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.rewrite import nodes_in
from peiyu.policy.condition import ast
from peiyu.policy.condition.walk import parts
from peiyu.policy.pack.model import ChooseCriterion, Combined, Criterion, Group, Negated

Read = tuple[str, str]
"""A fact by entity and field; a list by its entity and ''."""

FOUNDED: Read = ("enterprise", "founded")
SINCE: Read = ("enterprise", "founded.year")
"""Whether the enterprise existed in the years that are looked at."""


def criteria(group: Group) -> Iterator[Criterion | ChooseCriterion]:
    """The criteria of a tier, in the order of the regulation."""
    match group:
        case Criterion() | ChooseCriterion():
            yield group
        case Combined():
            for one in group.parts:
                yield from criteria(one)
        case Negated():
            yield from criteria(group.of)


class Reads:
    """The facts that quantities, scores, items, tiers and criteria read, through whatever they refer to."""

    def __init__(self, binding: Binding) -> None:
        self.objects: dict[str, object] = {
            **binding.quantities,
            **{f"points:{key}": rule for key, rule in (*binding.scores.items(), *binding.items.items())},
            **{f"tier:{key}": bound.tier for key, bound in binding.tiers.items()},
            **{
                f"criterion:{one.key}": one for bound in binding.tiers.values() for one in criteria(bound.tier.met_when)
            },
        }
        self.done: dict[str, frozenset[Read]] = {}
        self.backs: dict[str, int] = {}

    def of(self, place: str) -> frozenset[Read]:
        """The facts that the object remembered under `place` reads."""
        if place not in self.done:
            found: set[Read] = set()
            for node in nodes_in(self.objects[place]):
                match node:
                    case ast.Fact():
                        found |= {(node.entity, node.field_code)} | ({SINCE} if node.entity != "enterprise" else set())
                    case ast.Child():
                        found.add((node.entity, ""))
                    case ast.Holds():
                        found.add(("title", ""))
                    case ast.Ref():
                        found |= self.of(node.key if node.kind == "quantity" else f"points:{node.key}")
                    case ast.Meets():
                        found |= self.of(f"tier:{node.tier}")
                    case ast.Over() | ast.Growth() | ast.Prior():
                        found.add(SINCE)
                    case _:
                        pass
            self.done[place] = frozenset(found)
        return self.done[place]

    def years(self, place: str) -> int:
        """Over how many fiscal years the object looks back, the base year included."""
        if place not in self.backs:
            self.backs[place] = max(map(self.back, nodes_in(self.objects[place])), default=0)
        return self.backs[place] + 1

    def back(self, expr: ast.Expr) -> int:
        """How many years before the year from which it is seen an expression reads."""
        match expr:
            case ast.Ref():
                return self.years(expr.key if expr.kind == "quantity" else f"points:{expr.key}") - 1
            case ast.Over():
                own = expr.years - 1
            case ast.Growth():
                own = expr.years - 1 if expr.fn == "mean_growth" else expr.years
            case ast.Prior():
                own = expr.years
            case _:
                own = 0
        return own + max(map(self.back, parts(expr)), default=0)
