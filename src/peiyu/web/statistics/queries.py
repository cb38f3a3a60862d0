"""Reads of analyses. Nothing here leads to an enterprise: statistical sources give numbers and no list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from peiyu.insight.statistics.suppression.hide import MARK
from peiyu.problems import Problem, Text
from peiyu.web.acting.actor import Actor
from peiyu.web.acting.rules import decide
from peiyu.web.jobs.shown import problem_of
from peiyu.web.statistics.access import RULES
from peiyu.web.statistics.models import Analysis

Entry = Text | int | float | str


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it is shown or taken away; what is hidden is already marked."""

    title: Text
    headings: tuple[Text, ...]
    rows: tuple[tuple[Entry, ...], ...]
    notes: tuple[Text, ...]
    hidden: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """An analysis for an actor: for the office in full, or only what may go out; then without sentences, and without
    a chart that would show what the table hides. table None: it does not go out, or `absent` says why there is none."""

    analysis: Analysis
    outward: bool
    table: Table | None
    said: tuple[Text, ...] = ()
    chart: Mapping[str, Any] | None = None
    absent: tuple[Problem, ...] = ()


def latest(actor: Actor, pack: str, *, outward: bool = False) -> tuple[Seen, ...]:
    """The analyses that hold, in the order of the library, for an actor: outsiders get what may go out and no more.
    One query."""
    inside = decide(RULES, actor, "analyses.see").allowed
    if not decide(RULES, actor, "outward.see").allowed:
        return ()
    last = Analysis.objects.filter(pack=pack, state="live").order_by("-job").values("job")[:1]
    found = Analysis.objects.filter(job=last, state="live").order_by("pk")
    return tuple(seen_of(one, outward=outward or not inside) for one in found if inside or one.outward)


def one(actor: Actor, pack: str, kind: str, *, outward: bool = False) -> Seen | None:
    """One of them."""
    return next((seen for seen in latest(actor, pack, outward=outward) if seen.analysis.kind == kind), None)


def seen_of(analysis: Analysis, *, outward: bool) -> Seen:
    """An analysis as it is shown, in full or for the outside."""
    kept = analysis.outward if outward else analysis.inward
    table = table_of(kept) if kept else None
    absent = tuple(problem_of(one) for one in analysis.absent)
    if outward:
        tells = table is None or bool(table.hidden)
        chart = None if tells else analysis.chart or None
        return Seen(analysis=analysis, outward=True, table=table, chart=chart, absent=absent)
    said = tuple(Text(one["zh"], one["en"]) for one in analysis.said)
    return Seen(analysis=analysis, outward=False, table=table, said=said, chart=analysis.chart or None, absent=absent)


def table_of(kept: Mapping[str, Any]) -> Table:
    """A table out of JSON."""
    rows = tuple(tuple(_entry(one) for one in row) for row in kept["rows"])
    return Table(
        title=_text(kept["title"]), headings=tuple(_text(one) for one in kept["headings"]), rows=rows,
        notes=tuple(_text(one) for one in kept["notes"]),
        hidden=sum(one is None for row in kept["rows"] for one in row),
    )  # fmt: skip


def _entry(kept: Any) -> Entry:
    if kept is None:
        return MARK
    return _text(kept) if isinstance(kept, dict) else kept


def _text(kept: Mapping[str, str]) -> Text:
    return Text(kept["zh"], kept["en"])
