"""A fact base's rows as frames, to be taken into the database."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import polars as pl

from peiyu.facts.base import FactBase


def frames_of(path: Path) -> Mapping[str, pl.DataFrame]:
    """Entity → every row of it, all versions. For bases that fit into memory: a demonstration's, a park's."""
    base = FactBase.open(path)
    return {
        entity: pl.concat([base.raw(entity, bucket) for bucket in sorted(record.files)], how="diagonal").collect()
        for entity, record in base.manifest.entities.items()
    }
