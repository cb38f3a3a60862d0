"""Reference = embedded on generated rules and facts: every column of every enterprise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl
import pytest
from tests.policy.engines.comparing import differences

from peiyu.facts.base import FactBase
from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.lower import lower
from peiyu.policy.engine.embedded import run, run_frame
from peiyu.policy.engine.embedded.run import row_of
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.testing.enterprises import snapshots, write_base
from peiyu.policy.testing.generate import binding

ENTERPRISES = 200


@pytest.fixture(scope="module")
def facts() -> list[Snapshot]:
    return snapshots(7, ENTERPRISES)


@pytest.fixture(scope="module")
def base(facts: list[Snapshot], tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    return write_base(facts, tmp_path_factory.mktemp("generated") / "facts")


def by_reference(rules: Binding, facts: list[Snapshot]) -> dict[int, Mapping[str, bool | float | None]]:
    return {one.enterprise: row_of(evaluate(rules, one)) for one in facts}


@pytest.mark.parametrize("seed", range(24))
def test_embedded_gives_what_the_reference_gives(seed: int, facts: list[Snapshot], base: FactBase) -> None:
    rules = binding(seed)
    assert differences(by_reference(rules, facts), run_frame(rules, base)) == []


def test_generated_rules_set_records_beside_their_enterprise() -> None:
    """Otherwise the equality above says nothing of them."""
    tables = [table for seed in range(24) for table in lower(binding(seed)).children if table.outer]
    assert len(tables) > 20
    assert {table.entity for table in tables} == {"award", "financing", "ip_right"}


def test_the_written_file_is_the_frame(base: FactBase, tmp_path: Path) -> None:
    rules = binding(3)
    result = run(rules, base, tmp_path / "out.parquet")
    assert result.enterprises == ENTERPRISES
    assert pl.read_parquet(result.path).equals(run_frame(rules, base))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out.parquet", "out.parquet.manifest.json"]
