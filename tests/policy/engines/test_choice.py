"""Engines by name, on generated facts and on the real panel of listed companies (where it is at hand)."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import polars as pl
import pytest

from peiyu.facts.base import FactBase, FactBaseWriter
from peiyu.facts.intake import load
from peiyu.madeup import Territory, write
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.engine import choice
from peiyu.policy.engine.choice import ENGINES
from peiyu.policy.pack.load import PackRegistry
from peiyu.problems import UsageError

PANEL = Path(__file__).resolve().parents[4] / "shared" / "data" / "listed_companies_2019_2021.csv"
PACKS = ("cn-gradient-2026", "cn-gradient-2022", "cn-tech-sme-2017", "cn-hnte", "cn-size-2011")


def bound(day: dt.date) -> Binding:
    return bind(PackRegistry(), PACKS, Selection(as_of=day, known_at=day, rules_at=day))


def rows(engine: str, binding: Binding, base: FactBase, folder: Path) -> pl.DataFrame:
    result = ENGINES[engine](binding, base, folder / f"{engine}.parquet", None)
    assert json.loads(result.manifest.read_text("utf-8"))["engine"] == engine
    return pl.read_parquet(result.path)


@pytest.fixture(scope="module")
def panel(tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    if not PANEL.exists():
        pytest.skip("the listed companies' table is not beside the checkout (../shared/data)")
    loaded = load([PANEL], mapping="listed-companies")
    writer = FactBaseWriter(tmp_path_factory.mktemp("panel") / "facts")
    for entity, frame in loaded.frames.items():
        writer.add(entity, frame)
    for one in loaded.stand_ins:
        writer.stand_in(one)
    return writer.finish()


def test_the_reference_writes_what_the_embedded_engine_writes(tmp_path: Path) -> None:
    base = write(Territory(companies=150, holes=0.2), tmp_path / "facts")
    binding = bound(dt.date(2026, 6, 30))
    one, two = (rows(engine, binding, base, tmp_path) for engine in ("embedded", "reference"))
    assert one.equals(two)
    assert one.height == 150


def test_without_its_parts_spark_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    base = write(Territory(companies=5), tmp_path / "facts")
    monkeypatch.setattr(choice, "which", lambda name: None)
    with pytest.raises(UsageError) as refused:
        ENGINES["spark"](bound(dt.date(2026, 6, 30)), base, tmp_path / "out.parquet", None)
    (problem,) = refused.value.problems
    assert problem.code == "engine-not-installed"
    assert "java" in problem.found
    assert not (tmp_path / "out.parquet").exists()


@pytest.mark.slow
@pytest.mark.shared
def test_on_the_listed_companies_the_reference_agrees(panel: FactBase, tmp_path: Path) -> None:
    binding = bound(dt.date(2022, 6, 30))
    one, two = (rows(engine, binding, panel, tmp_path) for engine in ("embedded", "reference"))
    assert one.equals(two)
    assert one.height == 2906
    assert one["cn-tech-sme-2017.tech_sme.assets"].sum() == 11


@pytest.mark.spark
@pytest.mark.shared
def test_on_the_listed_companies_spark_agrees(panel: FactBase, tmp_path: Path) -> None:
    pytest.importorskip("pyspark", reason="pyspark is not installed (pip install 'peiyu[spark]')")
    binding = bound(dt.date(2022, 6, 30))
    one, two = (rows(engine, binding, panel, tmp_path) for engine in ("embedded", "spark"))
    assert one.equals(two)
