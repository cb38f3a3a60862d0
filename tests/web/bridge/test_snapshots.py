"""One enterprise from the database is the same as from the fact base."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from pathlib import Path

import polars as pl
import pytest

from peiyu.facts.base import FactBase, View
from peiyu.facts.resolve import snapshots
from peiyu.madeup import Zone, write
from peiyu.problems import FactsError
from peiyu.web.acting.actor import Actor
from peiyu.web.bridge import export, packs, snapshot
from peiyu.web.bridge.registry import own_vocabulary
from peiyu.web.enterprises.actions import begin, take_in
from peiyu.web.enterprises.actions.rows import append

DAY = dt.date(2012, 9, 30)
VIEWS = (
    View(as_of=DAY, known_at=DAY),
    View(as_of=dt.date(2012, 1, 1), known_at=dt.date(2012, 3, 1)),
    View(as_of=DAY, known_at=DAY, use="aggregate"),
    View(as_of=DAY, known_at=DAY, precedence=("税务",), stand_ins=False),
)


@pytest.fixture
def taken_in(tmp_path: Path) -> FactBase:
    """A made-up zone in the database, and as a fact base made from it."""
    base = write(Zone(kind="tianjin-hitech-2012", companies=60, as_of=DAY), tmp_path / "facts")
    frames = {entity: base.raw(entity, 0).collect() for entity in base.manifest.entities}
    take_in(Actor.system("test"), frames, kind="made_up", name="虚构")
    return export()


@pytest.mark.django_db(transaction=True)
def test_every_enterprise_is_the_same_from_the_database_and_from_the_base(taken_in: FactBase) -> None:
    keys = taken_in.raw("enterprise", 0).collect()["enterprise"].unique().to_list()
    for view in VIEWS:
        from_base = {one.enterprise: one for one in snapshots(taken_in, keys, view)}
        for key in keys:
            if key not in from_base:
                with pytest.raises(FactsError, match="enterprise-unknown"):
                    snapshot(key, view)
                continue
            one, other = snapshot(key, view), from_base[key]
            assert (one.code, one.name, one.complete) == (other.code, other.name, other.complete)
            assert dict(one.facts) == dict(other.facts)
            assert one.children == other.children
            assert one.attestations == other.attestations


@pytest.mark.django_db(transaction=True)
def test_rows_of_an_intake_that_is_being_written_are_not_seen(taken_in: FactBase) -> None:
    frame = taken_in.raw("enterprise", 0).collect().head(1)
    key, view = frame["enterprise"][0], VIEWS[0]
    before = snapshot(key, view).facts.get(("enterprise", "name", 0))
    renamed = frame.with_columns(pl.lit("改名公司").alias("name"), pl.lit(DAY).alias("known_from"))
    append("enterprise", renamed, begin(Actor.system("test"), kind="upload", name="更名").pk)
    assert snapshot(key, view).facts.get(("enterprise", "name", 0)) == before
    assert export().manifest.hash == taken_in.manifest.hash


@pytest.mark.django_db(transaction=True)
def test_packs_own_fields_go_the_same_way(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pack's own fields lie in `more`; they come out typed, from the database and from the base."""
    pack = "tianjin-hitech-2012"
    own = [
        field for entity in own_vocabulary(packs()).entities.values() for field in entity.fields if field.pack == pack
    ]
    assert own
    base = write(Zone(kind=pack, companies=12, as_of=DAY), tmp_path / "facts")
    frames = {entity: base.raw(entity, 0).collect() for entity in ("enterprise", "annual_return")}
    field = next(one for one in own if one.entity in frames)
    value = pl.lit(True) if field.type == "bool" else pl.lit(7) if field.is_numeric else pl.lit("甲")
    frames[field.entity] = frames[field.entity].with_columns(value.alias(field.code))
    take_in(Actor.system("test"), frames, kind="made_up", name="虚构")
    out = export()
    assert field.code in out.manifest.entities[field.entity].columns
    key = frames["enterprise"]["enterprise"][0]
    view = VIEWS[0]
    one, other = snapshot(key, view, fields=own), next(iter(snapshots(out, [key], view)))
    assert dict(one.facts) == dict(other.facts)
    assert any(code == field.code for _, code, _ in one.facts)


@pytest.mark.django_db(transaction=True)
def test_two_exports_of_the_same_facts_are_one_and_a_change_makes_another(taken_in: FactBase) -> None:
    assert export().path == taken_in.path
    take_in(
        Actor.system("test"), {"enterprise": taken_in.raw("enterprise", 0).collect().head(1)}, kind="x", name="又一次"
    )
    again = export()
    assert again.path != taken_in.path
    assert again.manifest.entities["enterprise"].rows == taken_in.manifest.entities["enterprise"].rows + 1


@pytest.mark.django_db(transaction=True)
def test_what_was_live_when_reading_began_is_what_is_exported(
    taken_in: FactBase, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Facts that go live while rows are read are not half in: the base is written anew."""
    module = import_module("peiyu.web.bridge.export")
    frame, real, calls = taken_in.raw("enterprise", 0).collect().head(1), module.copied, []

    def meanwhile(work: object, progress: object) -> None:
        calls.append(work)
        real(work, progress)  # type: ignore[arg-type]
        if len(calls) == 1:
            take_in(Actor.system("test"), {"enterprise": frame}, kind="x", name="同时")

    take_in(Actor.system("test"), {"enterprise": frame}, kind="x", name="先")
    monkeypatch.setattr(module, "copied", meanwhile)
    base = module.export()
    assert len(calls) == 2
    assert base.manifest.entities["enterprise"].rows == taken_in.manifest.entities["enterprise"].rows + 2
