"""What came out for one enterprise, for others of which the very same is known.

Of a ledger most criteria rest on facts that it does not hold, or on a yes or no: for thousands of enterprises they
come to the same value, with the same reasons and in the same words.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field

from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.engine.reference.reads import FOUNDED, SINCE, Read, Reads

TRIED = 200
"""After so many enterprises it is seen whether an object is worth recalling."""
WORTH = 5
"""It is if one in so many was known."""
MOST = 200_000
"""Results kept at most."""


@dataclass(slots=True)
class Use:
    """How often an object was asked for, and how often it was known."""

    reads: tuple[Read, ...]
    asked: int = 0
    found: int = 0

    @property
    def worth(self) -> bool:
        return self.asked < TRIED or self.found * WORTH >= self.asked


class Recall:
    """Results under one binding by what they rest on."""

    def __init__(self, binding: Binding) -> None:
        self.reads = Reads(binding)
        years = max(map(self.reads.years, self.reads.objects), default=1)
        self.years = tuple(binding.selection.base_year - n for n in range(years))
        self.uses: dict[str, Use] = {}
        self.made: dict[Hashable, object] = {}
        self.numbers: dict[Hashable, int] = {}

    def use(self, place: str) -> Use:
        known = self.uses.get(place)
        if known is None:
            known = self.uses[place] = Use(tuple(sorted(self.reads.of(place))))
        return known


@dataclass(slots=True)
class Recalled:
    """Recall for one enterprise. Facts are numbered as they are met, so that a place is compared by whole numbers."""

    recall: Recall
    snapshot: Snapshot
    seen: dict[Read, int | None] = field(default_factory=dict)

    def of(self, place: str, reader: str, work: Callable[[], object]) -> object:
        """What `place` comes to, which rests on what the object `reader` reads: known, or worked out now."""
        use = self.recall.use(reader)
        if not use.worth:
            return work()
        token = self.token(place, use)
        if token is None:
            return work()
        use.asked += 1
        made = self.recall.made
        if token in made:
            use.found += 1
            return made[token]
        result = work()
        if len(made) < MOST:
            made[token] = result
        return result

    def token(self, place: str, use: Use) -> Hashable | None:
        """The place with what its object reads; None where records, stand-ins or confirmations are among that."""
        numbers: list[Hashable] = [place]
        seen = self.seen
        for read in use.reads:
            number = seen[read] if read in seen else self.number(read)
            if number is None:
                return None
            numbers.append(number)
        return tuple(numbers)

    def number(self, read: Read) -> int | None:
        """What is known of a fact or a list, as a number that equal knowledge shares."""
        known = self.known(read)
        number = None if known is None else self.recall.numbers.setdefault(known, len(self.recall.numbers))
        self.seen[read] = number
        return number

    def known(self, read: Read) -> tuple[Hashable, ...] | None:
        """The values of a fact (over the years), or for what a list without records is declared complete."""
        if read == SINCE:
            return self.since()
        entity, code = read
        if not code:
            if self.snapshot.rows(entity):
                return None
            return tuple(sorted(scope for of, scope in self.snapshot.complete if of == entity))
        facts = self.snapshot.facts
        years = (0,) if entity == "enterprise" else self.recall.years
        values: list[Hashable] = []
        for year in years:
            datum = facts.get((entity, code, year))
            if datum is None:
                values.append(None)
            elif datum.value is None or datum.stand_in is not None or datum.attested:
                return None
            else:
                values.append(datum.value)
        return tuple(values)

    def since(self) -> tuple[Hashable, ...] | None:
        """From which of the years that may be looked at the enterprise existed."""
        founded = self.snapshot.facts.get((*FOUNDED, 0))
        if founded is None or not isinstance(founded.value, dt.date):
            return ("since", None) if founded is None else None
        return ("since", max(founded.value.year, self.recall.years[-1]))
