"""The analyses of `insight.statistics` on the facts of now: each gives its table, inwards and outwards, its chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from peiyu.facts.base import FactBase, View
from peiyu.insight import charts
from peiyu.insight.measure.breakdown import grouping_of, name_of
from peiyu.insight.statistics import (
    aggregate_view,
    bridge,
    bunching,
    concentration,
    growth,
    labelled,
    labels,
    operating,
    revenue_change,
    survival,
    transitions,
)
from peiyu.insight.statistics import sheets as tables
from peiyu.insight.statistics.concentration import Of
from peiyu.insight.statistics.sheets import Sheet
from peiyu.policy.compile.choose import refuse_unknown
from peiyu.policy.compile.programme import BoundProgramme
from peiyu.problems import Problem, Text, UsageError
from peiyu.web import clock
from peiyu.web.bridge.export import export
from peiyu.web.bridge.measuring import programme
from peiyu.web.enterprises.queries.sources import precedence

NAMES: Mapping[str, Text] = {
    "bridge": Text("增减变动", "entries and exits"),
    "revenue": Text("收入变动", "change of revenue"),
    "growth": Text("增速分布", "distribution of growth"),
    "transitions": Text("阶段变动", "moves between stages"),
    "survival": Text("存活情况", "survival"),
    "concentration": Text("产业集中度", "concentration"),
    "operating": Text("实际经营情况", "who operates"),
    "bunching": Text("门槛附近的疑点", "questions near the lines"),
}
OF_PAST = ("revenue", "growth", "transitions")
"""Statistics of the last whole year unless another is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """An analysis: its table for the office, that for the outside (None: it does not go out), its sentences, the value
    itself and its chart's spec by language (None: it has none)."""

    kind: str
    inward: Sheet
    outward: Sheet | None
    said: tuple[Text, ...]
    value: Any
    chart: Callable[[str], Any] | None
    facts: str
    made_up: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of the facts."""

    base: FactBase
    view: View
    year: int
    programme: BoundProgramme | None
    by: str | None
    of: Of
    against: Mapping[str, Fraction]


Found = tuple[Callable[[bool], Sheet], tuple[Text, ...], Any, Callable[[str], Any] | None]
"""The table (outward or not), the sentences, the value, the chart."""


def statistics(  # noqa: PLR0913 -- one word for each thing that may be asked for
    kind: str, *, day: dt.date | None = None, known_at: dt.date | None = None, year: int | None = None,
    pack: str | None = None, by: str | None = None, of: Of = "firms", against: Mapping[str, Fraction] | None = None,
    base: FactBase | None = None,
) -> Analysed:  # fmt: skip
    """One analysis of everything that is known. `pack` gives the groups. UsageError `unknown-analysis`,
    `pack-needed`."""
    if kind not in KINDS:
        raise refuse_unknown(Text("分析", "analysis"), kind, KINDS, "unknown-analysis")
    at = day or clock.today()
    bound = programme(pack, day=at, known_at=known_at) if pack else None
    facts = base or export()
    if bound is not None:
        facts = facts.with_fields(bound.binding.fields.values())
    wish = Wish(
        base=facts, view=aggregate_view(at, known_at, precedence()),
        year=year or (at.year - 1 if kind in OF_PAST else at.year), programme=bound, by=by, of=of,
        against=against or {},
    )  # fmt: skip
    sheet, said, value, chart = KINDS[kind](wish)
    return Analysed(
        kind=kind, inward=sheet(False), outward=None if kind == "bunching" else sheet(True), said=said, value=value,
        chart=chart, facts=facts.manifest.hash, made_up=facts.manifest.made_up,
    )  # fmt: skip


def _bridge(wish: Wish) -> Found:
    until = min(dt.date(wish.year, 12, 31), wish.view.as_of)
    made = bridge(wish.base, wish.view, since=dt.date(wish.year, 1, 1), until=until)
    return (
        lambda outward: tables.bridge_sheet(made, outward=outward), (made.said,), made,
        lambda lang: charts.bridge_waterfall(made, lang=lang),
    )  # fmt: skip


def _revenue(wish: Wish) -> Found:
    made = revenue_change(wish.base, wish.view, year=wish.year)
    return lambda outward: tables.revenue_sheet(made, outward=outward), (made.said,), made, None


def _growth(wish: Wish) -> Found:
    made = growth(wish.base, wish.view, year=wish.year)
    return (
        lambda outward: tables.growth_sheet(made, outward=outward), (made.said,), made,
        lambda lang: charts.growth_histogram(made, lang=lang),
    )  # fmt: skip


def _transitions(wish: Wish) -> Found:
    if wish.programme is None:
        raise UsageError(
            Problem(
                "pack-needed",
                Text("要按政策包里的分组来算", "the groups are those of a pack"),
                next_step=Text("先选定本地政策包", "choose the territory's pack first"),
            )
        )
    since, until = dt.date(wish.year, 1, 1), min(dt.date(wish.year + 1, 1, 1), wish.view.as_of)
    made = transitions(wish.programme, wish.base, wish.view, since=since, until=until, by=wish.by or "stage")
    return (
        lambda outward: tables.transitions_sheet(made, outward=outward), (made.said,), made,
        lambda lang: charts.transition_heat(made, lang=lang),
    )  # fmt: skip


def _survival(wish: Wish) -> Found:
    made = survival(wish.base, wish.view)
    return (
        lambda outward: tables.survival_sheet(made, outward=outward), (made.whole.said,), made,
        lambda lang: charts.survival_curve(made, lang=lang),
    )  # fmt: skip


def _concentration(wish: Wish) -> Found:
    if wish.programme is None:
        groups, names = labels(wish.base, wish.view, "leading_industry"), {}
    else:
        group = grouping_of(wish.programme, wish.by or "industry")
        groups = labelled(wish.programme, wish.base, group, wish.view.as_of)
        names = {key: name_of(group, key) for key in groups["group"].drop_nulls().unique()}
    made = concentration(wish.base, wish.view, groups, names=names, of=wish.of, against=wish.against)
    return (
        lambda outward: tables.concentration_sheet(made, outward=outward), (made.said,), made,
        lambda lang: charts.industry_shares(made, lang=lang),
    )  # fmt: skip


def _operating(wish: Wish) -> Found:
    made = operating(wish.base, wish.view)
    return lambda outward: tables.operating_sheet(made, outward=outward), (made.said,), made, None


def _bunching(wish: Wish) -> Found:
    made = bunching(wish.base, wish.view)
    headings = (Text("指标", "figure"), Text("线下", "below"), Text("线上", "above"), Text("不明", "not known"))
    rows = tuple((one.field, one.below, one.above, one.unknown) for one in made)
    sheet = Sheet(title=NAMES["bunching"], headings=headings, rows=rows)
    return lambda outward: sheet, tuple(one.question for one in made), made, None


KINDS: Mapping[str, Callable[[Wish], Found]] = {
    "bridge": _bridge, "revenue": _revenue, "growth": _growth, "transitions": _transitions, "survival": _survival,
    "concentration": _concentration, "operating": _operating, "bunching": _bunching,
}  # fmt: skip
