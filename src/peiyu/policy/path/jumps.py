"""Where a threshold jumps with the figure that is raised: the places of a lever's grid at which a guard turns.

A share of R&D that is asked by the band of revenue falls, or rises, at once as revenue passes the band's edge. Between
two such places a condition follows its figures evenly; across them it may hold, fail and hold again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import pairwise

from peiyu.policy.condition.ast import Compare, Expr, Fact, Number
from peiyu.policy.engine.reference import intervals
from peiyu.policy.path.levers import FigureLever, Shape, value_in
from peiyu.policy.path.situation import Situation

At = Callable[[int], Situation]
"""The situation by the figure's target."""


def pieces(values: range, lever: FigureLever, shape: Shape, expr: Expr, at: At) -> tuple[range, ...]:
    """The grid in runs, nearest first, over which no guard that `expr` stands on turns."""
    if len(values) < 2:
        return (values,) if values else ()
    situation = at(values[0])
    cuts: set[int] = set()
    for guard in situation.frame.guards(expr):
        if (lever.field.entity, lever.field.code) in situation.reads(guard.when).facts:
            years = range(lever.first_year if guard.windowed else situation.last_year, situation.last_year + 1)
            for year in years:
                cuts.update(_turn(len(values), _said(guard.when, values, lever, shape, year, at)))
    return tuple(values[first:last] for first, last in pairwise((0, *sorted(cuts), len(values))))


def _said(
    guard: Expr, values: range, lever: FigureLever, shape: Shape, year: int, at: At
) -> Callable[[int], bool | None]:
    """What the guard says in a year, by the place of the grid. The figure itself beside a number needs no situation."""
    if isinstance(guard, Compare) and isinstance(guard.left, Fact) and isinstance(guard.right, Number):
        edge = intervals.point(guard.right.value)

        def plain(place: int) -> bool | None:
            figure = Fraction(value_in(lever, shape, values[place], year), lever.field.scale)
            return intervals.compare(guard.op, intervals.point(figure), edge)

        return plain
    return lambda place: at(values[place]).context.at(year).truth(guard).value


def _turn(count: int, said: Callable[[int], bool | None]) -> Iterator[int]:
    """The place from which on it is as at the far end; none where the near end is as the far one."""
    low, high = 0, count - 1
    last = said(high)
    if said(low) is last:
        return
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if said(middle) is last else (middle, high)
    yield high
