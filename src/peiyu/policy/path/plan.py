"""The dated way of one enterprise to one tier: date by date, the first that can be reached."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction

from peiyu.facts.snapshot import Child, Snapshot, Value
from peiyu.facts.vocabulary.load import Vocabulary, vocabulary
from peiyu.policy.compile.binding import Binding, BoundTier
from peiyu.policy.engine.reference import context_of
from peiyu.policy.engine.reference.calendar import months_after
from peiyu.policy.engine.reference.groups import tier as verdict_on
from peiyu.policy.explain.questions import questions
from peiyu.policy.path.model import Alternative, Change, Path, Step
from peiyu.policy.path.projection import projected
from peiyu.policy.path.rules import BindAt, Rules
from peiyu.policy.path.search import search
from peiyu.policy.path.situation import Frame, Memory, Situation
from peiyu.policy.path.timeline import candidate_dates
from peiyu.policy.path.words import ASSUMPTIONS, obstacle, step_of
from peiyu.policy.verdict import Outcome, Reason
from peiyu.problems import Problem, Text, UsageError

MOST_SOLUTIONS = 3
MOST_TITLES_DEEP = 3
"""A title may need a title that needs a title, no more."""
VALID_MONTHS = 36
"""How long a title is taken to hold when its tier does not say."""
MOST_SITUATIONS = 600
"""How many situations one plan looks into in all."""


def plan(bind_at: BindAt, snapshot: Snapshot, tier: str, *, as_of: dt.date, horizon_years: int = 5) -> Path:
    """The earliest date at which the enterprise can meet `tier` (`pack.tier` or `ladder.tier`), with the fewest
    changes, the smallest of those, and questions first.

    bind_at gives the rules of a date (a Binding whose as-of is that date). A title that the tier asks for can only
    be planned if the tier that gives it is bound too: bind the pack or ladder, not the tier alone. Nothing is
    searched beyond `horizon_years`. Every date and set of changes in the result was verified by the reference
    engine. Raises UsageError `tier-not-bound` for a tier that the binding does not hold.
    """
    return Planners(bind_at, as_of=as_of, horizon_years=horizon_years).path(snapshot, tier)


class Planners:
    """Plans of many enterprises at one as-of: the rules of each date are bound once."""

    def __init__(self, bind_at: BindAt, *, as_of: dt.date, horizon_years: int = 5) -> None:
        self._rules = Rules(bind_at)
        self._as_of = as_of
        self._horizon = months_after(as_of, 12 * horizon_years)

    def path(self, snapshot: Snapshot, tier: str) -> Path:
        return Planner(self._rules, snapshot, self._as_of, self._horizon).path(tier)


@dataclass(frozen=True, slots=True)
class Reached:
    """A tier within reach on a day: solutions cheapest first, and the open answers on which the first depends."""

    on: dt.date
    solutions: tuple[Situation, ...]
    depends_on: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """What searching date by date came to. `blocked` are the criteria in the way on the last day that failed."""

    reached: Reached | None
    blocked: tuple[str, ...]
    blocked_at: Binding | None
    stopped_early: bool


@dataclass(slots=True)
class Planner:
    """One enterprise's plans; planned titles are remembered, `pending` are the tiers being planned."""

    rules: Rules
    snapshot: Snapshot
    as_of: dt.date
    horizon: dt.date
    budget: int = MOST_SITUATIONS
    titles: dict[str, tuple[Change, ...]] = field(default_factory=dict)
    pending: list[str] = field(default_factory=list)
    memory: Memory = field(default_factory=Memory)

    def path(self, word: str) -> Path:
        binding = self.binding(self.as_of)
        bound = bound_tier(binding, word)
        now = verdict_on(bound.key, context_of(binding, self.snapshot)).truth
        path = Path(
            tier=word, name=bound.tier.name, enterprise=self.snapshot.enterprise, as_of=self.as_of,
            horizon=self.horizon, outcome_now=now.outcome, in_force=bound.in_force,
        )  # fmt: skip
        if now.outcome is Outcome.MET:
            return replace(path, ready_on=self.as_of)
        stated = replace(path, assumptions=ASSUMPTIONS)
        if now.outcome is Outcome.UNKNOWN:
            asked = replace(stated, questions=questions(binding, self.snapshot, (bound.key,)))
            return self.if_answered(asked, word, now.reasons)
        return self.if_changed(stated, word)

    def if_answered(self, path: Path, word: str, reasons: frozenset[Reason]) -> Path:
        """Favourable answers are enough; what is certain without them stands beside."""
        certain = self.outlook(word, possible=False)
        others = () if certain.reached is None else self.alternatives(certain.reached, skip=0)
        return replace(
            path, ready_on=self.as_of, conditional=True, depends_on=sorted_reasons(reasons), alternatives=others,
            search_limit_reached=certain.stopped_early,
        )  # fmt: skip

    def if_changed(self, path: Path, word: str) -> Path:
        """The first day on which changes, or waiting, lead to the tier."""
        outlook = self.outlook(word, possible=True)
        reason = None
        if outlook.blocked and outlook.blocked_at is not None:
            reason = obstacle(outlook.blocked, outlook.blocked_at)
        reached = outlook.reached
        if reached is None:
            return replace(
                path, not_before=self.horizon, reason=reason, search_limit_reached=outlook.stopped_early
            )  # fmt: skip
        best = reached.solutions[0]
        waiting = self.waiting(word, reached) if best.changes else ()
        open_ = (bound_tier(best.binding, word).key,) if reached.depends_on else ()
        return replace(
            path, ready_on=reached.on, steps=self.steps(best), questions=questions(best.binding, best.snapshot, open_),
            conditional=bool(reached.depends_on),
            depends_on=reached.depends_on, alternatives=self.alternatives(reached, skip=1) + waiting,
            not_before=reached.on if reached.on > self.as_of else None, reason=reason,
            search_limit_reached=outlook.stopped_early,
        )  # fmt: skip

    # --- date by date -----------------------------------------------------------------------------------------

    def outlook(self, word: str, *, possible: bool) -> Outlook:
        """The first candidate date that can be reached: for certain, else (if `possible` is enough) given
        favourable answers."""
        blocked: tuple[str, ...] = ()
        blocked_at: Binding | None = None
        stopped, stuck = False, set[tuple[int, int, bool]]()
        for day in self.days(word):
            failed = blocked, blocked_at
            for mode in (False, True) if possible else (False,):
                frame = self.frame(day, possible=mode)
                key = bound_tier(frame.binding, word).key
                place = (day.year, id(frame.binding.tiers), mode)
                if place in stuck or (mode and not self.has_gaps(frame, key)):
                    continue
                found = search(frame, key, most=MOST_SOLUTIONS, budget=self.budget)
                self.budget -= found.looked_into
                stopped |= found.stopped_early
                if found.solutions:
                    open_ = sorted_reasons(found.solutions[0].tier(key).reasons)
                    return Outlook(Reached(day, found.solutions, open_), blocked, blocked_at, stopped)
                if found.blocked:
                    failed = found.blocked, frame.binding
                if found.hopeless:
                    stuck.add(place)
            blocked, blocked_at = failed
        return Outlook(None, blocked, blocked_at, stopped)

    def has_gaps(self, frame: Frame, key: str) -> bool:
        """Whether any criterion of the tier is unknown, so that answers could matter."""
        situation = frame.start()
        situation.tier(key)
        return any(truth.value is None for truth in situation.context.memory.criteria.values())

    def days(self, word: str) -> Iterator[dt.date]:
        """Every candidate date in order: of the facts and levers, of the rules' changes, and of titles as soon as
        their plans are known."""
        now = self.binding(self.as_of)
        key = bound_tier(now, word).key
        days = set(candidate_dates(now, key, self.snapshot, self.vocabulary(), horizon=self.horizon))
        years = {day for day in days if (day.month, day.day) == (1, 1)} | {self.as_of, self.horizon}
        days.update(self.rules.changes(years))
        while days:
            done = min(days)
            days.discard(done)
            yield done
            granted = {one.effective for fix in self.titles.values() for one in fix if one.kind == "title"}
            days.update(day for day in granted if done < day <= self.horizon)

    def waiting(self, word: str, reached: Reached) -> tuple[Alternative, ...]:
        """The first later day on which the tier is met without any change."""
        for day in self.days(word):
            if day > reached.on:
                start = self.frame(day, possible=False).start()
                if start.tier(bound_tier(start.binding, word).key).value is True:
                    return (Alternative(ready_on=day, steps=()),)
        return ()

    # --- titles -----------------------------------------------------------------------------------------------

    def title_fix(self, title: str) -> tuple[Change, ...]:
        """The changes by which a title is obtained: what its tier needs, then application and decision. Empty if
        no tier of the binding gives it or that tier cannot be reached."""
        if title not in self.titles:
            self.titles[title] = ()
            if len(self.pending) < MOST_TITLES_DEEP:
                self.titles[title] = self.obtained(title)
        return self.titles[title]

    def obtained(self, title: str) -> tuple[Change, ...]:
        now = self.binding(self.as_of)
        giver = next((one for one in now.tiers.values() if one.tier.title == title), None)
        lag = self.vocabulary().entities["title"].add_lag_months
        if giver is None or lag is None or giver.key in self.pending:
            return ()
        self.pending.append(giver.key)
        reached = self.outlook(giver.via or giver.key, possible=False).reached
        self.pending.pop()
        if reached is None:
            return ()
        granted = months_after(reached.on, lag)
        expires = months_after(granted, giver.tier.valid_for or VALID_MONTHS)
        values: dict[str, Value] = {"kind": title, "granted_on": granted, "expires_on": expires}
        row = Child("title", -1, values, source="计划")
        needed = reached.solutions[0].changes
        won = Change(
            kind="title", entity="title", field_code="", scope=title, before=0, rows=(row,),
            relative=Fraction(1), start_by=reached.on, effective=granted,
        )  # fmt: skip
        return (*needed, won)

    # --- parts ------------------------------------------------------------------------------------------------

    def frame(self, day: dt.date, *, possible: bool) -> Frame:
        words = self.vocabulary()
        carried = projected(self.snapshot, words, as_of=self.as_of, to=day)
        return Frame(
            self.binding(day), words, self.snapshot, carried, self.as_of, day, possible, self.title_fix, self.memory
        )  # fmt: skip

    def binding(self, day: dt.date) -> Binding:
        return self.rules.at(day)

    def vocabulary(self) -> Vocabulary:
        return vocabulary().extended(self.binding(self.as_of).fields.values())

    def steps(self, situation: Situation) -> tuple[Step, ...]:
        ordered = sorted(situation.changes, key=lambda one: (one.effective, one.start_by, one.lever))
        return tuple(step_of(one, situation.binding) for one in ordered)

    def alternatives(self, reached: Reached, *, skip: int) -> tuple[Alternative, ...]:
        return tuple(
            Alternative(
                ready_on=reached.on, steps=self.steps(one), conditional=bool(reached.depends_on),
                depends_on=reached.depends_on,
            )
            for one in reached.solutions[skip:]
        )  # fmt: skip


def bound_tier(binding: Binding, word: str) -> BoundTier:
    """The tier of a binding that a word names: `pack.tier`, or `ladder.tier` by the row that chose it."""
    if word in binding.tiers:
        return binding.tiers[word]
    chosen = next((one for one in binding.tiers.values() if one.via == word), None)
    if chosen is not None:
        return chosen
    raise UsageError(
        Problem(
            "tier-not-bound", Text(f"绑定中没有层级 {word}", f"the binding holds no tier {word}"), found=word,
            accepted=Text("、".join(binding.tiers), ", ".join(binding.tiers)),
            next_step=Text("把该层级或其政策包列入评价对象", "name the tier or its pack among what is evaluated"),
        )
    )  # fmt: skip


def sorted_reasons(reasons: frozenset[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=repr))
