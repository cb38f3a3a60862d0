"""Conditions: one function a kind of node, as in the reference engine (engine/reference/truths.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from peiyu.facts.industry import coarser_codes, options_prefixes
from peiyu.policy.compile.lower import dates
from peiyu.policy.compile.lower.children import at_least_one, count, holds
from peiyu.policy.compile.lower.comparison import compare, settled
from peiyu.policy.compile.lower.desk import View, cannot_say
from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.lower.number import Gap
from peiyu.policy.compile.plan import Member, Prefix
from peiyu.policy.condition import ast

WORDED = ("text", "enum", "industry", "bool")


def type_of(expr: ast.Expr, view: View) -> str:
    """What a comparison compares by: age, date, word or number."""
    if isinstance(expr, ast.Age | ast.Duration):
        return "age"
    if isinstance(expr, ast.DateLiteral):
        return "date"
    if isinstance(expr, ast.TextLiteral | ast.Flag):
        return "word"
    if isinstance(expr, ast.Fact | ast.ChildField):
        kind = view.desk.field_of(expr).type
        return "date" if kind == "date" else "word" if kind in WORDED else "number"
    return "number"


def comparison(node: ast.Compare, view: View) -> int:
    match type_of(node.left, view):
        case "age":
            return dates.compare_age(node.op, node.left, node.right, view)
        case "date":
            return dates.compare_days(node.op, node.left, node.right, view)
        case "word":
            return compare_words(node, view)
        case _:
            left, right = view.value(node.left), view.value(node.right)
            return compare(view.graph, node.op, left, right, view.when_undefined)


def compare_words(node: ast.Compare, view: View) -> int:
    """`=` and `!=` of text, enum, industry and yes-or-no values."""
    if isinstance(node.right, ast.TextLiteral):
        found = word_in(node.left, (node.right.value,), view)
    else:
        found = view.graph.compare("=", word_of(node.left, view), word_of(node.right, view))
    return found if node.op == "=" else view.graph.not_(found)


def word_of(expr: ast.Expr, view: View) -> int:
    if isinstance(expr, ast.Flag):
        return view.graph.constant(expr.value, "bool")
    if isinstance(expr, ast.TextLiteral):
        return view.graph.constant(expr.value, "text")
    if not isinstance(expr, ast.Fact | ast.ChildField):
        raise cannot_say(expr, "a computed word")
    return view.column(expr)


def word_in(expr: ast.Expr, options: Sequence[str], view: View) -> int:
    """Whether a word is one of the options; industries lie under an option."""
    if not isinstance(expr, ast.Fact | ast.ChildField):
        raise cannot_say(expr, "a computed word")
    graph, place = view.graph, view.column(expr)
    if view.desk.field_of(expr).type == "industry":
        return industry_in(graph, place, options)
    if graph.types[place] == "bool":
        raise cannot_say(expr, "a yes-or-no fact in a set of words")
    return graph.add(Member(place, tuple(dict.fromkeys(options))))


def industry_in(graph: Graph, place: int, options: Sequence[str]) -> int:
    """By prefix; a code that is coarser than an option that it contains is unknown for it."""
    by_length: dict[int, list[str]] = {}
    for prefix in options_prefixes(options):
        by_length.setdefault(len(prefix), []).append(prefix)
    sections = tuple(o for o in dict.fromkeys(options) if len(o) == 1)
    tests = [graph.add(Member(graph.add(Prefix(place, n)), tuple(found))) for n, found in sorted(by_length.items())]
    if sections:
        tests.append(graph.add(Member(place, sections)))
    under = graph.or_(*tests)
    coarse = coarser_codes(options)
    if not coarse:
        return under
    return graph.case([(graph.add(Member(place, coarse)), graph.unknown)], under)


def in_set(node: ast.InSet, view: View) -> int:
    found = word_in(node.of, node.options, view)
    return view.graph.not_(found) if node.negated else found


def in_range(node: ast.InRange, view: View) -> int:
    if type_of(node.of, view) in ("age", "date"):
        return dates.in_days(node, view)
    value, graph = view.value(node.of), view.graph
    ends = []
    if node.low is not None:
        op = ">=" if node.low_closed else ">"
        ends.append(compare(graph, op, value, view.value(node.low), view.when_undefined))
    if node.high is not None:
        op = "<=" if node.high_closed else "<"
        ends.append(compare(graph, op, value, view.value(node.high), view.when_undefined))
    return graph.and_(*ends)


def over(node: ast.Over, view: View) -> int:
    """each and any over the fiscal years inside the window; none inside: undefined."""
    graph = view.graph
    neutral, fn = (graph.true, "and") if node.fn == "each" else (graph.false, "or")
    parts, gone = [], []
    for year in range(view.year, view.year - node.years, -1):
        one = view.at(year).truth(node.of)
        nothing = graph.is_null(one)
        out = graph.false if nothing == graph.false else graph.and_(nothing, view.before_founding(year))
        parts.append(graph.case([(out, neutral)], one))
        gone.append(out)
    none = graph.and_(*gone)
    held = graph.logic(fn, parts)
    if none == graph.false:
        return held
    unknown = graph.case([(none, graph.unknown)], held)
    return settled(graph, unknown, Gap(none, none), view.when_undefined)


def fact(node: ast.Fact | ast.ChildField, view: View) -> int:
    """A yes-or-no fact as a condition."""
    return view.column(node)


def meets(node: ast.Meets, view: View) -> int:
    """The verdict computed for another tier."""
    from peiyu.policy.compile.lower.groups import tier  # tiers are made of conditions: the two know each other

    return tier(node.tier, view)


TRUTHS: Mapping[type, Callable[[Any, View], int]] = {
    ast.Flag: lambda node, view: view.graph.constant(node.value, "bool"),
    ast.Fact: fact,
    ast.ChildField: fact,
    ast.Compare: comparison,
    ast.InRange: in_range,
    ast.InSet: in_set,
    ast.InWindow: dates.in_window,
    ast.And: lambda node, view: view.graph.and_(*(view.truth(part) for part in node.parts)),
    ast.Or: lambda node, view: view.graph.or_(*(view.truth(part) for part in node.parts)),
    ast.Not: lambda node, view: view.graph.not_(view.truth(node.of)),
    ast.Over: over,
    ast.Child: lambda node, view: at_least_one(view.graph, count(node, view)),
    ast.Holds: holds,
    ast.Meets: meets,
}
"""How each kind of condition is lowered."""
