"""The smallest set of changes that makes a tier met at one candidate date: best first, every answer verified."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count

from peiyu.policy.pack.model import ChooseCriterion, Criterion
from peiyu.policy.path.goals import Seeker
from peiyu.policy.path.moves import cost, signature
from peiyu.policy.path.situation import Frame, Situation
from peiyu.policy.path.words import criteria

MOST_SITUATIONS = 120
"""How many situations are looked into at one candidate date before the search gives up and says so."""
MOST_CHANGES = 8
Place = tuple[tuple[int, Fraction], int, Situation]


@dataclass(frozen=True, slots=True)
class Found:
    """What a search at one date came to: solutions, cheapest first, none pulling all levers of one before it; the
    criteria that block if there is none; whether it stopped early; whether it is as hopeless all year."""

    solutions: tuple[Situation, ...]
    blocked: tuple[str, ...] = ()
    stopped_early: bool = False
    looked_into: int = 0
    hopeless: bool = False


@dataclass(slots=True)
class Frontier:
    """Situations still to be looked into, cheapest first, each once."""

    heap: list[Place] = field(default_factory=list)
    seen: set[frozenset[tuple[object, ...]]] = field(default_factory=set)
    turn: count[int] = field(default_factory=count)

    def push(self, situation: Situation) -> None:
        made = signature(situation.changes)
        if made not in self.seen and len(situation.changes) <= MOST_CHANGES:
            self.seen.add(made)
            heapq.heappush(self.heap, (cost(situation.changes), next(self.turn), situation))

    def pop(self) -> Situation:
        return heapq.heappop(self.heap)[2]


def search(frame: Frame, tier: str, *, most: int = 1, budget: int = MOST_SITUATIONS) -> Found:
    """Up to `most` sets of changes that make the tier met (or possible, as the frame says)."""
    group = frame.binding.tiers[tier].tier.met_when
    frontier, blocked = Frontier(), dict[str, None]()
    solutions: list[Situation] = []
    frontier.push(frame.start())
    hopeless = False
    allowed, looked_into = min(budget, MOST_SITUATIONS), 0
    while frontier.heap:
        if looked_into >= allowed:
            return Found(tuple(solutions), tuple(blocked), stopped_early=True, looked_into=looked_into)
        looked_into += 1
        situation = frontier.pop()
        if any(_includes(situation, one) for one in solutions):
            continue
        if situation.is_so(group, True):
            solutions.append(situation)
            if len(solutions) == most or not situation.changes:
                break
            continue
        answer = Seeker(situation).answer(group)
        blocked.update(dict.fromkeys(answer.blocked))
        if not situation.changes and answer.blocked:
            hopeless = not any(frame.reads(one).dated for one in _named(answer.blocked, frame))
        for fix in answer.fixes:
            frontier.push(situation.with_changes(fix))
    return Found(tuple(solutions), tuple(blocked), looked_into=looked_into, hopeless=hopeless and not solutions)


def _includes(situation: Situation, solution: Situation) -> bool:
    """Whether every lever of the solution is pulled here too."""
    return {one.lever for one in solution.changes} <= {one.lever for one in situation.changes}


def _named(keys: tuple[str, ...], frame: Frame) -> list[Criterion | ChooseCriterion]:
    return [one for bound in frame.binding.tiers.values() for one in criteria(bound.tier.met_when) if one.key in keys]
