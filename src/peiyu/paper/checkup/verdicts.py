"""How far an enterprise stands from a tier, read off the verdicts on its criteria alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.rewrite import nodes_in
from peiyu.policy.condition.ast import Fact, Ref
from peiyu.policy.pack.model import BandItem, ChooseCriterion, Combined, Criterion, ExpertItem, Group, Negated
from peiyu.policy.verdict import Evaluation, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """The verdicts on one enterprise: by tier and by criterion (True, False, None), and the tiers for which a
    stand-in was read. Whatever engine computed them."""

    enterprise: int
    code: str
    name: str
    tiers: Mapping[str, bool | None]
    criteria: Mapping[str, bool | None]
    stand_ins: frozenset[str] = frozenset()

    def outcome(self, tier: str) -> Outcome:
        return Outcome.of(self.tiers[tier])


def of_evaluation(evaluation: Evaluation, *, code: str, name: str) -> Verdicts:
    """The reference engine's evaluation as plain verdicts."""
    return Verdicts(
        enterprise=evaluation.enterprise,
        code=code,
        name=name,
        tiers={key: verdict.truth.value for key, verdict in evaluation.tiers.items()},
        criteria={key: truth.value for key, truth in evaluation.criteria.items()},
        stand_ins=frozenset(key for key, verdict in evaluation.tiers.items() if verdict.stand_ins),
    )


def leaves(group: Group) -> Iterator[Criterion | ChooseCriterion]:
    """The criteria of a tier in the order of the regulation."""
    match group:
        case Criterion() | ChooseCriterion():
            yield group
        case Combined():
            for part in group.parts:
                yield from leaves(part)
        case Negated():
            yield from leaves(group.of)


def shortfall(
    group: Group, criteria: Mapping[str, bool | None], *, aside: frozenset[str] = frozenset(), wanted: bool = True
) -> tuple[str, ...]:
    """The fewest criteria that must turn for `group` to become `wanted`; of equal ways the first in the
    regulation's order. A criterion in `aside` that is unknown is taken as it is wished."""
    match group:
        case Criterion() | ChooseCriterion():
            known = criteria[group.key]
            fine = known is wanted or (known is None and group.key in aside)
            return () if fine else (group.key,)
        case Negated():
            return shortfall(group.of, criteria, aside=aside, wanted=not wanted)
        case Combined():
            ways = [shortfall(part, criteria, aside=aside, wanted=wanted) for part in group.parts]
            need = group.need if wanted else len(ways) - group.need + 1
            cheapest = sorted(ways, key=len)[:need]
            return tuple(dict.fromkeys(key for way in cheapest for key in way))


def judged_by_experts(binding: Binding) -> frozenset[str]:
    """The criteria that wait for an expert: they read a fact that only an expert gives, or points that one
    chooses. Nobody can answer them beforehand, so they are not counted as missing."""
    return frozenset(
        leaf.key
        for bound in binding.tiers.values()
        for leaf in leaves(bound.tier.met_when)
        if _waits_for_expert(leaf, binding, set())
    )


def _waits_for_expert(built: object, binding: Binding, seen: set[str]) -> bool:
    for node in nodes_in(built):
        if isinstance(node, Fact) and _supplier(node, binding) == "expert":
            return True
        if isinstance(node, Ref) and node.key not in seen:
            seen.add(node.key)
            if any(_waits_for_expert(one, binding, seen) for one in _meant(node, binding)):
                return True
    return False


def _supplier(fact: Fact, binding: Binding) -> str:
    own = binding.fields.get(fact.field_code)
    return own.supplier if own is not None else vocabulary().field(fact.entity, fact.field_code).supplier


def _meant(ref: Ref, binding: Binding) -> tuple[object, ...]:
    """What a name stands for; an item that an expert scores counts as such by standing in for its fact."""
    if ref.kind == "quantity":
        return (binding.quantities[ref.key],)
    within = [item for key, item in binding.items.items() if key == ref.key or key.startswith(ref.key + ".")]
    chosen = any(
        isinstance(item, ExpertItem) or (isinstance(item, BandItem) and any(b.low != b.high for b in item.bands))
        for item in within
    )
    return (*within, *((EXPERT_FACT,) if chosen else ()))


EXPERT_FACT = Fact("enterprise", "key_field")
"""A fact whose supplier is the expert, standing for points that an expert chooses."""
