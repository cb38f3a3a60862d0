"""Everything that is checked of a territory's programme: a tuple of pure functions, each Context → Problems."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from peiyu.policy.pack.checks.context import Context
from peiyu.policy.pack.checks.programme.clauses import check_clauses, check_coverage, check_objects_covered
from peiyu.policy.pack.checks.programme.indicators import (
    check_definitions,
    check_groups,
    check_indicators,
    check_kinds,
    check_programme_cycles,
)
from peiyu.policy.pack.checks.programme.support import check_fair_competition
from peiyu.policy.pack.checks.programme.targets import check_parts, check_targets
from peiyu.problems import Problem

CHECKS_OF_PROGRAMME: tuple[Callable[[Context], Iterator[Problem]], ...] = (
    check_clauses, check_coverage, check_objects_covered,
    check_kinds, check_programme_cycles, check_indicators, check_definitions, check_groups,
    check_targets, check_parts, check_fair_competition,
)  # fmt: skip
"""Asked once of a pack that has a programme."""
