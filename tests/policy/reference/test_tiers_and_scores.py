"""Groups, choose, attestations, stand-ins, and score tables as intervals."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction
from typing import Any

import pytest
from tests.policy.handmade import (
    annual,
    binding_of,
    compare,
    criterion,
    divided,
    every,
    number,
    quantity,
    snapshot,
    some,
    tier,
)

from peiyu.facts.snapshot import ConditionAttestation, Datum
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.pack.model import (
    Band,
    BandItem,
    BestItem,
    BonusItem,
    ChooseCriterion,
    ExpertItem,
    GuardedGroup,
    Negated,
    PointsItem,
    Score,
    SumItem,
)
from peiyu.policy.verdict import FactKey, Interval
from peiyu.problems import Text

NAME = Text("名", "name")
STAFF = compare(annual("staff"), ">=", 10)
SCI = compare(annual("sci_staff"), ">=", 3)
RD = compare(annual("rd_staff"), ">=", 2)


def outcome(met_when: Any, facts: dict[Any, Any], **more: Any) -> bool | None:
    return evaluate(binding_of(tier("p.t", met_when)), snapshot(facts, **more)).tiers["p.t"].truth.value


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"staff": 10, "sci_staff": 3}, True),
        ({"staff": 10, "sci_staff": 2}, None),
        ({"staff": 9, "sci_staff": 2}, False),
        ({"staff": 9}, None),
    ],
)
def test_at_least_k(facts: dict[str, int], expected: bool | None) -> None:
    parts = [criterion(f"p.t.{n}", when) for n, when in (("a", STAFF), ("b", SCI), ("c", RD))]
    assert outcome(some(2, *parts), facts) is expected


def test_not_turns_the_outcome_and_keeps_the_unknown() -> None:
    negated = Negated(key="", name=Text("", ""), of=criterion("p.t.a", STAFF))
    assert [outcome(negated, f) for f in ({"staff": 10}, {"staff": 9}, {})] == [False, True, None]


def choice(with_else: bool = True) -> ChooseCriterion:
    rows = [(STAFF, SCI), (SCI, RD), *([(None, compare(annual("designs"), ">", 0))] if with_else else [])]
    branches = tuple(GuardedGroup(when=w, then=criterion("", then)) for w, then in rows)
    return ChooseCriterion(key="p.t.choice", name=NAME, branches=branches)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"staff": 10, "sci_staff": 3}, True),
        ({"staff": 10, "sci_staff": 2}, False),
        ({"staff": 9, "sci_staff": 3, "rd_staff": 2}, True),
        ({"staff": 9, "sci_staff": 2, "designs": 1}, True),
        ({"sci_staff": 3, "rd_staff": 2}, True),
        ({"sci_staff": 3, "rd_staff": 1}, None),
        ({"sci_staff": 2, "designs": 0}, False),
        ({"sci_staff": 2, "designs": 1}, None),
    ],
)
def test_choose_takes_the_first_true_guard_or_what_all_open_branches_agree_on(
    facts: dict[str, int], expected: bool | None
) -> None:
    found = evaluate(binding_of(tier("p.t", every(choice()))), snapshot(facts))
    assert found.criteria["p.t.choice"].value is expected
    assert list(found.criteria) == ["p.t.choice"]


def test_choose_without_a_branch_that_applies_is_not_met() -> None:
    assert outcome(every(choice(with_else=False)), {"staff": 9, "sci_staff": 2}) is False


def test_a_quantity_with_open_guards_is_the_hull_of_its_branches() -> None:
    limit = quantity("p.limit", (STAFF, number(5)), (SCI, number(7)), (None, number(3)))
    found = binding_of(
        tier("p.t", every(criterion("p.t.a", compare(annual("designs"), ">=", ast.Ref("quantity", "p.limit"))))),
        quantities=(limit,),
    )
    cases = [
        ({"designs": 7}, True),
        ({"designs": 2}, False),
        ({"designs": 6}, None),
        ({"designs": 6, "staff": 10}, True),
    ]
    assert [evaluate(found, snapshot(f)).tiers["p.t"].truth.value for f, _ in cases] == [e for _, e in cases]


def test_the_condition_s_word_for_undefined_is_nearer_than_the_quantity_s() -> None:
    share = quantity("p.share", divided(annual("sci_staff"), annual("staff")), when_undefined="met")
    over = compare(ast.Ref("quantity", "p.share"), ">=", "3/10")
    own, lent = criterion("p.t.own", over, "not met"), criterion("p.t.lent", over)
    found = evaluate(binding_of(tier("p.t", every(own, lent)), quantities=(share,)), snapshot({"staff": 0}))
    assert (found.criteria["p.t.own"].value, found.criteria["p.t.lent"].value) == (False, True)


def test_an_attestation_settles_its_leaf_and_shows() -> None:
    confirmed = ConditionAttestation("p.t.a", True, "税务局", dt.date(2022, 1, 1))
    binding = binding_of(tier("p.t", every(criterion("p.t.a", STAFF))))
    found = evaluate(binding, snapshot({"staff": 1}, attested=(confirmed,)))
    assert found.tiers["p.t"].truth.value is True
    assert found.tiers["p.t"].attested == ("p.t.a",)
    assert evaluate(binding, snapshot({"staff": 1})).tiers["p.t"].attested == ()


def test_stand_ins_are_those_that_were_read_also_through_quantities_and_other_tiers() -> None:
    ref = compare(ast.Ref("quantity", "p.q"), ">", 0)
    tiers = (
        tier("p.a", every(criterion("p.a.x", ref))),
        tier("p.b", every(criterion("p.b.x", ref), criterion("p.b.m", ast.Meets("p.a")))),
        tier("p.c", every(criterion("p.c.x", SCI))),
    )
    binding = binding_of(*tiers, quantities=(quantity("p.q", annual("staff")),))
    found = evaluate(binding, snapshot({"staff": Datum(5, stand_in="employees"), "sci_staff": 3}))
    key = FactKey("annual_return", "staff", 2021)
    assert dict(found.stand_ins) == {"p.a": (key,), "p.b": (key,), "p.c": ()}


# --- scores ---------------------------------------------------------------------------------------------------


def band(when: ast.Expr | None, low: int, high: int | None = None) -> Band:
    return Band(when=when, low=Fraction(low), high=Fraction(low if high is None else high))


def banded(key: str, of: ast.Expr, *steps: tuple[int | str, int], word: Any = None, otherwise: int = 0) -> BandItem:
    bands = (*(band(compare(of, ">=", bound), points) for bound, points in steps), band(None, otherwise))
    return BandItem(key=key, name=NAME, of=of, bands=bands, when_undefined=word)


def points(item: Any, facts: dict[Any, Any]) -> Interval:
    score = Score(key="p.s", name=NAME, items=(item,))
    return evaluate(binding_of(scores=(score,)), snapshot(facts)).scores["p.s"]


def ends(found: Interval) -> tuple[Any, Any]:
    return (found.low, found.high)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (30, (20, 20)), (29, (12, 12)), (5, (0, 0)), (None, (0, 20)),
        (Datum(None, 22, 35, is_band=True), (12, 20)), (Datum(None, 12, 40, is_band=True), (4, 20)),
    ],
)  # fmt: skip
def test_bands_give_the_least_and_greatest_points_that_can_be_reached(value: Any, expected: tuple[int, int]) -> None:
    item = banded("p.s.i", annual("staff"), (30, 20), (20, 12), (10, 4))
    found = points(item, {} if value is None else {"staff": value})
    assert ends(found) == expected
    assert bool(found.reasons) is not found.is_point


def test_a_base_that_may_be_zero_may_bring_the_item_to_no_points() -> None:
    share = divided(annual("sci_staff"), annual("staff"))
    item = banded("p.s.i", share, ("1/2", 9), word="0分", otherwise=5)
    assert ends(points(item, {"sci_staff": 1})) == (0, 9)
    assert ends(points(item, {"sci_staff": 1, "staff": 0})) == (0, 0)
    assert ends(points(item, {"sci_staff": 0, "staff": 4})) == (5, 5)


def test_best_sum_cap_and_floor() -> None:
    one, two = banded("p.s.a", annual("staff"), (1, 5)), banded("p.s.b", annual("sci_staff"), (1, 8))
    best = BestItem(key="p.s.best", name=NAME, items=(one, two))
    assert ends(points(best, {"staff": 1})) == (5, 8)
    both = SumItem(key="p.s.sum", name=NAME, items=(one, two), cap=Fraction(10), floor=Fraction(2))
    facts = ({"staff": 1}, {"staff": 1, "sci_staff": 1}, {"staff": 0, "sci_staff": 0})
    assert [ends(points(both, f)) for f in facts] == [(5, 10), (10, 10), (2, 2)]


def test_bonus_points_and_computed_points() -> None:
    bonus = BonusItem(key="p.s.x", name=NAME, when=STAFF, points=Fraction(3))
    assert [ends(points(bonus, f)) for f in ({}, {"staff": 10}, {"staff": 1})] == [(0, 3), (3, 3), (0, 0)]
    half = ast.Extreme("min", (number(5), ast.Floor(divided(annual("staff"), number(2)))))
    computed = PointsItem(key="p.s.y", name=NAME, points=half, cap=Fraction(5), floor=Fraction(0))
    assert [ends(points(computed, f)) for f in ({"staff": 7}, {"staff": 70}, {})] == [(3, 3), (5, 5), (0, 5)]


def test_an_expert_s_points_are_their_range_until_they_are_given() -> None:
    item = ExpertItem(key="p.s.e", name=NAME, low=Fraction(0), high=Fraction(8), fact=annual("platform_score"))
    found = points(item, {})
    assert ends(found) == (0, 8)
    assert {r.fact for r in found.reasons} == {FactKey("annual_return", "platform_score", 2021)}
    assert ends(points(item, {"platform_score": 650})) == (Fraction(13, 2), Fraction(13, 2))
    inside = BandItem(key="p.s.b", name=NAME, of=annual("staff"), bands=(band(STAFF, 5, 6), band(None, 0)))
    chosen = points(inside, {"staff": 10})
    assert (ends(chosen), {r.kind for r in chosen.reasons}) == ((5, 6), {"expert"})


def test_a_score_decides_a_tier_as_soon_as_its_ends_do() -> None:
    score = Score(
        key="p.s", name=NAME, cap=Fraction(100),
        items=(banded("p.s.a", annual("staff"), (1, 60)), banded("p.s.b", annual("sci_staff"), (1, 40))),
    )  # fmt: skip
    passing = every(criterion("p.t.score", compare(ast.Ref("score", "p.s"), ">=", 60)),
                    criterion("p.t.item", compare(ast.Ref("item", "p.s.a"), ">", 0)))  # fmt: skip
    binding = binding_of(tier("p.t", passing), scores=(score,))
    found = {name: evaluate(binding, snapshot(facts)).tiers["p.t"].truth.value for name, facts in
             (("enough", {"staff": 1}), ("never", {"staff": 0}), ("open", {"sci_staff": 1}))}  # fmt: skip
    assert found == {"enough": True, "never": False, "open": None}
