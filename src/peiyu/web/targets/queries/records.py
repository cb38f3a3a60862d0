"""Reads of what is behind a figure: its records, the firms that decide, the figures in which an enterprise counts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from peiyu.facts.vocabulary.load import vocabulary
from peiyu.problems import Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide, reach_of
from peiyu.web.enterprises.models import Enterprise
from peiyu.web.enterprises.queries import keys_of, listed
from peiyu.web.targets.access import RULES
from peiyu.web.targets.models import FigureRecord, KeyFirm, Line, Reading
from peiyu.web.targets.queries.readings import Row, latest, text_of

TERRITORY = 0
"""The key under which records stand that belong to no enterprise."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A row of a list that names an enterprise; `firm` None: the record is of the territory."""

    row: Any
    firm: Enterprise | None

    @property
    def pk(self) -> int:
        return int(self.row.pk)

    @property
    def why(self) -> Text:
        return text_of(self.row.why)

    @property
    def what(self) -> Text:
        """What kind of record it is."""
        return vocabulary().entities[self.row.entity].name

    def __getattr__(self, name: str) -> Any:
        return getattr(self.row, name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A figure in which an enterprise counts: certainly, or possibly and `why` says what is not known. times: by how
    many records; key: it is one of the firms that decide the target."""

    row: Row
    certain: bool
    times: int
    why: Text
    key: bool = False


def records_of(actor: Actor, line: Line) -> QuerySet[FigureRecord]:
    """The records behind a line that the actor may see: those of enterprises within reach, never confidential ones,
    and, for who sees everything, those of the territory."""
    return _listed(actor, FigureRecord.objects.filter(line=line), "records.see")


def key_firms(actor: Actor, reading: Reading) -> QuerySet[KeyFirm]:
    """缺口到户: the enterprises within reach on which the outlooks of a reading depend."""
    return _listed(actor, KeyFirm.objects.filter(line__reading=reading), "gaps.see").select_related("line")


def _listed(actor: Actor, rows: QuerySet[Any], action: str) -> QuerySet[Any]:
    reach = reach_of(RULES, actor, action)
    if reach is None:
        return rows.none()
    own = Q(listed(actor))
    return rows.filter(own | Q(enterprise=TERRITORY)) if reach == "all" else rows.filter(own)


def named(actor: Actor, rows: Sequence[Any]) -> list[Listed]:
    """The same with their enterprises; one query."""
    firms = keys_of(actor, {row.enterprise for row in rows})
    return [Listed(row, firms.get(row.enterprise)) for row in rows]


def counts_of(actor: Actor, pack: str, key: int) -> tuple[Counts, ...]:
    """The figures of the latest reading in which an enterprise counts, for those who may see them and it. At most four
    queries."""
    reading = latest(pack)
    seen = decide(RULES, actor, "targets.see").allowed or key in actor.enterprises
    if reading is None or not seen:
        return ()
    lines = {one.pk: one for one in Line.objects.filter(reading=reading).defer("chart", "breakdowns")}
    found: dict[int, list[FigureRecord]] = {}
    for one in FigureRecord.objects.filter(enterprise=key, line__reading=reading):
        found.setdefault(one.line_id, []).append(one)
    gaps = decide(RULES, actor, "gaps.see").allowed
    keys = KeyFirm.objects.filter(enterprise=key, line__reading=reading).values_list("line_id", flat=True)
    decides = set(keys) if gaps else set()
    return tuple(_counts(lines[pk], found.get(pk, []), pk in decides) for pk in lines if pk in found or pk in decides)


def _counts(line: Line, held: Sequence[FigureRecord], key: bool) -> Counts:
    certain = any(one.certain for one in held)
    doubt = next((text_of(one.why) for one in held if not one.certain), Text("", ""))
    return Counts(row=Row(line), certain=certain, times=len(held), why=Text("", "") if certain else doubt, key=key)
