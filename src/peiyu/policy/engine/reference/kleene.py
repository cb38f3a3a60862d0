"""Kleene's logic over truths that carry their reasons."""

from __future__ import annotations

from collections.abc import Sequence

from peiyu.policy.verdict import Reason, Truth

TRUE = Truth(True)
FALSE = Truth(False)


def truth(value: bool | None, reasons: frozenset[Reason] = frozenset()) -> Truth:
    """A truth; a decided one has no reasons."""
    if value is None:
        return Truth(None, reasons)
    return TRUE if value else FALSE


def reasons_of(parts: Sequence[Truth]) -> frozenset[Reason]:
    return frozenset[Reason]().union(*(p.reasons for p in parts))


def at_least(need: int, parts: Sequence[Truth]) -> Truth:
    """Met if `need` are met, not met if fewer than `need` are not false."""
    values = [p.value for p in parts]
    met = values.count(True)
    if met >= need:
        return TRUE
    if met + values.count(None) < need:
        return FALSE
    return Truth(None, reasons_of(parts))


def all_of(parts: Sequence[Truth]) -> Truth:
    return at_least(len(parts), parts)


def any_of(parts: Sequence[Truth]) -> Truth:
    return at_least(1, parts)


def opposite(one: Truth) -> Truth:
    return truth(None if one.value is None else not one.value, one.reasons)


def same_for_all(parts: Sequence[Truth], reasons: frozenset[Reason]) -> Truth:
    """What every branch that may still be taken says; unknown if they differ."""
    values = {p.value for p in parts}
    value = values.pop() if len(values) == 1 else None
    return truth(value, reasons | reasons_of(parts))
