"""Small made-up places for the tests, and looks into them."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import polars as pl

from peiyu.facts.base import FactBase, View
from peiyu.madeup import Zone, write

KINDS = ("tianjin-hitech-2012", "baotou-2015", "model-zone-2026")
EVER = dt.date(2100, 1, 1)


@cache
def base(
    kind: str = KINDS[0], companies: int = 600, day: dt.date | None = None, seed: int = 1, world: str = "plain"
) -> FactBase:
    """A made-up place, written once for all tests. Not to be written to."""
    folder = Path(mkdtemp(prefix="peiyu-zone-")) / "facts"
    return write(Zone(kind=kind, companies=companies, as_of=day, seed=seed, world=world), folder)


def rows(of: FactBase, entity: str, *columns: str, day: dt.date = EVER) -> pl.DataFrame:
    """What a view on a day sees of an entity."""
    view = View(day, day, use="aggregate")
    wanted = [c for c in columns if c not in ("enterprise", "year", "month", "basis")]
    return pl.concat([of.scan(entity, b, view, wanted).collect() for b in range(of.bucket_count)])


def stored(of: FactBase, entity: str) -> pl.DataFrame:
    """Every version of every row."""
    return pl.concat([of.raw(entity, b).collect() for b in range(of.bucket_count)])
