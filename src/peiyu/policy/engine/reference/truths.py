"""The truth of conditions: one function a kind of node."""

from __future__ import annotations

from peiyu.facts.industry import under_any
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import dates, intervals, kleene
from peiyu.policy.engine.reference.context import Context
from peiyu.policy.engine.reference.kleene import truth
from peiyu.policy.verdict import Interval, Reason, Truth, Undefined

WORDED = ("text", "enum", "industry", "bool")


def flag(node: ast.Flag, c: Context) -> Truth:
    return truth(node.value)


def fact(node: ast.Fact | ast.ChildField, c: Context) -> Truth:
    """A yes-or-no fact as a condition."""
    known = c.stored(node)
    return Truth(None, c.absence(node)) if known is None else truth(bool(known))


def conjunction(node: ast.And, c: Context) -> Truth:
    return kleene.all_of([c.truth(part) for part in node.parts])


def disjunction(node: ast.Or, c: Context) -> Truth:
    return kleene.any_of([c.truth(part) for part in node.parts])


def inverse(node: ast.Not, c: Context) -> Truth:
    return kleene.opposite(c.truth(node.of))


def type_of(expr: ast.Expr, c: Context) -> str:
    """What a comparison compares by: age, date, word or number."""
    if isinstance(expr, (ast.Age, ast.Duration)):
        return "age"
    if isinstance(expr, ast.DateLiteral):
        return "date"
    if isinstance(expr, (ast.TextLiteral, ast.Flag)):
        return "word"
    if isinstance(expr, (ast.Fact, ast.ChildField)):
        kind = c.field_of(expr).type
        return "date" if kind == "date" else "word" if kind in WORDED else "number"
    return "number"


def comparison(node: ast.Compare, c: Context) -> Truth:
    match type_of(node.left, c):
        case "age":
            return dates.compare_age(node.op, node.left, node.right, c)
        case "date":
            return dates.compare_days(node.op, node.left, node.right, c)
        case "word":
            return compare_words(node, c)
        case _:
            return noted(node, node.op, c.value(node.left), c.value(node.right), c)


def noted(node: ast.Expr, op: ast.CompareOp, left: intervals.Value, right: intervals.Value, c: Context) -> Truth:
    """A numeric comparison, its two sides noted where that is wanted."""
    if c.memory.compared is not None:
        c.memory.compared[id(node), op, c.year] = (left, right)
    return compare_numbers(op, left, right, c)


def compare_numbers(op: ast.CompareOp, left: intervals.Value, right: intervals.Value, c: Context) -> Truth:
    """Two numeric values; an undefined one takes what the nearest rule says of it."""
    if isinstance(left, Interval) and isinstance(right, Interval):
        a, b = left, right
    elif isinstance(left, Undefined) or isinstance(right, Undefined):
        undefined = intervals.undefined_among((left, right))
        assert undefined is not None
        return when_undefined(undefined, c)
    else:
        a, b = intervals.comparable(left, right)
    holds = intervals.compare(op, a, b)
    return truth(holds) if holds is not None else Truth(None, a.reasons | b.reasons)


def when_undefined(value: Undefined, c: Context) -> Truth:
    """The condition's own word, otherwise the quantity's; without any it is referred to a person."""
    word = c.when_undefined or value.when_undefined or "refer"
    if word == "refer":
        return Truth(None, frozenset((Reason(value.kind),)))
    return truth(word == "met")


def compare_words(node: ast.Compare, c: Context) -> Truth:
    """`=` and `!=` of text, enum, industry and yes-or-no values."""
    right = node.right
    if isinstance(right, ast.TextLiteral):
        found = word_in(node.left, (right.value,), c)
    else:
        a, b = word_of(node.left, c), word_of(right, c)
        unknown = absences((node.left, right), c)
        found = truth(None if a is None or b is None else a == b, unknown)
    return found if node.op == "=" else kleene.opposite(found)


def word_of(expr: ast.Expr, c: Context) -> object:
    """The stored value of a word; None if missing."""
    if isinstance(expr, (ast.TextLiteral, ast.Flag)):
        return expr.value
    assert isinstance(expr, (ast.Fact, ast.ChildField))
    return c.stored(expr)


def absences(exprs: tuple[ast.Expr, ...], c: Context) -> frozenset[Reason]:
    """The reasons of those of the words that are missing."""
    found = [c.absence(e) for e in exprs if isinstance(e, (ast.Fact, ast.ChildField)) and c.stored(e) is None]
    return frozenset[Reason]().union(*found)


def word_in(expr: ast.Expr, options: tuple[str, ...], c: Context) -> Truth:
    """Whether a word is one of the options; industries lie under an option."""
    assert isinstance(expr, (ast.Fact, ast.ChildField))
    known = c.stored(expr)
    if known is None:
        return Truth(None, c.absence(expr))
    if c.field_of(expr).type == "industry":
        return truth(under_any(str(known), options), c.absence(expr))
    return truth(known in options)


def in_set(node: ast.InSet, c: Context) -> Truth:
    found = word_in(node.of, node.options, c)
    return kleene.opposite(found) if node.negated else found


def in_range(node: ast.InRange, c: Context) -> Truth:
    if type_of(node.of, c) in ("age", "date"):
        return dates.in_days(node, c)
    value = c.value(node.of)
    ends = []
    if node.low is not None:
        ends.append(noted(node, ">=" if node.low_closed else ">", value, c.value(node.low), c))
    if node.high is not None:
        ends.append(noted(node, "<=" if node.high_closed else "<", value, c.value(node.high), c))
    return kleene.all_of(ends)


def over(node: ast.Over, c: Context) -> Truth:
    """each and any over the fiscal years inside the window; a year before founding of which nothing is known lies
    outside; none inside: undefined."""
    inside: list[Truth] = []
    for year in range(c.year, c.year - node.years, -1):
        one = c.at(year).truth(node.of)
        if not (one.value is None and c.before_founding(year)):
            inside.append(one)
    if not inside:
        return when_undefined(Undefined("not_applicable"), c)
    return kleene.all_of(inside) if node.fn == "each" else kleene.any_of(inside)
