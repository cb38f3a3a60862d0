"""The lock file, read: what is pinned, with which hashes, and what of it a platform needs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tools.bundle.platforms import Platform

HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pinned:
    """One package of the lock."""

    name: str
    version: str
    hashes: tuple[str, ...]
    marker: str

    def line(self) -> str:
        """As pip reads it, without its condition."""
        return " \\\n    ".join((f"{self.name}=={self.version}", *(f"--hash={one}" for one in self.hashes)))


def read(text: str) -> tuple[Pinned, ...]:
    """Every package of a lock file. ValueError for a line that pins nothing."""
    found = []
    for entry in text.replace("\\\n", " ").splitlines():
        written = entry.partition(" #")[0].strip()
        if not written or written.startswith("#"):
            continue
        requirement = Requirement(written.partition(" --hash")[0].strip())
        pins = [one.version for one in requirement.specifier if one.operator == "=="]
        hashes = tuple(HASH.findall(written))
        if len(pins) != 1 or not hashes:
            raise ValueError(f"not pinned with hashes: {written[:80]}")
        marker = str(requirement.marker) if requirement.marker else ""
        found.append(Pinned(name=canonicalize_name(requirement.name), version=pins[0], hashes=hashes, marker=marker))
    return tuple(found)


def needed(pinned: Iterable[Pinned], platform: Platform, python: str) -> tuple[Pinned, ...]:
    """What of a lock is needed on a platform with a Python."""
    environment = dict(platform.environment(python))
    return tuple(
        one
        for one in pinned
        if not one.marker or Requirement(f"{one.name}; {one.marker}").marker.evaluate(environment)  # type: ignore[union-attr]
    )
