"""Which fact bases must stay, because figures stand on them that went out.

The tables of these figures stand above the bridge; their app enters here what it wants kept when Django is ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

Wanted = Callable[[], Iterable[str]]
_wanted: list[Wanted] = []


def enter(wanted: Wanted) -> None:
    """From now on the bases with these hashes are kept."""
    _wanted.append(wanted)


def kept() -> frozenset[str]:
    """The hashes of the bases that stay."""
    return frozenset(hash_ for wanted in _wanted for hash_ in wanted())
