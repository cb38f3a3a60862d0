"""Dates, ages and windows over dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import kleene
from peiyu.policy.engine.reference.calendar import older, ordered, window
from peiyu.policy.engine.reference.context import Context
from peiyu.policy.engine.reference.kleene import truth
from peiyu.policy.verdict import Reason, Truth

MIRRORED: dict[ast.CompareOp, ast.CompareOp] = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Day:
    """A day, or why it is not known."""

    day: dt.date | None
    reasons: frozenset[Reason] = frozenset()


def date_of(expr: ast.Expr, c: Context) -> Day:
    """A date literal, fact or child field."""
    if isinstance(expr, ast.DateLiteral):
        return Day(expr.value)
    assert isinstance(expr, (ast.Fact, ast.ChildField))
    known = c.stored(expr)
    return Day(known) if isinstance(known, dt.date) else Day(None, c.absence(expr))


def compare_days(op: ast.CompareOp, left: ast.Expr, right: ast.Expr, c: Context) -> Truth:
    a, b = date_of(left, c), date_of(right, c)
    if a.day is None or b.day is None:
        return Truth(None, a.reasons | b.reasons)
    return truth(ordered(op, a.day, b.day))


def compare_age(op: ast.CompareOp, left: ast.Expr, right: ast.Expr, c: Context) -> Truth:
    """An age against a literal length of time."""
    if isinstance(right, ast.Age):
        op, left, right = MIRRORED[op], right, left
    assert isinstance(left, ast.Age)
    assert isinstance(right, ast.Duration)
    since = date_of(left.since, c)
    if since.day is None:
        return Truth(None, since.reasons)
    return truth(older(op, since.day, right, c.day(left.until)))


def in_window(node: ast.InWindow, c: Context) -> Truth:
    one = date_of(node.of, c)
    if one.day is None:
        return Truth(None, one.reasons)
    first, last = window(node, c.as_of)
    return truth(first <= one.day <= last)


def in_days(node: ast.InRange, c: Context) -> Truth:
    """A date or an age in a range."""
    compare = compare_age if isinstance(node.of, ast.Age) else compare_days
    ends = []
    if node.low is not None:
        ends.append(compare(">=" if node.low_closed else ">", node.of, node.low, c))
    if node.high is not None:
        ends.append(compare("<=" if node.high_closed else "<", node.of, node.high, c))
    return kleene.all_of(ends)
