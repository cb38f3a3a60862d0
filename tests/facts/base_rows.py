"""Small fact bases for tests."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from peiyu.facts.base import FactBase, FactBaseWriter, StandIn, View

DAY = dt.date(2021, 6, 30)
VIEW = View(DAY, DAY)


def rows(*given: Mapping[str, Any]) -> pl.DataFrame:
    """Rows with the header filled in: record ids by position, known from 2020, source 税务, purpose 行政."""
    filled = [
        {"enterprise": 1, "record_id": n, "known_from": dt.date(2020, 1, 1), "source": "税务", "purpose": "行政", **one}
        for n, one in enumerate(given, 1)
    ]
    names = dict.fromkeys(name for one in filled for name in one)
    return pl.DataFrame([{name: one.get(name) for name in names} for one in filled], infer_schema_length=None)


def base_of(
    target: Path, entities: Mapping[str, pl.DataFrame], *stand_ins: StandIn, buckets: int | None = None
) -> FactBase:
    """A fact base; the enterprises that have no row of their own get one, named 企业<key>."""
    keys = sorted({key for frame in entities.values() for key in frame["enterprise"]})
    with FactBaseWriter(target, buckets=buckets) as writer:
        if "enterprise" not in entities:
            writer.add("enterprise", rows(*({"enterprise": key, "name": f"企业{key}"} for key in keys)))
        for entity, frame in entities.items():
            writer.add(entity, frame)
        for one in stand_ins:
            writer.stand_in(one)
        return writer.finish()
