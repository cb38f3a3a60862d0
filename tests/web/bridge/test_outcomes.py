"""What an evaluation says against what is stored: all that differs and nothing else, whatever numbers tiers have."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path

import polars as pl
import pytest
from django.db import connection

from peiyu.web.bridge import outcomes
from peiyu.web.policies.actions import evaluations
from peiyu.web.policies.models import Change, Evaluation, Tier, Verdict

TIERS = {"a": 1, "b": 19, "c": 20, "d": 45}
"""Numbers on both sides of where verdicts are folded into another whole number."""

Held = dict[tuple[int, int], tuple[int | None, bool]]


@pytest.fixture(autouse=True)
def tiers(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outcomes, "AT_ONCE", 7)
    for key, number in TIERS.items():
        Tier.objects.create(pk=number, key=key, name={"zh": key, "en": key})


def evaluation() -> Evaluation:
    day = dt.date(2026, 6, 30)
    return Evaluation.objects.create(
        asked=[], as_of=day, known_at=day, rules_at=day, by_name="test", at=dt.datetime(2026, 6, 30, tzinfo=dt.UTC)
    )


def said(chance: random.Random, firms: list[int]) -> Held:
    return {
        (firm, tier): (chance.choice((1, 0, None)), chance.random() < 0.2) for firm in firms for tier in TIERS.values()
    }


def written(held: Held, folder: Path) -> Path:
    """As an evaluation lies on disk."""
    path = folder / "evaluation.parquet"
    firms = sorted({firm for firm, _ in held}, key=str)
    columns: dict[str, object] = {"enterprise": pl.Series(firms, dtype=pl.Int64)}
    for key, number in TIERS.items():
        columns[key] = pl.Series([held[firm, number][0] for firm in firms], dtype=pl.Int8).cast(pl.Boolean)
        columns[f"{key}.stand_in"] = pl.Series([held[firm, number][1] or None for firm in firms], dtype=pl.Boolean)
    pl.DataFrame(columns).write_parquet(path)
    return path


def stored() -> Held:
    rows = Verdict.objects.values_list("enterprise", "tier_id", "value", "stand_in")
    return {(firm, tier): (value, stand_in) for firm, tier, value, stand_in in rows}


def store(held: Held, folder: Path, judged: set[int]) -> Evaluation:
    made = evaluation()
    for part in outcomes.differences(written(held, folder), TIERS, table=Verdict._meta.db_table):
        evaluations.write(made.pk, part, judged)
    return made


def drawn(chance: random.Random, number: int) -> list[int]:
    return [chance.randrange(-(2**63), 2**63) for _ in range(number)]


@pytest.mark.parametrize("seed", range(4))
def test_what_is_stored_is_what_was_said_and_changes_are_the_difference(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    firms = drawn(chance, 30)
    before = said(chance, firms)
    first = store(before, tmp_path, set())
    assert stored() == before
    assert not Change.objects.exists()
    assert set(Verdict.objects.values_list("since_id", flat=True)) == {first.pk}

    now = said(chance, [*firms[:20], *drawn(chance, 9)])
    now |= {key: held for key, held in before.items() if key in now and chance.random() < 0.5}
    second = store(now, tmp_path, {1, 19, 20})
    assert stored() == now
    turned = {(firm, tier, before.get((firm, tier), (None,))[0], value) for (firm, tier), (value, _) in now.items()
              if (firm, tier) in before or tier != 45}  # fmt: skip
    gone = {(firm, tier, value, None) for (firm, tier), (value, _) in before.items() if (firm, tier) not in now}
    seen = set(Change.objects.values_list("enterprise", "tier_id", "before", "after"))
    assert seen == {one for one in turned | gone if one[2] != one[3]}
    fresh = {(firm, tier) for firm, tier in now if before.get((firm, tier)) != now[firm, tier]}
    assert set(Verdict.objects.filter(since=second).values_list("enterprise", "tier_id")) == fresh


def test_what_is_stored_is_found_no_more(tmp_path: Path) -> None:
    """So that whoever was killed may begin again."""
    held = said(random.Random(9), list(range(-10, 10)))
    store(held, tmp_path, set())
    parts = list(outcomes.differences(written(held, tmp_path), TIERS, table=Verdict._meta.db_table))
    assert len(parts) == 3
    assert not any(parts)
    assert parts[-1].share == 1.0


def test_a_tier_that_is_judged_for_the_first_time_is_new_of_everybody_and_no_change(tmp_path: Path) -> None:
    held = said(random.Random(3), list(range(5)))
    store(held, tmp_path, set())
    Verdict.objects.filter(tier=20).delete()
    (part,) = outcomes.differences(written(held, tmp_path), TIERS, table=Verdict._meta.db_table)
    assert not part.fresh
    assert part.new == [(firm, 20, *held[firm, 20]) for firm in range(5)]
    assert (part.turned, part.gone) == ([], [])


@pytest.mark.skipif(connection.vendor != "sqlite", reason="plans of SQLite")
def test_stored_verdicts_are_read_along_their_key_and_not_sorted(tmp_path: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {outcomes.stored_query(Verdict._meta.db_table, TIERS.values())}", [1, 9])
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert "(enterprise>? AND enterprise<?)" in plan
    assert "TEMP B-TREE" not in plan
