"""Reference = Spark, in one session."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from peiyu.policy.compile.lower import lower
from peiyu.policy.engine.embedded import run_frame
from peiyu.policy.testing.enterprises import snapshots, write_base
from peiyu.policy.testing.generate import binding

pytestmark = pytest.mark.spark


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    missing = None
    try:
        import pyspark  # noqa: F401
        import sqlglot  # noqa: F401
    except ImportError as error:
        missing = f"{error.name} is not installed (pip install 'peiyu[spark]')"
    if missing is None and shutil.which("java") is None:
        missing = "no Java runtime on PATH"
    if missing is not None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"Spark is required here: {missing}")
        pytest.skip(missing)
    from peiyu.policy.engine.spark import session

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pyspark itself leaves sockets and pipes to the collector
        made = session()
        yield made
        made.stop()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_spark_gives_what_the_embedded_engine_gives(spark: Any, tmp_path: Path) -> None:
    from peiyu.policy.engine.spark import run

    facts = snapshots(7, 200)
    base = write_base(facts, tmp_path / "facts")
    beside = 0
    for seed in (0, 2, 14, 31):
        rules = binding(seed)
        beside += sum(bool(table.outer) for table in lower(rules).children)
        result = run(rules, base, tmp_path / f"{seed}.parquet", spark=spark)
        expected = run_frame(rules, base).sort("enterprise")
        got = pl.read_parquet(result.path)
        assert got.columns == expected.columns
        for name in expected.columns:
            assert got[name].to_list() == expected[name].to_list(), (seed, name)
    assert beside > 4, "rules that set records beside their enterprise are among them"
