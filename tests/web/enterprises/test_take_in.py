"""Facts into the database and out again as a fact base."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import polars as pl
import pytest

from peiyu.madeup import Zone, write
from peiyu.web.acting.actor import Actor
from peiyu.web.bridge.export import export
from peiyu.web.enterprises.actions import take_in
from peiyu.web.enterprises.models import Enterprise, NameToken


@pytest.mark.django_db(transaction=True)
def test_what_comes_in_goes_out_the_same(tmp_path: Path) -> None:
    base = write(Zone(kind="tianjin-hitech-2012", companies=120, as_of=dt.date(2012, 9, 30)), tmp_path / "facts")
    frames = {entity: base.raw(entity, 0).collect() for entity in base.manifest.entities}
    take_in(Actor.system("test"), frames, kind="made_up", name="虚构")
    out = export()
    assert Enterprise.objects.count() == base.manifest.enterprises
    assert NameToken.objects.filter(token="科技").exists()
    for entity, frame in frames.items():
        held = out.raw(entity, 0).collect()
        both = [name for name in frame.columns if name in held.columns]
        order = ["enterprise", "record_id", "known_from", *(c for c in ("year", "month") if c in both)]
        assert held.select(both).sort(order).equals(frame.select(both).sort(order)), entity
        assert all(frame[name].is_null().all() for name in frame.columns if name not in both)
        assert isinstance(held, pl.DataFrame)
