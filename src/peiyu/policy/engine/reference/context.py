"""What one evaluation knows and remembers while it goes through a binding."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from peiyu.facts.snapshot import Child, Datum, Snapshot, Value
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition.ast import ChildField, Expr, Fact
from peiyu.policy.engine.reference import intervals
from peiyu.policy.engine.reference.recall import Recalled
from peiyu.policy.pack.model import WhenUndefined
from peiyu.policy.verdict import FactKey, Interval, Reason, TierVerdict, Truth

ValueRule = Callable[[Expr, "Context"], intervals.Value]
TruthRule = Callable[[Expr, "Context"], Truth]
Known = dict[tuple[str, int], tuple[object, frozenset[FactKey]]]
"""Values of named objects by (place, year), with the stand-ins they read."""

FOUNDED = ("enterprise", "founded", 0)


@cache
def carried_fields() -> Mapping[tuple[str, str], Field]:
    """Every field of the carried vocabulary by (entity, code)."""
    return {(e.code, f.code): f for e in vocabulary().entities.values() for f in e.fields}


@dataclass(slots=True)
class Memory:
    """What is worked out once: values of named objects with the stand-ins they read, numbers by (entity, field,
    year) with the stand-in that supplied them, verdicts, criteria. `recalled`, where wanted, knows what came
    out for other enterprises; `compared` notes both sides of every numeric comparison by (node, end, year)."""

    values: Known = field(default_factory=dict)
    facts: dict[tuple[str, str, int], tuple[Interval, FactKey | None]] = field(default_factory=dict)
    tiers: dict[str, TierVerdict] = field(default_factory=dict)
    criteria: dict[str, Truth] = field(default_factory=dict)
    attested: dict[str, bool] = field(default_factory=dict)
    touched: set[FactKey] = field(default_factory=set)
    recalled: Recalled | None = None
    compared: dict[tuple[int, str, int], tuple[intervals.Value, intervals.Value]] | None = None


class Context(NamedTuple):
    """One enterprise under one binding, looked at from one fiscal year. A tuple, as one is made at every turn.

    `row` is the child record under test inside a `where`; `when_undefined` what the nearest condition or band item
    says of an undefined operand. `values` and `truths` say how each kind of node is worked out.
    """

    binding: Binding
    snapshot: Snapshot
    values: Mapping[type, ValueRule]
    truths: Mapping[type, TruthRule]
    memory: Memory
    year: int
    row: Child | None = None
    when_undefined: WhenUndefined | None = None

    def value(self, expr: Expr) -> intervals.Value:
        """The value of a numeric expression."""
        return self.values[type(expr)](expr, self)

    def truth(self, expr: Expr) -> Truth:
        """The truth of a condition."""
        return self.truths[type(expr)](expr, self)

    def at(self, year: int) -> Context:
        """The same enterprise seen from another fiscal year."""
        if year == self.year:
            return self
        return Context(
            self.binding, self.snapshot, self.values, self.truths, self.memory, year, self.row, self.when_undefined
        )

    def on(self, row: Child) -> Context:
        """With a child record under test."""
        return Context(
            self.binding, self.snapshot, self.values, self.truths, self.memory, self.year, row, self.when_undefined
        )

    def under(self, when_undefined: WhenUndefined | None) -> Context:
        """Inside a rule that says what an undefined operand means."""
        if when_undefined == self.when_undefined:
            return self
        return Context(
            self.binding, self.snapshot, self.values, self.truths, self.memory, self.year, self.row, when_undefined
        )

    @property
    def base_year(self) -> int:
        return self.binding.selection.base_year

    @property
    def as_of(self) -> dt.date:
        return self.binding.selection.as_of

    def day(self, until: str) -> dt.date:
        """As-of, or 31 December of the base year."""
        return self.as_of if until == "as_of" else dt.date(self.base_year, 12, 31)

    def field_of(self, node: Fact | ChildField) -> Field:
        """What the vocabulary, or a pack's own `fields`, says of a datum."""
        found = carried_fields().get((node.entity, node.field_code))
        return found if found is not None else self.binding.fields[node.field_code]

    def key_of(self, node: Fact | ChildField) -> FactKey:
        """The datum a node means here: of this year if periodic."""
        yearly = isinstance(node, Fact) and node.entity != "enterprise"
        return FactKey(node.entity, node.field_code, self.year if yearly else 0)

    def datum(self, node: Fact) -> Datum | None:
        """What is known of a fact; a stand-in that supplied it is noted as touched."""
        key = self.key_of(node)
        known = self.snapshot.facts.get((key.entity, key.field_code, key.year))
        if known is not None and known.stand_in is not None:
            self.memory.touched.add(key)
        return known

    def stored(self, node: Fact | ChildField) -> Value | None:
        """A fact's or child field's stored value; None if missing or only narrowed to a band."""
        if isinstance(node, Fact):
            known = self.datum(node)
            return None if known is None else known.value
        return None if self.row is None else self.row.values.get(node.field_code)

    def absence(self, node: Fact | ChildField) -> frozenset[Reason]:
        """Why a fact is not known: an expert's to judge, or missing from the enterprise or a department."""
        return lacking(self.key_of(node), self.field_of(node).supplier)

    def before_founding(self, year: int) -> bool:
        """Whether the enterprise was certainly founded after that year ended; unknown founding excludes nothing."""
        known = self.snapshot.facts.get(FOUNDED)
        return known is not None and isinstance(known.value, dt.date) and known.value.year > year

    def remembered(self, key: str, work: Callable[[Context], object]) -> object:
        """The value of a named object in this year, worked out once, apart from who asks."""
        place, memory = (key, self.year), self.memory
        known = memory.values.get(place)
        if known is None:
            outer, memory.touched = memory.touched, set()
            plain = Context(self.binding, self.snapshot, self.values, self.truths, memory, self.year)
            recalled = memory.recalled
            if recalled is None or self.year != self.base_year:
                made = work(plain)
            else:
                made = recalled.of(key, key, lambda: work(plain))
            known = memory.values[place] = (made, frozenset(memory.touched))
            memory.touched = outer
        if known[1]:
            memory.touched |= known[1]
        return known[0]


@lru_cache(maxsize=16_384)
def lacking(key: FactKey, supplier: str) -> frozenset[Reason]:
    """The reason for which a datum is not known, the same for every enterprise."""
    return frozenset((Reason("expert" if supplier == "expert" else "missing", key, supplier),))


def half_known(datum: Datum, scale: int, reasons: frozenset[Reason]) -> Interval:
    """An attested band in base units."""
    low = None if datum.low is None else Fraction(datum.low, scale)
    high = None if datum.high is None else Fraction(datum.high, scale)
    return intervals.interval(low, high, reasons)
