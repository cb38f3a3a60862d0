"""What would make a failing tier met: the changes that turn one thing that stands in the way, in a given situation.

A fix is a tuple of changes. `fixes` answers with every fix of one obstacle: NONE if there is no way, (NOTHING,) if
nothing needs fixing. Whoever applies a fix asks again: other obstacles may remain, or a change may have broken
something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from peiyu.policy.condition.ast import And, Compare, Expr, InRange, Meets, Not, Or
from peiyu.policy.pack.model import ChooseCriterion, Combined, Criterion, Group, Negated
from peiyu.policy.path.moves import Fix, moves, order
from peiyu.policy.path.scoring import score_fixes
from peiyu.policy.path.situation import Situation

NOTHING: Fix = ()
NONE: tuple[Fix, ...] = ()


@dataclass(frozen=True, slots=True)
class Need:
    """At least `need` of `parts`."""

    need: int
    parts: tuple[Goal, ...]


Goal = Group | Expr | Need


@dataclass(frozen=True, slots=True)
class Answer:
    """The fixes of one obstacle and, if there are none, the criteria (keys) that nothing can turn."""

    fixes: tuple[Fix, ...]
    blocked: tuple[str, ...] = ()


@dataclass(slots=True)
class Seeker:
    """Looks for fixes in one situation. `criterion` is the criterion being looked at."""

    situation: Situation
    criterion: str = ""
    depth: int = field(default=0)

    def answer(self, goal: Goal, *, want: bool = True) -> Answer:
        s = self.situation
        if not isinstance(goal, Need) and s.is_so(goal, want):
            return Answer((NOTHING,))
        match goal:
            case Negated() | Not():
                return self.answer(goal.of, want=not want)
            case Criterion():
                return self._criterion(goal, want)
            case ChooseCriterion():
                return self._within(goal.key, _choices(goal), want)
            case Combined():
                return self._several(goal.need, goal.parts, want)
            case And():
                return self._several(len(goal.parts), goal.parts, want)
            case Or():
                return self._several(1, goal.parts, want)
            case Need():
                return self._several(goal.need, goal.parts, want)
            case InRange():
                return self._several(2 if goal.low and goal.high else 1, _ends(goal), want)
            case Meets():
                return self.answer(s.binding.tiers[goal.tier].tier.met_when, want=want)
            case _:
                return self._atom(goal, want)

    def _criterion(self, goal: Criterion, want: bool) -> Answer:
        if self.situation.is_attested(goal.key):
            return Answer(NONE, (goal.key,))
        outer = self.situation
        self.situation = outer.under(goal.when_undefined)
        try:
            return self._within(goal.key, goal.when, want)
        finally:
            self.situation = outer

    def _within(self, key: str, goal: Goal, want: bool) -> Answer:
        outer, self.criterion = self.criterion, key
        try:
            return self.answer(goal, want=want)
        finally:
            self.criterion = outer

    def _several(self, need: int, parts: Sequence[Goal], want: bool) -> Answer:
        """At least `need` parts as wanted: one obstacle if all open parts are needed, otherwise any of them."""
        if not want:
            need = len(parts) - need + 1
        open_ = [one for one in parts if isinstance(one, Need) or not self.situation.is_so(one, want)]
        if need == len(parts):
            return self._every(open_, want)
        answers = [self.answer(part, want=want) for part in open_]
        lacking = need - (len(parts) - len(open_)) - sum(NOTHING in one.fixes for one in answers)
        if lacking <= 0:
            return Answer((NOTHING,))
        alive = [one for one in answers if one.fixes and NOTHING not in one.fixes]
        if len(alive) < lacking:
            return Answer(NONE, tuple(dict.fromkeys(key for one in answers for key in one.blocked)))
        if len(alive) == lacking:
            return min(alive, key=lambda one: len(one.fixes))
        return Answer(order(fix for one in alive for fix in one.fixes))

    def _every(self, parts: Sequence[Goal], want: bool) -> Answer:
        """All parts are needed: the one with the fewest fixes. The plain ones are asked first, for one that nothing
        turns settles it."""
        found = []
        for part in sorted(parts, key=self._effort):
            answer = self.answer(part, want=want)
            if not answer.fixes:
                return answer
            if NOTHING not in answer.fixes:
                found.append(answer)
        return min(found, key=lambda one: len(one.fixes), default=Answer((NOTHING,)))

    def _effort(self, part: Goal) -> tuple[bool, bool]:
        reads = self.situation.reads(part)
        return bool(reads.titles), reads.scored

    def _atom(self, goal: Goal, want: bool) -> Answer:
        assert not isinstance(goal, Need | Group)
        expr: Expr = goal
        reads = self.situation.reads(expr)
        if reads.scored and isinstance(expr, Compare):
            found = score_fixes(expr, want, self.situation)
        else:
            found = moves(expr, want, self.situation)
        return Answer(found, () if found else (self.criterion,))


def _choices(goal: ChooseCriterion) -> Need:
    """A choose as alternatives: a branch's guard true, the guards before it false, and the branch itself."""
    rows: list[Goal] = []
    before: list[Goal] = []
    for branch in goal.branches:
        guard: tuple[Goal, ...] = () if branch.when is None else (branch.when,)
        parts = (*before, *guard, branch.then)
        rows.append(Need(len(parts), parts))
        if branch.when is not None:
            before.append(Not(branch.when))
    return Need(1, tuple(rows))


def _ends(goal: InRange) -> tuple[Expr, ...]:
    ends: list[Expr] = []
    if goal.low is not None:
        ends.append(Compare(">=" if goal.low_closed else ">", goal.of, goal.low))
    if goal.high is not None:
        ends.append(Compare("<=" if goal.high_closed else "<", goal.of, goal.high))
    return tuple(ends)
