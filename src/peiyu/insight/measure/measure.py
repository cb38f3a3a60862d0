"""Measures a territory's programme on a day: every indicator, target and trend, in one pass over the fact base."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from peiyu.facts.base import FactBase
from peiyu.insight.figures import Breakdown, Figure, GroupFigure, Measured
from peiyu.insight.measure.book import Book
from peiyu.insight.measure.breakdown import grouping_of, name_of, order_of
from peiyu.insight.measure.count import counted_book
from peiyu.insight.measure.demand import Asked, asked_of, eve_of, stands, windows
from peiyu.insight.targets.spans import Span, Spans
from peiyu.insight.targets.standing import Seen, target_status, trend_status, with_parts
from peiyu.insight.values import Value
from peiyu.policy.compile.binding import Selection
from peiyu.policy.compile.choose import refuse_unknown
from peiyu.policy.compile.programme import BoundProgramme, bind_programme
from peiyu.policy.pack.load import PackRegistry
from peiyu.policy.pack.model import Pack
from peiyu.policy.pack.programme import Grouping, RatioBody
from peiyu.problems import Problem, Text


def measure(  # noqa: PLR0913 -- one word for each thing that an office may ask for
    pack: Pack | str,
    packs: Mapping[str, Pack] | PackRegistry,
    base: FactBase,
    *,
    day: dt.date,
    define: Mapping[str, str] | None = None,
    keys: Iterable[str] | None = None,
    by: str | None = None,
    known_at: dt.date | None = None,
    precedence: Sequence[str] = (),
    progress: Callable[[float], None] | None = None,
) -> Measured:
    """Everything that a territory's pack counts, as it stands on `day` by what is known at `known_at` (default: day).

    define: definition (`D4` or `pack.D4`) → option. keys: local ids of indicators, targets and trends (default: all).
    by: a grouping of the programme, or a text, enum or industry fact of the enterprise; gives `breakdowns`.
    precedence: the sources that outrank others, best first. `progress` is told the finished share (0 to 1). UsageError
    for a name that nothing bears, PackError for a pack that cannot be bound, InputError `engine-cannot-say`, FactsError
    of the base.
    """
    programme = bound(pack, packs, day=day, define=define or {}, known_at=known_at, precedence=precedence)
    base = base.with_fields(programme.binding.fields.values())
    refuse_strange(programme, keys)
    group = None if by is None else grouping_of(programme, by)
    asked = asked_of(programme, day, keys)
    book = counted_book(programme, base, windows(programme, asked), day=day, group=group, progress=progress)
    return measured_of(book, asked, day, group)


def bound(
    pack: Pack | str, packs: Mapping[str, Pack] | PackRegistry, *, day: dt.date, define: Mapping[str, str],
    known_at: dt.date | None = None, precedence: Sequence[str] = (),
) -> BoundProgramme:  # fmt: skip
    """The programme of a pack under a day and the chosen options."""
    id_ = pack if isinstance(pack, str) else pack.id
    full = {key if "." in key else f"{id_}.{key}": option for key, option in define.items()}
    selection = Selection(
        as_of=day, known_at=known_at or day, rules_at=day, define=full, precedence=tuple(precedence)
    )  # fmt: skip
    return bind_programme(packs, id_, selection)


def refuse_strange(programme: BoundProgramme, keys: Iterable[str] | None) -> None:
    """UsageError `unknown-figure` for a key that is neither an indicator nor a target nor a trend."""
    inside = programme.programme
    known = {*inside.indicators, *inside.targets, *inside.trends}
    for key in keys or ():
        if key not in known:
            raise refuse_unknown(Text("指标或目标", "indicator or target"), key, sorted(known), "unknown-figure")


def measured_of(book: Book, asked: Asked, day: dt.date, group: Grouping | None) -> Measured:
    """The figures, targets and trends that a book holds."""
    programme, inside = book.programme, book.programme.programme
    figures = {id_: book.figure(id_, span) for id_, span in asked.figures.items()}
    targets = {
        id_: target_status(id_, inside.targets[id_], seen_of(book, inside.targets[id_].indicator, spans), day)
        for id_, spans in asked.targets.items()
    }
    trends = {
        id_: trend_status(id_, inside.trends[id_], seen_of(book, inside.trends[id_].indicator, spans, month=False))
        for id_, spans in asked.trends.items()
    }
    breakdowns = {}
    if group is not None:
        breakdowns = {id_: breakdown_of(book, id_, span, group) for id_, span in asked.figures.items()}
    binding = programme.binding
    return Measured(
        pack=programme.pack.id, name=programme.pack.name, day=day, known_at=binding.selection.known_at,
        made_up=book.base.manifest.made_up, figures=figures, targets=with_parts(targets), trends=trends,
        breakdowns=breakdowns, chosen=programme.chosen, chosen_said=binding.chosen_said,
        problems=problems_of((*figures.values(), *(one.figure for one in targets.values()))),
        programme=programme, base=book.base,
    )  # fmt: skip


def problems_of(figures: Iterable[Figure]) -> tuple[Problem, ...]:
    """Why figures are absent: each reason once, with all the indicators that it is the reason of."""
    whose: dict[Problem, list[str]] = {}
    for one in figures:
        if one.absent is not None:
            names = whose.setdefault(replace(one.absent, found=""), [])
            names += [] if one.absent.found in names else [one.absent.found]
    return tuple(replace(problem, found="、".join(names)) for problem, names in whose.items())


def seen_of(book: Book, indicator: str, spans: Spans, *, month: bool = True) -> Seen:
    """What a target or trend on an indicator tells of. Of a state: its change since the month began and its value a
    year before; of a ratio: this year's and last year's."""
    whole = book.figure(indicator, spans.whole)
    bound_ = book.programme.indicators.get(indicator)
    if bound_ is None:
        return Seen(whole=whole)

    def value(span: Span) -> Value | None:
        return book.figure(indicator, span).value

    if stands(book.programme, indicator):
        eve = eve_of(spans.month) if month else None
        gained = None if eve is None else book.gained(indicator, Span(None, eve), spans.whole)
        return Seen(whole=whole, month=gained, before=value(spans.before))
    added = value(spans.month) if month and not isinstance(bound_.body, RatioBody) else None
    return Seen(whole=whole, month=added, year=value(spans.year), before=value(spans.before))


def breakdown_of(book: Book, indicator: str, span: Span, group: Grouping) -> Breakdown:
    """A figure by group, in the order of the grouping."""
    found = book.groups(indicator, span)
    groups = tuple(
        GroupFigure(group=key, name=name_of(group, key), figure=found[key]) for key in order_of(group, found)
    )
    by = group.key.removeprefix(f"{book.programme.pack.id}.")
    return Breakdown(key=indicator, by=by, name=group.name, groups=groups)
