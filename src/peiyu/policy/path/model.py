"""What a path is made of: changes, dated steps, questions left open, and the answer for one tier."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from peiyu.facts.snapshot import Child, Value
from peiyu.policy.explain.questions import Question
from peiyu.policy.verdict import FactKey, Outcome, Reason
from peiyu.problems import Text

ChangeKind = Literal["figure", "flag", "record", "title"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One lever pulled. `figure`: an annual figure takes `values` (year → stored value) and keeps the last one;
    `flag`: an enterprise's yes/no becomes yes; `record`: `rows` are added to a child list; `title`: a certificate
    is obtained (one row of `title`). `relative` is the size against the present value (1 for flags and titles,
    added ÷ present rows for records); `effective` the first day on which a verdict can count it; `start_by` the
    latest day to begin."""

    kind: ChangeKind
    entity: str
    field_code: str
    scope: str = ""
    before: Value | None = None
    values: tuple[tuple[int, Value], ...] = ()
    rows: tuple[Child, ...] = ()
    relative: Fraction = Fraction(0)
    start_by: dt.date
    effective: dt.date

    @property
    def lever(self) -> tuple[str, str, str]:
        """What is pulled; two changes of one lever replace each other."""
        return (self.entity, self.field_code, self.scope)

    @property
    def signature(self) -> tuple[object, ...]:
        """Two changes with one signature do the same."""
        return (self.lever, self.values, len(self.rows), self.effective)

    @property
    def after(self) -> Value | None:
        """The last value of a figure or flag; the number of rows of a record change."""
        return self.values[-1][1] if self.values else len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A change as a reader needs it. `from_value` and `to_value` are stored units (rows counted for records);
    `year` is the first fiscal year touched (0 for instant facts and records)."""

    fact: FactKey
    kind: ChangeKind
    from_value: Value | None
    to_value: Value | None
    by_year: tuple[tuple[int, Value], ...]
    start_by: dt.date
    effective: dt.date
    words: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """Another way to the tier: a different set of changes, or a later date with fewer of them. `conditional`:
    it also needs favourable answers to what `depends_on` names."""

    ready_on: dt.date
    steps: tuple[Step, ...]
    conditional: bool = False
    depends_on: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """The way of one enterprise to one tier (`pack.tier`).

    `outcome_now` is the verdict at `as_of`; `questions` come first (decisive ones before others; their
    answers say which would make it met). `ready_on` is the first candidate date at which
    `steps` lead to the tier, None when no date up to `horizon` does. `conditional`: it is met there only if what
    `depends_on` names is answered favourably. `not_before`: no earlier candidate date can be reached (None when the
    tier is met now); `reason` says what stands in the way until then. `search_limit_reached`: the search stopped
    early, so fewer changes or an earlier date cannot be excluded. `assumptions` are stated beside every path.
    """

    tier: str
    name: Text
    enterprise: int
    as_of: dt.date
    horizon: dt.date
    outcome_now: Outcome
    questions: tuple[Question, ...] = ()
    steps: tuple[Step, ...] = ()
    ready_on: dt.date | None = None
    conditional: bool = False
    depends_on: tuple[Reason, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    not_before: dt.date | None = None
    reason: Text | None = None
    in_force: bool = True
    search_limit_reached: bool = False
    assumptions: tuple[Text, ...] = ()
