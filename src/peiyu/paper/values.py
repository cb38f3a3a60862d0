"""What a check-up puts on paper: plain values, already worded in both languages and already decided.

Nothing here computes a verdict; renderers read these values and nothing else.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peiyu.policy.verdict import Outcome
from peiyu.problems import Problem, Text

EMPTY = Text("", "")


@dataclass(frozen=True, slots=True)
class Firm:
    """Who a line is about. `page` is the file of its page relative to the report's folder ('' when it has none)."""

    name: str
    code: str
    district: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A text that was applied: its pack, its dated text, whether it is in force at the rules date."""

    pack: Text
    document: str
    text: str
    in_force: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TierCount:
    """How the enterprises stand with one tier."""

    name: Text
    standard: Text
    in_force: bool
    met: int
    not_met: int
    unknown: int
    one_short: int

    @property
    def total(self) -> int:
        return self.met + self.not_met + self.unknown


@dataclass(frozen=True, slots=True, kw_only=True)
class OneShort:
    """One condition stands between a firm and a tier. `outcome` of that condition is not met or unknown;
    `earliest` is the first day on which the tier can be met (None: not established, `earliest_note` says why)."""

    firm: Firm
    tier: Text
    condition: Text
    cite: str
    outcome: Outcome
    present: Text
    threshold: Text
    gap: Text
    ask: Text
    whom: Text
    earliest: dt.date | None
    earliest_note: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiring:
    """Something that runs out; `days_left` counts from the as-of date and is negative once it has run out."""

    firm: Firm
    what: Text
    number: str
    runs_out: dt.date
    days_left: int
    todo: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AtRisk:
    """A tier that is met now and may be lost: by whom, through which condition, and when at the earliest."""

    firm: Firm
    tier: Text
    cause: Text
    present: Text
    threshold: Text
    margin: Text
    when: dt.date | None
    todo: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmRow:
    """One firm, one line: an outcome for each tier of the report, in the report's order. `classes` is its class in
    each classification of the report (a size); `lists` names the lists on which it stands; `stand_ins` is true
    when a stand-in touched any of its verdicts."""

    firm: Firm
    outcomes: tuple[Outcome, ...]
    classes: tuple[Text, ...] = ()
    lists: tuple[Text, ...] = ()
    stand_ins: bool = False


@dataclass(frozen=True, slots=True)
class Substitute:
    """A stand-in: the figure that the rules name, what was taken instead, why."""

    missing: Text
    taken: Text
    why: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckupReport:
    """The whole check-up. `withheld` counts enterprises marked 涉密或不公开, which stand in no list."""

    title: Text
    made_up: bool
    as_of: dt.date
    known_at: dt.date
    rules_at: dt.date
    event: Text
    sources: tuple[str, ...]
    standards: tuple[Standard, ...]
    tiers: tuple[TierCount, ...]
    classifications: tuple[Text, ...]
    definitions: tuple[Text, ...]
    stand_ins: tuple[Substitute, ...]
    firms: tuple[FirmRow, ...]
    one_short: tuple[OneShort, ...]
    expiring: tuple[Expiring, ...]
    at_risk: tuple[AtRisk, ...]
    problems: tuple[Problem, ...]
    withheld: int = 0

    def expiring_within(self, days: int) -> int:
        """How many things run out in at most `days` from the as-of date."""
        return sum(0 <= one.days_left <= days for one in self.expiring)


# --- a page per enterprise ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ConditionLine:
    """One condition of a tier. `depth` indents it under its group (0 outermost); `joint` is the word that joins
    the parts of a group ('' for a condition); `present` and `note` are empty when only the verdict is known."""

    name: Text
    outcome: Outcome
    rule: Text = EMPTY
    present: Text = EMPTY
    note: Text = EMPTY
    cite: str = ""
    depth: int = 0
    joint: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class TierLine:
    """A tier on a firm's page. `ask` is its decisive question, if there is one."""

    name: Text
    standard: Text
    in_force: bool
    outcome: Outcome
    stand_in: bool
    conditions: tuple[ConditionLine, ...]
    score: Text = EMPTY
    missing: tuple[Text, ...] = ()
    ask: Text = EMPTY
    whom: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step of a dated path."""

    when: dt.date
    what: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLine:
    """A path to one tier; `reached_on` None says that it is not reached within the horizon, `note` says why."""

    tier: Text
    reached_on: dt.date | None
    steps: tuple[StepLine, ...]
    note: Text = EMPTY


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A datum used, with its values by year (EMPTY where missing)."""

    name: Text
    values: tuple[Text, ...]
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterprisePage:
    """Everything a firm's page shows. `years` heads the columns of `facts`."""

    firm: Firm
    as_of: dt.date
    made_up: bool
    tiers: tuple[TierLine, ...]
    classes: tuple[Text, ...] = ()
    paths: tuple[PathLine, ...] = ()
    expiring: tuple[Expiring, ...] = ()
    at_risk: tuple[AtRisk, ...] = ()
    years: tuple[str, ...] = ()
    facts: tuple[FactLine, ...] = ()
    sources: tuple[str, ...] = ()
    stand_ins: tuple[Text, ...] = ()
