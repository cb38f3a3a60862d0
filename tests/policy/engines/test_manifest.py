"""What is written beside an evaluation: enough to repeat it, and what is not in force says so."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.policy.handmade import annual, compare, criterion, every, number, pack, parameter, selection, statute, tier

from peiyu.facts.base import FactBase, FactBaseWriter
from peiyu.facts.resolve import snapshot
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition import ast
from peiyu.policy.engine.embedded import run, run_frame
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.pack.model import Pack, PointsItem, Score
from peiyu.problems import FactsError, Text


def rules() -> Pack:
    mark = parameter("p.mark", (None, None, number(60)))
    one = tier("p.t", every(criterion("p.t.a", compare(annual("staff"), ">=", ast.Ref("parameter", "p.mark")))))
    item = PointsItem(key="p.s.a", name=Text("", ""), points=annual("staff"))
    score = Score(key="p.s", name=Text("", ""), items=(item,))
    return pack("p", statute(one, scores=(score,), parameters=(mark,), until=dt.date(2020, 12, 31)))


def bound(*asked: str, **changes: Any) -> Binding:
    return bind({"p": rules()}, asked, selection(**changes))


def base_of(folder: Path, *, staff: int = 60, purpose: str = "行政") -> FactBase:
    head = {"enterprise": 1, "record_id": 1, "known_from": dt.date(2022, 1, 1), "source": "填报", "purpose": purpose}
    with FactBaseWriter(folder, buckets=1, made_up=True) as writer:
        writer.add("enterprise", pl.DataFrame({**head, "at": None, "code": "E1"}, schema_overrides={"at": pl.Date}))
        writer.add("annual_return", pl.DataFrame({**head, "year": 2021, "staff": staff}))
        return writer.finish()


def manifest(binding: Binding, base: FactBase, out: Path) -> dict[str, Any]:
    made: dict[str, Any] = json.loads(run(binding, base, out).manifest.read_text(encoding="utf-8"))
    return made


def test_a_text_out_of_force_says_so_for_tiers_and_for_scores_alone(tmp_path: Path) -> None:
    base = base_of(tmp_path / "facts")
    whole, score = (manifest(bound(word), base, tmp_path / f"{word}.parquet") for word in ("p", "p.s"))
    assert whole["tiers"]["p.t"] == {"text": "1", "in_force": False, "via": None}
    assert score["tiers"] == {}
    assert whole["texts"] == score["texts"] == {"p": {"text": "1", "in_force": False}}
    old = manifest(bound("p.s", rules_at=dt.date(2020, 12, 31)), base, tmp_path / "old.parquet")
    assert old["texts"] == {"p": {"text": "1", "in_force": True}}


def test_what_was_chosen_is_written_with_its_value(tmp_path: Path) -> None:
    base = base_of(tmp_path / "facts")
    said = manifest(bound("p", parameters={"p.mark": number(50)}, stand_ins=False), base, tmp_path / "o.parquet")
    assert said["parameters"] == {"p.mark": "50"}
    assert said["stand_ins_used"] is False
    assert said["counts"]["p.t"] == {"met": 1, "not met": 0, "unknown": 0}


def test_the_hash_of_an_evaluation_changes_with_rules_and_facts_and_with_nothing_else(tmp_path: Path) -> None:
    base, other = base_of(tmp_path / "a"), base_of(tmp_path / "b", staff=61)
    hashes = [
        manifest(rules_, facts, tmp_path / f"{n}.parquet")["evaluation"]
        for n, (rules_, facts) in enumerate(
            [(bound("p"), base), (bound("p"), other), (bound("p", parameters={"p.mark": number(61)}), base),
             (bound("p", known_at=dt.date(2023, 1, 1)), base), (bound("p"), base_of(tmp_path / "c"))]
        )
    ]  # fmt: skip
    assert len(set(hashes[:4])) == 4
    assert hashes[4] == hashes[0]


def test_a_literal_has_one_hash_however_it_is_written() -> None:
    values = [ast.Number(number(50).value, "", written) for written in ("50", "50.0")]
    assert len({bound("p", parameters={"p.mark": value}).hash for value in values}) == 1


def test_statistical_rows_feed_no_engine(tmp_path: Path) -> None:
    base, binding = base_of(tmp_path / "facts", purpose="统计"), bound("p")
    attempts = (
        lambda: run(binding, base, tmp_path / "out.parquet"),
        lambda: run_frame(binding, base),
        lambda: snapshot(base, 1, view_of(binding)),
    )
    for attempt in attempts:
        with pytest.raises(FactsError) as caught:
            attempt()
        assert caught.value.problems[0].code == "purpose-statistics"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["facts"]
