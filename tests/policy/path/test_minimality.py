"""A path is as early and as small as anything that brute force finds, and the reference engine confirms it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.policy import handmade
from tests.policy.handmade import AS_OF, annual, compare, criterion, divided, every, number, some, statute, tier

from peiyu.facts.snapshot import Snapshot
from peiyu.facts.vocabulary.load import vocabulary
from peiyu.policy.compile.bind import bind
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition import ast
from peiyu.policy.engine.reference import evaluate
from peiyu.policy.path.levers import figure_change, figure_levers, shapes, targets
from peiyu.policy.path.model import Change, Path
from peiyu.policy.path.plan import plan
from peiyu.policy.path.projection import changed, projected
from peiyu.policy.verdict import Outcome

YEARS = 2
DATES = (AS_OF, dt.date(2023, 1, 1), dt.date(2024, 1, 1))
FACTS = ("staff", "sci_staff", "conversions")


@dataclass(frozen=True)
class Case:
    conditions: tuple[ast.Expr, ...]
    shape: str
    figures: tuple[int, int, int]

    def bind_at(self, day: dt.date) -> Binding:
        parts = [criterion(f"p.t.c{place}", one, "not met") for place, one in enumerate(self.conditions)]
        group = {
            "all": lambda: every(*parts),
            "any": lambda: some(1, *parts),
            "mixed": lambda: every(parts[0], some(1, *parts[1:])),
            "two": lambda: some(2, *parts),
        }[self.shape]()
        packs = {"p": handmade.pack("p", statute(tier("p.t", group)))}
        return bind(packs, ["p"], handmade.selection(as_of=day, known_at=day, rules_at=day))

    @property
    def snapshot(self) -> Snapshot:
        staff, sci, conversions = self.figures
        facts = {("staff", y): staff for y in (2020, 2021)} | {("sci_staff", y): sci for y in (2020, 2021)}
        return handmade.snapshot(facts | {("conversions", y): conversions for y in (2020, 2021)})


def percent(value: int) -> ast.Number:
    return number(str(Fraction(value, 100)))


CONDITIONS = st.one_of(
    st.builds(
        lambda p: compare(divided(annual("sci_staff"), annual("staff")), ">=", percent(p)),
        st.sampled_from([20, 35, 50]),
    ),
    st.builds(lambda k: compare(annual("staff"), "<=", k), st.integers(5, 12)),
    st.builds(lambda k: compare(annual("staff"), ">=", k), st.integers(8, 16)),
    st.builds(lambda k: compare(annual("conversions"), ">=", k), st.integers(1, 12)),
    st.builds(lambda k: compare(ast.Over("sum", annual("conversions"), 2), ">=", k), st.integers(2, 18)),
    st.builds(lambda k: ast.Over("each", compare(annual("sci_staff"), ">=", k), 2), st.integers(2, 8)),
    st.builds(lambda p: compare(ast.Growth("growth", annual("sci_staff"), 1), ">=", percent(p)), st.integers(5, 25)),
)
CASES = st.builds(
    Case,
    st.lists(CONDITIONS, min_size=3, max_size=3).map(tuple),
    st.sampled_from(["all", "any", "mixed", "two"]),
    st.tuples(st.integers(6, 12), st.integers(2, 6), st.integers(0, 3)),
)


def options(case: Case, code: str, day: dt.date) -> Iterator[Change]:
    """Every change of one figure that is plausible by a day."""
    seen = set()
    for lever in figure_levers(vocabulary().field("annual_return", code), case.snapshot, AS_OF):
        for shape in shapes(lever, day.year - 1):
            for target in targets(lever, shape):
                change = figure_change(lever, shape, target, AS_OF)
                if change.values not in seen:
                    seen.add(change.values)
                    yield change


def met(case: Case, day: dt.date, changes: tuple[Change, ...]) -> bool:
    carried = projected(case.snapshot, vocabulary(), as_of=AS_OF, to=day)
    snapshot = changed(carried, changes, last_year=day.year - 1)
    return evaluate(case.bind_at(day), snapshot).tiers["p.t"].outcome is Outcome.MET


def smallest(case: Case, most: int) -> tuple[dt.date, int, Fraction] | None:
    """Earliest date, fewest changes, least relative change, by trying everything."""
    for day in DATES:
        choices = {code: tuple(options(case, code, day)) for code in FACTS}
        for number_ in range(most + 1):
            sizes = [
                sum((one.relative for one in changes), Fraction(0))
                for codes in combinations(FACTS, number_)
                for changes in product(*(choices[code] for code in codes))
                if met(case, day, changes)
            ]
            if sizes:
                return day, number_, min(sizes)
    return None


def size(path: Path) -> Fraction:
    return sum((Fraction(abs(s.to_value - s.from_value), s.from_value or 5) for s in path.steps), Fraction(0))


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(CASES)
def test_a_path_is_as_early_and_as_small_as_brute_force_finds(case: Case) -> None:
    path = plan(case.bind_at, case.snapshot, "p.t", as_of=AS_OF, horizon_years=YEARS)
    best = smallest(case, 1)
    if best is None:
        assert path.ready_on is None or len(path.steps) > 1
        return
    day, number_, least = best
    if path.ready_on is not None and path.ready_on < day:
        assert len(path.steps) > 1, "an earlier date can only be bought with more changes"
        return
    assert (path.ready_on, len(path.steps)) == (day, number_)
    if day > AS_OF or number_:
        assert size(path) == least


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(CASES)
def test_two_changes_are_found_where_one_is_not_enough(case: Case) -> None:
    first = DATES[1]
    best = smallest(case, 1)
    if best is not None and best[0] <= first:
        return
    pairs = combinations(FACTS, 2)
    possible = any(
        met(case, first, changes)
        for codes in pairs
        for changes in product(*(tuple(options(case, code, first)) for code in codes))
    )
    path = plan(case.bind_at, case.snapshot, "p.t", as_of=AS_OF, horizon_years=YEARS)
    assert (path.ready_on == first and len(path.steps) == 2) is possible or len(path.steps) > 2


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(CASES)
def test_every_path_holds_by_the_reference_engine(case: Case) -> None:
    path = plan(case.bind_at, case.snapshot, "p.t", as_of=AS_OF, horizon_years=YEARS)
    if path.ready_on is None:
        assert path.not_before == path.horizon
        return
    changes = tuple(
        Change(
            kind="figure", entity=s.fact.entity, field_code=s.fact.field_code, before=s.from_value, values=s.by_year,
            start_by=s.start_by, effective=s.effective,
        )
        for s in path.steps
    )  # fmt: skip
    assert met(case, path.ready_on, changes)
    for left_out in range(len(changes)):
        rest = (*changes[:left_out], *changes[left_out + 1 :])
        assert not met(case, path.ready_on, rest), "no change of a path is idle"
