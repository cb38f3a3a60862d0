"""Goes through and rewrites whatever is built of conditions: quantities, scores, tiers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any, TypeVar

from peiyu.policy.condition.ast import Expr, Node, Span
from peiyu.policy.condition.walk import nodes, with_parts

Built = TypeVar("Built")
WORDS = ("span", "name", "key", "cite", "evidence", "note")


@cache
def parts_of(kind: Any) -> tuple[str, ...]:
    """The names of a dataclass's fields that may hold conditions."""
    return tuple(f.name for f in dataclasses.fields(kind) if f.name not in WORDS)


def nodes_in(built: Any) -> Iterator[Expr]:
    """Every condition node in `built`, parents first."""
    if isinstance(built, Node):
        yield from nodes(built)  # type: ignore[arg-type]
    elif isinstance(built, tuple):
        for one in built:
            yield from nodes_in(one)
    elif is_built(built):
        for name in parts_of(built.__class__):
            yield from nodes_in(getattr(built, name))


def is_built(one: Any) -> bool:
    return dataclasses.is_dataclass(one) and not isinstance(one, (type, Span))


def rewritten(built: Built, replace: Callable[[Expr], Expr]) -> Built:
    """`built` with every node passed through `replace`, innermost first; what does not change is kept as it is."""
    return rewritten_any(built, replace)  # type: ignore[no-any-return]


def rewritten_any(built: Any, replace: Callable[[Expr], Expr]) -> Any:
    result = built
    if isinstance(built, Node):
        result = replace(with_parts(built, lambda part: rewritten(part, replace)))  # type: ignore[arg-type]
    elif isinstance(built, tuple):
        parts = tuple(rewritten(one, replace) for one in built)
        result = built if all(a is b for a, b in zip(parts, built, strict=True)) else parts
    elif is_built(built):
        old = {name: getattr(built, name) for name in parts_of(built.__class__)}
        new = {name: rewritten(value, replace) for name, value in old.items()}
        changed = {name: value for name, value in new.items() if value is not old[name]}
        result = dataclasses.replace(built, **changed) if changed else built
    return result
