"""The ranking of the nearest: of a whole fact base those that a tier is least far away from, with their paths."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from peiyu.facts.base import FactBase
from peiyu.facts.resolve import snapshots
from peiyu.facts.vocabulary.model import NUMERIC_SCALE
from peiyu.policy.compile.binding import Binding
from peiyu.policy.condition.ast import Age, And, Binary, Compare, Expr, Growth, InRange, Meets, Number, Ref
from peiyu.policy.condition.walk import nodes as nodes_of
from peiyu.policy.engine.embedded.gaps import Close, Leaf, Probe, closest
from peiyu.policy.engine.embedded.run import view_of
from peiyu.policy.explain.words import Words
from peiyu.policy.pack.model import ChooseCriterion, Criterion
from peiyu.policy.path.model import Path
from peiyu.policy.path.plan import Planners, bound_tier
from peiyu.policy.path.reach import nodes_of_tier
from peiyu.policy.path.rules import BindAt
from peiyu.policy.path.words import criteria, has_lever
from peiyu.problems import Problem, Text, UsageError

MOST = 200
MOST_REFINED = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Near:
    """One enterprise of the ranking. `changes` and `questions` are the least numbers of criteria to change and to
    ask about; `shortfall` the sum of the relative shortfalls of the figures to change; `path` the exact dated plan,
    None beyond those that were refined."""

    enterprise: int
    code: str
    name: str
    changes: int
    questions: int
    shortfall: float
    path: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """A tier of a ladder (`ladder.tier`) with the enterprises whose next rung it is, nearest first."""

    tier: str
    name: Text
    nearest: tuple[Near, ...]


def nearest(
    base: FactBase, bind_at: BindAt, tier: str, *, as_of: dt.date, most: int = MOST, refined: int = MOST_REFINED,
    horizon_years: int = 5,
) -> tuple[Near, ...]:  # fmt: skip
    """The `most` enterprises nearest to `tier` (`pack.tier` or `ladder.tier`) that do not meet it, the first
    `refined` of them with their exact path and ordered by it: earliest date, fewest changes. Those
    that cannot turn a criterion in the way are left out."""
    bound = bound_tier(bind_at(as_of), tier)
    found = _ranked(base, bind_at, {bound.key: tier}, as_of, most=most, refined=refined, horizon_years=horizon_years)
    return found[bound.key]


def climbing(
    base: FactBase, bind_at: BindAt, ladder: str, *, as_of: dt.date, most: int = MOST, refined: int = MOST_REFINED,
    horizon_years: int = 5,
) -> tuple[Rung, ...]:  # fmt: skip
    """The rungs of a ladder in its order, of each the `most` enterprises nearest to it. Every enterprise stands once at
    most: at its next rung, the one after the highest that it meets (the lowest where it meets none); those that meet
    the highest stand nowhere. UsageError `not-a-ladder` for a pack that has no rungs."""
    binding = bind_at(as_of)
    words = {key: one.via for key, one in binding.tiers.items() if one.via and one.via.partition(".")[0] == ladder}
    if not words:
        raise UsageError(
            Problem(
                "not-a-ladder", Text(f"{ladder} 不是梯度体系", f"{ladder} is not a ladder"), found=ladder,
                accepted=Text("一个梯度体系，或“包.层级”", "a ladder, or pack.tier"),
                next_step=Text(f"写明层级，如 {next(iter(binding.tiers), ladder)}",
                               f"name a tier, such as {next(iter(binding.tiers), ladder)}"),
            )
        )  # fmt: skip
    found = _ranked(base, bind_at, words, as_of, most=most, refined=refined, horizon_years=horizon_years)
    return tuple(
        Rung(tier=word, name=binding.tiers[key].tier.name, nearest=found[key]) for key, word in words.items()
    )  # fmt: skip


def _ranked(
    base: FactBase, bind_at: BindAt, words: Mapping[str, str], as_of: dt.date, *, most: int, refined: int,
    horizon_years: int,
) -> dict[str, tuple[Near, ...]]:  # fmt: skip
    """Of each tier (key → the word by which its path is planned), lowest first, the nearest of those whose next rung it
    is, the first of them by their exact path."""
    binding = bind_at(as_of)
    leaves = {name: leaf for key in words for name, leaf in leaves_of(binding, key).items()}
    close = closest(narrowed(binding, *words), base, tuple(words), leaves, most=most)
    planner = Planners(bind_at, as_of=as_of, horizon_years=horizon_years)
    return {
        key: _with_paths(some, base, binding, planner, word, refined)
        for (key, word), some in zip(words.items(), close, strict=True)
    }


def _with_paths(
    close: Sequence[Close], base: FactBase, binding: Binding, planner: Planners, tier: str, refined: int
) -> tuple[Near, ...]:
    """The first `refined` by their exact paths, the others as they were."""
    ranked = [
        Near(
            enterprise=one.enterprise, code=one.code, name=one.name, changes=one.changes, questions=one.questions,
            shortfall=one.shortfall,
        )
        for one in close
    ]  # fmt: skip
    first = ranked[:refined]
    view = view_of(binding)
    known = base.with_fields(binding.fields.values())
    found = {one.enterprise: one for one in snapshots(known, [one.enterprise for one in first], view)}
    planned = [replace(one, path=planner.path(found[one.enterprise], tier)) for one in first]
    return (*sorted(planned, key=_order), *ranked[len(first) :])


def _order(one: Near) -> tuple[bool, dt.date, int, int, float]:
    path = one.path
    assert path is not None
    return (path.ready_on is None, path.ready_on or path.horizon, len(path.steps), len(path.questions), one.shortfall)


def narrowed(binding: Binding, *asked: str) -> Binding:
    """The binding with only the tiers and scores that these tiers read, so that nothing else is worked out."""
    tiers, scores = set(asked), set[str]()
    for node in (one for tier in asked for one in nodes_of_tier(binding, tier)):
        if isinstance(node, Meets):
            tiers.add(node.tier)
        elif isinstance(node, Ref) and node.kind in ("score", "item"):
            scores.add(node.key)
    return replace(
        binding, asked=asked, tiers={key: one for key, one in binding.tiers.items() if key in tiers},
        scores={
            key: one for key, one in binding.scores.items()
            if any(name == key or name.startswith(f"{key}.") for name in scores)
        },
    )  # fmt: skip


def leaves_of(binding: Binding, tier: str) -> Mapping[str, Leaf]:
    """Each criterion of a tier: whether it has a lever, and its figures over their thresholds."""
    found = criteria(binding.tiers[tier].tier.met_when)
    return {one.key: Leaf(has_lever(one, binding), tuple(_probes(one, binding))) for one in found}


def _probes(one: Criterion | ChooseCriterion, binding: Binding) -> Iterator[Probe]:
    if isinstance(one, Criterion):
        parts = one.when.parts if isinstance(one.when, And) else (one.when,)
        for part in parts:
            for comparison in _comparisons(part):
                yield from _probe(comparison, Words(binding))


def _comparisons(part: Expr) -> Iterator[Compare]:
    if isinstance(part, Compare):
        yield part
    elif isinstance(part, InRange):
        if part.low is not None:
            yield Compare(">=", part.of, part.low)
        if part.high is not None:
            yield Compare("<=", part.of, part.high)


def _probe(one: Compare, words: Words) -> Iterator[Probe]:
    """The figure over its threshold, where the threshold is a positive literal and the figure a number."""
    if one.op in ("=", "!=") or not isinstance(one.right, Number) or one.right.value <= 0:
        return
    if any(isinstance(node, Age) or (isinstance(node, Growth) and node.fn == "cagr") for node in nodes_of(one)):
        return
    if words.dimension(one.left) in NUMERIC_SCALE:
        yield Probe(Binary("/", one.left, one.right), least=one.op in (">=", ">"))
