"""The verdicts of one run, by column, from a fact base or from a few snapshots; compared without copying them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from peiyu.facts.base import FactBase
from peiyu.facts.register import confidential_keys
from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.engine.embedded.run import run_frame
from peiyu.policy.engine.reference import evaluate

Facts = FactBase | Sequence[Snapshot]


class Verdicts(Protocol):
    """Verdict columns over the same enterprises in the same order."""

    def __len__(self) -> int: ...

    def who(self, row: int) -> tuple[int, str, str]:
        """Key, code and name of an enterprise."""

    def verdict(self, column: str, row: int) -> bool | None:
        """One verdict; None is unknown."""

    def counts(self, column: str) -> tuple[int, int]:
        """How many are met, and how many are unknown."""

    def differing(self, column: str, other: Any, other_column: str) -> Sequence[int]:
        """The rows whose verdict differs from that of the other run."""


def verdicts(facts: Facts, binding: Binding) -> Verdicts:
    """A fact base is run by the embedded engine, snapshots by the reference."""
    if isinstance(facts, FactBase):
        return Framed(run_frame(binding, facts))
    evaluations = [evaluate(binding, one) for one in facts]
    columns: dict[str, list[bool | None]] = {}
    for made in evaluations:
        for key, tier in made.tiers.items():
            columns.setdefault(key, []).append(tier.truth.value)
        for key, truth in made.criteria.items():
            columns.setdefault(key, []).append(truth.value)
    return Listed(tuple((one.enterprise, one.code, one.name) for one in facts), columns)


def hidden(facts: Facts) -> frozenset[int]:
    """The keys of confidential enterprises: they are counted and never listed."""
    if isinstance(facts, FactBase):
        return confidential_keys(facts)
    return frozenset(one.enterprise for one in facts if _is_sensitive(one))


def _is_sensitive(one: Snapshot) -> bool:
    stated = one.datum("enterprise", "sensitive")
    return stated is not None and stated.value is True


@dataclass(frozen=True, slots=True)
class Listed:
    """Verdicts of a few enterprises."""

    enterprises: tuple[tuple[int, str, str], ...]
    columns: Mapping[str, Sequence[bool | None]]

    def __len__(self) -> int:
        return len(self.enterprises)

    def who(self, row: int) -> tuple[int, str, str]:
        return self.enterprises[row]

    def verdict(self, column: str, row: int) -> bool | None:
        return self.columns[column][row]

    def counts(self, column: str) -> tuple[int, int]:
        values = self.columns.get(column, ())
        return sum(one is True for one in values), sum(one is None for one in values)

    def differing(self, column: str, other: Listed, other_column: str) -> Sequence[int]:
        pairs = zip(self.columns.get(column, ()), other.columns.get(other_column, ()), strict=True)
        return [row for row, (one, two) in enumerate(pairs) if one is not two]


@dataclass(frozen=True, slots=True)
class Framed:
    """Verdicts of a fact base: the embedded engine's frame, sorted by bucket and enterprise."""

    frame: Any

    def __len__(self) -> int:
        return int(self.frame.height)

    def who(self, row: int) -> tuple[int, str, str]:
        return self.frame["enterprise"][row], self.frame["code"][row] or "", self.frame["name"][row] or ""

    def verdict(self, column: str, row: int) -> bool | None:
        found: bool | None = self.frame[column][row]
        return found

    def counts(self, column: str) -> tuple[int, int]:
        series = self.frame[column]
        return int(series.sum() or 0), int(series.null_count())

    def differing(self, column: str, other: Framed, other_column: str) -> Sequence[int]:
        rows: list[int] = self.frame[column].ne_missing(other.frame[other_column]).arg_true().to_list()
        return rows
