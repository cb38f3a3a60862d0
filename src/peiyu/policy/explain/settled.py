"""What parameters alone decide is left out of an explanation: 是 ＝ 否 tells nobody anything."""

from __future__ import annotations

from peiyu.policy.condition import ast

CONSTANTS = (ast.Flag, ast.Number, ast.TextLiteral, ast.DateLiteral)


def without_settled(expr: ast.Expr) -> ast.Expr:
    """`expr` without the parts of its outermost `and` or `or` that compare constants and leave the rest to decide.

    A condition that constants decide as a whole is kept as it is."""
    if not isinstance(expr, (ast.And, ast.Or)):
        return expr
    neutral = isinstance(expr, ast.And)
    parts = tuple(part for part in expr.parts if settled(part) is not neutral)
    if not parts or any(settled(part) is not None for part in parts):
        return expr
    return parts[0] if len(parts) == 1 else type(expr)(parts, span=expr.span)


def settled(expr: ast.Expr) -> bool | None:
    """Whether an equality of two constants holds; None for anything else."""
    if isinstance(expr, ast.Flag):
        return expr.value
    if not isinstance(expr, ast.Compare) or expr.op not in ("=", "!="):
        return None
    if not isinstance(expr.left, CONSTANTS) or not isinstance(expr.right, CONSTANTS):
        return None
    return (expr.left.value == expr.right.value) is (expr.op == "=")
