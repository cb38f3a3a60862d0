"""The ranking of the nearest counts what stands in the way exactly as the reference verdicts do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from peiyu.facts.base import FactBase
from peiyu.facts.resolve import snapshots
from peiyu.madeup import Territory, write
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding, Selection
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.policy.pack.model import Combined, Group, Negated
from peiyu.policy.path.nearest import climbing, leaves_of, nearest
from peiyu.policy.verdict import Evaluation, Outcome
from peiyu.problems import UsageError

AS_OF = dt.date(2026, 6, 30)
TECH = "cn-tech-sme-2017.tech_sme"
PACKS = {"cn-tech-sme-2017": load_pack("cn-tech-sme-2017")}
NEVER = (10**6, 0)


def bind_at(day: dt.date) -> Binding:
    return bind(PACKS, ["cn-tech-sme-2017"], Selection(as_of=day, known_at=day, rules_at=day))


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> FactBase:
    return write(Territory(companies=400), tmp_path_factory.mktemp("nearest") / "base")


def evaluations(base: FactBase) -> dict[int, Evaluation]:
    binding = bind_at(AS_OF)
    view = view_of(binding)
    keys = base.scan("enterprise", 0, view, ["code"]).collect()["enterprise"].to_list()
    return {one.enterprise: evaluate(binding, one) for one in snapshots(base, keys, view)}


def distance(group: Group, made: Evaluation, fixable: dict[str, bool]) -> tuple[int, int]:
    """(criteria to change, criteria to ask about), the least of them, from the reference verdicts."""
    if isinstance(group, Negated):
        pytest.fail("the carried ladder has no negated group")
    if isinstance(group, Combined):
        parts = sorted(distance(part, made, fixable) for part in group.parts)[: group.need]
        return sum(one[0] for one in parts), sum(one[1] for one in parts)
    value = made.criteria[group.key].value
    if value is None:
        return 0, 1
    return (0, 0) if value else (1, 0) if fixable[group.key] else NEVER


def test_the_ranking_is_that_of_the_reference_verdicts(base: FactBase) -> None:
    binding = bind_at(AS_OF)
    fixable = {key: leaf.fixable for key, leaf in leaves_of(binding, TECH).items()}
    expected = {}
    for key, made in evaluations(base).items():
        found = distance(binding.tiers[TECH].tier.met_when, made, fixable)
        if made.tiers[TECH].outcome is not Outcome.MET and found[0] < NEVER[0]:
            expected[key] = found
    ranked = nearest(base, bind_at, TECH, as_of=AS_OF, most=1000, refined=0)
    assert {one.enterprise: (one.changes, one.questions) for one in ranked} == expected
    order = [(one.changes, one.questions, one.shortfall) for one in ranked]
    assert order == sorted(order)
    assert any(one.shortfall > 0 for one in ranked)
    assert len({one.changes for one in ranked}) > 1


def test_the_first_are_refined_by_their_paths_and_ordered_by_date(base: FactBase) -> None:
    ranked = nearest(base, bind_at, TECH, as_of=AS_OF, most=12, refined=6)
    assert [one.path is not None for one in ranked] == [True] * 6 + [False] * 6
    days = [one.path.ready_on or dt.date.max for one in ranked[:6]]
    assert days == sorted(days)
    assert all(one.path.outcome_now is not Outcome.MET for one in ranked[:6])


def test_most_bounds_the_ranking(base: FactBase) -> None:
    whole = nearest(base, bind_at, TECH, as_of=AS_OF, most=1000, refined=0)
    few = nearest(base, bind_at, TECH, as_of=AS_OF, most=5, refined=0)
    assert [one.enterprise for one in few] == [one.enterprise for one in whole[:5]]


def test_a_base_is_only_read(base: FactBase, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in base.path.rglob("*") if path.is_file()}
    nearest(base, bind_at, TECH, as_of=AS_OF, most=5, refined=1)
    assert {path: path.stat().st_mtime_ns for path in base.path.rglob("*") if path.is_file()} == before


LADDER = ("tech_sme", "innovative", "specialised", "little_giant")


def ladder_at(day: dt.date) -> Binding:
    return bind(PackRegistry(), ["cn-gradient"], Selection(as_of=day, known_at=day, rules_at=day))


def test_of_a_ladder_each_firm_stands_once_at_its_next_rung(base: FactBase) -> None:
    rungs = climbing(base, ladder_at, "cn-gradient", as_of=AS_OF, most=60, refined=1)
    assert [rung.tier for rung in rungs] == [f"cn-gradient.{local}" for local in LADDER]
    listed = [one.enterprise for rung in rungs for one in rung.nearest]
    assert len(listed) == len(set(listed)) > 60
    assert sum(bool(rung.nearest) for rung in rungs) > 1
    binding = ladder_at(AS_OF)
    keys = {bound.via: key for key, bound in binding.tiers.items() if bound.via}
    for place, rung in enumerate(rungs):
        assert [one.path is not None for one in rung.nearest[:2]] == [True, False][: len(rung.nearest)]
        assert all(one.path is None or one.path.tier == rung.tier for one in rung.nearest)
        some = [one.enterprise for one in rung.nearest[::6]]
        for one in snapshots(base, some, view_of(binding)):
            made = evaluate(binding, one).tiers
            met = [n for n, held in enumerate(rungs) if made[keys[held.tier]].outcome is Outcome.MET]
            assert max(met, default=-1) + 1 == place


def test_what_is_no_ladder_has_no_rungs(base: FactBase) -> None:
    with pytest.raises(UsageError, match="not-a-ladder"):
        climbing(base, bind_at, "cn-tech-sme-2017", as_of=AS_OF)
