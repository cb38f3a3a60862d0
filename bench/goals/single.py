"""One company explained and planned, the nearest of a fact base, packs loaded, compile time."""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache

from bench.measure import Result, at_most, interleaved, interval, timed
from bench.world import AS_OF, NATIONAL, bound, territory
from peiyu.facts.base import FactBase, View
from peiyu.facts.resolve import snapshots
from peiyu.facts.snapshot import Snapshot
from peiyu.policy.compile.binding import Binding
from peiyu.policy.compile.lower import Traits, lower
from peiyu.policy.condition.ast import Number
from peiyu.policy.explain import explain, questions, text
from peiyu.policy.pack.checks import check_pack
from peiyu.policy.pack.load import PackRegistry, load_pack
from peiyu.policy.pack.model import Combined, Criterion
from peiyu.policy.path.nearest import nearest
from peiyu.policy.path.plan import plan

TIER = "cn-gradient-2026.little_giant"
SAMPLE, PLANNED = 200, 40
"""So many companies are explained, and planned to each tier."""


def sample(base: FactBase) -> list[Snapshot]:
    """The first companies of the base by key: a fair draw, because keys are hashes."""
    view = View(as_of=AS_OF, known_at=AS_OF)
    keys = base.scan("enterprise", 0, view, ("code",)).head(SAMPLE).collect()["enterprise"].to_list()
    return list(snapshots(base, keys, view))


@cache
def bind_at(day: dt.date) -> Binding:
    return bound(on=day)


def slowest(goal: str, limit: float, seconds: list[float], tier: str) -> Result:
    """MET when 95 of 100 companies stay within the limit; median and slowest are told too."""
    ordered = sorted(seconds)
    late = ordered[int(len(ordered) * 0.95)]
    details = {"median": statistics.median(ordered), "slowest": ordered[-1], "companies": len(ordered), "tier": tier}
    return Result(goal, "s", limit, interval([late]), late <= limit, details)


def one_company(companies: int) -> list[Result]:
    """Explained with its decisive questions (five packs bound), and planned to every tier: the one whose plans take
    longest counts."""
    held = sample(territory(min(companies, 100_000)))
    binding = bound()

    def explained(one: Snapshot) -> Callable[[], object]:
        return lambda: (text(explain(binding, one, TIER)), questions(binding, one, [TIER]))

    told = [timed(explained(one)) for one in held]
    planned = [
        slowest("one company's dated plan, 95th of 100", 1.0, [timed(way) for way in ways(held[:PLANNED], tier)], tier)
        for tier in sorted(binding.tiers)
    ]
    return [
        slowest("one company explained, 95th of 100", 0.05, told, TIER),
        max(planned, key=lambda one: one.seen.median),
    ]


def ways(held: list[Snapshot], tier: str) -> list[Callable[[], object]]:
    """The plan of each company, to be made."""
    return [lambda one=one: plan(bind_at, one, tier, as_of=AS_OF) for one in held]  # type: ignore[misc]


def ranking(companies: int) -> list[Result]:
    """The nearest of the whole base, the first twenty with their exact path."""
    base = territory(companies)
    seconds = interleaved({"nearest": lambda: nearest(base, bind_at, TIER, as_of=AS_OF, refined=20)}, runs=3)["nearest"]
    return [at_most("ranking of the nearest", "s", 30.0, interval(seconds), companies=companies)]


def packs(companies: int) -> list[Result]:
    """Each national pack loaded and checked in a fresh registry; the slowest counts."""
    del companies

    def load_and_check(name: str) -> Callable[[], object]:
        return lambda: check_pack(load_pack(name, registry=(held := PackRegistry())), registry=held)

    seconds = interleaved({name: load_and_check(name) for name in (*NATIONAL, "cn-gradient")}, runs=7)
    worst = max(seconds.values(), key=statistics.median)
    return [at_most("a pack loaded and checked", "s", 0.3, interval(worst), seconds=seconds)]


def grown(binding: Binding, rules: int) -> Binding:
    """cn-tech-sme-2017 with `rules` more criteria, each with a threshold of its own."""
    (key, bound_tier), *_ = binding.tiers.items()
    tier = bound_tier.tier
    assert isinstance(tier.met_when, Combined)
    model = next(one for one in tier.met_when.parts if isinstance(one, Criterion) and one.key.endswith(".staff"))
    more = tuple(
        replace(model, key=f"{key}.r{n}", when=replace(model.when, right=Number(Fraction(1 + n), "persons")))
        for n in range(rules)
    )
    parts = (*tier.met_when.parts, *more)
    group = replace(tier.met_when, parts=parts, need=len(parts))
    return replace(binding, tiers={key: replace(bound_tier, tier=replace(tier, met_when=group))})


def compiling(companies: int) -> list[Result]:
    """Lowering of 2 000 rules over that of 500, per rule."""
    del companies
    binding = bound("cn-tech-sme-2017")
    few, many = grown(binding, 500), grown(binding, 2000)
    seconds = interleaved({"500": lambda: lower(few, Traits()), "2000": lambda: lower(many, Traits())}, runs=7)
    per_rule = [b / a / 4 for a, b in zip(seconds["500"], seconds["2000"], strict=True)]
    return [at_most("compile time per rule, 2 000 rules against 500", "×", 1.3, interval(per_rule), seconds=seconds)]
