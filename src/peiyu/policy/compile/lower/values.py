"""Numeric expressions: one function a kind of node, as in the reference engine (engine/reference/numeric.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from peiyu.policy.compile.lower import arithmetic, dates
from peiyu.policy.compile.lower.children import count, total
from peiyu.policy.compile.lower.choice import chosen, either_sure
from peiyu.policy.compile.lower.desk import View
from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.lower.number import (
    Gap,
    Number,
    constant,
    joined,
    no_gap,
    nothing_known,
)
from peiyu.policy.compile.lower.scores import points_of
from peiyu.policy.condition import ast
from peiyu.policy.pack.model import Quantity


def plain(number: Number, graph: Graph) -> Number:
    """A compound rate may only be compared; in arithmetic nothing is known of it."""
    return number if number.root is None else nothing_known(graph, number.gap)


def fact(node: ast.Fact | ast.ChildField, view: View) -> Number:
    place = view.column(node)
    scale = view.desk.field_of(node).scale
    return Number(low=place, high=place, gap=no_gap(view.graph), kind="int", factor=Fraction(1, scale))


BINARY: Mapping[str, Callable[[Graph, Number, Number], Number]] = {
    "+": arithmetic.add, "-": arithmetic.subtract, "*": arithmetic.multiply, "/": arithmetic.divide,
}  # fmt: skip


def binary(node: ast.Binary, view: View) -> Number:
    left, right = (plain(view.value(part), view.graph) for part in (node.left, node.right))
    return BINARY[node.op](view.graph, left, right)


def negated(node: ast.Negate, view: View) -> Number:
    return arithmetic.negate(view.graph, plain(view.value(node.of), view.graph))


def extreme(node: ast.Extreme, view: View) -> Number:
    return arithmetic.extreme(view.graph, node.fn, [plain(view.value(a), view.graph) for a in node.args])


def floor(node: ast.Floor, view: View) -> Number:
    return arithmetic.floor(view.graph, plain(view.value(node.of), view.graph))


def first_known(node: ast.FirstKnown, view: View) -> Number:
    """The first operand that is a point, otherwise the last."""
    graph = view.graph
    numbers = [plain(view.value(arg), graph) for arg in node.args]
    known = [
        graph.not_(graph.is_null(n.low)) if n.is_point else graph.is_true(graph.compare("=", n.low, n.high))
        for n in numbers[:-1]
    ]
    return chosen(graph, known, numbers)


def whole_years(node: ast.FullYears, view: View) -> Number:
    place = dates.full_years(node, view)
    return Number(low=place, high=place, gap=no_gap(view.graph), kind="int", bound=10**4)


# --- named objects ------------------------------------------------------------------------------------------------


def undefined(graph: Graph) -> Number:
    return nothing_known(graph, Gap(graph.true, graph.false))


def quantity(rule: Quantity, view: View) -> Number:
    """The first branch whose guard is true; without one it does not exist."""
    inside = view.under(rule.when_undefined)
    guards, numbers = [], []
    for branch in rule.branches:
        numbers.append(inside.value(branch.value))
        if branch.when is None:
            break
        guards.append(inside.truth(branch.when))
    else:
        numbers.append(undefined(view.graph))
    made = chosen(view.graph, guards, numbers) if guards else numbers[0]
    if rule.when_undefined is None:
        return made
    return replace(made, gap=replace(made.gap, words=((rule.when_undefined, made.gap.undefined),)))


def ref(node: ast.Ref, view: View) -> Number:
    """A quantity, a score or a score's item."""
    binding, base = view.desk.binding, view.plain()
    if node.kind == "quantity":
        rule = binding.quantities[node.key]
        return view.desk.remembered(node.key, view.year, lambda: quantity(rule, base))
    return points_of(binding.scores[node.key] if node.kind == "score" else binding.items[node.key], base)


# --- windows over fiscal years --------------------------------------------------------------------------------


def outside(number: Number, year: int, view: View) -> int:
    """Whether a year lies outside a window: nothing known there, and the enterprise founded after it ended."""
    graph = view.graph
    nothing = graph.and_(graph.is_null(number.low), graph.is_null(number.high))
    missing = graph.or_(graph.and_(nothing, graph.not_(number.gap.undefined)), number.gap.absent)
    return graph.false if missing == graph.false else graph.and_(missing, view.before_founding(year))


def at_year(of: ast.Expr, view: View, back: int) -> Number:
    """A value some years earlier; missing there and before founding, it does not exist."""
    year = view.year - back
    number = view.at(year).value(of)
    gone = outside(number, year, view)
    gap = number.gap
    if gone == view.graph.false:
        return number
    made = Gap(view.graph.or_(gap.undefined, gone), view.graph.or_(gap.absent, gone), gap.words)
    return replace(number, gap=made)


def prior(node: ast.Prior, view: View) -> Number:
    return at_year(node.of, view, node.years)


def over(node: ast.Over, view: View) -> Number:
    """sum, avg, min, max over the years inside the window; none inside: undefined."""
    graph = view.graph
    years = range(view.year, view.year - node.years, -1)
    numbers = [plain(view.at(year).value(node.of), graph) for year in years]
    gone = [outside(number, year, view) for number, year in zip(numbers, years, strict=True)]
    inside = [without(graph, number, out) for number, out in zip(numbers, gone, strict=True)]
    none = graph.and_(*gone)
    gap = joined(graph, *(n.gap for n in inside))
    gap = Gap(graph.or_(gap.undefined, none), graph.or_(gap.absent, none), gap.words)
    if node.fn in ("min", "max"):
        made = extreme_inside(graph, node.fn, inside, gone)
    else:
        made = sum_inside(graph, inside, gone)
    if node.fn == "avg":
        made = average(graph, made, gone)
    return masked(graph, replace(made, gap=gap))


def masked(graph: Graph, number: Number) -> Number:
    """Both ends null wherever the value does not exist."""
    if number.gap.undefined == graph.false:
        return number
    low, high = (
        graph.case([(number.gap.undefined, graph.null(graph.types[end]))], end) for end in (number.low, number.high)
    )
    return replace(number, low=low, high=high)


def without(graph: Graph, number: Number, out: int) -> Number:
    """The same number, its gap only where the year counts."""
    inside = graph.not_(out)
    gap = number.gap
    words = tuple((word, graph.and_(place, inside)) for word, place in gap.words)
    return replace(number, gap=Gap(graph.and_(gap.undefined, inside), graph.and_(gap.absent, inside), words))


def sum_inside(graph: Graph, numbers: Sequence[Number], gone: Sequence[int]) -> Number:
    nought = constant(graph, Fraction(0))
    made = either_sure(graph, gone[0], nought, numbers[0])
    for number, out in zip(numbers[1:], gone[1:], strict=True):
        made = arithmetic.add(graph, made, either_sure(graph, out, nought, number))
    return made


def extreme_inside(graph: Graph, fn: str, numbers: Sequence[Number], gone: Sequence[int]) -> Number:
    made, empty = numbers[0], gone[0]
    for number, out in zip(numbers[1:], gone[1:], strict=True):
        both = arithmetic.extreme(graph, fn, [made, number])
        made = either_sure(graph, out, made, either_sure(graph, empty, number, both))
        empty = graph.and_(empty, out)
    return made


def average(graph: Graph, total_: Number, gone: Sequence[int]) -> Number:
    if all(out == graph.false for out in gone):
        return arithmetic.by_constant(graph, total_, Fraction(1, len(gone)))
    place = graph.tally([graph.not_(out) for out in gone])
    years = Number(low=place, high=place, gap=no_gap(graph), kind="int", bound=len(gone))
    return arithmetic.divide(graph, total_, years)


# --- growth ---------------------------------------------------------------------------------------------------


def growth(node: ast.Growth, view: View) -> Number:
    """growth and mean_growth: the mean of the ratios of neighbouring years − 1; cagr: the ratio of its ends."""
    graph = view.graph
    if node.fn == "cagr":
        made = ratio(graph, at_year(node.of, view, 0), at_year(node.of, view, node.years))
        return replace(made, root=node.years)
    steps = 1 if node.fn == "growth" else node.years - 1
    numbers = [at_year(node.of, view, back) for back in range(steps + 1)]
    total_ = ratio(graph, numbers[0], numbers[1])
    for back in range(1, steps):
        total_ = arithmetic.add(graph, total_, ratio(graph, numbers[back], numbers[back + 1]))
    mean = arithmetic.by_constant(graph, total_, Fraction(1, steps))
    return arithmetic.add(graph, mean, constant(graph, Fraction(-1)))


def ratio(graph: Graph, new: Number, base: Number) -> Number:
    """new / base, undefined over a base that is certainly ≤ 0, unknown over one that may be."""
    new, base = plain(new, graph), plain(base, graph)
    zero = graph.constant(0, "int") if graph.types[base.low] == "int" else graph.constant(0.0, "float")
    none = graph.is_true(graph.compare("<=", base.high, zero))
    positive = graph.is_true(graph.compare(">", base.low, zero))
    if base.kind == "approx":
        assert base.size is not None
        graph.notice_near(base.low, zero, base.size, graph.false)
    low, high = (graph.case([(positive, end)], graph.null(graph.types[end])) for end in (base.low, base.high))
    gap = joined(graph, new.gap, base.gap, undefined=none)
    return replace(arithmetic.divide(graph, new, replace(base, low=low, high=high, parts=None)), gap=gap)


VALUES: Mapping[type, Any] = {
    ast.Number: lambda node, view: constant(view.graph, node.value),
    ast.Fact: fact,
    ast.ChildField: fact,
    ast.Ref: ref,
    ast.Binary: binary,
    ast.Negate: negated,
    ast.Extreme: extreme,
    ast.Floor: floor,
    ast.FirstKnown: first_known,
    ast.Prior: prior,
    ast.Over: over,
    ast.Growth: growth,
    ast.FullYears: whole_years,
    ast.Child: lambda node, view: count(node, view) if node.fn != "sum" else total(node, view),
}
"""How each kind of numeric expression is lowered."""
