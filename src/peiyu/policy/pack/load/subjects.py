"""What a pack's cases can speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from peiyu.policy.pack.load.names import every_item
from peiyu.policy.pack.model import ChooseCriterion, Combined, Criterion, Group, Negated, Pack, Tier


def criteria_of(group: Group) -> Iterator[Criterion | ChooseCriterion]:
    """The criteria (leaves) of a tier's condition, in reading order; those inside a choose belong to it."""
    match group:
        case Criterion() | ChooseCriterion():
            yield group
        case Negated():
            yield from criteria_of(group.of)
        case Combined():
            for part in group.parts:
                yield from criteria_of(part)


def subjects(pack: Pack) -> tuple[str, ...]:
    """Every key of which a case can speak; of a breakdown each of its parts (`pack.group.stage.startup`)."""
    held: dict[str, None] = {}
    for text in pack.texts:
        tiers: Iterable[Tier] = text.tiers.values()
        for tier in tiers:
            held[tier.key] = None
            held.update(dict.fromkeys(one.key for one in criteria_of(tier.met_when)))
        for score in text.scores.values():
            held[score.key] = None
            held.update(dict.fromkeys(one.key for one in every_item(score.items)))
        held.update(dict.fromkeys(one.key for one in text.quantities.values()))
    held.update(dict.fromkeys(f"{pack.id}.{row.tier}" for row in pack.applies))
    for id_, group in pack.programme.groups.items() if pack.programme else ():
        held.update(dict.fromkeys(f"{pack.id}.group.{id_}.{one.id}" for one in group.members))
    return tuple(held)
