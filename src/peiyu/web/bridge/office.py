"""What the office has decided: which texts of packs are released, which options of definitions are locked.

The tables of these decisions stand above the bridge; their app enters itself here when Django is ready, as kinds of
work are entered in `jobs.kinds`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class PackKey:
    """What names a text of a pack: the pack's id, and the hash over its files."""

    pack: str
    hash: str


class Office(Protocol):
    """What the bridge asks of the app of policies."""

    def released(self) -> tuple[PackKey, ...]:
        """The released texts that hold: of each pack the latest."""
        ...

    def text(self, hash_: str) -> tuple[PackKey, Mapping[str, str]]:
        """A text and its files, whatever its state. LookupError if there is none."""
        ...

    def locked(self) -> Mapping[str, str]:
        """Definition (`pack.D1`) → the option that is the 对外发布口径."""
        ...


class Nobody:
    """No office: carried packs as they are, nothing locked."""

    def released(self) -> tuple[PackKey, ...]:
        return ()

    def text(self, hash_: str) -> tuple[PackKey, Mapping[str, str]]:
        raise LookupError(hash_)

    def locked(self) -> Mapping[str, str]:
        return {}


_offices: list[Office] = [Nobody()]


def enter(office: Office) -> None:
    """From now on this office is asked."""
    _offices[:] = [office]


def office() -> Office:
    """Who is asked."""
    return _offices[0]
