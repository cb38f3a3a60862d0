"""Thresholds that jump with the figure that is raised: a path comes no later than trying everything would."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.policy import handmade
from tests.policy.handmade import AS_OF, annual, compare, criterion, divided, every, number, quantity, some, tier

from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import truths_of
from peiyu.policy.pack.model import Band, BandItem, ChooseCriterion, Group, GuardedGroup, Quantity, Score
from peiyu.policy.path.levers import figure_change, figure_levers, shapes, targets
from peiyu.policy.path.model import Change
from peiyu.policy.path.plan import plan
from peiyu.policy.path.projection import changed, projected
from peiyu.policy.path.rules import moved
from peiyu.problems import Text

STEP = 10**6
"""Fen of one step of a money lever."""
REVENUE, RD, CONVERSIONS = annual("revenue"), annual("rd_accounts"), annual("conversions")
INTENSITY = divided(RD, REVENUE)
FIRST, SECOND = dt.date(2023, 1, 1), dt.date(2024, 1, 1)
SEARCHED = {
    AS_OF: ((),),
    FIRST: (("revenue", "rd_accounts", "conversions"),),
    SECOND: (("revenue", "rd_accounts"), ("revenue", "conversions")),
}
"""Which levers are tried together at which date."""


def money(steps: int) -> ast.Number:
    return ast.Number(Fraction(steps * STEP))


def percent(value: int) -> ast.Number:
    return ast.Number(Fraction(value, 100))


@dataclass
class Author:
    """Writes conditions around a firm's revenue, R&D and conversions (in steps of the levers)."""

    dice: Random
    revenue: int
    quantities: list[Quantity] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)

    def by_band(self, values: tuple[int, ...], as_number: Callable[[int], ast.Number]) -> ast.Ref:
        """A threshold that depends on the band of revenue."""
        highest = int(self.revenue * 2.2)
        edges = sorted(self.dice.sample(range(max(6, self.revenue - 6), highest), self.dice.choice((1, 2))))
        op, key = self.dice.choice(("<=", "<")), f"p.q{len(self.quantities)}"
        branches = [(compare(REVENUE, op, money(edge)), as_number(self.dice.choice(values))) for edge in edges]
        self.quantities.append(quantity(key, *branches, as_number(self.dice.choice(values))))
        return ast.Ref("quantity", key)

    def part(self, key: str) -> Group:
        share = compare(INTENSITY, ">=", self.by_band((5, 8, 10, 15, 20, 25), percent))
        low = self.dice.randrange(self.revenue - 6, self.revenue * 2)
        ways: tuple[Callable[[], Group], ...] = (
            lambda: criterion(key, share, "not met"),
            lambda: criterion(key, share, "not met"),
            lambda: criterion(key, ast.Over("each", share, self.dice.choice((1, 2))), "not met"),
            lambda: self.of_branches(key),
            lambda: criterion(
                key, ast.InRange(REVENUE, money(low), money(low + self.dice.randrange(1, 9)), True, False)
            ),
            lambda: criterion(key, compare(ast.Growth("growth", REVENUE, 1), ">=", percent(10)), "not met"),
            lambda: criterion(key, compare(CONVERSIONS, ">=", self.by_band((1, 2, 4, 6, 9), number))),
            lambda: criterion(key, compare(RD, "<=", money(self.dice.randrange(1, 8)))),
            lambda: self.of_points(key),
        )
        return self.dice.choice(ways)()

    def of_branches(self, key: str) -> Group:
        """A criterion that is another one above an edge of revenue."""
        edge, least = self.dice.randrange(self.revenue - 5, self.revenue * 2), self.dice.randrange(1, 9)
        return ChooseCriterion(
            key=key, name=Text(key, key),
            branches=(
                GuardedGroup(
                    when=compare(REVENUE, "<=", money(edge)), then=criterion("", compare(RD, ">=", money(least)))
                ),
                GuardedGroup(when=None, then=criterion("", compare(CONVERSIONS, ">=", least))),
            ),
        )  # fmt: skip

    def of_points(self, key: str) -> Group:
        """Points for the share of R&D and for revenue: raising the one thins the other."""
        name = f"p.s{len(self.scores)}"
        shares = [
            Band(when=compare(INTENSITY, ">=", percent(p)), low=Fraction(n), high=Fraction(n))
            for p, n in ((20, 20), (12, 12), (6, 5))
        ]
        sizes = [(self.revenue + 8, 10), (self.revenue + 3, 6)]
        bands = [Band(when=compare(REVENUE, ">=", money(edge)), low=Fraction(n), high=Fraction(n)) for edge, n in sizes]
        items = (
            BandItem(key=f"{name}.a", name=Text("", ""), of=INTENSITY, when_undefined="0分", bands=tuple(shares)),
            BandItem(key=f"{name}.b", name=Text("", ""), of=REVENUE, bands=tuple(bands)),
        )
        self.scores.append(Score(key=name, name=Text("", ""), items=items))
        return criterion(key, compare(ast.Ref("score", name), ">=", self.dice.choice((10, 16, 20, 26))))


@dataclass(frozen=True)
class Case:
    rules: Binding
    snapshot: Snapshot

    def bind_at(self, day: dt.date) -> Binding:
        return moved(self.rules, day)


def case(seed: int) -> Case:
    """A tier of one to three parts, and a firm near its thresholds."""
    dice = Random(seed)
    figures = {"revenue": dice.randrange(12, 30) * STEP, "rd_accounts": dice.randrange(1, 6) * STEP,
               "conversions": dice.randrange(0, 4)}  # fmt: skip
    author = Author(dice, figures["revenue"] // STEP)
    parts = [author.part(f"p.t.c{place}") for place in range(dice.choice((1, 2, 2, 3)))]
    whole = dice.choice((every(*parts), every(*parts), some(1, *parts), every(parts[0], some(1, *parts))))
    rules = handmade.binding_of(
        tier("p.t", whole), quantities=tuple(author.quantities), scores=tuple(author.scores)
    )  # fmt: skip
    return Case(rules, handmade.snapshot({(code, year): v for code, v in figures.items() for year in (2020, 2021)}))


def options(snapshot: Snapshot, code: str, day: dt.date) -> Iterator[tuple[Change, ...]]:
    """Every change of one figure that is plausible by a day, and none."""
    known: dict[object, Change] = {}
    for lever in figure_levers(vocabulary().field("annual_return", code), snapshot, AS_OF):
        for shape in shapes(lever, day.year - 1):
            for target in targets(lever, shape):
                change = figure_change(lever, shape, target, AS_OF)
                known.setdefault(change.values, change)
    yield ()
    yield from ((change,) for change in known.values())


def earliest(one: Case, until: dt.date) -> dt.date | None:
    """The first date before `until` at which some changes lead to the tier, by trying them all."""
    for day, groups in SEARCHED.items():
        if day >= until:
            break
        carried, binding = projected(one.snapshot, vocabulary(), as_of=AS_OF, to=day), one.bind_at(day)
        for codes in groups:
            for chosen in product(*(tuple(options(one.snapshot, code, day)) for code in codes)):
                made = changed(carried, [change for some_ in chosen for change in some_], last_year=day.year - 1)
                if truths_of(binding, made, ["p.t"])["p.t"].value is True:
                    return day
    return None


def refuse_late(seed: int) -> None:
    one = case(seed)
    path = plan(one.bind_at, one.snapshot, "p.t", as_of=AS_OF, horizon_years=2)
    found = path.ready_on or dt.date.max
    better = earliest(one, found)
    assert better is None, f"{better} can be reached, the path says {path.ready_on}"


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.integers(0, 10**6))
def test_no_path_is_later_than_trying_everything(seed: int) -> None:
    refuse_late(seed)


@pytest.mark.parametrize("seed", [129, 143, 201, 263, 362, 374])
def test_bands_that_hide_a_way_from_the_nearest_step(seed: int) -> None:
    """Firms whose way leads past the edge of a band: no single step from where they are turns anything."""
    refuse_late(seed)


def test_a_record_that_must_be_younger_than_the_firm_can_be_planned() -> None:
    granted, founded = ast.ChildField("ip_right", "granted_on"), ast.Fact("enterprise", "founded")
    held = compare(ast.Child("count", "ip_right", None, compare(granted, ">=", founded)), ">=", 1)
    rules = handmade.binding_of(tier("p.t", every(criterion("p.t.c", held))))
    firm = handmade.snapshot(founded=dt.date(2015, 1, 1), complete=frozenset({("ip_right", "")}))
    path = plan(lambda day: moved(rules, day), firm, "p.t", as_of=AS_OF, horizon_years=3)
    assert path.ready_on == dt.date(2024, 6, 30)
