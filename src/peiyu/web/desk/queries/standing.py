"""How the promises of the document stand: the lines of the latest reading, as the desk's pages show them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from peiyu.insight.figures import PaceCode
from peiyu.insight.targets.pace import WORDS
from peiyu.problems import Text
from peiyu.web.look.cells import Mark
from peiyu.web.targets.models import Reading
from peiyu.web.targets.queries import latest, lines
from peiyu.web.targets.queries.readings import Row

WORST_FIRST: tuple[PaceCode, ...] = (
    "overdue", "far_behind", "behind", "over", "possible", "on_track", "met", "not_begun", "unknown",
)  # fmt: skip
MISSING = ("overdue", "far_behind", "behind")
"""Paces of a target that will be missed unless something is done."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A target or trend now: its line, and the word and colour of its pace."""

    row: Row
    mark: Mark

    @property
    def figure(self) -> Text:
        return self.row.said("total")

    @property
    def plan(self) -> Text:
        return self.row.said("plan")

    @property
    def goal(self) -> Text:
        return self.row.said("goal")

    @property
    def month(self) -> Text:
        """What the month of the day added."""
        return self.row.said("month")

    @property
    def outlook(self) -> Text:
        """What is expected at the deadline."""
        return self.row.said("outlook")

    @property
    def outlook_said(self) -> Text:
        """The same in a sentence, with what will be missing."""
        return self.row.said("outlook_said")

    @property
    def said(self) -> Text:
        """The figure and the rule that gave the colour, in a sentence."""
        rule = self.row.said("rule")
        return Text(
            f"{self.row.name.zh}：{rule.zh or self.figure.zh}", f"{self.row.name.en}: {rule.en or self.figure.en}"
        )

    @property
    def records(self) -> int:
        return self.row.line.records

    @property
    def pace(self) -> str:
        return self.row.line.pace


@dataclass(frozen=True, slots=True)
class Stand:
    """The latest reading of a pack; None where nothing was measured yet."""

    reading: Reading | None
    all: tuple[Standing, ...]

    @property
    def targets(self) -> tuple[Standing, ...]:
        return tuple(one for one in self.all if one.row.line.kind == "target")

    @property
    def by_code(self) -> Mapping[str, Standing]:
        return {one.row.line.code: one for one in self.all}

    @property
    def counted(self) -> tuple[tuple[Mark, int], ...]:
        """How many targets stand how, the worst first."""
        return counted(self.targets)


def stand_of(pack_id: str) -> Stand:
    """How the targets and trends of a pack stand: two queries."""
    reading = latest(pack_id)
    if reading is None:
        return Stand(None, ())
    return Stand(reading, tuple(standing_of(row) for row in lines(reading)))


def standing_of(row: Row) -> Standing:
    """A line with its word: the pace of a target, the way that a trend goes."""
    pace = row.line.pace
    if pace in WORDS:
        return Standing(row, Mark(WORDS[pace][0], row.line.colour))
    return Standing(row, Mark(row.said("pace") if row.said("pace").zh else Text("趋势", "trend"), "grey"))


def counted(targets: Iterable[Standing]) -> tuple[tuple[Mark, int], ...]:
    """How many stand how, the worst first."""
    paces = Counter(one.pace for one in targets)
    return tuple((Mark(*WORDS[pace]), paces[pace]) for pace in WORST_FIRST if paces[pace])
