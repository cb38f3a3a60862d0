"""What was worked out for an enterprise as it is known, so that a change of one fact leaves the rest as it is."""

from __future__ import annotations

from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.engine.reference import context_of
from peiyu.policy.engine.reference.context import Known
from peiyu.policy.engine.reference.groups import tier as tier_verdict
from peiyu.policy.engine.reference.reads import FOUNDED, SINCE, Reads
from peiyu.policy.verdict import FactKey


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
        changed = {read, SINCE} if read == FOUNDED else {read}
        return {place: made for place, made in self.values.items() if changed.isdisjoint(self.reads.of(place[0]))}
