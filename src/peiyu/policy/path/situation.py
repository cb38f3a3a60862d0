"""One enterprise at a candidate date with some changes made: what is true there, and which levers it has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from fractions import Fraction

from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.load import Vocabulary
from peiyu.facts.vocabulary.model import Field
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition.ast import Compare, CompareOp, Expr
from peiyu.policy.engine.reference import context_of
from peiyu.policy.engine.reference.context import Context, Known
from peiyu.policy.engine.reference.groups import group, tier
from peiyu.policy.engine.reference.intervals import comparable
from peiyu.policy.pack.model import ChooseCriterion, Combined, Criterion, Group, Negated, ScoreItem, WhenUndefined
from peiyu.policy.path.levers import FigureLever, Shape, figure_change, figure_levers
from peiyu.policy.path.model import Change
from peiyu.policy.path.projection import changed
from peiyu.policy.path.reach import Guard, Reads, guards, items, reads
from peiyu.policy.verdict import Exact, Interval, Truth, Undefined

TitleFix = Callable[[str], tuple[Change, ...]]
OPPOSITE: dict[CompareOp, CompareOp] = {">=": "<", "<": ">=", ">": "<=", "<=": ">", "=": "!=", "!=": "="}


@dataclass(frozen=True, slots=True)
class Memory:
    """What is worked out once for all candidate dates of one enterprise: by object what it reads, the guards of its
    thresholds, the items by which its scores give points, by field its levers, by fact the named objects on which a
    change of it bears, and the moves found for a condition under the changes that touch it. The objects are kept beside
    their ids, so that no id is used twice."""

    reads: dict[int, tuple[object, Reads]] = field(default_factory=dict)
    guards: dict[int, tuple[object, tuple[Guard, ...]]] = field(default_factory=dict)
    items: dict[int, tuple[object, tuple[ScoreItem, ...]]] = field(default_factory=dict)
    levers: dict[tuple[str, str], tuple[FigureLever, ...]] = field(default_factory=dict)
    bearing: dict[tuple[str, str], dict[str, bool]] = field(default_factory=dict)
    moves: dict[tuple[object, ...], tuple[object, tuple[tuple[Change, ...], ...]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Frame:
    """What does not change while one candidate date is searched. `given` is the snapshot at as-of, `projected` the
    same carried to `at`; `possible`: a verdict that is not certainly wrong is enough; `title_fix` obtains a title."""

    binding: Binding
    vocabulary: Vocabulary
    given: Snapshot
    projected: Snapshot
    as_of: dt.date
    at: dt.date
    possible: bool
    title_fix: TitleFix
    memory: Memory = field(default_factory=Memory)

    def start(self) -> Situation:
        return Situation(self, (), self.projected, context_of(self.binding, self.projected))

    def reads(self, thing: object) -> Reads:
        """What a condition depends on, worked out once an object."""
        if id(thing) not in self.memory.reads:
            self.memory.reads[id(thing)] = (thing, reads(thing, self.binding))
        return self.memory.reads[id(thing)][1]

    def guards(self, expr: Expr) -> tuple[Guard, ...]:
        """The comparisons by which thresholds and points that it stands on are chosen, worked out once an object."""
        if id(expr) not in self.memory.guards:
            self.memory.guards[id(expr)] = (expr, guards(expr, self.binding))
        return self.memory.guards[id(expr)][1]

    def untouched(self, values: Known, changes: Collection[Change]) -> Known:
        """Of what was worked out of named objects that on which no change bears."""
        for fact in {(one.entity, one.field_code) for one in changes}:
            bears = self.memory.bearing.setdefault(fact, {})
            for key in {key for key, _ in values if key not in bears}:
                bears[key] = self._named(key).touched_by(*fact)
            values = {place: found for place, found in values.items() if not bears[place[0]]}
        return dict(values)

    def _named(self, key: str) -> Reads:
        """What a named object of the binding depends on."""
        rules, name = self.binding, key.partition(":")[2]
        thing: object
        if key.startswith("tier:"):
            thing = rules.tiers[name].tier
        elif key.startswith("points:"):
            thing = rules.scores[name] if name in rules.scores else rules.items[name]
        else:
            thing = rules.quantities[key]
        return self.reads(thing)

    def items(self, expr: Expr) -> tuple[ScoreItem, ...]:
        """The items by which the scores that it stands on give points, worked out once an object."""
        if id(expr) not in self.memory.items:
            self.memory.items[id(expr)] = (expr, items(expr, self.binding))
        return self.memory.items[id(expr)][1]

    def levers(self, entity: str, code: str) -> tuple[FigureLever, ...]:
        if (entity, code) not in self.memory.levers:
            known = self.vocabulary.entities[entity]
            made = figure_levers(known.field(code), self.given, self.as_of) if known.period == "year" else ()
            self.memory.levers[entity, code] = made
        return self.memory.levers[entity, code]


@dataclass(frozen=True, slots=True)
class Situation:
    """A frame with changes made."""

    frame: Frame
    changes: tuple[Change, ...]
    snapshot: Snapshot
    context: Context

    @property
    def binding(self) -> Binding:
        return self.frame.binding

    @property
    def vocabulary(self) -> Vocabulary:
        return self.frame.vocabulary

    @property
    def given(self) -> Snapshot:
        return self.frame.given

    @property
    def as_of(self) -> dt.date:
        return self.frame.as_of

    @property
    def at(self) -> dt.date:
        return self.frame.at

    @property
    def last_year(self) -> int:
        """The base year of the candidate date."""
        return self.frame.at.year - 1

    # --- what is true -----------------------------------------------------------------------------------------

    def truth(self, goal: Group | Expr) -> Truth:
        if isinstance(goal, Criterion | ChooseCriterion | Combined | Negated):
            return group(goal, self.context, [])
        return self.context.truth(goal)

    def tier(self, key: str) -> Truth:
        return tier(key, self.context).truth

    def is_so(self, goal: Group | Expr, want: bool) -> bool:
        """Whether the goal is as wanted (or, where what is possible is enough, may be)."""
        found = self.truth(goal).value
        return found is want or (found is None and self.frame.possible)

    def is_certain(self, goal: Expr) -> bool:
        return self.truth(goal).value is True

    def is_attested(self, key: str) -> bool:
        return key in self.context.memory.attested

    def gap(self, expr: Compare) -> Fraction | None:
        """left − right where both are numbers."""
        left, right = self.context.value(expr.left), self.context.value(expr.right)
        if isinstance(left, Undefined) or isinstance(right, Undefined):
            return None
        a, b = comparable(left, right)
        if not (a.is_point and b.is_point) or a.low is None or b.low is None:
            return None
        return Fraction(a.low - b.low)

    def margin(self, expr: Compare, want: bool) -> Fraction | None:
        """By how much the comparison is as wanted (negative: by how much it fails); None where that is no number.
        Of an interval the unfavourable end counts, or the favourable one where what is possible is enough."""
        op = expr.op if want else OPPOSITE[expr.op]
        if op in ("=", "!="):
            return None
        left, right = self.context.value(expr.left), self.context.value(expr.right)
        if not isinstance(left, Interval) or not isinstance(right, Interval):
            return None
        over, under = (left, right) if op in (">=", ">") else (right, left)
        high, low = (over.high, under.low) if self.frame.possible else (over.low, under.high)
        return None if high is None or low is None else Fraction(high - low)

    def value_low(self, expr: Expr) -> Exact | None:
        value = self.context.value(expr)
        return value.low if isinstance(value, Interval) else None

    def place(self, expr: Expr, want: bool) -> tuple[object, ...]:
        """What the moves for a condition depend on here, as a key."""
        known = self.reads(expr)
        touching = frozenset(one.signature for one in self.changes if known.touched_by(one.entity, one.field_code))
        when = self.at if known.dated else self.last_year
        return (id(expr), want, self.context.when_undefined, self.frame.possible, when, touching)

    # --- levers -----------------------------------------------------------------------------------------------

    def reads(self, expr: object) -> Reads:
        return self.frame.reads(expr)

    def levers(self, expr: Expr) -> tuple[FigureLever, ...]:
        """Every figure that the condition reads and that this firm can change, in every direction."""
        return tuple(one for entity, code in self.reads(expr).facts for one in self.frame.levers(entity, code))

    def field(self, entity: str, code: str) -> Field:
        return self.vocabulary.field(entity, code)

    def title_fix(self, title: str) -> tuple[Change, ...]:
        return self.frame.title_fix(title)

    def has(self, lever: tuple[str, str, str]) -> bool:
        return any(one.lever == lever for one in self.changes)

    def change_of(self, lever: tuple[str, str, str]) -> Change | None:
        return next((one for one in self.changes if one.lever == lever), None)

    def with_changes(self, more: Collection[Change]) -> Situation:
        """With further changes made; one of the same lever replaces the earlier."""
        made = {one.lever: one for one in self.changes}
        made.update((one.lever, one) for one in more)
        changes = tuple(made.values())
        snapshot = changed(self.frame.projected, changes, last_year=self.last_year)
        known = self.frame.untouched(self.context.memory.values, more)
        fresh = context_of(self.binding, snapshot, known).under(self.context.when_undefined)
        return Situation(self.frame, changes, snapshot, fresh)

    def trial(self, lever: FigureLever, shape: Shape) -> Callable[[int], Situation]:
        """The situation by the figure's target, each made once."""
        made: dict[int, Situation] = {}

        def at(target: int) -> Situation:
            if target not in made:
                made[target] = self.with_changes((figure_change(lever, shape, target, self.as_of),))
            return made[target]

        return at

    def under(self, when_undefined: WhenUndefined | None) -> Situation:
        """Inside a rule that says what an undefined operand means."""
        if when_undefined == self.context.when_undefined:
            return self
        return Situation(self.frame, self.changes, self.snapshot, self.context.under(when_undefined))
