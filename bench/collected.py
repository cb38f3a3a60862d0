"""What became of a made-up month's returned workbooks: read, merged, examined, and judged by what is known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from peiyu.facts.round import Answer, Arrived, Finding, Merged, Place, examine, merge, read
from peiyu.madeup.answers import Defect, Returned, ReturnedMonth
from peiyu.problems import Level

Outcome = Literal["merged", "found", "aside", "missed"]
"""The true values were read; a finding tells of it; it waits for a person; nobody was told."""

WISHED: Mapping[str, tuple[Outcome, ...]] = {
    "merged": ("merged", "aside"),
    "aside": ("aside", "found"),
    "finding": ("found", "aside"),
}
"""What is good enough for what was expected: nothing may pass in silence."""


@dataclass(frozen=True, slots=True)
class Collected:
    """The month as it came out: what each file gave, what each unit said, and what is wrong with it."""

    arrived: Mapping[str, Arrived]
    merged: Merged
    findings: tuple[Finding, ...]

    def answers(self) -> Iterator[Answer]:
        for one in self.merged.answers.values():
            yield from one


@dataclass(frozen=True, slots=True)
class Judged:
    """outcomes: each defect with what became of it; rows: of the kinds that a check has to find, the companies whose
    figures are wrong and how many of them have a finding. Of the answers that no defect concerns: `right` as they are
    true, `waiting` in a file of which something waits, `lost` and `changed` (each is a fault). Of companies that no
    defect concerns: `asked`: right answers that need a sentence all the same, `blocked`: that are held to be errors."""

    outcomes: tuple[tuple[Defect, Outcome], ...]
    rows: Mapping[str, tuple[int, int]]
    right: int
    waiting: int
    lost: int
    changed: tuple[Place, ...]
    asked: int
    blocked: int

    @property
    def missed(self) -> tuple[Defect, ...]:
        return tuple(defect for defect, outcome in self.outcomes if outcome not in WISHED[defect.expected])

    def by_kind(self) -> dict[str, dict[str, int]]:
        """Kind → how many were planted, and what became of them."""
        counted: dict[str, Counter[str]] = {}
        for defect, outcome in self.outcomes:
            counted.setdefault(defect.kind, Counter()).update(("planted", outcome))
        return {kind: dict(count) for kind, count in counted.items()}


def collect(month: ReturnedMonth) -> Collected:
    """Every file read, the parts of each unit merged, each unit's answers examined."""
    units = {month.asked.id: month.units}
    arrived = {one.file: read(month.folder / one.file, rounds=month.rounds, units=units) for one in month.files}
    merged = merge([part for one in arrived.values() for part in one.parts], units=month.units)
    waiting = {one.place for one in (*merged.aside, *(w for a in arrived.values() for w in a.aside)) if one.place}
    waiting |= {one.place for one in merged.conflicts}
    findings = tuple(
        finding
        for unit in month.units
        for finding in examine(
            month.asked, merged.answers.get(unit.id, ()),
            held=month.held, before=month.before, unit=unit, waiting=waiting,
        )
    )  # fmt: skip
    return Collected(arrived, merged, findings)


def judge(month: ReturnedMonth, collected: Collected) -> Judged:
    """Compare what came out with what is true."""
    said = {one.place: one.value for one in collected.answers()}
    found = {one.place for one in collected.findings}
    outcomes = tuple(
        (defect, _outcome(month, one, defect, collected=collected, said=said, found=found))
        for one in month.files
        for defect in one.defects
    )
    concerned = {place for defect in month.defects for place in defect.places}
    waits = {unit for one in month.files if collected.arrived[one.file].aside for unit in one.units}
    waits |= {one.unit for one in collected.merged.conflicts}
    owner = {firm.key: unit.id for unit in month.units for firm in unit.firms}
    clean = [place for place in month.truth if place not in concerned]
    gone = [place for place in clean if place not in said]
    waiting = sum(1 for place in gone if owner[place.enterprise] in waits)
    touched = {place.enterprise for place in concerned}
    levels = [one.level for one in collected.findings if one.place.enterprise not in touched]
    changed = tuple(place for place in clean if place in said and said[place] != month.truth[place])
    return Judged(
        outcomes, _rows_told(month, collected, said), right=len(clean) - len(gone) - len(changed),
        waiting=waiting, lost=len(gone) - waiting, changed=changed,
        asked=levels.count(Level.WARNING), blocked=levels.count(Level.ERROR),
    )  # fmt: skip


def _rows_told(
    month: ReturnedMonth, collected: Collected, said: Mapping[Place, object]
) -> Mapping[str, tuple[int, int]]:
    """Kind → companies with a wrong figure, and those of them with a finding."""
    told = {one.place.enterprise for one in collected.findings}
    counted: dict[str, tuple[int, int]] = {}
    for defect in month.defects:
        if defect.expected == "finding":
            wrong = {place.enterprise for place in defect.places if said.get(place) != month.truth[place]}
            rows, found = counted.get(defect.kind, (0, 0))
            counted[defect.kind] = (rows + len(wrong), found + len(wrong & told))
    return counted


def _outcome(
    month: ReturnedMonth, one: Returned, defect: Defect, *,
    collected: Collected, said: Mapping[Place, object], found: set[Place],
) -> Outcome:  # fmt: skip
    """What became of one defect."""
    arrived = collected.arrived[one.file]
    if defect.expected == "merged":
        mine = {firm.key for unit in month.units if unit.id in one.units for firm in unit.firms}
        asked = [p for p in month.truth if p.enterprise in mine and p not in defect.places]
        if all(place in said and said[place] == month.truth[place] for place in asked):
            return "merged"
        is_silent = any(place in said and said[place] != month.truth[place] for place in asked) or not arrived.aside
        return "missed" if is_silent else "aside"
    if found.intersection(defect.places):
        return "found"
    conflicts = {one.place for one in collected.merged.conflicts}
    at_place = {waiting.place for waiting in arrived.aside} | conflicts
    if at_place.intersection(defect.places) or _waits_at(arrived, defect):
        return "aside"
    return "missed"


def _waits_at(arrived: Arrived, defect: Defect) -> bool:
    """Whether a part of the file waits in which the defect stands: the file itself, or its row."""
    row = _row(defect.where)
    return any(not row or _row(one.where.cell or "") == row for one in arrived.aside)


def _row(cell: str) -> str:
    return "".join(sign for sign in cell if sign.isdigit())
