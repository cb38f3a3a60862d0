"""From which group to which: enterprises between two days, those that came and went and those undecided with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.insight.measure.breakdown import UNDECIDED, firm_labels, grouping_of, name_of, order_of
from peiyu.insight.statistics.population import Progress, spells
from peiyu.policy.compile.programme import BoundProgramme
from peiyu.policy.condition.ast import Expr
from peiyu.policy.engine.embedded.records import firm_truths, view_at
from peiyu.policy.pack.programme import Grouping
from peiyu.problems import Text

OUTSIDE = "outside"
ABSENT = {"from": Text("期初不在区", "not there at the beginning"), "to": Text("期末不在区", "not there at the end")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Transitions:
    """Counts of enterprises by their group on two days. `groups` are keys in order, `?` undecided and `outside` not
    there among them; `names` the same in words (of `outside` as it reads at the end). counts: (from, to) → how many;
    pairs without enterprises are not in it. stayed, moved: those decided on both days, in the same group or not."""

    name: Text
    since: dt.date
    until: dt.date
    groups: tuple[str, ...]
    names: dict[str, Text]
    counts: dict[tuple[str, str], int]
    stayed: int
    moved: int
    undecided: int
    said: Text

    def row(self, group: str) -> int:
        """How many were in a group at the beginning."""
        return sum(count for (one, _), count in self.counts.items() if one == group)

    def column(self, group: str) -> int:
        """How many are in a group at the end."""
        return sum(count for (_, one), count in self.counts.items() if one == group)


def transitions(
    programme: BoundProgramme, base: FactBase, view: View, *, since: dt.date, until: dt.date, by: str = "stage",
    progress: Progress = None,
) -> Transitions:  # fmt: skip
    """The transitions between the groups of a breakdown. A group is taken as it stands on each day, from what is known
    now; the base year of a day is the year before it. UsageError `unknown-group`, FactsError `nothing-held`."""
    group = grouping_of(programme, by)
    held = spells(base, view)
    base = base.with_fields(programme.binding.fields.values())
    ends = []
    for place, day in enumerate((since, until)):
        told = None if progress is None else lambda done, place=place: progress((place + done) / 2)
        there = held.there(day).join(labelled(programme, base, group, day, told), on="enterprise", how="left")
        ends.append(there.with_columns(pl.col("group").fill_null(UNDECIDED)))
    return moved(ends[0], ends[1], group, since, until)


def labelled(
    programme: BoundProgramme, base: FactBase, group: Grouping, day: dt.date, progress: Progress = None
) -> pl.DataFrame:
    """`enterprise` and `group` of every enterprise as it stands on a day."""
    binding = programme.binding
    keys: dict[Expr, str] = {one.when: f"group:{place}" for place, one in enumerate(group.members)}
    column: Callable[[Expr], str] = keys.__getitem__
    frames = []
    for bucket in range(base.bucket_count):
        asked = {key: when for when, key in keys.items()}
        firms = firm_truths(binding, base, bucket, asked, day=day) if asked else None
        frames.append(firm_labels(group, base, bucket, view_at(binding, day), firms, column))
        if progress is not None:
            progress((bucket + 1) / base.bucket_count)
    return pl.concat(frames)


def moved(was: pl.DataFrame, is_: pl.DataFrame, group: Grouping, since: dt.date, until: dt.date) -> Transitions:
    """The transitions of two frames of `enterprise` and `group`."""
    pairs = was.join(is_, on="enterprise", how="full", coalesce=True, suffix="_to")
    pairs = pairs.with_columns(pl.col("group", "group_to").fill_null(OUTSIDE))
    counted = pairs.group_by("group", "group_to").len().sort("group", "group_to")
    counts = {(one, other): count for one, other, count in counted.iter_rows()}
    seen = {key for pair in counts for key in pair if key != OUTSIDE}
    groups = (*order_of(group, seen), OUTSIDE)
    names = {key: name_of(group, key) for key in groups} | {OUTSIDE: ABSENT["to"]}
    vague = {UNDECIDED, OUTSIDE}
    stayed = sum(n for (one, other), n in counts.items() if one == other and one not in vague)
    both = sum(n for pair, n in counts.items() if not vague & set(pair))
    doubtful = sum(n for pair, n in counts.items() if UNDECIDED in pair and OUTSIDE not in pair)
    said = Text(
        f"{since} 与 {until} 都能归入“{group.name.zh}”的 {both} 家中，{stayed} 家未变、{both - stayed} 家变动；"
        f"{doubtful} 家至少一头待定",
        f"of {both} enterprises with a group on {since} and {until}, {stayed} stayed and {both - stayed} moved; "
        f"of {doubtful} one end is undecided",
    )
    return Transitions(
        name=group.name, since=since, until=until, groups=groups, names=names, counts=counts, stayed=stayed,
        moved=both - stayed, undecided=doubtful, said=said,
    )  # fmt: skip
