"""Which enterprise people mean by a code: the registry, which stands above this app, enters how it is found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from peiyu.web.acting.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """An enterprise: its key, its name, and the park and district in which it lies."""

    key: int
    name: str
    areas: frozenset[str] = frozenset()


Find = Callable[[Actor, str], Firm | None]
_FINDERS: list[Find] = []


def enter(find: Find) -> Find:
    """The registry's way to find an enterprise by its whole code, for one who may know of it."""
    _FINDERS[:] = [find]
    return find


def find(actor: Actor, code: str) -> Firm | None:
    """The enterprise of a code; None if there is none that the actor may know of."""
    return next((firm for one in _FINDERS if (firm := one(actor, code)) is not None), None)
