"""What was read and waits to be stored: the library's frames as files, an entity each, read back in batches."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings

from peiyu.web.enterprises.frames import Frame
from peiyu.web.enterprises.models import FACT_MODELS

BATCH = 4_000
Row = dict[str, Any]


def folder(intake: int) -> Path:
    """Where an intake's staged files are."""
    place: Path = settings.PEIYU.path("files", "staged", str(intake))
    return place


def marked_folder(intake: int) -> Path:
    """Where an intake's marked-up workbook is."""
    place: Path = settings.PEIYU.path("files", "marked", str(intake))
    return place


def write(intake: int, frames: Mapping[str, Frame]) -> int:
    """Stages frames, the rows of one enterprise together; what was staged before is forgotten. Returns the rows."""
    forget(intake)
    place = folder(intake)
    place.mkdir(parents=True)
    for entity, frame in frames.items():
        frame.sort("enterprise", maintain_order=True).write_parquet(place / f"{entity}.parquet")
    return sum(frame.height for frame in frames.values())


def batches(intake: int, entities: Iterable[str] = tuple(FACT_MODELS)) -> Iterator[tuple[str, int, list[Row]]]:
    """(entity, number of its first row in the entity, rows) in an order that is always the same."""
    for entity in entities:
        place = folder(intake) / f"{entity}.parquet"
        if not place.exists():
            continue
        first = 0
        with pq.ParquetFile(place) as file:
            for batch in file.iter_batches(BATCH):
                names, columns = batch.schema.names, [column.to_pylist() for column in batch.columns]
                rows = [dict(zip(names, values, strict=True)) for values in zip(*columns, strict=True)]
                yield entity, first, rows
                first += len(rows)


def forget(intake: int) -> None:
    """Removes the staged files of an intake."""
    shutil.rmtree(folder(intake), ignore_errors=True)
