"""Tiers: criteria combined by all, any, at_least, not and choose; what an office has confirmed counts first."""

from __future__ import annotations

from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import kleene
from peiyu.policy.engine.reference.context import Context
from peiyu.policy.engine.reference.kleene import truth
from peiyu.policy.pack.model import ChooseCriterion, Combined, Criterion, Group, Negated
from peiyu.policy.verdict import TierVerdict, Truth


def meets(node: ast.Meets, c: Context) -> Truth:
    """The verdict computed for another tier."""
    return tier(node.tier, c).truth


def tier(key: str, c: Context) -> TierVerdict:
    """The verdict on a tier, worked out once; always seen from the base year."""
    c = c.at(c.base_year)
    if key not in c.memory.tiers:
        bound = c.binding.tiers[key]
        confirmed: list[str] = []

        def whole(plain: Context) -> Truth:
            return group(bound.tier.met_when, plain, confirmed)

        place = f"tier:{key}"
        verdict = c.remembered(place, whole)
        assert isinstance(verdict, Truth)
        touched = c.memory.values[place, c.year][1]
        c.memory.tiers[key] = TierVerdict(
            key=key, truth=verdict, text=bound.text, in_force=bound.in_force, via=bound.via,
            stand_ins=tuple(sorted(touched)), attested=tuple(confirmed),
        )  # fmt: skip
    made = c.memory.tiers[key]
    c.memory.touched |= set(made.stand_ins)
    return made


def group(one: Group, c: Context, confirmed: list[str], *, inside: bool = False) -> Truth:
    """The truth of a part of a tier; criteria are noted by their keys. `inside` a branch of a choose there are no
    criteria, only conditions."""
    match one:
        case Combined():
            return kleene.at_least(one.need, [group(part, c, confirmed, inside=inside) for part in one.parts])
        case Negated():
            return kleene.opposite(group(one.of, c, confirmed, inside=inside))
        case Criterion() | ChooseCriterion():
            if inside:
                return leaf(one, c)
            verdict = criterion(one, c, confirmed)
            c.memory.criteria[one.key] = verdict
            return verdict


def criterion(one: Criterion | ChooseCriterion, c: Context, confirmed: list[str]) -> Truth:
    """A leaf: as confirmed by an office, otherwise as worked out."""
    if one.key in c.memory.attested:
        confirmed.append(one.key)
        return truth(c.memory.attested[one.key])
    if c.memory.recalled is None:
        return leaf(one, c)
    place = f"criterion:{one.key}"
    verdict = c.memory.recalled.of(place, place, lambda: leaf(one, c))
    assert isinstance(verdict, Truth)
    return verdict


def leaf(one: Criterion | ChooseCriterion, c: Context) -> Truth:
    if isinstance(one, Criterion):
        return c.under(one.when_undefined).truth(one.when)
    return chosen(one, c)


def chosen(one: ChooseCriterion, c: Context) -> Truth:
    """The branch whose guard is true; with undecided guards what all branches that may be taken agree on. Where no
    branch applies it is not met."""
    taken: list[Truth] = []
    doubts: list[Truth] = []
    for branch in one.branches:
        guard = kleene.TRUE if branch.when is None else c.truth(branch.when)
        if guard.value is False:
            continue
        taken.append(group(branch.then, c, [], inside=True))
        if guard.value is True:
            break
        doubts.append(guard)
    else:
        taken.append(kleene.FALSE)
    return kleene.same_for_all(taken, kleene.reasons_of(doubts))
