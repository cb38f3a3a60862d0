"""What an explanation is: values already worded in both languages, in a tree that follows the regulation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from peiyu.policy.pack.rule import Evidence
from peiyu.policy.verdict import Outcome, Reason
from peiyu.problems import Text

EMPTY = Text("", "")
DISCLAIMER = Text("预判，不作为认定依据", "A forecast; not a basis for recognition")

PartKind = Literal["tier", "group", "criterion", "condition", "branch", "quantity", "score", "item", "fact", "list"]


@dataclass(frozen=True, slots=True)
class Waiting:
    """One reason of an unknown: who has to act (待企业补, 待部门核, 待专家评, 待人工核定) and on what."""

    who: Text
    what: Text
    reason: Reason


class Part(NamedTuple):
    """One line of an explanation; a tuple, as thousands are made a second. `what` names it; `rule` is the condition
    or formula in words; `value` what the enterprise has, `threshold` what is asked, `distance` how far one is from
    the other; `note` says what is special here (attested, a stand-in, a branch taken). Texts are empty where they do
    not apply."""

    kind: PartKind
    key: str
    what: Text
    outcome: Outcome | None = None
    rule: Text = EMPTY
    value: Text = EMPTY
    threshold: Text = EMPTY
    distance: Text = EMPTY
    cite: str = ""
    evidence: Evidence | None = None
    note: Text = EMPTY
    stand_in: bool = False
    attested: bool = False
    waiting: tuple[Waiting, ...] = ()
    children: tuple[Part, ...] = ()

    def within(self) -> Iterator[Part]:
        """This part and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.within()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why one enterprise has this verdict on one tier. `definitions` are the options chosen (`pack.D1 = option`),
    `definitions_said` the same in words; `stand_ins` name each fact that another field stood in for."""

    enterprise: int
    code: str
    name: str
    tier: str
    outcome: Outcome
    as_of: dt.date
    rules_at: dt.date
    text: str
    via: str | None
    in_force: bool
    definitions: tuple[str, ...]
    definitions_said: tuple[Text, ...]
    stand_ins: tuple[Text, ...]
    root: Part
    disclaimer: Text = DISCLAIMER
