"""Rows straight from a database: one that does not answer is named, and so by the process that copies."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from peiyu.facts.tables import Copy, Source, copied
from peiyu.facts.tables.rows import read
from peiyu.problems import FactsError


def gone(folder: Path) -> Source:
    """A database in a folder that is not there."""
    return Source(vendor="sqlite", uri=f"file:{folder}/none/x.db", tables={"enterprise": "fact"}, last=1, unseen=())


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    with pytest.raises(FactsError) as told:
        list(read("SELECT 1", gone(tmp_path)))
    assert told.value.problems[0].code == "database-lost"


def test_the_copying_process_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    work = Copy(
        target=tmp_path / "facts", source=gone(tmp_path), fields=(), stand_ins=(), quarantine=pl.DataFrame(),
        made_up=False, expected={},
    )  # fmt: skip
    with pytest.raises(FactsError) as told:
        copied(work, lambda share: None)
    assert told.value.problems[0].code == "database-lost"
    assert list(tmp_path.iterdir()) == []
