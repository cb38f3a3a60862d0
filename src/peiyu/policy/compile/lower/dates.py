"""Dates, ages and windows over dates: every age becomes a comparison with a day worked out beforehand."""

from __future__ import annotations

import datetime as dt
from calendar import isleap

from peiyu.policy.compile.lower.desk import View, cannot_say
from peiyu.policy.compile.plan import DatePart
from peiyu.policy.condition import ast

MIRRORED: dict[ast.CompareOp, ast.CompareOp] = {">=": "<=", "<=": ">=", ">": "<", "<": ">", "=": "=", "!=": "!="}


def date_of(expr: ast.Expr, view: View) -> int:
    """A date literal, fact or child field as a column."""
    if isinstance(expr, ast.DateLiteral):
        return view.graph.constant(expr.value, "date")
    if not isinstance(expr, ast.Fact | ast.ChildField):
        raise cannot_say(expr, "a computed date")
    return view.column(expr)


def compare_days(op: ast.CompareOp, left: ast.Expr, right: ast.Expr, view: View) -> int:
    return view.graph.compare(op, date_of(left, view), date_of(right, view))


def compare_age(op: ast.CompareOp, left: ast.Expr, right: ast.Expr, view: View) -> int:
    """An age against a literal length of time."""
    if isinstance(right, ast.Age):
        op, left, right = MIRRORED[op], right, left
    if not isinstance(left, ast.Age) or not isinstance(right, ast.Duration):
        raise cannot_say(left, "an age beside something else than a length of time")
    return aged(op, date_of(left.since, view), right, view.day(left.until), view)


def aged(op: ast.CompareOp, since: int, length: ast.Duration, at: dt.date, view: View) -> int:
    """The age has reached the length when since + length ≤ at; since + length never falls as `since` grows."""
    graph = view.graph
    reached = graph.compare("<=", since, graph.constant(latest_start(length, at), "date"))
    passed = graph.compare("<=", since, graph.constant(latest_start(length, at - dt.timedelta(days=1)), "date"))
    match op:
        case ">=":
            return reached
        case ">":
            return passed
        case "<":
            return graph.not_(reached)
        case "<=":
            return graph.not_(passed)
        case "=":
            return graph.and_(reached, graph.not_(passed))
        case _:
            return graph.or_(graph.not_(reached), passed)


def latest_start(length: ast.Duration, at: dt.date) -> dt.date:
    """The latest day to which `length` may be added without passing `at`."""
    if length.days:
        return at - dt.timedelta(days=length.days)
    guess = shifted(at, -12 * length.years - length.months) + dt.timedelta(days=4)
    while shifted(guess, 12 * length.years + length.months) > at:
        guess -= dt.timedelta(days=1)
    return guess


def shifted(day: dt.date, months: int) -> dt.date:
    """`months` later or earlier; a day that the month lacks becomes its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (31, 29 if isleap(year) else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month]
    return dt.date(year, month + 1, min(day.day, last))


def in_days(node: ast.InRange, view: View) -> int:
    """A date or an age in a range."""
    compare = compare_age if isinstance(node.of, ast.Age) else compare_days
    ends = []
    if node.low is not None:
        ends.append(compare(">=" if node.low_closed else ">", node.of, node.low, view))
    if node.high is not None:
        ends.append(compare("<=" if node.high_closed else "<", node.of, node.high, view))
    return view.graph.and_(*ends)


def in_window(node: ast.InWindow, view: View) -> int:
    """A date in the last fiscal or rolling years."""
    graph, as_of = view.graph, view.as_of
    if node.basis == "rolling":
        first, last = shifted(as_of, -12 * node.years) + dt.timedelta(days=1), as_of
    else:
        first = dt.date(view.base_year - node.years + 1, 1, 1)
        last = as_of if node.current else dt.date(view.base_year, 12, 31)
    day = date_of(node.of, view)
    since = graph.compare(">=", day, graph.constant(first, "date"))
    return graph.and_(since, graph.compare("<=", day, graph.constant(last, "date")))


def full_years(node: ast.FullYears, view: View) -> int:
    """Whole years elapsed since a date. On 28 February of a common year a firm of 29 February has its birthday."""
    graph, until = view.graph, view.day(node.until)
    day = date_of(node.since, view)
    reached = until.month * 100 + until.day
    if reached == 228 and not isleap(until.year):
        reached = 229
    years = graph.arithmetic("-", graph.constant(until.year, "int"), graph.add(DatePart("year", day)))
    later = graph.compare(">", graph.add(DatePart("month_day", day)), graph.constant(reached, "int"))
    return graph.case([(later, graph.arithmetic("-", years, graph.constant(1, "int")))], years)
