"""The single changes (or pairs of figures) that turn one plain condition, nearest first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction
from itertools import permutations

from peiyu.facts.snapshot import Value
from peiyu.policy.condition.ast import Compare, Expr
from peiyu.policy.path.jumps import pieces
from peiyu.policy.path.levers import FigureLever, Shape, figure_change, flag_change, shapes, targets
from peiyu.policy.path.model import Change
from peiyu.policy.path.records import most_rows, record_change
from peiyu.policy.path.situation import Situation
from peiyu.policy.path.solve import nearest

Fix = tuple[Change, ...]
SHAPES_KEPT = 3
"""How many shapes of one figure's change are tried, smallest change first."""


def cost(changes: Iterable[Change]) -> tuple[int, Fraction]:
    """Fewest changes, then the smallest total relative change."""
    listed = tuple(changes)
    return len(listed), sum((one.relative for one in listed), Fraction(0))


def signature(changes: Iterable[Change]) -> frozenset[tuple[object, ...]]:
    """Two sets of changes with one signature do the same."""
    return frozenset(one.signature for one in changes)


def order(fixes: Iterable[Fix]) -> tuple[Fix, ...]:
    """Cheapest first, each once."""
    once = {signature(fix): fix for fix in fixes}
    return tuple(sorted(once.values(), key=lambda fix: (cost(fix), [repr(one.signature) for one in fix])))


def moves(expr: Expr, want: bool, s: Situation) -> tuple[Fix, ...]:
    """Every single change that turns `expr`; if there is none, pairs of figures that do it together."""
    place, known = s.place(expr, want), s.frame.memory.moves
    if place not in known:
        found = list(_singles(expr, want, s))
        known[place] = (expr, order(found or _pairs(expr, want, s)))
    return known[place][1]


def _singles(expr: Expr, want: bool, s: Situation) -> Iterator[Fix]:
    for lever in s.levers(expr):
        yield from _figure_moves(lever, expr, want, s)
    yield from _flag_moves(expr, want, s)
    yield from _record_moves(expr, want, s)
    for title in s.reads(expr).titles:
        fix = s.title_fix(title)
        if fix and all(not s.has(one.lever) for one in fix) and s.with_changes(fix).is_so(expr, want):
            yield fix


def _figure_moves(lever: FigureLever, expr: Expr, want: bool, s: Situation) -> list[Fix]:
    nearest_ones: dict[tuple[tuple[int, Value], ...], Fix] = {}
    beyond: dict[tuple[tuple[int, Value], ...], Fix] = {}
    for shape in shapes(lever, s.last_year):
        for number, change in enumerate(turning(lever, shape, expr, want, s)):
            (beyond if number else nearest_ones).setdefault(change.values, (change,))
    return [fix for some in (nearest_ones, beyond) for fix in sorted(some.values(), key=cost)[:SHAPES_KEPT]]


def turning(lever: FigureLever, shape: Shape, expr: Expr, want: bool, s: Situation) -> Iterator[Change]:
    """Of every run of the grid between jumps the smallest change of this shape that turns `expr`, nearest first; never
    less than a change of the figure already made."""
    values = _beyond(targets(lever, shape), lever, s)
    trial = s.trial(lever, shape)
    gap: Callable[[int], Fraction | None] | None = None
    if isinstance(expr, Compare):
        gap = lambda target: trial(target).gap(expr)  # noqa: E731 -- a name for it would say no more
    for piece in pieces(values, lever, shape, expr, trial):
        target = nearest(piece, lambda one: trial(one).is_so(expr, want), gap)
        if target is not None:
            yield figure_change(lever, shape, target, s.as_of)


def nearest_change(lever: FigureLever, shape: Shape, expr: Expr, want: bool, s: Situation) -> Change | None:
    """The smallest change of this shape that turns `expr`."""
    return next(turning(lever, shape, expr, want, s), None)


def _beyond(values: range, lever: FigureLever, s: Situation) -> range:
    """The grid from a target already planned for this figure on; empty if that goes the other way."""
    made = s.change_of((lever.field.entity, lever.field.code, ""))
    if made is None or not values:
        return values
    planned = made.after
    assert isinstance(planned, int)
    if (planned > lever.present) is not (lever.sign > 0):
        return range(0)
    steps = -(-(planned - values[0]) // values.step)
    return values[max(0, steps) :]


def _pairs(expr: Expr, want: bool, s: Situation) -> Iterator[Fix]:
    """Two figures together: one as far as it goes, or just past a jump, the other as far as is then needed, the first
    drawn back again."""
    for first, second in permutations(s.levers(expr), 2):
        if first.field == second.field:
            continue
        fix = _pair(first, second, expr, want, s)
        if fix is not None:
            yield fix


def _pair(first: FigureLever, second: FigureLever, expr: Expr, want: bool, s: Situation) -> Fix | None:
    for shape in shapes(first, s.last_year):
        values = _beyond(targets(first, shape), first, s)
        trial = s.trial(first, shape)
        runs = pieces(values, first, shape, expr, trial)
        for target in (*(run[-1] for run in runs[-1:]), *(run[0] for run in runs[1:])):
            far = trial(target)
            for other in shapes(second, s.last_year):
                change = nearest_change(second, other, expr, want, far)
                if change is None:
                    continue
                drawn = nearest_change(first, shape, expr, want, s.with_changes((change,)))
                if drawn is not None:
                    return (drawn, change)
    return None


def _flag_moves(expr: Expr, want: bool, s: Situation) -> Iterator[Fix]:
    for entity, code in s.reads(expr).facts:
        if entity != "enterprise" or s.has((entity, code, "")):
            continue
        change = flag_change(s.field(entity, code), s.snapshot, s.as_of, s.at)
        if change is not None and s.with_changes((change,)).is_so(expr, want):
            yield (change,)


def _record_moves(expr: Expr, want: bool, s: Situation) -> Iterator[Fix]:
    for test in dict.fromkeys(s.reads(expr).children):
        most = most_rows(s.vocabulary.entities[test.entity], s.as_of, s.at)
        made = s.change_of((test.entity, "", repr(test.where)))
        for number in range(1 + (len(made.rows) if made else 0), most + 1):
            change = record_change(test, number, s.given, s.vocabulary, as_of=s.as_of, at=s.at)
            if change is None:
                break
            if s.with_changes((change,)).is_so(expr, want):
                yield (change,)
                break
