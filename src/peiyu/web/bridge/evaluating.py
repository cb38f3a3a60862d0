"""Verdicts of everybody: the embedded engine over the facts of now, the result kept as Parquet."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from peiyu.facts.base import FactBase
from peiyu.paper.checkup.order import asked_tiers
from peiyu.policy.compile.binding import Binding
from peiyu.policy.engine.choice import run_embedded
from peiyu.problems import Text
from peiyu.web.bridge.asking import Asked

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class TierName:
    """A tier that was asked for: its key, its name, the title that it gives."""

    key: str
    name: Text
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """A finished evaluation: where it lies, its manifest, the tiers that were asked for."""

    path: Path
    enterprises: int
    tiers: tuple[TierName, ...]
    manifest: Mapping[str, Any]
    binding: Binding
    facts: str


def evaluate(ask: Asked, base: FactBase, out: Path, *, progress: Progress = lambda share: None) -> Evaluated:
    """Writes one row an enterprise to `out`. Errors as `policy.engine.embedded.run`."""
    binding = ask.bound()
    made = run_embedded(binding, base, out, progress)
    manifest = json.loads(made.manifest.read_text("utf-8"))
    tiers = tuple(
        TierName(key=key, name=binding.tiers[key].tier.name, title=binding.tiers[key].tier.title or "")
        for key in asked_tiers(binding)
    )
    return Evaluated(
        path=made.path, enterprises=made.enterprises, tiers=tiers, manifest=manifest, binding=binding,
        facts=base.manifest.hash,
    )  # fmt: skip
