"""Going through a condition: its parts, its nodes, and a copy with some nodes replaced."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Hashable, Iterator
from functools import cache
from typing import Any, cast

from peiyu.policy.condition.ast import Expr, Node


@cache
def _field_names(kind: Hashable) -> tuple[str, ...]:
    return tuple(f.name for f in dataclasses.fields(cast("type[Node]", kind)) if f.name != "span")


def parts(expr: Expr) -> Iterator[Expr]:
    """The direct sub-expressions of a node, in reading order."""
    for name in _field_names(cast("Hashable", type(expr))):
        value: Any = getattr(expr, name)
        if isinstance(value, Node):
            yield cast("Expr", value)
        elif isinstance(value, tuple):
            yield from (cast("Expr", one) for one in value if isinstance(one, Node))


def nodes(expr: Expr) -> Iterator[Expr]:
    """The node itself and everything below it, parents first; without recursion."""
    waiting = [expr]
    while waiting:
        one = waiting.pop()
        yield one
        waiting.extend(reversed(tuple(parts(one))))


def depth(expr: Expr) -> int:
    """The length of the longest way from the node to a leaf; without recursion."""
    deepest, waiting = 0, [(expr, 1)]
    while waiting:
        one, level = waiting.pop()
        deepest = max(deepest, level)
        waiting.extend((part, level + 1) for part in parts(one))
    return deepest


def with_parts(expr: Expr, change: Callable[[Expr], Expr]) -> Expr:
    """The node with `change` applied to each direct part; the node itself if nothing changed."""
    changed: dict[str, Any] = {}
    for name in _field_names(cast("Hashable", type(expr))):
        value: Any = getattr(expr, name)
        new: Any = value
        if isinstance(value, Node):
            new = change(cast("Expr", value))
        elif isinstance(value, tuple) and any(isinstance(one, Node) for one in value):
            new = tuple(change(cast("Expr", one)) if isinstance(one, Node) else one for one in value)
            if all(a is b for a, b in zip(new, value, strict=True)):
                new = value
        if new is not value:
            changed[name] = new
    return dataclasses.replace(expr, **changed) if changed else expr
