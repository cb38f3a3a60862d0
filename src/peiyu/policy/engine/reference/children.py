"""Child records and certificates: what certainly matches, and what is not certainly excluded."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from peiyu.facts.snapshot import Child
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import intervals, kleene
from peiyu.policy.engine.reference.context import Context, carried_fields
from peiyu.policy.engine.reference.kleene import truth
from peiyu.policy.verdict import FactKey, Interval, Reason, Truth

TITLE = "title"


def open_list(entity: str, scope: str, c: Context) -> frozenset[Reason]:
    """Why more records may exist, and who can say so: whoever supplies the records' kind. Empty for a list that is
    declared complete."""
    if c.snapshot.is_complete(entity, scope):
        return frozenset()
    kind = carried_fields().get((entity, "kind"))
    supplier = "enterprise" if kind is None else kind.supplier
    return frozenset((Reason("open_list", FactKey(entity, "", 0, scope), supplier),))


def matched(node: ast.Child, c: Context) -> list[tuple[Child, Truth]]:
    """Every record that is not certainly excluded, with how far it matches."""
    rows = c.snapshot.rows(node.entity)
    tested = [(row, kleene.TRUE if node.where is None else c.on(row).truth(node.where)) for row in rows]
    return [(row, match) for row, match in tested if match.value is not False]


def child(node: ast.Child, c: Context) -> Interval:
    """count or sum as an interval."""
    return count(node, c) if node.fn != "sum" else total(node, c)


def count(node: ast.Child, c: Context) -> Interval:
    rows = matched(node, c)
    certain = sum(match.value is True for _, match in rows)
    more = open_list(node.entity, "", c)
    reasons = more | kleene.reasons_of([match for _, match in rows])
    return intervals.interval(certain, None if more else len(rows), reasons)


def total(node: ast.Child, c: Context) -> Interval:
    """The low end adds what certainly matches and is known; the high end all that may match, without end if the
    list is open or an amount is missing."""
    assert node.field_code is not None
    amount = ast.ChildField(node.entity, node.field_code)
    scale = c.field_of(amount).scale
    reasons = open_list(node.entity, "", c)
    low, high, endless = 0, 0, bool(reasons)
    for row, match in matched(node, c):
        value = row.values.get(node.field_code)
        reasons |= match.reasons
        if value is None:
            endless = True
            reasons |= c.absence(amount)
        else:
            low += int(value) if match.value is True else 0  # type: ignore[arg-type]
            high += int(value)  # type: ignore[arg-type]
    ends = (intervals.simplest(Fraction(end, scale)) for end in (low, high))
    return intervals.interval(next(ends), None if endless else next(ends), reasons)


def exists(node: ast.Child, c: Context) -> Truth:
    """count ≥ 1."""
    return at_least_one(count(node, c))


def at_least_one(number: Interval) -> Truth:
    return truth(intervals.compare(">=", number, intervals.point(intervals.ONE)), number.reasons)


def holds(node: ast.Holds, c: Context) -> Truth:
    """A title granted, not expired and not revoked on the day; its list may be declared for this title alone."""
    day = c.day(node.at)
    rows = [certificate(row, node.title, day) for row in c.snapshot.rows(TITLE)]
    if any(one.value is True for one in rows):
        return kleene.TRUE
    more = open_list(TITLE, node.title, c)
    doubtful = [one for one in rows if one.value is None]
    return truth(None if more or doubtful else False, more | kleene.reasons_of(doubtful))


def certificate(row: Child, title: str, day: dt.date) -> Truth:
    """Whether one record is the title in force on the day. No revocation recorded is no revocation; no expiry
    recorded is unknown."""

    def part(code: str, test: bool | None) -> Truth:
        return truth(test, frozenset((Reason("missing", FactKey(TITLE, code, 0, title)),)))

    kind, granted, expires, revoked = (row.values.get(k) for k in ("kind", "granted_on", "expires_on", "revoked_on"))
    return kleene.all_of(
        (
            part("kind", None if kind is None else kind == title),
            part("granted_on", granted <= day if isinstance(granted, dt.date) else None),
            part("expires_on", expires > day if isinstance(expires, dt.date) else None),
            part("revoked_on", not (isinstance(revoked, dt.date) and revoked <= day)),
        )
    )
