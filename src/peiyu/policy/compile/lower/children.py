"""Child records and certificates: what certainly matches, and what is not certainly excluded."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from peiyu.policy.compile.lower.comparison import compare
from peiyu.policy.compile.lower.desk import Desk, View, cannot_say
from peiyu.policy.compile.lower.graph import Graph
from peiyu.policy.compile.lower.number import Number, constant, no_gap
from peiyu.policy.compile.plan import Input, Member
from peiyu.policy.condition import ast

TITLE, DECLARATION = "title", "list_declaration"
RECORDS = 2**31
"""More records than any enterprise has."""


def complete(desk: Desk, entity: str, scope: str, view: View) -> int:
    """Whether the list (or its part of one kind) is declared complete at as-of; never null."""
    graph = desk.child(DECLARATION).graph
    through = graph.add(Input(DECLARATION, "through", "date"))
    part = graph.add(Input(DECLARATION, "scope", "text"))
    scopes = graph.add(Member(part, ("", scope) if scope else ("",)))
    declared = graph.and_(
        graph.is_true(graph.add(Member(graph.add(Input(DECLARATION, "entity", "text")), (entity,)))),
        graph.or_(graph.is_null(part), graph.is_true(scopes)),
        graph.or_(
            graph.is_null(through), graph.is_true(graph.compare(">=", through, graph.constant(view.as_of, "date")))
        ),
    )
    return desk.graph.compare(">", desk.measured(DECLARATION, declared), desk.graph.constant(0, "int"))


def matches(node: ast.Child, view: View) -> int:
    """The `where` over the entity's records."""
    graph = view.desk.child(node.entity).graph
    return graph.true if node.where is None else replace(view, child=node.entity).truth(node.where)


def count(node: ast.Child, view: View) -> Number:
    """[records that match, records not excluded], without upper end if the list is open."""
    desk, graph = view.desk, view.graph
    where = matches(node, view)
    rows = desk.child(node.entity).graph
    low = desk.measured(node.entity, rows.is_true(where))
    possible = desk.measured(node.entity, rows.is_not_false(where))
    high = graph.case([(complete(desk, node.entity, "", view), possible)], graph.null("int"))
    return Number(low=low, high=high, gap=no_gap(graph), kind="int", bound=RECORDS)


def total(node: ast.Child, view: View) -> Number:
    """The sum of a field that is never negative; a missing amount leaves no upper end."""
    if node.field_code is None:
        raise cannot_say(node, "a sum of nothing")
    desk, graph = view.desk, view.graph
    where = matches(node, view)
    inner = replace(view, child=node.entity)
    rows = desk.child(node.entity).graph
    field = ast.ChildField(node.entity, node.field_code)
    amount, zero = inner.column(field), rows.constant(0, "int")
    known = rows.not_(rows.is_null(amount))
    possible = rows.is_not_false(where)
    low = desk.measured(node.entity, rows.case([(rows.and_(rows.is_true(where), known), amount)], zero))
    high = desk.measured(node.entity, rows.case([(rows.and_(possible, known), amount)], zero))
    missing = desk.measured(node.entity, rows.and_(possible, rows.not_(known)))
    whole = graph.and_(complete(desk, node.entity, "", view), graph.compare("=", missing, graph.constant(0, "int")))
    high = graph.case([(whole, high)], graph.null("int"))
    return Number(low=low, high=high, gap=no_gap(graph), kind="int", factor=Fraction(1, desk.field_of(field).scale))


def at_least_one(graph: Graph, number: Number) -> int:
    return compare(graph, ">=", number, constant(graph, Fraction(1)), None)


def holds(node: ast.Holds, view: View) -> int:
    """A title granted, not expired and not revoked on the day; its list may be declared for this title alone."""
    desk, graph = view.desk, view.graph
    rows = desk.child(TITLE).graph
    day = rows.constant(view.day(node.at), "date")
    granted, expires, revoked = (
        rows.add(Input(TITLE, code, "date")) for code in ("granted_on", "expires_on", "revoked_on")
    )
    valid = rows.and_(
        rows.add(Member(rows.add(Input(TITLE, "kind", "text")), (node.title,))),
        rows.compare("<=", granted, day),
        rows.compare(">", expires, day),
        rows.not_(rows.is_true(rows.compare("<=", revoked, day))),
    )
    zero = graph.constant(0, "int")
    certain = graph.compare(">", desk.measured(TITLE, rows.is_true(valid)), zero)
    none = graph.compare("=", desk.measured(TITLE, rows.is_not_false(valid)), zero)
    closed = graph.and_(none, complete(desk, TITLE, node.title, view))
    return graph.case([(certain, graph.true), (closed, graph.false)], graph.unknown)
