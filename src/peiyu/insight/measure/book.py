"""The counted rows of every indicator, and the figures that any span makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from peiyu.facts.base import FactBase
from peiyu.insight.figures import Figure
from peiyu.insight.measure.absence import (
    held,
    no_beginning,
    no_bounds,
    no_quotient,
    not_held,
    undecided_definition,
)
from peiyu.insight.measure.demand import Look, counted, eve_of, look_at
from peiyu.insight.measure.ledger import Ledger, Tally
from peiyu.insight.targets.spans import Span
from peiyu.insight.values import NOTHING, Value, change, quotient
from peiyu.policy.compile.programme import BoundIndicator, BoundProgramme
from peiyu.policy.pack.programme import ChangeBody, RatioBody, StateBody
from peiyu.problems import Problem, Text


@dataclass(frozen=True, slots=True)
class Book:
    """What one pass over the base counted; `definitions` says of each indicator how. A figure may be asked of any span
    whose rows were counted."""

    programme: BoundProgramme
    base: FactBase
    ledgers: Mapping[Look, Ledger]
    definitions: Mapping[str, Text]
    told: dict[tuple[str, Span], Figure] = field(default_factory=dict, compare=False, repr=False)

    def figure(self, indicator: str, span: Span) -> Figure:
        """An indicator over a span (a state: on its last day). Worked out once, however many targets tell of it."""
        if (indicator, span) not in self.told:
            self.told[indicator, span] = self._figure(indicator, span)
        return self.told[indicator, span]

    def _figure(self, indicator: str, span: Span) -> Figure:
        bound = self.programme.indicators.get(indicator)
        if bound is None:
            empty = self._bare(indicator, span)
            return replace(empty, absent=undecided_definition(self.programme, indicator))
        match bound.body:
            case RatioBody():
                return self._ratio(bound, bound.body, span)
            case ChangeBody():
                return self._change(bound, bound.body, span)
            case _:
                return self._counted(bound, span)

    def groups(self, indicator: str, span: Span) -> dict[str, Figure]:
        """The figure of each group that occurs. Of a ratio each part by group, then divided."""
        bound = self.programme.indicators.get(indicator)
        if bound is None:
            return {}
        match bound.body:
            case RatioBody(over=over, under=under):
                tops, bases = self.groups(over, span), self.groups(under, span)
                return {
                    group: self._divided(bound, span, (tops[group], bases[group])) for group in tops if group in bases
                }
            case ChangeBody(of=of):
                return self._group_changes(bound, of, span)
            case _:
                if not_held(bound, self.base) is not None:
                    return {}
                tallies = self.ledger(bound, span).by_group(span)
                return {group: self._tallied(bound, span, one) for group, one in tallies.items()}

    def ledger(self, bound: BoundIndicator, span: Span) -> Ledger:
        return self.ledgers[look_at(bound, span.until)]

    def gained(self, indicator: str, before: Span, after: Span) -> Value | None:
        """What a state gained between the last days of two spans; None where that cannot be told."""
        bound = self.programme.indicators.get(indicator)
        ends = self.figure(indicator, after).value, self.figure(indicator, before).value
        if bound is None or ends[0] is None or ends[1] is None:
            return None
        if isinstance(bound.body, StateBody) and look_at(bound, after.until) == look_at(bound, before.until):
            ledger = self.ledger(bound, after)
            if not ledger.shape.adds:
                return ledger.gain(before, after)
        return change(ends[0], ends[1])

    # --- kinds ------------------------------------------------------------------------------------------------

    def _bare(self, indicator: str, span: Span) -> Figure:
        """A figure without a value yet."""
        said = self.programme.programme.indicators[indicator]
        return Figure(
            key=f"{self.programme.pack.id}.{indicator}", name=said.name, unit=said.unit, value=None, since=span.since,
            until=span.until,
        )  # fmt: skip

    def _defined(self, bound: BoundIndicator, span: Span) -> Figure:
        return replace(self._bare(bound.id, span), definition=self.definitions[bound.id])

    def _counted(self, bound: BoundIndicator, span: Span) -> Figure:
        absent = not_held(bound, self.base)
        if absent is not None:
            return replace(self._defined(bound, span), absent=absent, held=held(self.base, counted(bound)))
        ledger = self.ledger(bound, span)
        figure = self._tallied(bound, span, ledger.tally(span))
        return replace(figure, since=None) if ledger.shape.state else figure

    def _tallied(self, bound: BoundIndicator, span: Span, tally: Tally) -> Figure:
        figure = self._defined(bound, span)
        return replace(
            figure, value=tally.value, undecided=tally.possible - tally.certain,
            records=tally.possible, held=held(self.base, counted(bound)), doubles=tally.doubles, withheld=tally.hidden,
            absent=no_bounds(figure.name, bound, tally) if tally.value is None else None,
        )  # fmt: skip

    def _ratio(self, bound: BoundIndicator, body: RatioBody, span: Span) -> Figure:
        return self._divided(bound, span, (self.figure(body.over, span), self.figure(body.under, span)))

    def _divided(self, bound: BoundIndicator, span: Span, parts: tuple[Figure, Figure]) -> Figure:
        over, under = parts
        figure = replace(
            self._defined(bound, span), parts=parts, undecided=over.undecided + under.undecided,
            records=over.records + under.records, held=over.held + under.held, doubles=over.doubles + under.doubles,
            withheld=over.withheld + under.withheld,
        )  # fmt: skip
        absent = over.absent or under.absent
        if over.value is None or under.value is None:
            return replace(figure, absent=absent)
        assert isinstance(bound.body, RatioBody)
        value = quotient(over.value, under.value, bound.body.scale)
        if value is None:
            return replace(figure, absent=no_quotient(figure.name, bound.id, under.value))
        return replace(figure, value=value, scale=bound.body.scale)

    def _change(self, bound: BoundIndicator, body: ChangeBody, span: Span) -> Figure:
        eve = eve_of(span)
        if eve is None:
            return replace(self._defined(bound, span), absent=no_beginning(bound.indicator.name, bound.id))
        begun = Span(None, eve)
        figure = self._difference(bound, span, self.figure(body.of, span), self.figure(body.of, begun))
        return figure if figure.value is None else replace(figure, value=self.gained(body.of, begun, span))

    def _difference(self, bound: BoundIndicator, span: Span, end: Figure, beginning: Figure) -> Figure:
        figure = replace(
            self._defined(bound, span), parts=(end, beginning), undecided=end.undecided + beginning.undecided,
            records=end.records + beginning.records, held=end.held, withheld=end.withheld + beginning.withheld,
        )  # fmt: skip
        absent: Problem | None = end.absent or beginning.absent
        if end.value is None or beginning.value is None:
            return replace(figure, absent=absent)
        value = change(end.value, beginning.value)
        return replace(figure, value=value, absent=None if value else no_beginning(figure.name, bound.id))

    def _group_changes(self, bound: BoundIndicator, of: str, span: Span) -> dict[str, Figure]:
        eve = eve_of(span)
        if eve is None:
            return {}
        ends, beginnings = self.groups(of, span), self.groups(of, Span(None, eve))
        made = {}
        for group in dict.fromkeys((*ends, *beginnings)):
            pair = ends.get(group), beginnings.get(group)
            known = next(one for one in pair if one is not None)
            none = replace(known, value=NOTHING, undecided=0, records=0, doubles=0, withheld=0)
            made[group] = self._difference(bound, span, pair[0] or none, pair[1] or none)
        return made
