"""Whether a value may not exist: a zero base, growth from nothing, a year before founding."""

from __future__ import annotations

from collections.abc import Callable

from peiyu.policy.condition import ast
from peiyu.policy.condition.ast import Expr, Ref
from peiyu.policy.condition.walk import parts

RefUndefined = Callable[[Ref], bool]


def never(_: Ref) -> bool:
    return False


def can_be_undefined(expr: Expr, of_ref: RefUndefined = never) -> bool:
    """True if the value of a resolved expression, or a comparison inside it, may be undefined (library.md §3).
    `of_ref` tells it of a named object: a quantity with its own when_undefined is settled there."""
    match expr:
        case ast.Ref():
            return of_ref(expr)
        case ast.Prior() | ast.Over() | ast.Growth():
            return True
        case ast.Binary(op="/", left=left, right=right):
            divides_safely = isinstance(right, ast.Number) and right.value != 0
            return not divides_safely or can_be_undefined(left, of_ref)
        case ast.FirstKnown():
            return can_be_undefined(expr.args[-1], of_ref)
        case _:
            return any(can_be_undefined(part, of_ref) for part in parts(expr))
