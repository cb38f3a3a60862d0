"""Runs the checks over the loaded records."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from peiyu.facts.intake.acceptance import Acceptance
from peiyu.facts.intake.cells import QUARANTINE
from peiyu.facts.intake.mapping import Mapping
from peiyu.facts.intake.records import Gathered
from peiyu.problems import Problem

CHECKS: tuple[object, ...] = ()


@dataclass(frozen=True, slots=True)
class Examined:
    problems: tuple[Problem, ...]
    quarantine: pl.DataFrame


def examine(
    gathered: Gathered, mapping: Mapping, accept: Sequence[Acceptance]
) -> tuple[MappingType[str, pl.DataFrame], Examined]:
    return gathered.frames(), Examined((), pl.DataFrame(schema=QUARANTINE))
